/** Expressions: what kind each is, and who evaluates it. */

import { unfollowed } from '../host/follow.ts';
import { hostMemory } from '../host/new-delete.ts';
import { characterValue, textOf } from '../lex/literals.ts';
import type { NumberLiteral } from '../lex/numbers.ts';
import { expandPack, packLength } from '../meaning/templates.ts';
import { typeOfSpecifier, typeOfTypeId } from '../meaning/types.ts';
import type { Expr, Node, TypeId } from '../parse/ast.ts';
import {
  BOOL,
  CHAR,
  CHAR8,
  CHAR16,
  CHAR32,
  DOUBLE,
  FLOAT,
  HALF,
  INT,
  LONG,
  LONGLONG,
  UINT,
  ULONG,
  ULONGLONG,
  WCHAR,
} from '../types/fundamental.ts';
import { sizeOf } from '../types/shape.ts';
import {
  arrayOf,
  library,
  NULLPTR,
  plain,
  pointerTo,
  type ScalarType,
  type Type,
  unknownType,
  VOID,
} from '../types/types.ts';
import { assign, incrementValue } from './assign.ts';
import { evaluateCall } from './calls.ts';
import { evaluateCast } from './casts.ts';
import { constantOf, scalarConstant } from './constants.ts';
import { construct, evaluateConstruct } from './construct.ts';
import { evaluateLambda } from './lambdas.ts';
import { evaluateConditional, evaluateLogical } from './logic.ts';
import { type Machine, OutOfBudget, Unmodelled } from './machine.ts';
import { addressOf, dereference, evaluateMember, evaluateSubscript } from './members.ts';
import { evaluateName } from './names.ts';
import { evaluateBinary, evaluateUnary, foldPack } from './operators.ts';
import { rvalue } from './rvalue.ts';
import { executeList } from './statements.ts';
import type { Value } from './values.ts';

export const VOID_VALUE: Value = { kind: 'void', type: VOID };

/** On the host these may name what only headers and libraries know; the rest of the statement is read all the same. */
const TOLERATED: ReadonlySet<Expr['kind']> = new Set(['call', 'name', 'member', 'subscript', 'new', 'construct']);

export const evaluate = (m: Machine, e: Expr): Value => {
  if (!m.host || !TOLERATED.has(e.kind)) return evaluateStrictly(m, e);
  const { calls, scope, frame, jumps, self } = m;
  try {
    const value = evaluateStrictly(m, e);
    if (e.kind === 'call') m.record?.followed.add(e);
    return value;
  } catch (error) {
    if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
    Object.assign(m, { calls, scope, frame, jumps, self });
    m.hostReasons.push({ reason: error.reason, at: error.at });
    if (e.kind !== 'name' && e.kind !== 'member' && e !== m.record?.target) unfollowed(m, e, error.reason);
    return { kind: 'unknown', type: unknownType(error.reason), reason: error.reason };
  }
};

const evaluateStrictly = (m: Machine, e: Expr): Value => {
  m.step(e);
  switch (e.kind) {
    case 'number':
      return e.literal === null ? m.fail(e, 'a malformed number') : numberValue(m, e.literal, e);
    case 'character': {
      const value = characterValue(e.literal);
      const type = { '': CHAR, L: WCHAR, u: CHAR16, U: CHAR32, u8: CHAR8 }[e.literal.encoding];
      return value === null ? m.fail(e, 'an empty character') : scalarConstant(value, type, m.at(e));
    }
    case 'string': {
      const text = e.literals.map(textOf).join('');
      return { kind: 'string', type: arrayOf(CHAR, text.length + 1), text };
    }
    case 'boolean':
      return scalarConstant(e.value, BOOL, m.at(e));
    case 'nullptr':
      return { kind: 'pointer', type: pointerTo(NULLPTR), base: null, index: null };
    case 'this':
      return m.self === null ? m.fail(e, '`this` outside of a class') : addressOf(m, m.self, e);
    case 'name':
      return evaluateName(m, e.name, e);
    case 'paren':
      return evaluate(m, e.inner);
    case 'unary':
      if (e.operator === '++' || e.operator === '--') return incrementValue(m, e.operand, e.operator, 'before', e);
      if (e.operator === '*') return dereference(m, evaluate(m, e.operand), e);
      if (e.operator === '&') return addressOf(m, evaluate(m, e.operand), e);
      return evaluateUnary(m, e.operator, e.operand, e);
    case 'postfix':
      return incrementValue(m, e.operand, e.operator, 'after', e);
    case 'binary':
      if (e.operator === ',') {
        evaluateDiscarded(m, e.left);
        return evaluate(m, e.right);
      }
      if (e.operator === '&&' || e.operator === '||') return evaluateLogical(m, e);
      return evaluateBinary(m, e.operator, e.left, e.right, e);
    case 'assign':
      return assign(m, e);
    case 'conditional':
      return evaluateConditional(m, e);
    case 'call':
      return evaluateCall(m, e);
    case 'subscript':
      return evaluateSubscript(m, e);
    case 'member':
      return evaluateMember(m, e);
    case 'cast':
      return evaluateCast(m, e);
    case 'construct':
      return evaluateConstruct(m, e);
    case 'list': {
      const items = e.items.flatMap(({ value }) => evaluateList(m, [value]));
      const named = e.items.some(({ designators }) => designators.length > 0);
      const designators = named
        ? e.items.map(({ designators: [first] }) => (typeof first === 'string' ? first.replace(/^\./, '') : null))
        : null;
      return { kind: 'list', type: VOID, items, designators };
    }
    case 'query':
      return query(m, e.operator, e.operand, e);
    case 'lambda':
      return evaluateLambda(m, e);
    case 'fold':
      return foldPack(m, e);
    case 'statements':
      return evaluateStatements(m, e);
    case 'new':
    case 'delete': {
      const value = m.host ? hostMemory(m, e) : null;
      if (value !== null) return value;
      return m.fail(e, `\`${e.kind}\` in device code`);
    }
    case 'jump':
      return m.fail(e, `\`${e.operator}\` in device code`);
    case 'type': {
      // `plus<>()` where an argument stands may be read as a function type; it makes an object.
      const { specifiers, declarator } = e.type;
      const [chunk, ...more] = declarator.chunks;
      if (chunk?.kind !== 'function' || more.length > 0 || chunk.parameters.length > 0)
        return m.fail(e, 'a type where a value is wanted');
      return construct(m, typeOfSpecifier(m, specifiers.type), [], e, false);
    }
    default:
      return m.fail(e, `an expression of kind ${e.kind}`);
  }
};

/** The value of a literal ([lex.icon], [lex.fcon]). */
function numberValue(m: Machine, literal: NumberLiteral, e: Node): Value {
  const at = m.at(e);
  if (literal.kind === 'user') {
    if (['s', 'ms', 'us', 'ns'].includes(literal.suffix))
      return { kind: 'unknown', type: library('duration'), reason: 'a duration' };
    return m.fail(e, `the literal suffix \`${literal.suffix}\``);
  }
  if (literal.kind === 'float') {
    const { suffix } = literal;
    const type = suffix === 'f' || suffix === 'f32' ? FLOAT : suffix === 'h' || suffix === 'f16' ? HALF : DOUBLE;
    return scalarConstant(literal.value, type, at);
  }
  const { value, unsigned, long, decimal } = literal;
  const fits: [ScalarType, bigint][] = [
    [INT, 2n ** 31n],
    [UINT, 2n ** 32n],
    [LONG, 2n ** 63n],
    [ULONG, 2n ** 64n],
  ];
  if (long === 2) return scalarConstant(value, unsigned ? ULONGLONG : LONGLONG, at);
  const wide = long !== 0;
  const type = fits.find(
    ([candidate, limit]) =>
      value < limit &&
      (!wide || candidate === LONG || candidate === ULONG) &&
      (unsigned ? candidate === UINT || candidate === ULONG : candidate === INT || candidate === LONG || !decimal),
  )?.[0];
  return scalarConstant(value, type ?? ULONG, at);
}

/** Values of a list of arguments, packs expanded. */
export const evaluateList = (m: Machine, list: readonly Expr[]): Value[] =>
  list.flatMap((e) => {
    if (e.kind !== 'expansion') return [evaluate(m, e)];
    return expandPack(m, e.pattern, () => evaluate(m, e.pattern));
  });

/** For its effects. `i++` needs no copy of what it was. */
export const evaluateDiscarded = (m: Machine, e: Expr): void => {
  if (e.kind === 'paren') {
    evaluateDiscarded(m, e.inner);
    return;
  }
  if (e.kind === 'binary' && e.operator === ',') {
    evaluateDiscarded(m, e.left);
    evaluateDiscarded(m, e.right);
    return;
  }
  if (e.kind === 'postfix') incrementValue(m, e.operand, e.operator, 'before', e);
  else if (e.kind === 'cast' && typeOfTypeId(m, e.type).type.kind === 'void') evaluateDiscarded(m, e.operand);
  else evaluate(m, e);
};

/** The operand of `decltype` and `sizeof`: nothing of it is executed. */
export const evaluateUnevaluated = (m: Machine, e: Expr): Value => {
  let value: Value = VOID_VALUE;
  const { calls } = m;
  try {
    m.unrecorded(() =>
      m.inBlock(() => {
        value = evaluate(m, e);
      }),
    );
  } catch (error) {
    if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
    value = { kind: 'unknown', type: unknownType(error.reason), reason: error.reason };
  }
  m.calls = calls;
  return value;
};

function query(m: Machine, operator: string, operand: Expr | TypeId, e: Node): Value {
  if (operator === 'sizeof...') {
    const length = packLength(m, operand);
    return length === null ? m.fail(e, 'the size of a pack') : scalarConstant(BigInt(length), ULONG, m.at(e));
  }
  if (operator === 'noexcept') return scalarConstant(false, BOOL, m.at(e));
  const type: Type = plain(
    operand.kind === 'typeId' ? typeOfTypeId(m, operand).type : evaluateUnevaluated(m, operand).type,
  );
  const size = sizeOf(type);
  if (size === null)
    return m.fail(e, `\`${operator}\` of ${type.kind === 'unknown' ? type.reason : 'a type without a size'}`);
  if (operator === 'sizeof') return scalarConstant(BigInt(size.bytes), ULONG, m.at(e));
  if (operator === 'alignof' || operator === '__alignof__') return scalarConstant(BigInt(size.align), ULONG, m.at(e));
  return m.fail(e, `\`${operator}\``);
}

function evaluateStatements(m: Machine, e: Extract<Expr, { kind: 'statements' }>): Value {
  const { body } = e.body;
  const last = body.at(-1);
  let value: Value = VOID_VALUE;
  m.within(m.inner(), () => {
    const rest = last?.kind === 'expression' ? body.slice(0, -1) : body;
    const flow = executeList(m, rest);
    if (flow.jumps.size > 0) m.fail(e, 'a jump out of an expression');
    if (last?.kind === 'expression') value = rvalue(m, evaluate(m, last.value), last);
  });
  return value;
}

/** Whether a condition is known; null where it depends on the run. */
export const knownTruth = (value: Value): boolean | null => {
  const constant = constantOf(value);
  return constant === null ? null : Boolean(constant);
};
