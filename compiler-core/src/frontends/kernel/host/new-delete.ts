/** Where memory of the host, unified shared memory, buffers and queues are made in host code. */

import { int } from '../../../ir/build.ts';
import type { Expr as IrExpr } from '../../../ir/nodes.ts';
import type { MemoryKind, QueueStep } from '../../../ir/program.ts';
import type { Call } from '../dialect/sycl/call.ts';
import type { BufferData } from '../dialect/sycl/host-objects.ts';
import { castTo } from '../lower/conversions.ts';
import { evaluate } from '../lower/expressions.ts';
import { external, sizeParam } from '../lower/externals.ts';
import type { Machine } from '../lower/machine.ts';
import { placeOf } from '../lower/places.ts';
import type { ObjectValue, Value } from '../lower/values.ts';
import { typeOfTypeId } from '../meaning/types.ts';
import type { Expr, Node } from '../parse/ast.ts';
import { walk } from '../parse/walk.ts';
import { ULONG } from '../types/fundamental.ts';
import { shapeOf } from '../types/shape.ts';
import { pointerTo, type TemplateArg, type Type, VOID } from '../types/types.ts';
import { EventCell } from './events.ts';

/** Words that stand anywhere in the text of a node. */
const wordsIn = (node: Node): ReadonlySet<string> => {
  const words = new Set<string>();
  walk([node], (inner) => {
    for (const part of (inner as { parts?: readonly { text: string }[] }).parts ?? []) words.add(part.text);
    return true;
  });
  return words;
};

/** `malloc_device`, `aligned_alloc_shared`, `malloc(bytes, q, usm::alloc::host)`, `malloc`. */
const kindOf = ({ name, args, node }: Call): MemoryKind => {
  const [, suffix] = /_(device|shared|host)$/.exec(name) ?? [];
  if (suffix === 'device' || suffix === 'shared' || suffix === 'host') return suffix;
  if (args.length < 3) return 'system';
  const words = wordsIn(node);
  return (['device', 'shared', 'host'] as const).find((word) => words.has(word)) ?? 'given';
};

/** @param type of the elements; null: bytes, whose type a cast gives */
export const recordAllocation = (call: Call, name: string, type: Type | null, count: IrExpr | null): void => {
  const { m, node, at } = call;
  const element: Type = type ?? { kind: 'scalar', name: 'unsigned char', dtype: 'uint8' };
  const extents = [count ?? sizeParam(m, `${name}.size`, at)];
  m.record?.allocate(m, name, { kind: kindOf(call), type: element, extents }, node);
};

/** `new T[n]`, `new T`, `delete p` of memory without constructors. Null: not such. */
export const hostMemory = (m: Machine, e: Extract<Expr, { kind: 'new' | 'delete' }>): Value | null => {
  if (e.kind === 'delete') {
    m.record?.free(m, evaluate(m, e.operand), e);
    return { kind: 'void', type: VOID };
  }
  if (e.placement.length > 0) return null;
  const { type } = typeOfTypeId(m, e.type);
  const of = type.kind === 'array' ? type.of : type;
  if (of.kind === 'class' || of.kind === 'library' || shapeOf(of).kind === 'opaque' || of.kind === 'pointer')
    return null;
  const name = m.freshExternal(m.hint === '' ? 'memory' : m.hint);
  const allocation = external(m, name, of, 'gpu/global', [extentOf(m, e, type, name)], {});
  m.record?.allocate(m, name, { kind: 'system', type: of, extents: allocation.extents }, e);
  return { kind: 'pointer', type: pointerTo(of), base: placeOf(allocation), index: int(0, m.at(e)) };
};

function extentOf(m: Machine, e: Extract<Expr, { kind: 'new' }>, type: Type, name: string): IrExpr {
  const at = m.at(e);
  if (type.kind !== 'array') return int(1, at);
  if (type.size !== null) return int(type.size, at);
  const chunk = e.type.declarator.chunks[0];
  const size = chunk?.kind === 'array' && chunk.size !== null ? evaluate(m, chunk.size) : null;
  const expr = size?.kind === 'scalar' || size?.kind === 'variable' ? castTo(m, size, ULONG, e).expr : null;
  return expr !== null && m.isStable(expr) ? expr : sizeParam(m, `${name}.size`, at);
}

/** Names of the enumerators and tags among these, in their order. */
export const tokensOf = (list: readonly (TemplateArg | Value)[]): readonly string[] =>
  list.flatMap((item) => {
    const value = item.kind === 'value' ? item.value : item;
    return value.kind === 'token' ? [value.name] : [];
  });

/** @param first what it stands over, where it is no range */
export const recordBuffer = (m: Machine, data: BufferData, first: Value | undefined, node: Node): void => {
  const { record } = m;
  if (record === null) return;
  const over = first === undefined ? null : record.memoryOf(first);
  const { name, element, extents } = data;
  record.allocate(
    m,
    name,
    { kind: 'buffer', type: element.kind === 'unknown' ? null : element, extents, empty: first === undefined },
    node,
    over,
  );
  if (first === undefined) return;
  record.overs.add(name);
  const isConstant = first.type.kind === 'pointer' && first.type.constant;
  // A range of iterators is copied from, never back.
  if (isConstant || record.iterators.has(first)) record.keepsBack(name);
};

/** What a queue is made of is not known: another queue, perhaps. */
const isOpen = (value: Value): boolean => value.kind === 'unknown' && value.type.kind === 'unknown';

/** Queues with their order, and events that stand for nothing yet. */
export const hostMade = (m: Machine, made: ObjectValue, values: readonly Value[], node: Node): Value => {
  const { record } = m;
  if (record === null || !m.host) return made;
  const isEmpty = (made.type.name === 'event' && values.length === 0) || record.isEventList(made);
  if (isEmpty) record.setEvents(made.data, new EventCell(record.place));
  if (made.type.name === 'queue') {
    const words = wordsIn(node);
    const order: QueueStep['order'] = words.has('in_order')
      ? 'inOrder'
      : values.some(isOpen) ||
          words.has('property_list') ||
          words.has('propList') ||
          [...words].some((word) => /prop/i.test(word))
        ? 'unknown'
        : 'outOfOrder';
    const { name } = made.data as { name?: string };
    record.nameQueue(made.data, name ?? 'queue', order, m.at(node));
  }
  return made;
};
