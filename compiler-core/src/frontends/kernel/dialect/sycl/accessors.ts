/** Member functions of accessors, buffers and pointers (SYCL 2020, 4.7). */

import { binaryScalars, foldBinary } from '../../lower/arithmetic.ts';
import { write } from '../../lower/assign.ts';
import { constantExpr, scalarConstant } from '../../lower/constants.ts';
import { castTo } from '../../lower/conversions.ts';
import { VOID_VALUE } from '../../lower/expressions.ts';
import { dereference, offset } from '../../lower/members.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { Value } from '../../lower/values.ts';
import { ULONG } from '../../types/fundamental.ts';
import { numberAt, sizeOf } from '../../types/shape.ts';
import { type LibraryType, library, plain, type TemplateArg, typeArg } from '../../types/types.ts';
import { arg, type Call, type Handler } from './call.ts';
import { makeAccessor, sizesOf } from './construct.ts';
import type { BufferData } from './host-objects.ts';
import { accessorOf, accessorPointer } from './members.ts';
import { valueArg } from './types.ts';
import { partsOf } from './vectors.ts';
import { product, scalarOf, vectorOf } from './work-item.ts';

export const accessorMethods: Handler = ({ m, name, self, node, at }) => {
  const data = self === null ? null : accessorOf(self);
  if (data === null || self === null) return null;
  switch (name) {
    case 'get_pointer':
    case 'get_multi_ptr':
    case 'begin':
    case 'data':
      return accessorPointer(m, self, node);
    case 'end':
      return offset(m, accessorPointer(m, self, node), scalarOf(product(data.reach, at)), node, 1);
    case 'size':
    case 'get_count':
      return scalarOf(data.extents.length === 0 ? constantExpr(1n, 'uint64', at) : product(data.reach, at));
    case 'get_range':
      return vectorOf('range', data.reach);
    case 'get_offset':
      return vectorOf('id', data.offset ?? data.extents.map(() => constantExpr(0n, 'uint64', at)));
    case 'byte_size':
    case 'get_size': {
      const bytes = sizeOf(data.element);
      return bytes === null
        ? null
        : scalarOf(
            foldBinary('mul', product(data.reach, at), constantExpr(BigInt(bytes.bytes), 'uint64', at), 'uint64', at),
          );
    }
    case 'empty':
      return null;
    default:
      return null;
  }
};

/** On the host: accessors are made of it. */
export const bufferMethods: Handler = (call) => {
  const { m, name, self, args, node, at, templateArgs } = call;
  const object = self === null ? null : rvalue(m, self, node);
  if (object?.kind !== 'object' || !('extents' in object.data)) return null;
  const data = object.data as BufferData;
  if (name === 'get_access' || name === 'get_host_access') {
    const [mode, target] = templateArgs ?? [];
    const kinds: TemplateArg[] = [
      typeArg(data.element),
      valueArg(data.extents.length),
      mode ?? token('read_write'),
      target ?? token('device'),
    ];
    const isGroup = ({ type }: Value): boolean =>
      plain(type).kind === 'library' && (plain(type) as LibraryType).name === 'handler';
    const isHost = name === 'get_host_access' || (mode !== undefined && !args.some(isGroup));
    const given = [object, ...args];
    return makeAccessor(m, library(isHost ? 'host_accessor' : 'accessor', ...kinds), given, node, false);
  }
  if (name === 'reinterpret') return reinterpreted(call, data);
  if (name === 'get_range') return vectorOf('range', data.extents);
  if (name === 'size' || name === 'get_count') return scalarOf(product(data.extents, at));
  if (!name.startsWith('set_')) return null;
  m.record?.keepsBack(data.name);
  return VOID_VALUE;
};

/** `buffer.reinterpret<T>(range)`: the same memory as other elements. */
function reinterpreted({ m, args, node, at, templateArgs }: Call, data: BufferData): Value | null {
  const [type, rank] = templateArgs ?? [];
  if (type?.kind !== 'type') return null;
  const given = args[0] === undefined ? null : sizesOf(m, args[0], node);
  const [before, after] = [sizeOf(data.element), sizeOf(type.type)];
  if (given === null && (rank !== undefined || before === null || after === null)) return null;
  const extents = given ?? [
    foldBinary(
      'roundTowards0Div',
      foldBinary(
        'mul',
        product(data.extents, at),
        constantExpr(BigInt(before?.bytes ?? 1), 'uint64', at),
        'uint64',
        at,
      ),
      constantExpr(BigInt(after?.bytes ?? 1), 'uint64', at),
      'uint64',
      at,
    ),
  ];
  const made: BufferData = { name: data.name, element: type.type, extents };
  return { kind: 'object', type: library('buffer', typeArg(type.type), valueArg(extents.length)), data: made };
}

const token = (name: string): TemplateArg => ({
  kind: 'value',
  value: { kind: 'token', type: library('token'), name },
});

/** `multi_ptr`: the pointer that it is. */
export const pointerMethods: Handler = (call) => {
  const { m, name, self, node } = call;
  if (self === null) return null;
  switch (name) {
    case 'get':
    case 'get_raw':
    case 'get_decorated':
      return rvalue(m, self, node);
    case 'prefetch':
      return VOID_VALUE;
    default:
      return null;
  }
};

/** `vec::load(offset, pointer)` and `store`: offsets count whole vectors. */
export const vectorMemory = (call: Call): Value | null => {
  const { m, name, self, node, at } = call;
  if (self === null || self.type.kind !== 'library') return null;
  const count = numberAt(self.type, 1) ?? 1;
  const by = castTo(m, arg(call, 0), ULONG, node);
  const start = binaryScalars('*', by, scalarConstant(BigInt(count), ULONG, at), at);
  if (start === null) return null;
  const given = rvalue(m, arg(call, 1), node);
  const pointer = accessorOf(given) === null ? given : accessorPointer(m, given, node);
  const at_ = (i: number): Value => {
    const index = binaryScalars('+', start, scalarConstant(BigInt(i), ULONG, at), at);
    return dereference(m, index === null ? m.fail(node, name) : offset(m, pointer, index, node, 1), node);
  };
  if (name === 'load') {
    const parts = m.parts(node, count, (i) => rvalue(m, at_(i), node));
    write(m, self, { kind: 'record', type: self.type, parts }, node);
    return VOID_VALUE;
  }
  for (const [i, part] of partsOf(m, self, node).entries()) write(m, at_(i), part, node);
  return VOID_VALUE;
};
