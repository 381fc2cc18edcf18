/** Statements ([stmt]). What is outside of what is modelled costs its statement, not the rest. */

import type { Expr as IrExpr } from '../../../ir/nodes.ts';
import { unfollowed } from '../host/follow.ts';
import { Scope } from '../meaning/entities.ts';
import type { CompoundStmt, Stmt } from '../parse/ast.ts';
import { plain, pointerTo } from '../types/types.ts';
import { truth } from './arithmetic.ts';
import { convertTo, decay, toScalar } from './conversions.ts';
import { declareLocal } from './declarations.ts';
import { evaluate, evaluateDiscarded } from './expressions.ts';
import { either, FALLS, type Flow, inTurn, jumpsTo, noneTaken, setFlag } from './frames.ts';
import { emitIf } from './logic.ts';
import { executeDo, executeFor, executeRangeFor, executeWhile } from './loops.ts';
import { type Machine, OutOfBudget, Unmodelled } from './machine.ts';
import { addressOf } from './members.ts';
import { storePlace } from './places.ts';
import { rvalue } from './rvalue.ts';
import { executeSwitch } from './switch.ts';

/** In a scope of its own. */
export const executeCompound = (m: Machine, { body }: CompoundStmt): Flow =>
  m.within(m.inner(), () => executeList(m, body));

/** On the host what is declared in it ends with it. */
export const executeBlock = (m: Machine, stmt: CompoundStmt): Flow =>
  m.host && m.record !== null ? m.record.scope(m, stmt, () => executeCompound(m, stmt)) : executeCompound(m, stmt);

/** One after the other; what follows a jump that may not be taken is guarded. */
export const executeList = (m: Machine, list: readonly Stmt[], from = 0): Flow => {
  let flow: Flow = FALLS;
  for (let i = from; i < list.length; i++) {
    const stmt = list[i] as Stmt;
    if (stmt.kind === 'if')
      return inTurn(
        flow,
        executeIf(m, stmt, (inner) => executeList(inner, list, i + 1), i + 1 < list.length),
      );
    const one = execute(m, stmt);
    flow = inTurn(flow, one);
    if (!one.falls) {
      if (!m.host) return flow;
      // Another way may lead past it.
      flow = { ...flow, falls: true };
    }
    if (one.jumps.size > 0 && i + 1 < list.length && !m.host) {
      let rest: Flow = FALLS;
      const block = nested(m, () => {
        rest = executeList(m, list, i + 1);
      });
      if (block.length > 0) emitIf(m, noneTaken(m, one.jumps, stmt), block, null, stmt);
      return { ...either(flow, rest), falls: rest.falls };
    }
  }
  return flow;
};

/** Statements under run-time control. */
export const nested = (m: Machine, run: () => void) => {
  const { frame } = m;
  if (frame !== null) frame.depth++;
  try {
    return m.inBlock(run);
  } finally {
    if (frame !== null) frame.depth--;
  }
};

export const execute = (m: Machine, stmt: Stmt): Flow => {
  const mark = m.block.length;
  const { calls, scope, frame, jumps, self } = m;
  try {
    m.step(stmt);
    return executeOne(m, stmt);
  } catch (error) {
    if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
    Object.assign(m, { calls, scope, frame, jumps, self });
    giveUp(m, stmt, error, mark);
    return FALLS;
  }
};

/** In place of what was made of the statement so far. */
export const giveUp = (m: Machine, stmt: Stmt, { reason, at, secondary }: Unmodelled, mark: number): void => {
  if (m.host) {
    m.hostReasons.push({ reason, at });
    unfollowed(m, stmt, reason);
    return;
  }
  if (!secondary) m.reasons.push({ reason, at });
  m.block.truncate(mark);
  m.block.emit(m.builder.notModelled(reason, null, m.meta(stmt)), ['*']);
};

function executeOne(m: Machine, stmt: Stmt): Flow {
  switch (stmt.kind) {
    case 'compound':
      return executeBlock(m, stmt);
    case 'expression':
      evaluateDiscarded(m, stmt.value);
      return FALLS;
    case 'declaration':
      declareLocal(m, stmt.declaration, stmt);
      return FALLS;
    case 'empty':
      return FALLS;
    case 'if':
      return executeIf(m, stmt, () => FALLS, false);
    case 'while':
      return executeWhile(m, stmt);
    case 'do':
      return executeDo(m, stmt);
    case 'for':
      return executeFor(m, stmt);
    case 'rangeFor':
      return executeRangeFor(m, stmt);
    case 'switch':
      return executeSwitch(m, stmt);
    case 'break':
    case 'continue': {
      if (m.host) {
        m.record?.jump(m, stmt.kind, stmt);
        return FALLS;
      }
      const target = stmt.kind === 'break' ? m.jumps.breaks : m.jumps.continues;
      if (target === null) return m.fail(stmt, `\`${stmt.kind}\` outside of a loop`);
      setFlag(m, target, true, stmt);
      return jumpsTo(target);
    }
    case 'return':
      return executeReturn(m, stmt);
    case 'label':
      // What stands before it in the text may not come before it.
      if (m.host) m.record?.unknown(m, 'a `goto` leads here', null, stmt);
      return stmt.body === null ? FALLS : execute(m, stmt.body);
    case 'try': {
      return executeBlock(m, stmt.body);
    }
    case 'goto':
      return m.fail(stmt, '`goto`');
    case 'asm':
      return m.fail(stmt, 'inline assembly');
    case 'case':
      // On the host every case is read.
      if (m.host) return stmt.body === null ? FALLS : execute(m, stmt.body);
      return m.fail(stmt, 'a `case` inside of another statement');
    case 'macro':
      return m.fail(stmt, `the macro \`${stmt.name}\` is not known`);
    case 'error':
      return m.fail(stmt, 'code that does not parse');
  }
}

/** A condition that is an expression or a declaration. */
export const executeCondition = (m: Machine, condition: Stmt): IrExpr => {
  if (condition.kind === 'expression')
    return truth(toScalar(m, evaluate(m, condition.value), condition), m.at(condition));
  if (condition.kind !== 'declaration' || condition.declaration.kind !== 'simple')
    return m.fail(condition, 'a condition');
  declareLocal(m, condition.declaration, condition);
  const name = condition.declaration.declarators[0]?.declarator.name?.parts[0]?.text ?? '';
  const [entity] = m.scope.own(name);
  if (entity?.kind !== 'binding') return m.fail(condition, 'a condition');
  return truth(toScalar(m, entity.value, condition), m.at(condition));
};

/** @param rest what follows in the same list: it moves into the branch that goes on, where only one does */
function executeIf(
  m: Machine,
  stmt: Extract<Stmt, { kind: 'if' }>,
  rest: (m: Machine) => Flow,
  hasRest: boolean,
): Flow {
  const mark = m.block.length;
  const { calls, scope, frame, jumps, self } = m;
  const outer = m.scope;
  let cond: IrExpr;
  // A scope for each `else if` of a long chain would make every name in it a walk through all of them.
  const inner = stmt.init !== null || stmt.condition?.kind === 'declaration' ? m.inner() : outer;
  m.scope = inner;
  try {
    m.step(stmt);
    if (stmt.init !== null) execute(m, stmt.init);
    cond = stmt.condition === null ? m.fail(stmt, '`if consteval`') : executeCondition(m, stmt.condition);
  } catch (error) {
    if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
    Object.assign(m, { calls, scope, frame, jumps, self });
    giveUp(m, stmt, error, mark);
    if (m.host) {
      // Either may run.
      const [a, b] = bothSides(m, stmt, (side) => (side === null ? FALLS : m.within(inner, () => execute(m, side))));
      m.scope = outer;
      return inTurn({ ...either(a, b), falls: true }, rest(m));
    }
    m.scope = outer;
    return rest(m);
  }
  const after = (): Flow => {
    const here = m.scope;
    m.scope = outer;
    try {
      return rest(m);
    } finally {
      m.scope = here;
    }
  };
  const branch = (side: Stmt | null): Flow =>
    side === null
      ? FALLS
      : m.within(side.kind === 'declaration' ? new Scope(inner, 'block') : inner, () => execute(m, side));
  if (cond.kind === 'bool') {
    const flow = branch(cond.value ? stmt.then : stmt.else);
    m.scope = outer;
    if (!flow.falls && !m.host) return flow;
    if (m.host) return inTurn({ ...flow, falls: true }, rest(m));
    return guarded(m, flow, rest, hasRest, stmt);
  }
  if (m.host) {
    const [a, b] = bothSides(m, stmt, branch);
    m.scope = outer;
    return inTurn({ jumps: either(a, b).jumps, falls: true }, rest(m));
  }
  let yesFlow: Flow = FALLS;
  let noFlow: Flow = FALLS;
  const yes = nested(m, () => {
    yesFlow = branch(stmt.then);
  });
  const no = nested(m, () => {
    noFlow = branch(stmt.else);
  });
  const into = (block: typeof yes): Flow => {
    const { block: before, frame: at } = m;
    m.block = block;
    if (at !== null) at.depth++;
    try {
      return after();
    } finally {
      m.block = before;
      if (at !== null) at.depth--;
    }
  };
  if (hasRest && !yesFlow.falls && noFlow.falls && noFlow.jumps.size === 0) noFlow = inTurn(noFlow, into(no));
  else if (hasRest && !noFlow.falls && yesFlow.falls && yesFlow.jumps.size === 0) yesFlow = inTurn(yesFlow, into(yes));
  else {
    emitIf(m, cond, yes, no, stmt);
    m.scope = outer;
    const flow = either(yesFlow, noFlow);
    return flow.falls ? guarded(m, flow, rest, hasRest, stmt) : flow;
  }
  emitIf(m, cond, yes, no, stmt);
  m.scope = outer;
  return either(yesFlow, noFlow);
}

/** Both sides on the host: either may run. */
function bothSides(m: Machine, stmt: Extract<Stmt, { kind: 'if' }>, run: (side: Stmt | null) => Flow): [Flow, Flow] {
  const { record } = m;
  if (record === null) return [run(stmt.then), run(stmt.else)];
  const [a = FALLS, b = FALLS] = record.branch(m, stmt, [() => run(stmt.then), () => run(stmt.else)]);
  return [a, b];
}

/** The rest of the list, where the jumps that were possible before were not taken. */
function guarded(m: Machine, flow: Flow, rest: (m: Machine) => Flow, hasRest: boolean, stmt: Stmt): Flow {
  if (!hasRest) return flow;
  if (flow.jumps.size === 0 || m.host) return inTurn(flow, rest(m));
  let after: Flow = FALLS;
  const block = nested(m, () => {
    after = rest(m);
  });
  if (block.length > 0) emitIf(m, noneTaken(m, flow.jumps, stmt), block, null, stmt);
  return { ...either(flow, after), falls: after.falls };
}

function executeReturn(m: Machine, stmt: Extract<Stmt, { kind: 'return' }>): Flow {
  const { frame } = m;
  if (frame === null) return m.fail(stmt, '`return` outside of a function');
  if (stmt.value !== null) {
    const given = evaluate(m, stmt.value);
    const isVoid = frame.result?.kind === 'void' || given.kind === 'void';
    if (!isVoid) {
      const type = frame.result ?? plain(given.type);
      const converted =
        frame.result === null
          ? given.kind === 'list'
            ? given
            : decay(m, given, stmt)
          : convertTo(m, given, type, stmt);
      frame.result ??= converted.type;
      const direct = frame.depth === 0 && frame.place === null;
      if (direct || m.host) {
        frame.value = frame.byReference ? converted : m.host ? converted : rvalue(m, converted, stmt);
      } else {
        // A reference is where it leads.
        const value = frame.byReference ? addressOf(m, converted, stmt) : rvalue(m, converted, stmt);
        if (value.kind === 'object' || value.kind === 'closure')
          return m.fail(stmt, `a function that returns a ${value.kind} in several places`);
        frame.place ??= frame.openResult(frame.byReference ? pointerTo(plain(type)) : plain(type), stmt);
        storePlace(m, frame.place, value, stmt);
      }
    }
  }
  if (m.host) m.record?.jump(m, 'return', stmt);
  setFlag(m, frame.returns, true, stmt);
  return jumpsTo(frame.returns);
}
