/** Stages the public programs, runs them in the interpreter on seeded inputs, and compares with `numerics.ts`. */

import { generateInputs } from '../../compiler-core/src/exec/generate.ts';
import { run } from '../../compiler-core/src/exec/run.ts';
import type { TensorInput, TensorValue } from '../../compiler-core/src/exec/values.ts';
import type { StagedUnit } from '../../compiler-core/src/frontends/tensor/stage.ts';
import type { SyntaxParser } from '../../compiler-core/src/syntax/cst.ts';
import { stageText } from '../../compiler-core/testkit/stage.ts';
import type { Expected } from './numerics.ts';
import { PUBLIC_PROGRAMS, type PublicProgram } from './programs.ts';

export interface Compared {
  readonly program: string;
  /** `ran`: it equals the computation. `pattern`: it holds a wildcard and has no meaning to run. */
  readonly kind: 'ran' | 'pattern' | 'wrong';
  readonly said: string;
}

const SEED = 70;
/** Half a unit in the last place of float32: the most that one rounding adds, relative to the value. */
const ROUNDING = 2 ** -24;

/** Elements differ by more than the roundings explain; all inputs are non-negative, so nothing cancels. */
export const mismatch = (want: Expected, got: TensorValue | undefined): string | null => {
  if (got === undefined) return 'it is not among the outputs';
  if (got.shape.join() !== want.shape.join()) return `its shape is [${got.shape}], wanted [${want.shape}]`;
  const relative = got.dtype === 'float32' ? want.roundings * ROUNDING : 0;
  for (let k = 0; k < want.data.length; k++) {
    const [wanted, value] = [want.data[k] ?? Number.NaN, Number(got.data[k])];
    if (!(Math.abs(value - wanted) <= relative * Math.abs(wanted)))
      return `element ${k} is ${value}, wanted ${wanted} within ${relative.toExponential(1)}`;
  }
  return null;
};

/** The text with other numbers in its lines `name = number`. @throws Error where a name has no such line. */
export const withSizes = (text: string, sizes: Readonly<Record<string, number>>): string =>
  Object.entries(sizes).reduce((out, [name, size]) => {
    const line = new RegExp(`^([ \\t]*${name} = )\\d+$`, 'gm');
    if (!line.test(out)) throw new Error(`no line "${name} = number"`);
    return out.replace(line, `$1${size}`);
  }, text);

/** Units whose place lies in the top-level function `name`, in order. */
const unitsIn = (units: readonly StagedUnit[], text: string, name: string): readonly StagedUnit[] => {
  const start = text.search(new RegExp(`^def ${name}\\(`, 'm'));
  const body = text.indexOf('\n', start) + 1;
  const length = text.slice(body).search(/^[@\w]/m);
  const end = length < 0 ? text.length : body + length;
  return units
    .filter((u) => u.kind !== 'inline' && u.span.start >= start && u.span.start < end)
    .sort((a, b) => a.span.start - b.span.start);
};

const compare = (program: PublicProgram, unit: StagedUnit): string | null => {
  if (!unit.complete || unit.failed) return 'it was not staged completely';
  const scalars = Object.entries(program.scalars ?? {}).map(([name, value]): [string, TensorInput] => [
    name,
    { dtype: 'int32', shape: [], data: [value] },
  ]);
  const range = program.range ?? ([0, 1] as const);
  const generated = generateInputs(unit.func, {
    seed: SEED,
    inputs: new Map(scalars),
    ranges: new Map(unit.func.params.map((name) => [name, range])),
  });
  if (generated.kind === 'failed') return `no inputs: ${generated.tensor}: ${generated.reason}`;
  const { inputs, bindings } = generated;
  const result = run(unit.func, { inputs, bindings });
  if (result.kind !== 'finished') return result.kind === 'fault' ? result.fault.message : result.kind;
  const want = program.compute((name) => {
    const input = inputs.get(name);
    if (input === undefined) throw new Error(`the program has no input ${name}`);
    return input;
  });
  const wrong = mismatch(want, result.outputs.get(program.output));
  return wrong === null ? null : `${program.output}: ${wrong}`;
};

const compareProgram = (program: PublicProgram, text: string, parser: SyntaxParser): readonly Compared[] => {
  const name = `${program.path}::${program.test}`;
  const sized = withSizes(text, program.sizes ?? {});
  const units = unitsIn(stageText(sized, parser, { file: program.path }).units, sized, program.test);
  const wanted = 1 + program.expectations.length;
  if (units.length !== wanted)
    return [{ program: name, kind: 'wrong', said: `${units.length} programs staged, ${wanted} stand there` }];
  return units.map((unit, n) => {
    const label = n === 0 ? name : `${name}, expectation ${n}`;
    if (program.expectations[n - 1] === 'wildcard')
      return { program: label, kind: 'pattern', said: 'it holds ft.Any(), a wildcard' };
    const said = compare(program, unit);
    return { program: label, kind: said === null ? 'ran' : 'wrong', said: said ?? '' };
  });
};

/** @param read The text of a public file by its path in the repository; null where it is not at hand. */
export const comparePublicPrograms = (
  read: (path: string) => string | null,
  parser: SyntaxParser,
): { readonly results: readonly Compared[]; readonly missing: readonly string[] } => {
  const results: Compared[] = [];
  const missing = new Set<string>();
  for (const program of PUBLIC_PROGRAMS) {
    const text = read(program.path);
    if (text === null) missing.add(program.path);
    else results.push(...compareProgram(program, text, parser));
  }
  return { results, missing: [...missing] };
};
