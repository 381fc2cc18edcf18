/** Functions of SYCL extensions that programs in the field use: votes as masks, packed dot products, clocks. */

import { intrinsic } from '../../../../ir/build.ts';
import type { Expr } from '../../../../ir/nodes.ts';
import { binaryScalars, convertExpr, foldBinary } from '../../lower/arithmetic.ts';
import { write } from '../../lower/assign.ts';
import { constantExpr } from '../../lower/constants.ts';
import { castTo, convertTo, toScalar } from '../../lower/conversions.ts';
import { VOID_VALUE } from '../../lower/expressions.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { ScalarValue, Value } from '../../lower/values.ts';
import { BOOL, INT, UINT, ULONG } from '../../types/fundamental.ts';
import { isScalarLike, library, plain } from '../../types/types.ts';
import { arg, type Call, type Handler } from './call.ts';
import { groupFunctions } from './collectives.ts';
import { partsOf } from './vectors.ts';
import { scalarOf, subGroupId, type WorkItem } from './work-item.ts';

export const EXTENSION_NAMES: ReadonlySet<string> = new Set(['group_ballot', 'dot_acc', 'clock']);
/** @param path `clock` is one of the C library as well, for the host */
export const isExtensionName = (name: string, path: string): boolean =>
  EXTENSION_NAMES.has(name) && (name !== 'clock' || path.includes('oneapi'));

export const extensionFunctions: Handler = (call) => {
  switch (call.name) {
    case 'group_ballot':
      return ballot(call);
    case 'dot_acc':
      return packedDot(call);
    case 'clock':
      return scalarOf(intrinsic('clock()', [], 'uint64', true, call.at));
    default:
      return null;
  }
};

interface MaskData {
  /** Bit `k` is what the item with the id `k` in its sub-group said. */
  readonly bits: ScalarValue;
}

/** The bits of all items of a sub-group (`sycl_ext_oneapi_sub_group_mask`). */
function ballot(call: Call): Value {
  const { m, node, at, args } = call;
  const group = rvalue(m, arg(call, 0), node);
  if (group.kind !== 'object' || group.type.name !== 'sub_group') return m.fail(node, 'a ballot of no sub-group');
  const { lane } = subGroupId(m, group.data as WorkItem, node);
  const vote =
    args[1] === undefined
      ? constantExpr(1n, 'uint64', at)
      : castTo(m, castTo(m, args[1], BOOL, node), ULONG, node).expr;
  const own = scalarOf(foldBinary('shl', vote, lane, 'uint64', at));
  const op: Value = { kind: 'object', type: library('bit_or'), data: {} };
  const bits = groupFunctions({ ...call, name: 'reduce_over_group', args: [group, own, op] });
  if (bits?.kind !== 'scalar') return m.fail(node, 'a ballot');
  return { kind: 'object', type: library('sub_group_mask'), data: { bits } satisfies MaskData };
}

export const maskMethods: Handler = (call) => {
  const { m, name, self, args, node, at } = call;
  const mask = self === null ? null : rvalue(m, self, node);
  if (mask?.kind !== 'object' || !('bits' in mask.data)) return null;
  const { bits } = mask.data as MaskData;
  const none = constantExpr(0n, 'uint64', at);
  switch (name) {
    case 'extract_bits': {
      const out = arg(call, 0);
      const from = args[1] === undefined ? none : castTo(m, args[1], ULONG, node).expr;
      const type = plain(out.type);
      if (!isScalarLike(type)) return m.fail(node, '`extract_bits` into no number');
      write(m, out, convertTo(m, scalarOf(foldBinary('shr', bits.expr, from, 'uint64', at)), type, node), node);
      return VOID_VALUE;
    }
    case 'count':
      return scalarOf(
        convertExpr(intrinsic('popcount(%)', [bits.expr], 'uint64', false, at), 'uint64', 'uint32', at),
        UINT,
      );
    case 'any':
    case 'none': {
      const op = name === 'any' ? 'ne' : 'eq';
      return { kind: 'scalar', type: BOOL, expr: foldBinary(op, bits.expr, none, 'uint64', at) };
    }
    case 'find_low':
      return {
        kind: 'record',
        type: library('id'),
        parts: [scalarOf(intrinsic('ctz(%)', [bits.expr], 'uint64', false, at))],
      };
    default:
      return null;
  }
};

/** `c` and the products of four bytes each, signed where their operand is (`sycl_ext_oneapi_dot_accumulate`). */
function packedDot(call: Call): Value {
  const { m, node, at } = call;
  const bytes = (value: Value): readonly ScalarValue[] => {
    const type = plain(value.type);
    if (!isScalarLike(type)) return partsOf(m, value, node).map((part) => castTo(m, part, INT, node));
    const { expr } = toScalar(m, value, node);
    const isSigned = type.kind === 'scalar' && type.dtype === 'int32';
    return [0n, 8n, 16n, 24n].map((shift): ScalarValue => {
      const word = convertExpr(expr, isSigned ? 'int32' : 'uint32', 'uint32', at);
      const moved: Expr = foldBinary('shr', word, constantExpr(shift, 'uint32', at), 'uint32', at);
      const byte = convertExpr(convertExpr(moved, 'uint32', 'uint8', at), 'uint8', isSigned ? 'int8' : 'uint8', at);
      return { kind: 'scalar', type: INT, expr: convertExpr(byte, isSigned ? 'int8' : 'uint8', 'int32', at) };
    });
  };
  const [a, b] = [bytes(arg(call, 0)), bytes(arg(call, 1))];
  if (a.length !== 4 || b.length !== 4) return m.fail(node, '`dot_acc` of these');
  const pick = (operator: string, x: ScalarValue, y: ScalarValue): ScalarValue =>
    binaryScalars(operator, x, y, at) ?? m.fail(node, '`dot_acc` of these');
  return a.reduce<ScalarValue>(
    (sum, x, k) => pick('+', sum, pick('*', x, b[k] as ScalarValue)),
    castTo(m, arg(call, 2), INT, node),
  );
}
