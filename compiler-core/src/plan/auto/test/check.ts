/** One random program before and after an automatic pass. */

import { Random } from '../../../exec/random.ts';
import { run } from '../../../exec/run.ts';
import { printFunc } from '../../../ir/print.ts';
import { verifyFunc } from '../../../ir/verify.ts';
import { compare } from '../../../transforms/test/calls.ts';
import { nestInputs, randomNest } from '../../../transforms/test/nests.ts';
import { withLocals } from '../../../transforms/test/tensor-calls.ts';
import { AUTO_DEFAULTS, runAuto } from '../auto-schedule.ts';
import type { AutoOptions } from '../trial.ts';
import { stepInWords } from '../words.ts';

export type Outcome = 'same results' | 'declared' | 'said to change' | 'cannot be run' | 'nothing done' | 'not known';

/** What is true of the pass on the program of this seed, or what is wrong. */
export const checkAuto = (
  name: string,
  seed: number,
  choice: Pick<AutoOptions, 'era' | 'target' | 'keep'>,
): Outcome | { readonly wrong: string } => {
  const func = seed % 2 === 0 ? randomNest(seed) : withLocals(randomNest(seed), new Random(seed + 7), true);
  const r = runAuto(name, func, { ...AUTO_DEFAULTS, ...choice });
  const wrong = (why: string): { readonly wrong: string } => ({
    wrong: `${name}, ${Object.values(choice).join(' ')}, seed ${seed}: ${why}\n${printFunc(func, { ids: true })}${r.steps.map((s) => `${stepInWords(s)}\n`).join('')}${r.kind === 'done' ? printFunc(r.func) : ''}`,
  });
  if (r.kind === 'unknown') return choice.keep === 'accepted' ? 'not known' : wrong(r.reason);
  for (const s of r.steps) {
    const reasoned = s.why !== '' && (s.verdict === 'refused') === (s.refusal !== null);
    if (!reasoned || (s.verdict === 'undone') !== (s.undoneBy !== null))
      return wrong(`a step without its reason: ${s.call}`);
  }
  const kinds = new Set(r.caveats.map(({ caveat }) => caveat.kind));
  if (kinds.has('result-changes') || kinds.has('undecided'))
    return choice.keep === 'accepted' ? 'said to change' : wrong('what is not proved was kept');
  if (r.calls.length === 0) return 'nothing done';
  const problems = verifyFunc(r.func);
  if (problems.length > 0) return wrong(`not well-formed: ${problems.map((p) => p.message).join('; ')}`);
  // A loop in 80 parts of which most have nothing to do takes more steps than before.
  const options = { ...nestInputs(seed, 1 + (seed % 5)), maxSteps: 30_000_000 };
  const [a, b] = [run(func, options), run(r.func, options)];
  if (a.kind !== 'finished') return 'cannot be run';
  const declared = kinds.has('reordered-reduction');
  const difference = compare(a, b, declared);
  if (difference !== null) return wrong(difference);
  return declared ? 'declared' : 'same results';
};

const CHOICES = (['cpu', 'gpu'] as const).flatMap((target) =>
  (['2022', 'later'] as const).flatMap((era) =>
    (['proved', 'accepted'] as const).map((keep) => ({ target, era, keep })),
  ),
);

/** Each seed with one choice of target, era and what is kept, in turn. */
export const checkSeeds = (name: string, from: number, count: number) => {
  const tally: Partial<Record<Outcome, number>> = {};
  const wrong: string[] = [];
  for (let seed = from; seed < from + count; seed++) {
    const outcome = checkAuto(
      name,
      seed,
      CHOICES[seed % CHOICES.length] ?? { target: 'cpu', era: '2022', keep: 'proved' },
    );
    if (typeof outcome === 'string') tally[outcome] = (tally[outcome] ?? 0) + 1;
    else wrong.push(outcome.wrong);
  }
  return { tally, wrong };
};
