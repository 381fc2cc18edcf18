/** The arguments of a schedule call as plain data for the host. */

import { type Expr, nodeId } from '../../../ir/nodes.ts';
import type { MemType } from '../../../ir/types.ts';
import type { Span } from '../../../text/span.ts';
import { sequence } from '../calls.ts';
import { Raised } from '../errors.ts';
import { take } from '../ftlib/expressions.ts';
import {
  type Args,
  argumentAt,
  ExprValue,
  NativeObject,
  PyMisc,
  TypeName,
  typeOf,
  Unknown,
  type Value,
  WithScope,
} from '../values.ts';
import type { ScheduleArg } from './host.ts';
import { type Selecting, selectOne, selectSome } from './select.ts';
import type { ParamKind, ParamSpec, Signature } from './signatures.ts';

/** An argument whose value only a run would tell: its parameter. */
export class NotConstant {
  constructor(readonly parameter: string) {}
}

const PARALLEL = /^(?:|serial|openmp|cudastream\w*|(?:blockIdx|threadIdx)\.[xyz])$/;
const MEMORY: readonly MemType[] = [
  'byvalue',
  'cpu',
  'gpu/global',
  'gpu/global/heap',
  'gpu/shared',
  'gpu/local',
  'gpu/warp',
];

/** Binds as Python does, then converts one by one. Raises what Python or FreeTensor raises. */
export const scheduleArguments = (
  on: Selecting,
  primitive: string,
  signature: Signature,
  args: Args,
): ReadonlyMap<string, ScheduleArg> | NotConstant => {
  const required = signature.filter((s) => s.default === undefined).map((s) => s.name);
  const optional = signature.filter((s) => s.default !== undefined).map((s) => s.name);
  take(on.st, primitive, args, required, optional);
  const out = new Map<string, ScheduleArg>();
  for (const [i, spec] of signature.entries()) {
    const value = args.positional[i] ?? args.keywords.get(spec.name);
    if (value === undefined || (value === null && spec.default === null)) {
      out.set(spec.name, spec.default ?? null);
      continue;
    }
    const at = argumentAt(args, i, spec.name);
    const converted = convert(on, primitive, spec, value, at, out);
    if (converted instanceof NotConstant) return converted;
    out.set(spec.name, converted);
  }
  return out;
};

/** Where the `k`-th item of a list is written. */
const itemAt = (v: Value, k: number, at: Span): Span =>
  (v !== null && typeof v === 'object' && 'places' in v && Array.isArray(v.places)
    ? (v.places[k] as Span | undefined)
    : undefined) ?? at;

const convert = (
  on: Selecting,
  primitive: string,
  spec: ParamSpec,
  given: Value,
  at: Span,
  before: ReadonlyMap<string, ScheduleArg>,
): ScheduleArg | NotConstant => {
  const { st } = on;
  const value = st.plain(given);
  const unknown = new NotConstant(spec.name);
  const wrong = (wanted: string): never =>
    st.fail(
      'wrong-arguments',
      at,
      `\`${spec.name}\` of ${primitive} is ${wanted}, not ${typeOf(value)}`,
      'TypeError',
      true,
    );
  switch (spec.kind) {
    case 'stmt': {
      if (SILENT.has(primitive) && !st.laterEra) return silently(on, value, at) ?? unknown;
      const found = selectOne(on, value, at);
      return found ? { stmt: found.id } : unknown;
    }
    case 'loops':
    case 'stmts': {
      if (value instanceof Unknown) return unknown;
      const items = sequence(value) ?? (spec.kind === 'stmts' ? [value] : wrong('a list of loops'));
      const found = items.map((item, k) => {
        const place = itemAt(value, k, at);
        const one = spec.kind === 'loops' ? selectOne(on, item, place) : null;
        return spec.kind === 'loops' ? one && [one] : someOf(on, item, place);
      });
      return found.includes(null) ? unknown : found.flatMap((f) => (f ?? []).map((s) => ({ stmt: s.id })));
    }
    case 'bySide': {
      const found = someOf(on, value, at);
      // In the order of the text, which is that of FreeTensor's search among statements that do not contain each other.
      const one = before.get('side') === 'Before' ? found?.[0] : found?.at(-1);
      return one ? { stmt: one.id } : unknown;
    }
    case 'int':
      if (value instanceof Unknown) return unknown;
      return typeof value === 'bigint' ? Number(value) : wrong('an integer');
    case 'ints': {
      if (value instanceof Unknown) return unknown;
      const items = (sequence(value) ?? wrong('a list of integers')).map((v) => st.plain(v));
      if (items.some((v) => v instanceof Unknown)) return unknown;
      return items.every((v) => typeof v === 'bigint') ? items.map(Number) : wrong('a list of integers');
    }
    case 'bool':
      if (value instanceof Unknown) return unknown;
      return typeof value === 'boolean' || typeof value === 'bigint' ? Boolean(value) : wrong('a truth value');
    case 'text':
      if (value instanceof Unknown) return unknown;
      return typeof value === 'string' ? value : (nameOf(value) ?? wrong('a name'));
    case 'memory':
      return memory(value, at, on) ?? unknown;
    case 'scope': {
      const name = value instanceof NativeObject ? nameOf(value) : value;
      if (value instanceof Unknown) return unknown;
      if (typeof name !== 'string') return wrong('the name of a parallel scope');
      if (PARALLEL.test(name)) return name === '' ? 'serial' : name;
      return st.fail('wrong-arguments', at, `there is no parallel scope "${name}"; there are ${SCOPES}`, 'Error', true);
    }
    case 'fissionSide':
    case 'moveSide':
    case 'splitMode':
      return enumeratorOf(spec.kind, value) ?? (value instanceof Unknown ? unknown : wrong(ENUMS[spec.kind]));
    case 'target':
      return target(value) ?? unknown;
    case 'map':
      return value instanceof Unknown ? unknown : mapped(on, value, before, at);
    case 'ignored':
      return null;
  }
};

/** Calls that do nothing in 2022 where a label names nothing. */
const SILENT: ReadonlySet<string> = new Set(['inline', 'as_matmul']);
const silently = (on: Selecting, value: Value, at: Span): ScheduleArg | null => {
  try {
    const found = selectOne(on, value, at);
    return found && { stmt: found.id };
  } catch (e) {
    if (!(e instanceof Raised) || e.code !== 'unknown-label') throw e;
    const { related = [], fixes = [] } = e.extra;
    const message = `${e.message}; FreeTensor of 2022 does nothing here and does not say so`;
    on.st.note({ code: e.code, at: e.at, message, severity: 'warning', related, fixes });
    return { stmt: nodeId(0) };
  }
};

const SCOPES = 'openmp, blockIdx.x, …, threadIdx.z, cudastream';
const ENUMS: Readonly<Record<'fissionSide' | 'moveSide' | 'splitMode', string>> = {
  fissionSide: '`ft.FissionSide.Before` or `.After`',
  moveSide: '`ft.MoveToSide.Before` or `.After`',
  splitMode: '`ft.VarSplitMode.FixedSize` or `.RelaxedSize`',
};
const TYPES: Readonly<Record<keyof typeof ENUMS, string>> = {
  fissionSide: 'FissionSide',
  moveSide: 'MoveToSide',
  splitMode: 'VarSplitMode',
};

const nameOf = (v: Value): string | null =>
  v instanceof NativeObject && typeof v.identity === 'string' ? v.identity : null;
const enumeratorOf = (kind: ParamKind & keyof typeof ENUMS, v: Value): string | null =>
  v instanceof NativeObject && v.type === TYPES[kind] ? nameOf(v) : null;

const someOf = (on: Selecting, value: Value, at: Span) => {
  const items = sequence(value);
  if (!items) return selectSome(on, value, at);
  const found = items.map((item, k) => selectSome(on, item, itemAt(value, k, at)));
  return found.includes(null) ? null : found.flatMap((f) => f ?? []);
};

const memory = (value: Value, at: Span, { st }: Selecting): MemType | null => {
  if (value instanceof Unknown) return null;
  const name = value instanceof TypeName && value.of === 'mtype' ? value.name : value;
  if (typeof name !== 'string')
    return st.fail(
      'wrong-arguments',
      at,
      `a memory type is a name such as "cpu", not ${typeOf(value)}`,
      'TypeError',
      true,
    );
  const known = MEMORY.find((m) => m === name.toLowerCase());
  return (
    known ??
    st.fail(
      'unknown-memory-type',
      at,
      `there is no memory type "${name}"; there are ${MEMORY.join(', ')}`,
      'Error',
      true,
    )
  );
};

const target = (value: Value): string | null => {
  if (value instanceof PyMisc || value instanceof WithScope) return /gpu|cuda/i.test(value.name) ? 'gpu' : 'cpu';
  return null;
};

/** Calls the map with the iterators of the loops; null where what it gives are not expressions over them. */
const mapped = (
  { st, program: { tree } }: Selecting,
  f: Value,
  before: ReadonlyMap<string, ScheduleArg>,
  at: Span,
): ScheduleArg | NotConstant => {
  const unknown = new NotConstant('transform_func');
  const loops = before.get('loops');
  const iterators = (Array.isArray(loops) ? (loops as readonly ScheduleArg[]) : []).map((l) =>
    l !== null && typeof l === 'object' && 'stmt' in l ? tree.byId.get(l.stmt) : undefined,
  );
  const positional = iterators.map(
    (s): Value =>
      s?.kind === 'for'
        ? new ExprValue({ kind: 'var', name: s.iter, dtype: 'int32', at })
        : new Unknown('iterator', at),
  );
  const result = st.call(f, { positional, keywords: new Map(), at, spans: positional.map(() => at) });
  const exprs: (Expr | null)[] = (sequence(result) ?? [result]).map((v) => st.toExpr(v, at));
  return exprs.includes(null) ? unknown : { exprs: exprs.flatMap((e) => e ?? []) };
};
