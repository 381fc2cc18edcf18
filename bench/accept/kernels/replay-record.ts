/** One recorded kernel in the interpreter, on the inputs that others ran it with. */

import { evalInt } from '../../../compiler-core/src/exec/eval-int.ts';
import { type KernelOptions, runKernel } from '../../../compiler-core/src/exec/lockstep/run-kernel.ts';
import { elementsIn, isStored, type TensorInput, windowOn } from '../../../compiler-core/src/exec/values.ts';
import type { Expr, Func, VarDef } from '../../../compiler-core/src/ir/nodes.ts';
import { parametersOf } from '../../oracle/sycl-replay/instrument.ts';
import { elementsOf, putElements } from '../../oracle/sycl-replay/leaves.ts';
import { type Arrays, sameValue, TYPES } from './kernel-records.ts';

/** As the recorders run kernels that require no other. */
const SUB_GROUP = 8;

/** `n_3` is the array `n` of the fourth function that has one, `n_a` an accessor to it. */
const arrayOf = (tensor: string): string => tensor.replace(/[_.].*$/, '');

type Array64 = keyof typeof TYPES;
const isArray = (name: string): name is Array64 => name in TYPES;

/** The arrays as bytes: a kernel may see structures, vectors or smaller numbers in them. */
const bytesOfArrays = (inputs: Arrays): Map<string, Uint8Array<ArrayBuffer>> => {
  const out = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [name, values] of Object.entries(inputs)) {
    if (!isArray(name)) continue;
    const buffer = new ArrayBuffer(values.length * 8);
    const window = windowOn(TYPES[name], buffer, 0, values.length);
    for (const [k, x] of values.entries()) window[k] = TYPES[name] === 'int64' ? BigInt(x) : Number(x);
    out.set(name, new Uint8Array(buffer, 0, window.byteLength));
  }
  return out;
};

const stripCasts = (e: Expr): Expr => (e.kind === 'cast' ? stripCasts(e.operand) : e);

/** A sentence where the run and the record differ; null where they are equal. */
export const replayRecord = (
  func: Func,
  wanted: Arrays,
  inputs: Arrays,
  options: Pick<KernelOptions, 'seed' | 'global' | 'local' | 'bindings'>,
): string | null => {
  const memory = bytesOfArrays(inputs);
  const given = new Map<string, TensorInput>();
  const parts = new Map<string, { def: VarDef; bytes: Uint8Array; each: number }>();
  for (const def of parametersOf(func)) {
    const bytes = memory.get(arrayOf(def.name));
    if (bytes === undefined || !isStored(def.dtype)) return `${def.name} is none of the arrays`;
    const sizes = def.shape.map((e) => evalInt(stripCasts(e), () => null));
    // Of several dimensions, those that are not an element's parts are the accessor's.
    const inner = sizes.slice(1).map((n) => Number(n ?? 0));
    const each = def.layout ? elementsIn(inner) : 1;
    const data = elementsOf(bytes, def.dtype, def, each);
    const rows = sizes[0] ?? BigInt(Math.floor(data.length / elementsIn(inner)));
    const shape = [Number(rows), ...inner];
    given.set(def.name, {
      dtype: def.dtype,
      shape,
      data: Array.from({ length: elementsIn(shape) }, (_, k) => data[k] ?? 0),
    });
    parts.set(def.name, { def, bytes, each });
  }
  const ran = runKernel(func, { subGroup: SUB_GROUP, ...options, inputs: given });
  if (ran.kind !== 'finished') return `${ran.kind} ${'reason' in ran ? ran.reason : ''}`;
  const finding = ran.findings.find(({ kind }) => kind !== 'uniform-write');
  if (finding) return finding.message;
  for (const [name, { data }] of ran.outputs) {
    const part = parts.get(name);
    if (part && isStored(part.def.dtype)) putElements(part.bytes, part.def.dtype, part.def, part.each, data);
  }
  for (const [name, before] of Object.entries(inputs)) {
    const bytes = memory.get(name);
    if (!isArray(name) || bytes === undefined) continue;
    const after = windowOn(TYPES[name], bytes.buffer as ArrayBuffer, 0, before.length);
    const expected = wanted[name] ?? before;
    const at = expected.findIndex((x, k) => !sameValue(Number(after[k]), Number(x), name));
    if (at >= 0) return `${name}[${at}] is ${after[at]}, recorded ${expected[at]}`;
  }
  return null;
};
