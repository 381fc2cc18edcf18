/**
 * Pointers that change. Their values are no numbers here, so a variable of pointer type holds which of its targets it
 * points to, and the index in it. The targets are what earlier executions saw stored there.
 */

import { binary, int, load } from '../../../ir/build.ts';
import { dtypeOf } from '../../../ir/dtype-of.ts';
import type { Expr } from '../../../ir/nodes.ts';
import type { Node } from '../parse/ast.ts';
import { printType } from '../types/print-type.ts';
import type { PointerType, Type } from '../types/types.ts';
import { convertExpr, foldBinary } from './arithmetic.ts';
import { constantOfExpr } from './constants.ts';
import { externalPointer } from './externals.ts';
import type { Machine } from './machine.ts';
import { dimensionsOf } from './places.ts';
import { mapChoice, rvalue } from './rvalue.ts';
import type { Allocation, Leaf, Place, PointerTarget, PointerValue, Value } from './values.ts';
import { remade } from './views.ts';

const cellKey = (place: Place): string => `${place.allocation.key}${place.path}`;

/** Memory that only the kernel writes: all that its pointers may be is seen. */
const holdsPointers = ({ memory, external, view }: Allocation): boolean =>
  !external && view === null && (memory === 'gpu/local' || memory === 'gpu/shared');

/** The tensors of tag and index. */
function cellLeaf(m: Machine, place: Place, part: 'tag' | 'index', node: Node): Leaf {
  const { allocation } = place;
  const path = `${place.path}.${part}`;
  const known = allocation.leaves.get(path);
  if (known !== undefined) return known;
  const leaf: Leaf = {
    tensor: allocation.name + path,
    dtype: part === 'tag' ? 'int32' : 'int64',
    shape: dimensionsOf(place, node),
    layout: null,
  };
  allocation.leaves.set(path, leaf);
  if (allocation.memory === 'gpu/local') m.privates.add(leaf.tensor);
  return leaf;
}

/** What a pointer in memory of the host is called; null where only a run tells which one it is. */
export const pointerName = ({ allocation, path, indices }: Place): string | null => {
  const constants = indices.map(constantOfExpr);
  return constants.includes(null) ? null : `${allocation.name}${path}${constants.map((c) => `_${c}`).join('')}`;
};

export const loadPointer = (m: Machine, place: Place, type: PointerType, node: Node): Value => {
  const { allocation } = place;
  if (allocation.external && allocation.memory === 'byvalue') return capturedPointer(m, place, type, node);
  // What a structure of the host points to is memory of its own for each place that is read.
  if (m.host) {
    if (!allocation.external) return m.fail(node, 'a pointer of the host');
    const name = pointerName(place) ?? m.freshExternal(`${allocation.name}${place.path}_element`);
    m.record?.loaded(name, pointerName(place) !== null);
    return externalPointer(m, name, type, node);
  }
  if (!holdsPointers(allocation)) return m.fail(node, 'a pointer that is loaded from memory');
  const targets = m.facts.targets.get(cellKey(place)) ?? [];
  const at = m.at(node);
  const options = targets.flatMap((target, tag) => {
    const pointer = resolve(m, target, place, type, node);
    return pointer === null ? [] : [{ tag, pointer }];
  });
  const last = options.pop();
  if (last === undefined) return m.fail(node, 'a pointer that is used before it is set');
  let value: Value = last.pointer;
  for (const { tag, pointer } of options.reverse()) {
    const leaf = cellLeaf(m, place, 'tag', node);
    const cond = binary('eq', load(leaf.tensor, place.indices, 'int32', at), int(tag, at), at);
    value = { kind: 'choice', type, cond, then: pointer, else: value };
  }
  return value;
};

function resolve(m: Machine, target: PointerTarget, cell: Place, type: PointerType, node: Node): PointerValue | null {
  if (target.allocation === null) return { kind: 'pointer', type, base: null, index: null };
  const allocation =
    m.allocations.get(target.allocation) ??
    m.externals.get(target.allocation) ??
    (target.window === null ? null : remade(m, target.window, node));
  if (allocation === null) {
    // What an earlier execution saw may be gone; what is there has its windows.
    const isGone = target.window === null || !m.allocations.has(target.window.of);
    return isGone ? null : m.fail(node, 'a pointer into memory that is not there yet');
  }
  const at = m.at(node);
  const whole: Place = {
    allocation,
    path: target.path,
    indices: Array<Expr>(target.depth).fill(int(0)),
    type: target.to,
  };
  if (target.single && target.depth === 0) return { kind: 'pointer', type, base: whole, index: null };
  const leaf = cellLeaf(m, cell, 'index', node);
  const linear: Expr = load(leaf.tensor, cell.indices, 'int64', at);
  const indices = split(linear, dimensionsOf(whole, node), node, m);
  if (target.single) return { kind: 'pointer', type, base: { ...whole, indices }, index: null };
  const index = indices.pop() ?? linear;
  return { kind: 'pointer', type, base: { ...whole, indices }, index };
}

/** A row-major position as indices. */
function split(linear: Expr, dims: readonly Expr[], node: Node, m: Machine): Expr[] {
  const at = m.at(node);
  const out: Expr[] = [];
  let rest = linear;
  for (let k = dims.length - 1; k > 0; k--) {
    const size = wide(dims[k] as Expr, m, node);
    out.unshift(foldBinary('remainder', rest, size, 'int64', at));
    rest = foldBinary('roundTowards0Div', rest, size, 'int64', at);
  }
  return [rest, ...out];
}

const wide = (e: Expr, m: Machine, node: Node): Expr => {
  const from = dtypeOf(e);
  return convertExpr(e, from === 'unknown' ? 'uint64' : from, 'int64', m.at(node));
};

export const linearIndex = (m: Machine, indices: readonly Expr[], dims: readonly Expr[], node: Node): Expr => {
  const at = m.at(node);
  let sum: Expr = wide(indices[0] ?? int(0), m, node);
  for (let k = 1; k < indices.length; k++) {
    const size = wide(dims[k] ?? int(1), m, node);
    sum = foldBinary('add', foldBinary('mul', sum, size, 'int64', at), wide(indices[k] as Expr, m, node), 'int64', at);
  }
  return sum;
};

export const storePointer = (m: Machine, place: Place, given: Value, node: Node): void => {
  if (m.host) {
    m.record?.store(pointerName(place), given);
    return;
  }
  const value = rvalue(m, given, node);
  if (value.kind === 'choice') {
    mapChoice(m, value, (side) => storePointer(m, place, side, node), node);
    return;
  }
  if (value.kind !== 'pointer') m.fail(node, `a ${value.kind} is stored as a pointer`);
  if (!holdsPointers(place.allocation)) m.fail(node, 'a pointer that is stored in memory');
  // What is private to one item means nothing to the others.
  if (place.allocation.memory === 'gpu/shared' && value.base?.allocation.memory === 'gpu/local')
    m.fail(node, 'a pointer to private memory that is stored in local memory');
  const target = targetOf(value);
  const targets = m.facts.targets.get(cellKey(place)) ?? [];
  let tag = targets.findIndex((known) => sameTarget(known, target));
  if (tag < 0) {
    tag = targets.length;
    targets.push(target);
    m.facts.targets.set(cellKey(place), targets);
    m.facts.grown = true;
  }
  const at = m.at(node);
  const put = (part: 'tag' | 'index', e: Expr): void => {
    const { tensor } = cellLeaf(m, place, part, node);
    m.block.emit(m.builder.store(tensor, place.indices, e, at, m.meta(node)), [tensor]);
  };
  const { base } = value;
  if (base !== null && target.depth > 0) {
    const indices = value.index === null ? base.indices : [...base.indices, value.index];
    put('index', linearIndex(m, indices, dimensionsOf({ ...base, indices, type: value.type.to }, node), node));
  } else if (targets.some(({ depth }) => depth > 0)) put('index', int(0, at));
  if (targets.length > 1) put('tag', int(tag, at));
};

function targetOf({ base, index, type }: PointerValue): PointerTarget {
  if (base === null) return { allocation: null, path: '', depth: 0, single: true, to: type.to, window: null };
  const depth = base.indices.length + (index === null ? 0 : 1);
  return {
    allocation: base.allocation.key,
    path: base.path,
    depth,
    single: index === null,
    to: type.to,
    window: base.allocation.recipe,
  };
}

const sameTarget = (a: PointerTarget, b: PointerTarget): boolean =>
  a.allocation === b.allocation &&
  a.path === b.path &&
  a.depth === b.depth &&
  a.single === b.single &&
  printType(a.to) === printType(b.to);

/** A pointer inside of an object that the kernel captured: each is memory of its own. */
function capturedPointer(m: Machine, place: Place, type: PointerType, node: Node): Value {
  const { allocation, indices } = place;
  const dims = dimensionsOf(place, node);
  const at = m.at(node);
  const position = indices.findIndex((index) => constantOfExpr(index) === null);
  if (position < 0) {
    const name = `${allocation.name}${place.path}${indices.map((i) => `_${constantOfExpr(i)}`).join('')}`;
    return externalPointer(m, name, type, node);
  }
  const count = Number(constantOfExpr(dims[position] ?? int(0)) ?? 0);
  if (count < 1 || count > 32) return m.fail(node, 'a pointer that is loaded from memory');
  const index = indices[position] as Expr;
  let value: Value | null = null;
  for (let k = count - 1; k >= 0; k--) {
    const option = capturedPointer(m, { ...place, indices: indices.with(position, int(k, at)) }, type, node);
    const cond = binary('eq', index, convertExpr(int(k, at), 'int32', dtypeOf(index), at), at);
    value = value === null ? option : { kind: 'choice', type, cond, then: option, else: value };
  }
  return value ?? m.fail(node, 'an array without elements');
}

/** Used where a pointer has to be compared or subtracted. */
export const positionOf = (m: Machine, pointer: PointerValue, node: Node): { key: string; linear: Expr } | null => {
  const { base, index } = pointer;
  if (base === null) return null;
  const indices = index === null ? base.indices : [...base.indices, index];
  const dims = dimensionsOf({ ...base, indices, type: pointer.type.to }, node);
  return { key: `${base.allocation.key}${base.path}`, linear: linearIndex(m, indices, dims, node) };
};
export type { Allocation, Type };
