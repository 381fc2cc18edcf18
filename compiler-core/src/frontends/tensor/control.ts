/**
 * Loops and branches. In rewritten code a branch on tensor data and a loop over `range` become statements of the program;
 * the rest runs now. Bodies are functions to FreeTensor, hence scopes of their own.
 */

import type { Fix } from '../../diag/diagnostic.ts';
import type { Expr } from '../../ir/nodes.ts';
import type { Span } from '../../text/span.ts';
import { Raised } from './errors.ts';
import { bounds } from './ftlib/bounds.ts';
import { iterate } from './iteration.ts';
import { isRunMainGuard } from './main-guard.ts';
import { isStaged } from './operators.ts';
import type { PyExprOf, PyStmt, PyStmtOf } from './python/ast.ts';
import type { ScheduleState } from './schedule/object.ts';
import { boundNames, Scope } from './scope.ts';
import { watchBody } from './staged-once.ts';
import type { Completion, State } from './state.ts';
import { bindTarget } from './statements.ts';
import { iterationFix, staticReturnFix } from './trap-fixes.ts';
import { ExprValue, StagedRange, typeOf, Unknown, type Value } from './values.ts';

/** Runs the body of a rewritten `for` or `if` in a scope of its own. */
const block = (st: State, body: readonly PyStmt[], scope: Scope, prepare?: (inner: Scope) => void): Completion => {
  const mine = new Set([...boundNames(body, true)].filter((n) => !visibleInFunction(scope, n)));
  const inner = new Scope('block', scope, mine, st.lend);
  prepare?.(inner);
  try {
    return st.execute(body, inner);
  } finally {
    inner.close();
  }
};

/** Binds the target of a loop in the scope of its body. */
const bindIn = (st: State, inner: Scope, target: PyExprOf<'name'>, value: Value): void => {
  inner.set(target.id, value);
  st.facts?.bind(inner, target.id, target.at, value);
};

/** Is the name bound in the function that this block belongs to? An assignment then changes that binding. */
const visibleInFunction = (scope: Scope, name: string): boolean => {
  for (let s: Scope | null = scope; s; s = s.parent) {
    if (s.vars.has(name) || s.globals.has(name) || s.nonlocals.has(name)) return true;
    if (s.kind !== 'block') return false;
  }
  return false;
};

/**
 * A `return` in a static branch or loop ends that body only in FreeTensor of 2022, where each body is a function. What is
 * staged after it in this call is not what a later version stages, so nothing found there is proved.
 * True where the file is written for a later version: the function is left.
 */
const leaves = (st: State, done: Completion, where: string, fixes: readonly Fix[] = []): boolean => {
  if (done?.kind !== 'return') return false;
  if (st.laterEra) return true;
  st.note({
    code: 'trap-static-return',
    at: done.at,
    fixes,
    message: `this return ends the ${where}, not the function: its value is dropped, and the statements after the ${where} are staged too (FreeTensor of 2022)`,
  });
  st.uncertain++;
  return false;
};

/** `break` and `continue` that reach a body which is staged. */
const noJump = (st: State, done: Completion): void => {
  if (done && done.kind !== 'return') {
    st.fail(
      'staged-control-flow',
      done.at,
      `\`${done.kind}\` cannot leave a loop or branch that is decided at run time; guard the statements with \`if\``,
      'SyntaxError',
      true,
    );
  }
};

const era = (st: State, done: Completion): void => {
  if (done && done.kind !== 'return' && !st.laterEra) {
    st.note({
      code: 'staged-control-flow',
      at: done.at,
      severity: 'warning',
      message: `\`${done.kind}\` in a staged function is a syntax error before FreeTensor 1.0`,
    });
  }
};

export const executeFor = (st: State, s: PyStmtOf<'for'>, scope: Scope, rewritten: boolean): Completion => {
  const head = st.loopHead;
  st.loopHead = s;
  let iter: Value;
  try {
    iter = st.evaluate(s.iter, scope);
  } finally {
    st.loopHead = head;
  }
  const { target } = s;
  if (rewritten && target.kind === 'name' && !s.orElse) {
    if (iter instanceof StagedRange) {
      const { begin, end, step } = bounds(st, iter);
      const name = st.emitter.freshName(target.id);
      const iterator: Expr = { kind: 'var', name, dtype: 'int32', at: target.at };
      const left = st.facts?.loop(iterator, name, { begin, end, step, at: s.iter.at });
      st.emitter.loop({ iter: name, begin, end, step, at: s.iter.at }, () =>
        st.deeper(s.at, () =>
          st.emitter.inLifetime(() => {
            watchBody(st, scope, s.body, 'loop', () =>
              noJump(
                st,
                block(st, s.body, scope, (inner) => bindIn(st, inner, target, new ExprValue(iterator))),
              ),
            );
          }),
        ),
      );
      left?.();
      return undefined;
    }
    const values = iterate(st, iter, s.iter.at, () => iterationFix(st, s));
    if (!values) return unknownLoop(st, s, scope, s.iter.at);
    for (const v of values) {
      const done = block(st, s.body, scope, (inner) => bindIn(st, inner, target, v));
      if (leaves(st, done, 'body of the loop')) return done;
      era(st, done);
      if (done?.kind === 'break') break;
    }
    return undefined;
  }
  if (rewritten && iter instanceof StagedRange) notASequence(st, s);
  const values = iterate(st, iter, s.iter.at);
  if (!values) return unknownLoop(st, s, scope, s.iter.at);
  for (const v of values) {
    bindTarget(st, target, v, scope);
    const done = st.execute(s.body, scope);
    if (done?.kind === 'break') return undefined;
    if (done?.kind === 'return') return done;
  }
  return s.orElse ? st.execute(s.orElse, scope) : undefined;
};

/** Only `for name in range(...)` without `else` becomes a loop of the program. */
const notASequence = (st: State, s: PyStmtOf<'for'>): void => {
  const [first, last] = [s.orElse?.[0], s.orElse?.at(-1)];
  if (first && last) {
    st.failWith(
      'staged-control-flow',
      s.iter.at,
      'a loop of the program has no `else`; put its statements after the loop',
      'TypeError',
      [{ span: { ...first.at, end: last.at.end }, message: 'the statements under `else`' }],
    );
  }
  st.fail(
    'staged-control-flow',
    s.target.at,
    'a loop of the program has one plain name as its iterator',
    'TypeError',
    true,
  );
};

/** How often this runs is unknown: once, for what stands in it; what it binds is unknown afterwards. */
const unknownLoop = (st: State, s: PyStmtOf<'for' | 'while'>, scope: Scope, at: Span): Completion => {
  if (st.emitter.staging) {
    st.notModelled(
      at,
      'how often this runs while staging is not known; its body is staged once, and what it does is unknown',
    );
    st.emitter.notModelled('a loop over an unknown Python value');
  }
  const settle = uncertainSchedules(st);
  attempt(st, () => {
    if (s.kind === 'for') bindTarget(st, s.target, new Unknown('item', s.target.at), scope);
    return st.execute(s.body, scope);
  });
  settle.apart();
  settle.joined();
  for (const name of boundNames(s.body, false)) scope.assign(name, new Unknown(name, s.at));
  return undefined;
};

/** Schedules around something that may or may not happen: `apart` puts them back, `joined` forgets those that differ. */
const uncertainSchedules = (st: State): { readonly apart: () => void; readonly joined: () => void } => {
  const before = new Map([...st.schedules].map((s) => [s, s.program]));
  const changed = new Set<ScheduleState>();
  const compare = (): void => {
    for (const [s, program] of before) if (s.program !== program) changed.add(s);
  };
  return {
    apart: () => {
      compare();
      for (const [s, program] of before) s.program = program;
    },
    joined: () => {
      compare();
      for (const s of changed) s.program = null;
    },
  };
};

/** Runs something that may or may not happen: nothing found in it is proved, and an exception ends it only. */
const attempt = (st: State, body: () => Completion): Completion => {
  st.uncertain++;
  st.handlers++;
  try {
    return body();
  } catch (e) {
    if (!(e instanceof Raised)) throw e;
    if (e.extra.dsl) st.report(e);
    return undefined;
  } finally {
    st.uncertain--;
    st.handlers--;
  }
};

export const executeWhile = (st: State, s: PyStmtOf<'while'>, scope: Scope): Completion => {
  for (;;) {
    st.step(s.test.at);
    const test = st.evaluate(s.test, scope);
    if (isStaged(test)) {
      st.fail(
        'trap-while',
        s.test.at,
        'this loop never ends while staging: Python takes a tensor element for true; loop with `range`, guard with `if`',
        'timeout',
        true,
      );
    }
    if (test instanceof Unknown) return unknownLoop(st, s, scope, s.test.at);
    if (!st.truth(test, s.test.at)) break;
    const done = st.execute(s.body, scope);
    if (done?.kind === 'break') return undefined;
    if (done?.kind === 'return') return done;
  }
  return s.orElse ? st.execute(s.orElse, scope) : undefined;
};

export const executeIf = (st: State, s: PyStmtOf<'if'>, scope: Scope, rewritten: boolean): Completion => {
  if (scope === st.moduleScope && isRunMainGuard(s)) return st.execute(s.body, scope);
  const test = st.evaluate(s.test, scope);
  if (rewritten) return stagedIf(st, s, test, scope);
  if (test instanceof Unknown) return unknownIf(st, s, scope);
  return st.execute(st.truth(test, s.test.at) ? s.body : (s.orElse ?? []), scope);
};

const stagedIf = (st: State, s: PyStmtOf<'if'>, test: Value, scope: Scope): Completion => {
  const { place } = st;
  if (typeof test === 'boolean') {
    const body = test ? s.body : s.orElse;
    if (!body) return undefined;
    const done = block(st, body, scope);
    const left = leaves(st, done, 'branch', test ? staticReturnFix(st, s, place) : []);
    return done?.kind === 'return' && !left ? undefined : done;
  }
  const cond = test instanceof Unknown ? unknownCondition(st, test, s.test.at) : st.toExpr(test, s.test.at);
  if (!cond) return branchOnObject(st, s, test, scope);
  const body = (stmts: readonly PyStmt[]) => (): void =>
    st.deeper(s.at, () =>
      st.emitter.inLifetime(() => {
        const run = (): void => noJump(st, block(st, stmts, scope));
        // What Python decides, though not known here, does happen or does not.
        if (test instanceof Unknown) run();
        else watchBody(st, scope, stmts, 'branch', run);
      }),
    );
  st.emitter.if(cond, body(s.body));
  if (s.orElse) st.emitter.else(body(s.orElse));
  return undefined;
};

/** A branch on a list, a string or None: Python's truth decides in later versions, a `TypeError` in FreeTensor of 2022. */
const branchOnObject = (st: State, s: PyStmtOf<'if'>, test: Value, scope: Scope): Completion => {
  st.note({
    code: 'unsupported-operator',
    at: s.test.at,
    severity: 'warning',
    message: `a branch in a staged function on ${typeOf(test)} is a TypeError in FreeTensor of 2022; write a comparison such as \`is not None\` or \`len(…) > 0\``,
  });
  return stagedIf(st, s, st.truth(test, s.test.at), scope);
};

/** A branch on a Python value that is not known is a branch of the program on a symbolic condition. */
const unknownCondition = (st: State, test: Unknown, at: Span): Expr =>
  st.toExpr(test, at) ?? { kind: 'unknown', dtype: 'bool', reason: test.name, at };

/** Outside staged code: both branches are looked at, and names they leave different are unknown. */
const unknownIf = (st: State, s: PyStmtOf<'if'>, scope: Scope): Completion => {
  if (st.emitter.building)
    st.notModelled(s.test.at, 'which branch is taken while the program is built is not known; both are staged');
  const schedules = uncertainSchedules(st);
  const before = new Map(scope.vars);
  const first = attempt(st, () => st.execute(s.body, scope));
  const after = new Map(scope.vars);
  schedules.apart();
  scope.vars.clear();
  for (const [k, v] of before) scope.vars.set(k, v);
  const second = s.orElse ? attempt(st, () => st.execute(s.orElse ?? [], scope)) : undefined;
  schedules.joined();
  for (const name of new Set([...after.keys(), ...scope.vars.keys()])) {
    const [a, b] = [after.get(name), scope.vars.get(name)];
    if (a === b) continue;
    // A branch that leaves the function, or does not bind the name, does not decide its value afterwards.
    if (a !== undefined && (b === undefined || second)) scope.vars.set(name, a);
    else if (a !== undefined && !first) scope.vars.set(name, new Unknown(name, s.at));
  }
  if (first?.kind === 'return' && second?.kind === 'return')
    return { kind: 'return', value: new Unknown('result', s.at), at: s.at };
  return undefined;
};
