/** The words of the text form, shared by printer and parser so that they cannot disagree. */

import type {
  AtomicRMW,
  BinaryOp,
  CollectiveOp,
  KernelInfo,
  MemoryOrder,
  ParallelScope,
  ReduceOp,
  SyncScope,
  UnaryOp,
} from './nodes.ts';
import { type AccessType, DTYPES, type DType, type MemType } from './types.ts';

/** Precedence of infix operators; a higher one binds tighter. Operands of equal level associate to the left. */
export const LEVEL = { select: 1, lOr: 2, lAnd: 3, compare: 4, add: 5, mul: 6, not: 7, primary: 8 } as const;

interface Infix {
  readonly text: string;
  readonly level: number;
}
/** Operators written between their operands. */
export const INFIX: Readonly<Partial<Record<BinaryOp, Infix>>> = {
  lOr: { text: '||', level: LEVEL.lOr },
  lAnd: { text: '&&', level: LEVEL.lAnd },
  lt: { text: '<', level: LEVEL.compare },
  le: { text: '<=', level: LEVEL.compare },
  gt: { text: '>', level: LEVEL.compare },
  ge: { text: '>=', level: LEVEL.compare },
  eq: { text: '==', level: LEVEL.compare },
  ne: { text: '!=', level: LEVEL.compare },
  add: { text: '+', level: LEVEL.add },
  sub: { text: '-', level: LEVEL.add },
  mul: { text: '*', level: LEVEL.mul },
  realDiv: { text: '/', level: LEVEL.mul },
  mod: { text: '%', level: LEVEL.mul },
  remainder: { text: '%%', level: LEVEL.mul },
};
/** `@!WORD(a / b)`: the three roundings of a quotient. */
export const ROUNDED_DIV: Readonly<Partial<Record<BinaryOp, string>>> = {
  floorDiv: 'floor',
  ceilDiv: 'ceil',
  roundTowards0Div: 'towards0',
};
/** `@!WORD(a, b)`. */
export const BINARY_CALL: Readonly<Partial<Record<BinaryOp, string>>> = {
  min: 'min',
  max: 'max',
  bitAnd: 'bitand',
  bitOr: 'bitor',
  bitXor: 'bitxor',
  shl: 'shl',
  shr: 'shr',
};
/** `@!WORD(a)`; `lNot` is written `!a`. */
export const UNARY_CALL: Readonly<Record<Exclude<UnaryOp, 'lNot'>, string>> = {
  sqrt: 'sqrt',
  exp: 'exp',
  square: 'square',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  abs: 'abs',
  floor: 'floor',
  ceil: 'ceil',
  bitNot: 'bitnot',
};
export const REDUCE: Readonly<Record<ReduceOp, string>> = {
  add: '+=',
  mul: '*=',
  min: '@!min=',
  max: '@!max=',
  lAnd: '&&=',
  lOr: '||=',
};

export const ACCESS_TYPES: readonly AccessType[] = ['input', 'output', 'inout', 'cache'];
export const MEM_TYPES: readonly MemType[] = [
  'byvalue',
  'cpu',
  'gpu/global',
  'gpu/global/heap',
  'gpu/shared',
  'gpu/local',
  'gpu/warp',
];
export const PARALLEL_SCOPES: readonly ParallelScope[] = [
  'serial',
  'openmp',
  'cudastream',
  'blockIdx.x',
  'blockIdx.y',
  'blockIdx.z',
  'threadIdx.x',
  'threadIdx.y',
  'threadIdx.z',
];
export const SYNC_SCOPES: readonly SyncScope[] = ['workItem', 'subGroup', 'workGroup', 'device', 'system'];
export const MEMORY_ORDERS: readonly MemoryOrder[] = ['relaxed', 'acquire', 'release', 'acq_rel', 'seq_cst'];
export const RMW_OPS: readonly AtomicRMW['op'][] = [
  'load',
  'store',
  'add',
  'mul',
  'min',
  'max',
  'lAnd',
  'lOr',
  'exchange',
  'compareExchange',
  'sub',
  'bitAnd',
  'bitOr',
  'bitXor',
];

const FOLDED = ['add', 'mul', 'min', 'max', 'lAnd', 'lOr', 'bitAnd', 'bitOr', 'bitXor'] as const;
export const COLLECTIVE_OPS: readonly CollectiveOp[] = [
  ...(['reduce', 'inclusiveScan', 'exclusiveScan'] as const).flatMap((how) =>
    FOLDED.map((op) => `${how}.${op}` as const),
  ),
  ...(['broadcast', 'shuffle', 'shiftLeft', 'shiftRight', 'permuteXor', 'any', 'all', 'none'] as const),
];
export const COLLECTIVE_SCOPES = ['subGroup', 'workGroup'] as const;
export const BARRIER_MEMORY = ['local', 'global', 'both'] as const;
export const LAUNCHES: readonly KernelInfo['launch'][] = ['nd_range', 'range', 'single_task', 'work_group'];

const KEYWORDS: ReadonlySet<string> = new Set([
  ...['func', 'program', 'queue', 'host', 'read', 'write', 'readWrite', 'wait', 'all', 'on', 'after', 'with'],
  ...['if', 'else', 'for', 'in', 'while', 'assert', 'assume', 'true', 'false', 'inf', 'nan'],
]);
const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** A name as the text form writes it: bare where it is an identifier, else in backticks with JSON-like escapes. */
export const spellName = (name: string): string =>
  PLAIN.test(name) && !KEYWORDS.has(name) ? name : `\`${name.replace(/[\\`\n\r]/g, escapeChar)}\``;
const escapeChar = (c: string): string => (c === '\n' ? '\\n' : c === '\r' ? '\\r' : `\\${c}`);

export const isDType = (word: string): word is DType => (DTYPES as readonly string[]).includes(word);

/** A double in the fewest digits that give it back, always recognisable as no integer. */
export const spellFloat = (value: number): string => {
  if (Number.isNaN(value)) return 'nan';
  if (value === Infinity) return 'inf';
  if (value === -Infinity) return '-inf';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
};
