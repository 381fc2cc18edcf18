/** Loops ([stmt.iter]): `for` over integers with bounds that stay as a range, the others as `while`. */

import { bool, int, load } from '../../../ir/build.ts';
import { dtypeOf } from '../../../ir/dtype-of.ts';
import type { Expr as IrExpr } from '../../../ir/nodes.ts';
import { accessorElement, accessorOf } from '../dialect/sycl/members.ts';
import { skimmed } from '../host/follow.ts';
import { type Binding, Scope } from '../meaning/entities.ts';
import { declaredType, typeOfSpecifiers } from '../meaning/types.ts';
import type { Expr, Node, Stmt } from '../parse/ast.ts';
import { walk } from '../parse/walk.ts';
import { BOOL, INT, isUnsigned, ULONG } from '../types/fundamental.ts';
import { shapeOf } from '../types/shape.ts';
import { plain, type ScalarType } from '../types/types.ts';
import { and, convert, convertExpr, truth } from './arithmetic.ts';
import { assignedNames } from './assigned.ts';
import { reads, SHARED } from './block.ts';
import { constantOfExpr } from './constants.ts';
import { toScalar } from './conversions.ts';
import { evaluate, evaluateDiscarded } from './expressions.ts';
import { FALLS, type Flow, type JumpTarget, noneTaken, openTarget, without } from './frames.ts';
import { deducedType, initialValue } from './initialize.ts';
import type { Machine } from './machine.ts';
import { element } from './members.ts';
import { settledExpr } from './operands.ts';
import { allocate, loadPlace, placeOf, storePlace } from './places.ts';
import { execute, executeCondition, nested } from './statements.ts';
import type { Value } from './values.ts';
import { bindVariable } from './variables.ts';

type ForStmt = Extract<Stmt, { kind: 'for' }>;

interface Range {
  readonly name: string;
  readonly type: ScalarType;
  readonly declaration: Node;
  readonly begin: IrExpr;
  readonly end: IrExpr;
  readonly step: IrExpr;
}

export const executeFor = (m: Machine, stmt: ForStmt): Flow =>
  m.within(m.inner(), () => {
    if (m.host) return hostLoop(m, stmt);
    const mark = m.block.length;
    const range = m.facts.irregular.has(stmt) ? null : rangeOf(m, stmt);
    const flow = range === null ? null : executeRange(m, stmt, range);
    if (flow !== null) return flow;
    m.block.truncate(mark);
    if (stmt.init !== null) execute(m, stmt.init);
    return whileLoop(m, stmt, stmt.condition, stmt.body, () => {
      if (stmt.step !== null) evaluateDiscarded(m, stmt.step);
    });
  });

/** On the host a body is read once, for what it declares and launches. */
function hostLoop(m: Machine, stmt: ForStmt): Flow {
  if (stmt.init !== null) execute(m, stmt.init);
  const { jumps } = repeated(m, stmt, () => {
    skimmed(m, [stmt.condition]);
    const flow = execute(m, stmt.body);
    skimmed(m, [stmt.step]);
    return flow;
  });
  return { falls: true, jumps };
}

const repeated = (m: Machine, stmt: Stmt, run: () => Flow): Flow =>
  m.record === null ? run() : m.record.loop(m, stmt, run);

const COMPARISONS = new Set(['<', '<=', '>', '>=', '!=']);

/** The loop as a range; null where it is none ([DESIGN 7] canonical form). */
function rangeOf(m: Machine, stmt: ForStmt): Range | null {
  const { init, condition, step } = stmt;
  if (
    init?.kind !== 'declaration' ||
    init.declaration.kind !== 'simple' ||
    condition?.kind !== 'expression' ||
    step === null
  )
    return null;
  const { specifiers, declarators } = init.declaration;
  const [only, ...more] = declarators;
  const name = only?.declarator.name?.parts[0]?.text;
  if (only === undefined || more.length > 0 || name === undefined || only.initializer === null) return null;
  const test = condition.value.kind === 'paren' ? condition.value.inner : condition.value;
  if (test.kind !== 'binary' || !COMPARISONS.has(test.operator)) return null;
  const onLeft = isName(test.left, name);
  if (!onLeft && !isName(test.right, name)) return null;
  if (assignedNames(stmt.body).has(name) || assignedNames(onLeft ? test.right : test.left).has(name)) return null;
  const declared = declaredType(m, typeOfSpecifiers(m, specifiers), only.declarator);
  const start = initialValue(m, declared.type, only.initializer, only);
  const type = deducedType(declared.type, start);
  if (type.kind !== 'scalar' || !/int/.test(type.dtype)) return null;
  const at = m.at(stmt);
  const scope = new Scope(m.scope, 'block');
  const stepValue = m.within(scope, () => stepOf(m, step, name, type));
  if (stepValue === null) return null;
  const limit = toScalar(m, evaluate(m, onLeft ? test.right : test.left), test);
  if (!/int/.test(limit.type.kind === 'enum' ? limit.type.underlying.dtype : limit.type.dtype)) return null;
  const operator = onLeft ? test.operator : { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '!=': '!=' }[test.operator];
  const constantStep = constantOfExpr(stepValue);
  const up = operator === '<' || operator === '<=' || (operator === '!=' && constantStep === 1n);
  if (operator === '!=' && constantStep !== 1n && constantStep !== -1n) return null;
  if (constantStep !== null && Number(constantStep) > 0 !== up) return null;
  if (!up && isUnsigned(type) && operator === '>=') return null;
  const begin = convert(toScalar(m, start, stmt), type, at).expr;
  const limitType = limit.type.kind === 'enum' ? limit.type.underlying : limit.type;
  // A signed variable against an unsigned bound is compared unsigned: the same only where it begins at no negative number.
  if (!isUnsigned(type) && isUnsigned(limitType) && limitType.dtype !== 'bool' && !(isNonNegative(begin) && up))
    return null;
  // Later iterations of an equal test may never end.
  const dtype = dtypeOf(limit.expr);
  let end = limit.expr;
  if (operator === '<=' || operator === '>=') {
    const one = int(operator === '<=' ? 1 : -1, at);
    const constant = constantOfExpr(end);
    if (constant !== null)
      end = convertExpr(
        int(BigInt(constant) + one.value, at),
        'int32',
        Math.abs(Number(constant)) < 2 ** 31 - 2 ? 'int32' : 'int64',
        at,
      );
    else
      end = {
        kind: 'binary',
        op: 'add',
        lhs: convertExpr(end, dtype, 'int64', at),
        rhs: convertExpr(one, 'int32', 'int64', at),
        at,
      };
  }
  return { name, type, declaration: only.declarator, begin: settledExpr(m, begin, stmt), end, step: stepValue };
}

const isName = (e: Expr, name: string): boolean =>
  e.kind === 'paren'
    ? isName(e.inner, name)
    : e.kind === 'name' && e.name.parts.length === 1 && e.name.parts[0]?.text === name;

/** Whether the value is never negative, as far as its form says. */
const isNonNegative = (e: IrExpr): boolean => {
  switch (e.kind) {
    case 'int':
      return e.value >= 0n;
    case 'var':
      return e.dtype.startsWith('uint');
    case 'cast':
      return (e.dtype.startsWith('uint') && e.operand.kind !== 'int') || isNonNegative(e.operand);
    case 'binary':
      return (
        ['add', 'mul', 'roundTowards0Div', 'remainder', 'min', 'max', 'shr'].includes(e.op) &&
        isNonNegative(e.lhs) &&
        isNonNegative(e.rhs)
      );
    case 'load':
      return e.dtype.startsWith('uint');
    case 'param':
      return true;
    default:
      return false;
  }
};

function stepOf(m: Machine, step: Expr, name: string, type: ScalarType): IrExpr | null {
  const at = m.at(step);
  const signed = (value: 1 | -1): IrExpr => int(value, at);
  if (step.kind === 'paren') return stepOf(m, step.inner, name, type);
  if ((step.kind === 'postfix' || step.kind === 'unary') && isName(step.operand, name)) {
    return step.operator === '++' ? signed(1) : step.operator === '--' ? signed(-1) : null;
  }
  if (step.kind !== 'assign' || !isName(step.left, name)) return null;
  let by: Expr | null = null;
  let negative = false;
  if (step.operator === '+=' || step.operator === '-=') {
    by = step.right;
    negative = step.operator === '-=';
  } else if (
    step.operator === '=' &&
    step.right.kind === 'binary' &&
    (step.right.operator === '+' || step.right.operator === '-')
  ) {
    const { left, right, operator } = step.right;
    if (isName(left, name)) by = right;
    else if (operator === '+' && isName(right, name)) by = left;
    negative = operator === '-';
  }
  if (by === null || mentions(by, name)) return null;
  const value = toScalar(m, evaluate(m, by), by);
  const dtype = value.type.kind === 'enum' ? value.type.underlying.dtype : value.type.dtype;
  if (!/int/.test(dtype)) return null;
  const constant = constantOfExpr(value.expr);
  if (constant !== null) {
    const number = negative ? -BigInt(constant) : BigInt(constant);
    return number === 0n ? null : int(number, at);
  }
  if (!negative) return value.expr;
  return {
    kind: 'binary',
    op: 'sub',
    lhs: convertExpr(int(0, at), 'int32', 'int64', at),
    rhs: convertExpr(value.expr, dtype, 'int64', at),
    at,
  };
}

function mentions(e: Expr, name: string): boolean {
  let found = false;
  walk([e], (node) => {
    if ('parts' in node && (node as { parts: { text: string }[] }).parts[0]?.text === name) found = true;
    return !found;
  });
  return found;
}

/** Null: the body changes what the bound reads, or leaves the loop early; the loop is to be executed as `while`. */
function executeRange(m: Machine, stmt: ForStmt, range: Range): Flow | null {
  const iterator = m.fresh(range.name);
  const meta = m.meta(stmt);
  const at = m.at(stmt);
  const value: Value = {
    kind: 'scalar',
    type: range.type,
    expr: { kind: 'var', name: iterator, dtype: range.type.dtype, at: m.at(range.declaration) },
  };
  const binding: Binding = {
    kind: 'binding',
    name: range.name,
    declaration: range.declaration,
    type: range.type,
    constant: false,
    value,
  };
  if (m.facts.mutable.has(range.declaration)) return null;
  const before = m.jumps;
  let flow: Flow = FALLS;
  let leaves = false;
  const reasons = m.reasons.length;
  const block = nested(m, () => {
    m.scope.set(range.name, binding);
    const continues = openTarget(m, 'continued', stmt);
    const breaks: JumpTarget = { flag: m.fresh('broke') };
    m.flags.add(breaks.flag);
    m.jumps = { breaks, continues };
    try {
      flow = execute(m, stmt.body);
    } finally {
      m.jumps = before;
    }
    leaves = without(flow, continues).size > 0;
  });
  const isDisturbed = (e: IrExpr): boolean =>
    reads(
      e,
      (tensor) =>
        !m.isConstant(tensor) &&
        (block.written.has(m.rootOf(tensor)) || (block.written.has(SHARED) && !m.isPrivate(tensor))),
    );
  if (leaves || isDisturbed(range.end) || isDisturbed(range.step)) {
    m.reasons.length = reasons;
    m.facts.irregular.add(stmt);
    return null;
  }
  const { begin, end, step } = range;
  m.block.emit(
    m.builder.forLoop(iterator, { begin, end, step, at }, block.close(m.builder, meta), {}, meta),
    block.written,
  );
  return FALLS;
}

/** `while (cond) { body; after }`, with flags for what leaves it early. */
export const whileLoop = (
  m: Machine,
  stmt: Stmt,
  condition: Stmt | null,
  body: Stmt,
  after: () => void,
  first: IrExpr | null = null,
): Flow => {
  if (m.host) {
    const { jumps } = repeated(m, stmt, () => {
      if (condition !== null && stmt.kind !== 'do') execute(m, condition);
      const flow = execute(m, body);
      if (condition !== null && stmt.kind === 'do') execute(m, condition);
      return flow;
    });
    return { falls: true, jumps };
  }
  const at = m.at(stmt);
  const meta = m.meta(stmt);
  const before = m.jumps;
  const breaks = openTarget(m, 'broke', stmt);
  // A condition with effects is computed at the end of each round.
  let cond: IrExpr = bool(true, at);
  const probe = nested(m, () =>
    m.within(m.inner(), () => {
      if (condition !== null) cond = executeCondition(m, condition);
    }),
  );
  const isPlain = probe.length === 0 && first === null;
  if (isPlain && cond.kind === 'bool' && !cond.value) return FALLS;
  let flow: Flow = FALLS;
  const go = isPlain ? null : placeOf(allocate(m, 'go', BOOL, stmt));
  if (go !== null) storePlace(m, go, { kind: 'scalar', type: BOOL, expr: bool(true, at) }, stmt);
  const run = (): void => {
    const continues = openTarget(m, 'continued', stmt);
    m.jumps = { breaks, continues };
    try {
      flow = execute(m, body);
    } finally {
      m.jumps = before;
    }
    const left = without(flow, continues);
    flow = { falls: flow.falls || flow.jumps.has(continues), jumps: left };
    const rest = nested(m, after);
    if (rest.length === 0) return;
    if (!flow.falls) return;
    const guard = noneTaken(m, left, stmt);
    if (guard.kind === 'bool') m.block.emit(rest.close(m.builder, meta), rest.written);
    else m.block.emit(m.builder.ifThen(guard, rest.close(m.builder, meta), null, meta), rest.written);
  };
  const block = nested(m, () => {
    if (isPlain || first !== null) {
      run();
      if (go !== null && first !== null) {
        // `do`: the condition stands behind the body.
        const test = nested(m, () =>
          m.within(m.inner(), () => {
            const expr = condition === null ? bool(true, at) : executeCondition(m, condition);
            storePlace(m, go, { kind: 'scalar', type: BOOL, expr }, stmt);
          }),
        );
        const guard = noneTaken(m, flow.jumps, stmt);
        const again = test.close(m.builder, meta);
        m.block.emit(guard.kind === 'bool' ? again : m.builder.ifThen(guard, again, null, meta), test.written);
      }
      return;
    }
    m.within(m.inner(), () => {
      const expr = condition === null ? bool(true, at) : executeCondition(m, condition);
      if (go === null) return;
      storePlace(m, go, { kind: 'scalar', type: BOOL, expr }, stmt);
      const inner = nested(m, run);
      m.block.emit(
        m.builder.ifThen(load(go.allocation.name, [], 'bool', at), inner.close(m.builder, meta), null, meta),
        inner.written,
      );
    });
  });
  const outwards = without(flow, breaks);
  const guard = noneTaken(m, flow.jumps, stmt);
  const test = go === null ? cond : loadCondition(m, go, stmt);
  m.block.emit(m.builder.whileLoop(and(guard, test, at), block.close(m.builder, meta), meta), block.written);
  return { falls: true, jumps: outwards };
};

function loadCondition(m: Machine, go: ReturnType<typeof placeOf>, stmt: Stmt): IrExpr {
  const value = loadPlace(m, go, stmt);
  return value.kind === 'scalar' ? value.expr : bool(true, m.at(stmt));
}

export const executeWhile = (m: Machine, stmt: Extract<Stmt, { kind: 'while' }>): Flow =>
  m.within(m.inner(), () => whileLoop(m, stmt, stmt.condition, stmt.body, () => {}));

export const executeDo = (m: Machine, stmt: Extract<Stmt, { kind: 'do' }>): Flow => {
  const { condition } = stmt;
  const test: Stmt = { kind: 'expression', value: condition, attributes: [], from: condition.from, to: condition.to };
  // `do { ... } while (0)`: once.
  const known =
    condition.kind === 'number' || condition.kind === 'boolean'
      ? constantOfExpr(truth(toScalar(m, evaluate(m, condition), condition), m.at(condition)))
      : null;
  if (known === false) return once(m, stmt);
  return m.within(m.inner(), () => whileLoop(m, stmt, test, stmt.body, () => {}, bool(true, m.at(stmt))));
};

function once(m: Machine, stmt: Extract<Stmt, { kind: 'do' }>): Flow {
  const before = m.jumps;
  const target = openTarget(m, 'broke', stmt);
  m.jumps = { breaks: target, continues: target };
  try {
    const flow = execute(m, stmt.body);
    const jumps = without(flow, target);
    return { falls: flow.falls || flow.jumps.has(target), jumps };
  } finally {
    m.jumps = before;
  }
}

/** `for (auto &x : array)`: an array or vector by its elements. */
export const executeRangeFor = (m: Machine, stmt: Extract<Stmt, { kind: 'rangeFor' }>): Flow =>
  m.within(m.inner(), () => {
    if (stmt.init !== null) execute(m, stmt.init);
    const range = evaluate(m, stmt.range);
    const type = plain(range.type);
    const shape = shapeOf(type);
    if (m.host && shape.kind !== 'elements') {
      const declared = declaredType(m, typeOfSpecifiers(m, stmt.specifiers), stmt.declarator).type;
      const name = stmt.declarator.name?.parts[0]?.text ?? '';
      const item: Value = { kind: 'unknown', type: plain(declared), reason: 'an element of a container' };
      m.scope.set(name, bindVariable(m, name, stmt.declarator, declared, item, false));
      return { falls: true, jumps: repeated(m, stmt, () => execute(m, stmt.body)).jumps };
    }
    const accessor = accessorOf(range);
    const extent = accessor?.extents.length === 1 ? accessor.reach[0] : undefined;
    if (shape.kind !== 'elements' && extent === undefined) return m.fail(stmt, 'a loop over what is no array');
    const at = m.at(stmt);
    const meta = m.meta(stmt);
    const iterator = m.fresh('k');
    const before = m.jumps;
    let flow: Flow = FALLS;
    const breaks = openTarget(m, 'broke', stmt);
    const block = nested(m, () => {
      const continues = openTarget(m, 'continued', stmt);
      m.jumps = { breaks, continues };
      const of = extent === undefined ? INT : ULONG;
      const index: Value = { kind: 'scalar', type: of, expr: { kind: 'var', name: iterator, dtype: of.dtype, at } };
      const declared = declaredType(m, typeOfSpecifiers(m, stmt.specifiers), stmt.declarator);
      const item =
        shape.kind === 'elements'
          ? element(m, range, index, shape.of, stmt)
          : accessorElement(m, range, [index.expr], stmt);
      const name = stmt.declarator.name?.parts[0]?.text ?? '';
      m.scope.set(
        name,
        bindVariable(m, name, stmt.declarator, deducedType(declared.type, item), item, declared.constant),
      );
      try {
        flow = execute(m, stmt.body);
      } finally {
        m.jumps = before;
      }
      flow = { falls: true, jumps: without(flow, continues) };
    });
    if (flow.jumps.size > 0) return m.fail(stmt, 'a loop over an array that ends early');
    m.block.emit(
      m.builder.forLoop(
        iterator,
        { end: shape.kind === 'elements' ? int(shape.count, at) : (extent ?? int(0, at)), at },
        block.close(m.builder, meta),
        {},
        meta,
      ),
      block.written,
    );
    return FALLS;
  });
