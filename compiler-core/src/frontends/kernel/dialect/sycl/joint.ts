/** `joint_reduce`, scans and votes over memory (SYCL 2020, 4.17.4): a group goes through a range; here each item reads all of it. */

import { iter } from '../../../../ir/build.ts';
import type { Expr } from '../../../../ir/nodes.ts';
import { foldBinary, not } from '../../lower/arithmetic.ts';
import { write } from '../../lower/assign.ts';
import { scalarConstant } from '../../lower/constants.ts';
import { castTo, toScalar } from '../../lower/conversions.ts';
import { emitIf } from '../../lower/logic.ts';
import { dereference, offset } from '../../lower/members.ts';
import { callValue } from '../../lower/methods.ts';
import { settledExpr } from '../../lower/operands.ts';
import { binaryValues } from '../../lower/operators.ts';
import { allocate, loadPlace, placeOf, placeValue } from '../../lower/places.ts';
import { rvalue } from '../../lower/rvalue.ts';
import { nested } from '../../lower/statements.ts';
import type { Value } from '../../lower/values.ts';
import { BOOL, LONG, ULONG } from '../../types/fundamental.ts';
import { isArithmetic, plain, type ScalarType } from '../../types/types.ts';
import { arg, type Call, type Handler } from './call.ts';
import { barrier, groupOf, isGroup } from './collectives.ts';
import { identityOf } from './reductions.ts';
import { localLinear, scalarOf, subGroupId } from './work-item.ts';

/** Runs for each position of the range, in order. */
const each = ({ m, node, at }: Call, count: Expr, run: (position: Value) => void): void => {
  const meta = m.meta(node);
  const name = m.fresh('k');
  const block = nested(m, () => run(scalarOf(iter(name, at, 'int64'), LONG)));
  m.block.emit(m.builder.forLoop(name, { end: count, at }, block.close(m.builder, meta), {}, meta), block.written);
};

export const jointFunctions: Handler = (call) => {
  const { m, name, args, node, at } = call;
  const form = /^joint_(reduce|any_of|all_of|none_of|inclusive_scan|exclusive_scan)$/.exec(name)?.[1];
  if (form === undefined || !isGroup(args[0])) return null;
  const { scope, item } = groupOf(m, arg(call, 0), node);
  barrier(m, scope, undefined, node);
  const first = rvalue(m, arg(call, 1), node);
  const count = settledExpr(m, toScalar(m, binaryValues(m, '-', arg(call, 2), first, node), node).expr, node);
  const element = (of: Value, position: Value): Value => dereference(m, offset(m, of, position, node, 1), node);
  const type = plain(element(first, scalarConstant(0n, LONG, at)).type);
  if (!isArithmetic(type)) return m.fail(node, `\`${name}\` of what are no numbers`);
  const variable = (of: ScalarType, start: Value): Value => {
    const made = placeValue(placeOf(allocate(m, 'joint', of, node, 'gpu/local')));
    write(m, made, start, node);
    return made;
  };
  if (form.endsWith('_of')) {
    const isAll = form === 'all_of';
    const vote = variable(BOOL, scalarConstant(isAll, BOOL, at));
    each(call, count, (position) => {
      const one = castTo(m, callValue(m, arg(call, 3), [rvalue(m, element(first, position), node)], node), BOOL, node);
      const decided = m.inBlock(() => write(m, vote, scalarConstant(!isAll, BOOL, at), node));
      emitIf(m, isAll ? not(one.expr, at) : one.expr, decided, null, node);
    });
    const found = toScalar(m, rvalue(m, vote, node), node);
    barrier(m, scope, undefined, node);
    return form === 'none_of' ? { ...found, expr: not(found.expr, at) } : found;
  }
  const isScan = form.endsWith('scan');
  const rest = args.slice(isScan ? 4 : 3);
  const op = rest.find((value) => !isArithmetic(plain(value.type))) ?? m.fail(node, `\`${name}\` without an operation`);
  const given = rest.find((value) => value !== op);
  const of = given !== undefined && isArithmetic(plain(given.type)) ? (plain(given.type) as ScalarType) : type;
  const identity = op.type.kind === 'library' ? identityOf(op.type.name, of) : null;
  const start =
    given ?? (identity === null ? m.fail(node, `\`${name}\` without a start`) : scalarConstant(identity, of, at));
  const sum = variable(of, start);
  const combine = (x: Value): void => write(m, sum, callValue(m, op, [rvalue(m, sum, node), x], node), node);
  if (!isScan) {
    each(call, count, (position) => combine(rvalue(m, element(first, position), node)));
    barrier(m, scope, undefined, node);
    return rvalue(m, sum, node);
  }
  // One item does it, and the others wait.
  const into = rvalue(m, arg(call, 3), node);
  const rank = scope === 'subGroup' ? subGroupId(m, item, node).lane : localLinear(m, item, node);
  const leads = foldBinary('eq', rank, scalarConstant(0n, ULONG, at).expr, 'uint64', at);
  const scan = m.inBlock(() =>
    each(call, count, (position) => {
      const x = allocate(m, 'element', type, node, 'gpu/local');
      write(m, placeValue(placeOf(x)), rvalue(m, element(first, position), node), node);
      const read = loadPlace(m, placeOf(x), node);
      if (form === 'inclusive_scan') combine(read);
      write(m, element(into, position), rvalue(m, sum, node), node);
      if (form === 'exclusive_scan') combine(read);
    }),
  );
  emitIf(m, leads, scan, null, node);
  barrier(m, scope, undefined, node);
  return offset(m, into, scalarOf(count, LONG), node, 1);
};
