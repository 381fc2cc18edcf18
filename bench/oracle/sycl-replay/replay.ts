/** One recorded launch, run by the interpreter from what memory held before it, against what memory held after. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evalInt } from '../../../compiler-core/src/exec/eval-int.ts';
import { runKernel } from '../../../compiler-core/src/exec/lockstep/run-kernel.ts';
import { bytesOf, isStored, type StoredDType, type TensorInput } from '../../../compiler-core/src/exec/values.ts';
import type { Expr, Func, Stmt, VarDef } from '../../../compiler-core/src/ir/nodes.ts';
import { parametersOf, spellingsOf } from './instrument.ts';
import { elementsOf } from './leaves.ts';

interface Argument {
  readonly name: string;
  readonly kind: 's' | 'p';
  /** `i4`, `u1`, `f8`: what it is or points to; `?` of a class. */
  readonly element: string;
  readonly address: number;
  readonly bytes: number;
}
interface Launch {
  readonly subGroup: number;
  /** Whether groups were taken away. */
  readonly cut: boolean;
  readonly global: readonly number[];
  readonly local: readonly number[];
  /** Groups that ran, or items where there are no groups: the first ones of each dimension. */
  readonly ran: readonly number[];
  readonly arguments: readonly Argument[];
}
interface Recorded extends Argument {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** There is more behind it, which belongs to another name or is not recorded. */
  readonly isCut: boolean;
}

export type Replayed =
  | { readonly kind: 'equal'; readonly elements: number; readonly changed: number }
  | { readonly kind: 'differs'; readonly how: string }
  /** It differs, and the run has a witness that the program's own result is a matter of chance. */
  | { readonly kind: 'faulty'; readonly how: string }
  | { readonly kind: 'not-run'; readonly reason: string };

/** Largest difference of floating-point results, in units of the last place at the magnitude of the array. */
const ULPS = 64;
/** What makes a result depend on who comes first, or on what happens to be in memory. */
const FAULTS: ReadonlySet<string> = new Set(['data-race', 'out-of-bounds', 'uninitialised-read', 'divergent-barrier']);
/** As `launch-record.hpp` has it. */
const MAX_REGION = 1 << 20;
const MAX_STEPS = 10_000_000;
const LOCAL_ADDRESS = 2 ** 24;

const EPSILON: Readonly<Record<string, number>> = {
  float64: 2 ** -52,
  float32: 2 ** -23,
  float16: 2 ** -10,
  bfloat16: 2 ** -7,
};

/** Pointers into one allocation: the memory of each ends where that of the next one begins. */
const apart = (memory: Map<string, Recorded>): Map<string, Recorded> => {
  const starts = [...memory.values()].filter(({ kind }) => kind === 'p').map(({ address }) => address);
  for (const [name, one] of memory) {
    if (one.kind !== 'p') continue;
    const next = Math.min(...starts.filter((start) => start > one.address));
    const bytes = Math.min(one.bytes, next - one.address);
    if (bytes < one.bytes)
      memory.set(name, {
        ...one,
        bytes,
        isCut: true,
        before: one.before.subarray(0, bytes),
        after: one.after.subarray(0, bytes),
      });
  }
  return memory;
};

const readLaunch = (records: string, id: number): { launch: Launch; memory: Map<string, Recorded> } | null => {
  try {
    const launch: Launch = JSON.parse(readFileSync(join(records, `${id}.json`), 'utf8'));
    const data = readFileSync(join(records, `${id}.bin`));
    const memory = new Map<string, Recorded>();
    let at = 0;
    for (const one of launch.arguments) {
      const before = data.subarray(at, at + one.bytes);
      const after = data.subarray(at + one.bytes, at + 2 * one.bytes);
      memory.set(one.name, { ...one, before, after, isCut: one.kind === 'p' && one.bytes === MAX_REGION });
      at += 2 * one.bytes;
    }
    return { launch, memory: apart(memory) };
  } catch {
    return null;
  }
};

/** A template's kernel is lowered for each of its types, and one of them was launched. */
const isElement = (element: string, dtype: StoredDType, def: VarDef): boolean => {
  if (def.layout !== undefined || !/^[iuf]\d$/.test(element) || dtype === 'bool') return true;
  const kind = /float/.test(dtype) ? 'f' : dtype.startsWith('u') ? 'u' : 'i';
  return element === `${kind}${bytesOf(dtype)}`;
};

const literal = (value: number, at: Expr): Expr => ({ kind: 'int', value: BigInt(value), at: at.at });

/** The kernel with the recorded extents, and with as many groups as were recorded where the text fixes how many there are. */
const withSizes = (stmt: Stmt, extents: ReadonlyMap<string, number>, groups: readonly number[] | null): Stmt => {
  if (stmt.kind === 'varDef') {
    const body = withSizes(stmt.body, extents, groups);
    const first = extents.get(stmt.name);
    const [old, ...rest] = stmt.shape;
    if (first === undefined || old === undefined) return { ...stmt, body };
    return { ...stmt, shape: [literal(first, old), ...rest], body };
  }
  if (stmt.kind === 'seq') return { ...stmt, stmts: stmt.stmts.map((s) => withSizes(s, extents, groups)) };
  if (groups !== null && stmt.kind === 'for' && stmt.property.parallel.startsWith('blockIdx')) {
    const dimension = 'xyz'.indexOf(stmt.property.parallel.slice(-1));
    const count = groups[groups.length - 1 - dimension] ?? 1;
    return { ...stmt, end: literal(count, stmt.end), body: withSizes(stmt.body, extents, groups) };
  }
  return stmt;
};

/** A sentence for the first element that is not equal. */
const firstDifference = (
  def: VarDef,
  got: ArrayLike<number | bigint>,
  wanted: ArrayLike<number | bigint>,
): string | null => {
  const epsilon = EPSILON[def.dtype];
  let squares = 0;
  let finite = 0;
  if (epsilon !== undefined) {
    for (let k = 0; k < wanted.length; k++) {
      const value = Number(wanted[k]);
      if (Number.isFinite(value) && value !== 0) {
        squares += value * value;
        finite++;
      }
    }
  }
  const typical = finite === 0 ? 0 : Math.sqrt(squares / finite);
  for (let k = 0; k < wanted.length; k++) {
    const [mine, raw] = [got[k], wanted[k]];
    if (mine === raw) continue;
    if (epsilon !== undefined) {
      const [a, b] = [Number(mine), Number(raw)];
      if (a === b || (Number.isNaN(a) && Number.isNaN(b))) continue;
      if (Math.abs(a - b) <= ULPS * epsilon * Math.max(Math.abs(b), typical)) continue;
    }
    return `${def.name}[${k}] is ${mine}, g++'s program has ${raw}`;
  }
  return null;
};

const replayFunc = (func: Func, launch: Launch, memory: ReadonlyMap<string, Recorded>): Replayed => {
  const inputs = new Map<string, TensorInput>();
  const extents = new Map<string, number>();
  const bindings = new Map<string, bigint>();
  const wanted: { def: VarDef; after: ArrayLike<number | bigint>; before: ArrayLike<number | bigint> }[] = [];
  const aliases = new Map<string, string>();
  const byAddress = new Map<string, string>();
  const truncated = new Set<string>();
  const params = parametersOf(func);
  for (const def of params) {
    const { dtype } = def;
    const found = spellingsOf(def)
      .map((name) => memory.get(name))
      .find(
        (one) =>
          one !== undefined &&
          (/\.(?:given|address)$/.test(def.name) || (def.shape.length === 0 ? one.kind === 's' : true)),
      );
    if (def.name.endsWith('.given')) {
      inputs.set(def.name, { dtype, shape: [], data: [found === undefined ? 0 : 1] });
      continue;
    }
    if (def.name.endsWith('.address')) {
      // Memory of the group has none on the host: any that is aligned.
      inputs.set(def.name, { dtype, shape: [], data: [BigInt(found?.address ?? LOCAL_ADDRESS)] });
      continue;
    }
    if (found === undefined || !isStored(dtype))
      return { kind: 'not-run', reason: `${def.name} has no name at the launch` };
    if (!isElement(found.element, dtype, def)) return { kind: 'not-run', reason: 'launched with other types' };
    const parts = def.shape.slice(found.kind === 'p' ? 1 : 0).map((e) => evalInt(e, () => null));
    if (parts.includes(null)) return { kind: 'not-run', reason: `the inner extents of ${def.name} are not constant` };
    const each = parts.reduce<number>((a, b) => a * Number(b), 1);
    // A member that is passed by value was recorded by itself.
    const { layout: _, ...alone } = def;
    const lies = found.kind === 's' ? alone : def;
    const before = elementsOf(found.before, dtype, lies, each);
    const after = elementsOf(found.after, dtype, lies, each);
    const shape = found.kind === 'p' ? [before.length / each, ...parts.map(Number)] : parts.map(Number);
    if (found.kind === 's' && before.length !== each)
      return { kind: 'not-run', reason: `${def.name} has another type at the launch` };
    if (found.kind === 'p') {
      if (found.isCut) truncated.add(def.name);
      extents.set(def.name, before.length / each);
      bindings.set(`${def.name}.size`, BigInt(before.length / each));
      const place = `${found.address} ${def.layout?.offsetBytes ?? 0}`;
      const other = byAddress.get(place);
      if (other !== undefined) aliases.set(def.name, other);
      else byAddress.set(place, def.name);
      wanted.push({ def, before, after });
    }
    inputs.set(def.name, { dtype, shape, data: before });
  }
  const missing = func.externals.find(
    ({ name }) => !bindings.has(name) && !/^(?:global|local|groups)_\d$|^sub_group_size$/.test(name),
  );
  if (missing && !missing.name.endsWith('.size')) return { kind: 'not-run', reason: `${missing.name} is not known` };
  const body = withSizes(func.body, extents, launch.cut ? launch.ran : null);
  const ran = runKernel(
    { ...func, body },
    {
      inputs,
      aliases,
      bindings,
      global: launch.global,
      local: launch.local,
      subGroup: launch.subGroup,
      order: 'plain',
      budget: { steps: MAX_STEPS },
    },
  );
  if (ran.kind !== 'finished') return { kind: 'not-run', reason: `${ran.kind}: ${'reason' in ran ? ran.reason : ''}` };
  const fault = ran.findings.find(({ kind }) => FAULTS.has(kind));
  const outside = ran.findings.find(({ kind }) => kind === 'out-of-bounds');
  let elements = 0;
  let changed = 0;
  for (const { def, before, after } of wanted) {
    // What is only read through one name may be written through another.
    const base = aliases.get(def.name) ?? def.name;
    const names = [def.name, base, ...[...aliases].filter(([, to]) => to === base).map(([from]) => from)];
    const got = names.map((name) => ran.outputs.get(name)?.data).find((data) => data !== undefined) ?? before;
    elements += after.length;
    for (let k = 0; k < after.length; k++) if (after[k] !== before[k]) changed++;
    const difference = firstDifference(def, got, after);
    if (difference === null) continue;
    if (outside && truncated.has(outside.element?.tensor ?? '')) {
      return { kind: 'not-run', reason: 'it reaches beyond what is recorded of an allocation' };
    }
    return fault ? { kind: 'faulty', how: `${difference}: ${fault.message}` } : { kind: 'differs', how: difference };
  }
  return { kind: 'equal', elements, changed };
};

const RANK = { equal: 0, faulty: 1, differs: 2, 'not-run': 3 } as const;

/** The best of a place's ways: one launch was recorded, and which way led there is not. */
export const replay = (records: string, id: number, funcs: readonly Func[]): Replayed => {
  const recorded = readLaunch(records, id);
  if (recorded === null) return { kind: 'not-run', reason: 'not launched' };
  let best: Replayed | null = null;
  for (const func of funcs) {
    const one = replayFunc(func, recorded.launch, recorded.memory);
    if (best === null || RANK[one.kind] < RANK[best.kind]) best = one;
    if (one.kind === 'equal') break;
  }
  return best ?? { kind: 'not-run', reason: 'not lowered' };
};
