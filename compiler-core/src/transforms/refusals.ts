/**
 * Why a rewrite is refused, one entry per reason. `rule` says who stands behind it: `dependence` is a conflict of two
 * instances, `structure` is a program or an argument that the rewrite has no meaning for.
 * `raises` is what a run of FreeTensor would raise.
 */

interface Reason {
  readonly rule: 'dependence' | 'structure';
  readonly raises: 'InvalidSchedule' | 'Error';
  readonly title: string;
}

const structure = (title: string): Reason => ({ rule: 'structure', raises: 'InvalidSchedule', title });

export const REFUSALS = {
  'statement-not-found': structure('no such statement'),
  'not-a-loop': structure('the statement is not a loop'),
  'bad-argument': { rule: 'structure', raises: 'Error', title: 'an argument has no meaning' },
  'not-modelled': structure('the program has parts that are not modelled'),
  'not-nested': structure('the loops are not directly nested'),
  'imperfect-parallel': structure('statements beside a parallel inner loop cannot be guarded'),
  'splitter-outside': structure('the splitter is not inside the loop'),
  'same-suffix': structure('both parts would get the same labels'),
  'not-following': structure('the second loop does not directly follow the first'),
  'shape-changes': structure('the first loop changes the shape of a tensor around the second'),
  'different-length': structure('the loops have different lengths'),
  'length-undetermined': structure('the lengths cannot be shown to be equal'),
  'not-consecutive': structure('the statements do not stand next to each other'),
  'not-constant-length': structure('the length of the loop is not constant'),
  'scope-twice': structure('loops that are used together are bound to one parallel scope'),
  'bad-scope': structure('no such parallel scope'),
  'splits-a-branch': structure('a branch would have to be split'),
  'not-a-permutation': structure('the order is no permutation'),
  'not-bijective': structure('the map of iterations is not one-to-one'),
  'no-reference': structure('nothing to follow'),
  'always-false': { rule: 'structure', raises: 'Error', title: 'an assertion of the program never holds' },
  'ill-formed': { rule: 'structure', raises: 'Error', title: 'an iterator is used outside its loop' },
  dependence: { rule: 'dependence', raises: 'InvalidSchedule', title: 'a dependence would run backwards' },
} as const satisfies Record<string, Reason>;

export type RefusalCode = keyof typeof REFUSALS;
