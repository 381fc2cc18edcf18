/**
 * Memory as bytes, the way a host sees it, and as the tensors that a kernel's function has for it: one per leaf of the
 * element's type, by the names `p` and `p.field`, each with its layout.
 */

import type { Expr, Func, VarDef } from '../../ir/nodes.ts';
import { stmtsIn } from '../../ir/walk.ts';
import { bytesOf, isStored, type StoredDType, type TensorInput, type TensorValue } from '../values.ts';
import { Storage } from './storage.ts';

interface Leaf {
  readonly def: VarDef;
  readonly dtype: StoredDType;
  /** Elements of the leaf in one element of the memory: 4 for a `float4`. */
  readonly each: number;
  readonly strideBytes: number;
  readonly offsetBytes: number;
}

const constant = (e: Expr): number => {
  const bare = e.kind === 'cast' ? e.operand : e;
  return bare.kind === 'int' ? Number(bare.value) : 1;
};

/** @param rank Dimensions that count elements: 1 of memory behind a pointer, 0 of a value. */
const leavesOf = (func: Func, name: string, rank: number): Leaf[] =>
  stmtsIn(func.body).flatMap((def) => {
    if (def.kind !== 'varDef' || def.access === 'cache' || !isStored(def.dtype)) return [];
    if (def.name !== name && !def.name.startsWith(`${name}.`)) return [];
    const each = def.shape.slice(rank).reduce((n, e) => n * constant(e), 1);
    const packed = { strideBytes: each * bytesOf(def.dtype), offsetBytes: 0 };
    return [{ def, dtype: def.dtype, each, ...(def.layout ?? packed) }];
  });

const shapeOf = ({ def }: Leaf, rank: number, count: number): number[] => [
  ...(rank === 0 ? [] : [count]),
  ...def.shape.slice(rank).map(constant),
];

/** How many bytes one element takes: the stride of its leaves. Null where the function does not touch it. */
export const elementBytes = (func: Func, name: string): number | null =>
  leavesOf(func, name, 1)[0]?.strideBytes ?? null;

/** Visits every scalar of the memory: its leaf, its number there, its first byte. */
const scalars = (leaf: Leaf, count: number, visit: (k: number, byte: number) => void): void => {
  const item = bytesOf(leaf.dtype);
  for (let e = 0; e < count; e++) {
    for (let j = 0; j < leaf.each; j++) visit(e * leaf.each + j, e * leaf.strideBytes + leaf.offsetBytes + j * item);
  }
};
const memoryOf = (dtype: StoredDType, bytes: Uint8Array): Storage => {
  const cell = new Storage(0, '', '', dtype, 'global', 1);
  cell.allocate([Math.floor(bytes.length / bytesOf(dtype))], 1);
  return cell;
};

/** Inputs for what `name` names, from its bytes; what does not fill an element is left out. */
export const tensorsOfBytes = (func: Func, name: string, bytes: Uint8Array, rank: 0 | 1): Map<string, TensorInput> => {
  const out = new Map<string, TensorInput>();
  for (const leaf of leavesOf(func, name, rank)) {
    const count = rank === 0 ? 1 : Math.floor(bytes.length / leaf.strideBytes);
    const one = memoryOf(leaf.dtype, new Uint8Array(8));
    const raw = new Uint8Array(one.raw);
    const data: (number | bigint)[] = [];
    scalars(leaf, count, (_, byte) => {
      raw.set(bytes.subarray(byte, byte + bytesOf(leaf.dtype)));
      data.push(one.port(leaf.dtype).get(0));
    });
    out.set(leaf.def.name, { dtype: leaf.dtype, shape: shapeOf(leaf, rank, count), data });
  }
  return out;
};

/** Writes what a run left in `name` back into its bytes; gaps between leaves stay. */
export const writeBack = (
  func: Func,
  name: string,
  outputs: ReadonlyMap<string, TensorValue>,
  bytes: Uint8Array,
): void => {
  for (const leaf of leavesOf(func, name, 1)) {
    const value = outputs.get(leaf.def.name);
    if (!value) continue;
    const one = memoryOf(leaf.dtype, new Uint8Array(8));
    const raw = new Uint8Array(one.raw);
    scalars(leaf, Math.floor(bytes.length / leaf.strideBytes), (k, byte) => {
      one.port(leaf.dtype).set(0, value.data[k] ?? 0);
      bytes.set(raw.subarray(0, bytesOf(leaf.dtype)), byte);
    });
  }
};
