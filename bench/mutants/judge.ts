/** What the analyses say of a function, against what happens when it runs. */

import type { Diagnostic } from '../../compiler-core/src/diag/diagnostic.ts';
import { generateInputs } from '../../compiler-core/src/exec/generate.ts';
import type { Fault } from '../../compiler-core/src/exec/outcome.ts';
import { type RunOptions, run } from '../../compiler-core/src/exec/run.ts';
import type { TensorInput } from '../../compiler-core/src/exec/values.ts';
import type { Func } from '../../compiler-core/src/ir/nodes.ts';
import { isFloat } from '../../compiler-core/src/ir/types.ts';
import { stmtsIn } from '../../compiler-core/src/ir/walk.ts';
import { ANALYSES } from '../../compiler-core/src/session/analyses.ts';
import { isLibraryFile } from '../../compiler-core/src/text/span.ts';

/** Codes that speak of an execution, by the faults of a run that show them. */
const FAMILY: Readonly<Record<string, string>> = {
  'index-out-of-bounds': 'bounds',
  'negative-index': 'bounds',
  'uninitialised-read': 'unwritten read',
  'division-by-zero': 'division',
  'always-false-assert': 'assertion',
  'assert-failed': 'assertion',
};
export const familyOf = (code: string): string | null => FAMILY[code] ?? null;
/** Families that have an analysis which says how many questions it decided. */
const ASKING: Readonly<Record<string, string>> = { bounds: 'index bounds', division: 'divisors' };

export interface Judged {
  readonly asked: number;
  readonly decided: number;
  /** The first fault that a run met, if one did. */
  readonly fault: Fault | null;
  /** Whether any run came to an end or to a fault; without that nothing is known about the function. */
  readonly ran: boolean;
  /** What was said of that fault: the class of the finding at its place, or none. */
  readonly said: 'proved' | 'possible' | 'silent' | null;
  /** Proved findings about an execution though no run faults, in words. A mistake of ours. */
  readonly falseProofs: readonly string[];
  /** The fault was met, nothing was said, and every question was answered. A mistake of ours. */
  readonly falseSafety: string | null;
}

const LIMITS = { maxSteps: 3_000_000, maxElements: 2 ** 20 } as const;
/** Sizes of the runs, by rounds; the first round takes what the generator draws. */
const SIZES: readonly (readonly bigint[])[] = [[], [3n, 4n, 2n], [8n, 8n, 8n], [1n, 1n, 1n]];

/** Values for symbols and integer scalars by name, where a witness tells them. */
const witnessed = (func: Func, d: Diagnostic): Parameters<typeof generateInputs>[1] => {
  const values = new Map(
    Object.entries(d.witness?.values ?? {}).map(([name, text]) => [name.replace(/\[\]$/, ''), text]),
  );
  const bindings = new Map<string, bigint>();
  for (const { name } of func.externals) {
    const value = values.get(name);
    if (value !== undefined && /^-?\d+$/.test(value)) bindings.set(name, BigInt(value));
  }
  const inputs = new Map<string, TensorInput>();
  for (const s of stmtsIn(func.body)) {
    const value = s.kind === 'varDef' && s.shape.length === 0 && !isFloat(s.dtype) ? values.get(s.name) : undefined;
    if (s.kind === 'varDef' && value !== undefined && s.access === 'input')
      inputs.set(s.name, { dtype: s.dtype, shape: [], data: [Number(value)] });
  }
  return { seed: 1, bindings, inputs };
};

const runWith = (func: Func, options: Parameters<typeof generateInputs>[1]) => {
  const generated = generateInputs(func, { ...options, maxElements: LIMITS.maxElements });
  if (generated.kind === 'failed') return null;
  const given: RunOptions = { inputs: generated.inputs, bindings: generated.bindings, ...LIMITS };
  return run(func, given);
};

/** Runs of several sizes; of one where nothing is symbolic. */
const rounds = (func: Func): readonly Parameters<typeof generateInputs>[1][] =>
  SIZES.slice(0, func.externals.length > 0 ? SIZES.length : 1).map((sizes, n) => ({
    seed: n + 1,
    bindings: new Map(
      func.externals.flatMap((p, k) => {
        const size = sizes[k % Math.max(1, sizes.length)];
        return p.integer && size !== undefined ? [[p.name, size] as const] : [];
      }),
    ),
  }));

/** The finding stands at the fault, or at the call that led to it. */
const isAbout = (d: Diagnostic, fault: Fault): boolean =>
  familyOf(d.code) === familyOf(fault.kind) &&
  ((d.span.start < fault.span.end && fault.span.start < d.span.end) ||
    isLibraryFile(fault.span.file) ||
    fault.origin.calls.some((c) => c.span.start === d.span.start));

export const judge = (func: Func): Judged => {
  const results = ANALYSES.map((a) => ({ name: a.name, ...a.run(func, () => false) }));
  const findings = results.flatMap((r) => r.diagnostics).filter((d) => familyOf(d.code) !== null);
  const proved = findings.filter((d) => d.class === 'proved' || d.class === 'witnessed');
  const endings = [...rounds(func), ...proved.map((d) => witnessed(func, d))].flatMap((options) => {
    const result = runWith(func, options);
    return result === null || (result.kind !== 'finished' && result.kind !== 'fault') ? [] : [result];
  });
  const faults = endings.flatMap((r) => (r.kind === 'fault' && familyOf(r.fault.kind) !== null ? [r.fault] : []));
  const [fault = null] = faults;
  const about = fault === null ? [] : findings.filter((d) => isAbout(d, fault));
  const said = about.some((d) => d.class !== 'possible') ? 'proved' : about.length > 0 ? 'possible' : 'silent';
  const judged = results.find((r) => r.name === ASKING[familyOf(fault?.kind ?? '') ?? '']);
  const answered = judged?.complete === true && judged.asked === judged.decided;
  return {
    asked: results.reduce((n, r) => n + r.asked, 0),
    decided: results.reduce((n, r) => n + r.decided, 0),
    fault,
    ran: endings.length > 0,
    said: fault === null ? null : said,
    falseProofs: endings.length > 0 && faults.length === 0 ? proved.map((d) => `${d.code}: ${d.message}`) : [],
    falseSafety: fault !== null && said === 'silent' && answered ? `${fault.kind}: ${fault.message}` : null,
  };
};
