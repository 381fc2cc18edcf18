/** What a variable of a kernel is, in words: its type as executed, the memory it lies in, how much of it there is. */

import type { Expr } from '../../../ir/nodes.ts';
import { printExpr } from '../../../ir/print.ts';
import type { MemType } from '../../../ir/types.ts';
import { accessorOf } from '../dialect/sycl/members.ts';
import { constantOf } from '../lower/constants.ts';
import type { Allocation, Value } from '../lower/values.ts';
import type { Binding } from '../meaning/entities.ts';
import { printType } from '../types/print-type.ts';
import { sizeOf } from '../types/shape.ts';
import { plain, type Type } from '../types/types.ts';

export const ADDRESS_SPACES: Readonly<Partial<Record<MemType, string>>> = {
  'gpu/global': 'global memory',
  'gpu/shared': 'local memory, one for each work-group',
  'gpu/local': 'private, one for each work-item',
  byvalue: 'a value of the host, the same for all work-items',
};

/** Without the conversions that lowering writes out, scalars of the host by their names; `?` where it does not tell. */
export const extentInWords = (e: Expr): string => {
  if (e.kind === 'cast') return extentInWords(e.operand);
  if (e.kind !== 'param') return printExpr(e).replaceAll('[]', '');
  return e.name.endsWith('.size') ? '?' : e.name;
};

/** A line for each type that the name has: more than one where a template is launched with several. */
export const describeBindings = (bindings: readonly Binding[]): readonly string[] => [
  ...new Set(bindings.map(describe)),
];

const describe = ({ type, value, constant }: Binding): string => {
  const shown = plain(type);
  const known = constant ? constantOf(value) : null;
  const parts = [`\`${printType(shown)}\``, ...whereIs(value, shown)];
  if (known !== null) parts.push(`= ${known}`);
  return parts.join(', ');
};

const whereIs = (value: Value, type: Type): readonly string[] => {
  const bare = value.kind === 'variable' ? value.value : value;
  const accessor = accessorOf(bare);
  if (accessor !== null) {
    const { element, isLocal, extents } = accessor;
    return [ADDRESS_SPACES[isLocal ? 'gpu/shared' : 'gpu/global'] ?? '', elements(extents, element)].filter(isSaid);
  }
  if (bare.kind === 'pointer') {
    if (bare.base === null) return ['the null pointer'];
    const { allocation } = bare.base;
    const into = allocation.memory === 'gpu/local' ? 'private memory' : (ADDRESS_SPACES[allocation.memory] ?? '');
    return [`into ${into}`, elements(allocation.extents, allocation.type)].filter(isSaid);
  }
  if (bare.kind === 'place') return [spaceOf(bare.place.allocation), sizeInWords(type)].filter(isSaid);
  return [];
};

const spaceOf = ({ memory }: Allocation): string => ADDRESS_SPACES[memory] ?? '';

const isSaid = (text: string): boolean => text !== '';

/** `float[64], 256 bytes`, where the sizes are constants. */
const elements = (extents: readonly Expr[], element: Type): string => {
  if (extents.length === 0) return '';
  const words = extents.map(extentInWords);
  const bytes = bytesOf(extents, element);
  const size = bytes === null ? '' : `, ${bytes} bytes`;
  return `\`${printType(element)}[${words.join(', ')}]\`${size}`;
};

/** Of arrays and structures: a scalar's is in its name. */
const sizeInWords = (type: Type): string => {
  if (type.kind !== 'array' && type.kind !== 'class') return '';
  const bytes = sizeOf(type)?.bytes;
  return bytes === undefined ? '' : `${bytes} bytes`;
};

/** Bytes of local memory that a variable of a kernel stands for; null where it is none, or the host does not tell. */
export const localBytes = ({ value, type }: Binding): number | null => {
  const bare = value.kind === 'variable' ? value.value : value;
  const accessor = accessorOf(bare);
  if (accessor?.isLocal === true) return bytesOf(accessor.extents, accessor.element);
  return bare.kind === 'place' && bare.place.allocation.memory === 'gpu/shared'
    ? (sizeOf(plain(type))?.bytes ?? null)
    : null;
};

const bytesOf = (extents: readonly Expr[], element: Type): number | null => {
  const bytes = sizeOf(element)?.bytes;
  const words = extents.map(extentInWords);
  if (bytes === undefined || !words.every((word) => /^\d+$/.test(word))) return null;
  return words.reduce((product, word) => product * Number(word), bytes);
};
