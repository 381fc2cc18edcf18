/** Python's arithmetic on Python's own numbers, strings and sequences. `undefined`: no such operator for these operands. */

import type { BinOp, CmpOp } from './python/ast.ts';
import { keyOf, PyDict, PyList, PySet, PyTuple, type Value } from './values.ts';

/** What a Python operation raises: its class and message. */
export class PyError extends Error {
  constructor(
    readonly className: string,
    message: string,
  ) {
    super(message);
  }
}

const asInt = (v: Value): bigint | null => (typeof v === 'bigint' ? v : typeof v === 'boolean' ? BigInt(v) : null);
export const isNumber = (v: Value): v is boolean | bigint | number =>
  typeof v === 'bigint' || typeof v === 'number' || typeof v === 'boolean';
export const toNumber = (v: boolean | bigint | number): number => Number(v);

export const floorDiv = (a: bigint, b: bigint): bigint => {
  const q = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? q - 1n : q;
};
export const floorMod = (a: bigint, b: bigint): bigint => a - floorDiv(a, b) * b;
const floatMod = (a: number, b: number): number => {
  const r = a % b;
  return r !== 0 && r < 0 !== b < 0 ? r + b : r;
};

/** Python makes no integer longer than this here: a program that asks for more gets an error, not a hang. */
const MAX_BITS = 1n << 16n;
const MAX_LENGTH = 1_000_000;

const intBinary = (op: BinOp, a: bigint, b: bigint): Value | undefined => {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0n) throw new PyError('ZeroDivisionError', 'division by zero');
      return Number(a) / Number(b);
    case '//':
      if (b === 0n) throw new PyError('ZeroDivisionError', 'integer division or modulo by zero');
      return floorDiv(a, b);
    case '%':
      if (b === 0n) throw new PyError('ZeroDivisionError', 'integer division or modulo by zero');
      return floorMod(a, b);
    case '**':
      if (b < 0n) return Number(a) ** Number(b);
      if (b > MAX_BITS || (b > 64n && a.toString(2).length * Number(b) > Number(MAX_BITS))) {
        throw new PyError('OverflowError', 'the power is too large');
      }
      return a ** b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '<<':
    case '>>':
      if (b < 0n) throw new PyError('ValueError', 'negative shift count');
      if (op === '>>') return b > MAX_BITS ? (a < 0n ? -1n : 0n) : a >> b;
      if (b > MAX_BITS) throw new PyError('OverflowError', 'the shift is too large');
      return a << b;
    case '@':
      return undefined;
  }
};

const floatBinary = (op: BinOp, a: number, b: number): Value | undefined => {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0) throw new PyError('ZeroDivisionError', 'float division by zero');
      return a / b;
    case '//':
      if (b === 0) throw new PyError('ZeroDivisionError', 'float floor division by zero');
      return Math.floor(a / b);
    case '%':
      if (b === 0) throw new PyError('ZeroDivisionError', 'float modulo');
      return floatMod(a, b);
    case '**':
      return a ** b;
    default:
      return undefined;
  }
};

const repeat = <T>(items: readonly T[], times: bigint): T[] => {
  const n = times < 0n ? 0 : Number(times);
  if (items.length * n > MAX_LENGTH) throw new PyError('MemoryError', 'the sequence is too long');
  return Array.from({ length: n }, () => items).flat();
};

/** A program that doubles a list in a loop must not take the process's memory. */
const checkLength = (length: number): void => {
  if (length > MAX_LENGTH) throw new PyError('MemoryError', 'the sequence is too long');
};

export const pyBinary = (op: BinOp, a: Value, b: Value): Value | undefined => {
  const ia = asInt(a);
  const ib = asInt(b);
  if (ia !== null && ib !== null) {
    if (typeof a === 'boolean' && typeof b === 'boolean' && (op === '&' || op === '|' || op === '^')) {
      return op === '&' ? a && b : op === '|' ? a || b : a !== b;
    }
    return intBinary(op, ia, ib);
  }
  if (isNumber(a) && isNumber(b)) return floatBinary(op, toNumber(a), toNumber(b));
  if (op === '+') {
    if (typeof a === 'string' && typeof b === 'string') {
      checkLength(a.length + b.length);
      return a + b;
    }
    if ((a instanceof PyList && b instanceof PyList) || (a instanceof PyTuple && b instanceof PyTuple)) {
      checkLength(a.items.length + b.items.length);
      const items = [...a.items, ...b.items];
      return a instanceof PyList ? new PyList(items) : new PyTuple(items);
    }
  }
  if (op === '*') {
    const [seq, times] = ia === null ? [a, ib] : [b, ia];
    if (times !== null) {
      if (typeof seq === 'string') return repeat([seq], times).join('');
      if (seq instanceof PyList) return new PyList(repeat(seq.items, times));
      if (seq instanceof PyTuple) return new PyTuple(repeat(seq.items, times));
    }
  }
  if (a instanceof PySet && b instanceof PySet) {
    const out = new PySet();
    for (const [k, v] of a.entries) {
      const inB = b.entries.has(k);
      if (op === '|' || op === '^' ? op === '|' || !inB : op === '&' ? inB : !inB) out.entries.set(k, v);
    }
    if (op === '|' || op === '^')
      for (const [k, v] of b.entries) if (op === '|' || !a.entries.has(k)) out.entries.set(k, v);
    return op === '|' || op === '&' || op === '-' || op === '^' ? out : undefined;
  }
  if (op === '|' && a instanceof PyDict && b instanceof PyDict) {
    const out = new PyDict();
    for (const d of [a, b]) for (const [k, e] of d.entries) out.entries.set(k, { ...e });
    return out;
  }
  return undefined;
};

/** `a == b` for values whose equality Python decides; null where something in them is not known. */
export const pyEqual = (a: Value, b: Value): boolean | null => {
  if (isNumber(a) && isNumber(b)) {
    return typeof a === 'number' || typeof b === 'number' ? toNumber(a) === toNumber(b) : asInt(a) === asInt(b);
  }
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') {
    const other = typeof a === 'object' ? a : b;
    return other !== null && typeof other === 'object' && other.kind === 'unknown' ? null : false;
  }
  if (a.kind === 'unknown' || b.kind === 'unknown') return null;
  if ((a.kind === 'list' && b.kind === 'list') || (a.kind === 'tuple' && b.kind === 'tuple')) {
    if (a.items.length !== b.items.length) return false;
    let unknown = false;
    for (let i = 0; i < a.items.length; i++) {
      const same = pyEqual(a.items[i] as Value, b.items[i] as Value);
      if (same === false) return false;
      if (same === null) unknown = true;
    }
    return unknown ? null : true;
  }
  if (a.kind === 'set' && b.kind === 'set') {
    return a.entries.size === b.entries.size && [...a.entries.keys()].every((k) => b.entries.has(k));
  }
  const ka = keyOf(a);
  return ka !== null && ka === keyOf(b);
};

/** `<`, `<=`, `>`, `>=` on numbers, strings and sequences. */
export const pyOrder = (op: CmpOp, a: Value, b: Value): boolean | undefined => {
  let c: number;
  if (isNumber(a) && isNumber(b)) {
    const ia = asInt(a);
    const ib = asInt(b);
    if (ia !== null && ib !== null) c = ia < ib ? -1 : ia > ib ? 1 : 0;
    else {
      const [x, y] = [toNumber(a), toNumber(b)];
      if (Number.isNaN(x) || Number.isNaN(y)) return false;
      c = x < y ? -1 : x > y ? 1 : 0;
    }
  } else if (typeof a === 'string' && typeof b === 'string') c = a < b ? -1 : a > b ? 1 : 0;
  else if ((a instanceof PyList && b instanceof PyList) || (a instanceof PyTuple && b instanceof PyTuple)) {
    c = a.items.length - b.items.length;
    for (let i = 0; i < Math.min(a.items.length, b.items.length); i++) {
      const [x, y] = [a.items[i] as Value, b.items[i] as Value];
      const same = pyEqual(x, y);
      if (same === null) return undefined;
      if (!same) {
        const less = pyOrder('<', x, y);
        if (less === undefined) return undefined;
        c = less ? -1 : 1;
        break;
      }
    }
  } else return undefined;
  return op === '<' ? c < 0 : op === '<=' ? c <= 0 : op === '>' ? c > 0 : c >= 0;
};
