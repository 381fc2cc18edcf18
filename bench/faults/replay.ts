/**
 * Shows a finding by other means than the ones that found it: the interpreter runs the function with the values of
 * the witness and stops at the same fault; a silent trap computes something else than its mended twin.
 */

import type { DiagnosticCode } from '../../compiler-core/src/diag/codes.ts';
import type { Diagnostic } from '../../compiler-core/src/diag/diagnostic.ts';
import { type Generated, generateInputs } from '../../compiler-core/src/exec/generate.ts';
import type { FaultKind } from '../../compiler-core/src/exec/outcome.ts';
import { run } from '../../compiler-core/src/exec/run.ts';
import type { TensorInput } from '../../compiler-core/src/exec/values.ts';
import type { Func } from '../../compiler-core/src/ir/nodes.ts';
import { stmtsIn } from '../../compiler-core/src/ir/walk.ts';
import type { StagedUnit } from '../../compiler-core/src/session/pipeline.ts';
import { isLibraryFile } from '../../compiler-core/src/text/span.ts';

/** Findings about what a run does, and the fault that a run ends with. */
export const EXECUTION: ReadonlyMap<DiagnosticCode, FaultKind> = new Map<DiagnosticCode, FaultKind>([
  ['index-out-of-bounds', 'index-out-of-bounds'],
  ['negative-index', 'negative-index'],
  ['uninitialised-read', 'uninitialised-read'],
  ['division-by-zero', 'division-by-zero'],
  ['always-false-assert', 'assert-failed'],
  ['shape-mismatch', 'assert-failed'],
  ['negative-extent', 'negative-extent'],
]);

/** Traps after which the program runs on and computes something else. */
export const SILENT: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'trap-builtin-minmax',
  'trap-truth-value',
  'trap-membership',
  'trap-range-zero-stop',
  'trap-static-return',
  'trap-late-load',
  'trap-rebinding',
  'trap-staged-once',
]);

type Inputs = Extract<Generated, { kind: 'generated' }>;

/** Inputs of a function; sizes and scalars by name where they are given. */
const inputsOf = (func: Func, seed: number, values: Readonly<Record<string, string>>): Inputs | string => {
  const bindings = new Map<string, bigint>();
  const inputs = new Map<string, TensorInput>();
  for (const [name, text] of Object.entries(values)) {
    if (!/^-?\d+$/.test(text)) continue;
    if (func.externals.some((p) => p.name === name)) bindings.set(name, BigInt(text));
    const def = stmtsIn(func.body).find((s) => s.kind === 'varDef' && s.name === name && s.shape.length === 0);
    if (def?.kind === 'varDef' && def.access !== 'cache')
      inputs.set(name, { dtype: def.dtype, shape: [], data: [Number(text)] });
  }
  const made = generateInputs(func, { seed, bindings, inputs });
  return made.kind === 'generated' ? made : `no inputs: ${made.tensor}: ${made.reason}`;
};

/** Runs a function that should have no fault. Null where it ends well; else what happened, in words. */
export const runsWell = (func: Func, seed: number): string | null => {
  const made = inputsOf(func, seed, {});
  if (typeof made === 'string') return made;
  const result = run(func, made);
  if (result.kind === 'finished') return null;
  return result.kind === 'fault' ? result.fault.message : JSON.stringify({ ...result, steps: 0 });
};

/** Runs the function with the sizes of the witness. Null where the fault happens as the finding says. */
export const replayFault = (func: Func, finding: Diagnostic, kind: FaultKind, seed: number): string | null => {
  const values = finding.witness?.values ?? {};
  const made = inputsOf(func, seed, values);
  // Nothing of a negative extent can be allocated: the finding is the generator's refusal too.
  if (typeof made === 'string') return kind === 'negative-extent' && /negative|-\d/.test(made) ? null : made;
  const result = run(func, made);
  if (result.kind !== 'fault') return `the run ends with ${result.kind}, wanted ${kind}`;
  const { fault } = result;
  if (fault.kind !== kind) return `the run ends with ${fault.kind}, wanted ${kind}`;
  const at = isLibraryFile(fault.span.file)
    ? fault.origin.calls.findLast((c) => !isLibraryFile(c.span.file))?.span
    : fault.span;
  if (at?.file !== finding.span.file || at.start !== finding.span.start || at.end !== finding.span.end)
    return `the fault is at ${at?.start}-${at?.end} of ${at?.file}, the finding at ${finding.span.start}-${finding.span.end}`;
  const other = Object.entries(fault.iterators).find(([name, v]) => name in values && values[name] !== String(v));
  return other ? `the fault happens at ${other[0]} = ${other[1]}, the witness says ${values[other[0]]}` : null;
};

const SEEDS = 12;

/** Null where a trap makes the function compute something else than its twin does; else why not. */
export const computesOtherwise = (faulty: Func, fixed: Func): string | null => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const made = inputsOf(fixed, seed, {});
    if (typeof made === 'string') return made;
    const [a, b] = [run(faulty, made), run(fixed, made)];
    if (b.kind !== 'finished') return `the twin ends with ${b.kind}`;
    if (a.kind === 'fault') return null;
    if (a.kind !== 'finished') return `the trap ends with ${a.kind}`;
    const text = (outputs: typeof a.outputs): string =>
      JSON.stringify([...outputs.values()].map((v) => [v.shape, [...v.data].map(String)]));
    if (text(a.outputs) !== text(b.outputs)) return null;
  }
  return `${SEEDS} inputs give what the twin gives`;
};

/** The function that a finding is about, by the name that the session gives. */
export const unitNamed = (units: readonly StagedUnit[], name: string): StagedUnit | undefined =>
  units.find((u) => u.name === name && u.kind !== 'inline') ?? units.find((u) => u.kind !== 'inline');
