/** Execution of Python statements. Loops and branches of rewritten code are in `control.ts`. */

import { isLibraryFile } from '../../text/span.ts';
import { attribute } from './attributes.ts';
import { executeFor, executeIf, executeWhile } from './control.ts';
import { defineClass, defineFunction } from './definitions.ts';
import { directive } from './directives.ts';
import { Raised } from './errors.ts';
import { indexSpans, isRewritten } from './expressions.ts';
import { assignStaged, declare } from './ftlib/declare.ts';
import { aliasAt, importFrom, importModule } from './imports.ts';
import { iterate } from './iteration.ts';
import { inPlaceOp } from './operators.ts';
import type { PyExpr, PyStmt, PyStmtOf } from './python/ast.ts';
import { boundNames, type Scope } from './scope.ts';
import type { Completion, State } from './state.ts';
import { assignSubscript, subscript } from './subscript.ts';
import { rankOf, TensorRef } from './tensor.ts';
import {
  brokenValue,
  Declaration,
  ExprValue,
  NewTensor,
  PyClass,
  PyException,
  PyInstance,
  PyList,
  PyTuple,
  typeOf,
  Unknown,
  type Value,
  WithScope,
} from './values.ts';

export const execute = (st: State, body: readonly PyStmt[], scope: Scope): Completion => {
  const outer = st.place;
  try {
    for (const [index, s] of body.entries()) {
      st.place = { body, index };
      const done = guarded(st, s, scope);
      if (done) return done;
    }
  } finally {
    st.place = outer;
  }
  return undefined;
};

/** Runs one statement of a module. */
export const executeAt = (st: State, body: readonly PyStmt[], index: number, scope: Scope): Completion => {
  const s = body[index];
  if (s === undefined) return undefined;
  st.place = { body, index };
  try {
    return guarded(st, s, scope);
  } finally {
    st.place = null;
  }
};

/** Is an exception that leaves a statement here reported at once, and the next statement tried? */
const recovers = (st: State, s: PyStmt, scope: Scope): boolean =>
  st.handlers === 0 && !isLibraryFile(s.at.file) && (isRewritten(scope) || scope.kind === 'module' || scope.explored);

const guarded = (st: State, s: PyStmt, scope: Scope): Completion => {
  st.step(s.at);
  if (!recovers(st, s, scope)) return executeOne(st, s, scope);
  try {
    return executeOne(st, s, scope);
  } catch (e) {
    if (!(e instanceof Raised)) throw e;
    st.report(e);
    // What the statement would have bound or returned is unknown from here on, so that one mistake is said once.
    for (const name of boundNames([s], false))
      if (s.kind !== 'functionDef' && s.kind !== 'classDef') scope.assign(name, brokenValue(name, s.at));
    return s.kind === 'return' ? { kind: 'return', value: brokenValue('result', s.at), at: s.at } : undefined;
  }
};

const executeOne = (st: State, s: PyStmt, scope: Scope): Completion => {
  const rewritten = isRewritten(scope);
  if (s.kind !== 'functionDef') {
    if (rewritten) st.emitter.mark(s.at);
    else st.emitter.here = s.at;
  }
  switch (s.kind) {
    case 'expr':
      st.evaluate(s.value, scope);
      return undefined;
    case 'assign': {
      let value = st.evaluate(s.value, scope);
      const only = s.targets.length === 1 ? s.targets[0] : undefined;
      if (rewritten && only && (only.kind === 'name' || only.kind === 'attribute')) {
        const name = only.kind === 'name' ? only.id : only.name;
        value = assignStaged(st, name, value, only.kind === 'name' ? only.at : only.nameAt);
        if (only.kind === 'name') noteRebinding(st, only.id, value, only.at, scope);
      }
      if (value instanceof Unknown && only?.kind === 'name' && !value.expr && !value.broken)
        value = st.unknown(only.id, value.at, value.type);
      if (value instanceof TensorRef && value.isElement && only?.kind === 'name')
        st.named.set(value, { name: only.id, at: only.at });
      for (const t of s.targets) bindTarget(st, t, value, scope, s.value.at);
      return undefined;
    }
    case 'augAssign':
      augment(st, s, scope);
      return undefined;
    case 'annAssign':
      if (s.value === null && s.target.kind === 'name' && rewritten) {
        const annotation = st.evaluate(s.annotation, scope);
        if (annotation instanceof Declaration)
          bindTarget(st, s.target, declare(st, s.target.id, annotation, s.target.at), scope);
      } else if (s.value) bindTarget(st, s.target, st.evaluate(s.value, scope), scope);
      return undefined;
    case 'for':
      return executeFor(st, s, scope, rewritten);
    case 'while':
      return executeWhile(st, s, scope);
    case 'if':
      return executeIf(st, s, scope, rewritten);
    case 'with':
      return executeWith(st, s, scope, 0);
    case 'try':
      return executeTry(st, s, scope);
    case 'functionDef':
      defineFunction(st, s, scope);
      return undefined;
    case 'classDef':
      defineClass(st, s, scope);
      return undefined;
    case 'return':
      return returnStmt(st, s, scope, rewritten);
    case 'raise':
      return raise(st, s, scope);
    case 'assert':
      assertStmt(st, s, scope, rewritten);
      return undefined;
    case 'delete':
      for (const t of s.targets) if (t.kind === 'name') scope.delete(t.id);
      return undefined;
    case 'import':
      for (const a of s.names) {
        const value = importModule(st, a.asName ? a.name : (a.name.split('.')[0] as string), a.at);
        const name = a.asName ?? (a.name.split('.')[0] as string);
        scope.assign(name, value);
        st.facts?.bind(scope, name, aliasAt(a), value);
      }
      return undefined;
    case 'importFrom':
      importFrom(st, s, scope);
      return undefined;
    case 'global':
      for (const n of s.names) scope.globals.add(n);
      return undefined;
    case 'nonlocal':
      for (const n of s.names) scope.nonlocals.add(n);
      return undefined;
    case 'break':
    case 'continue':
      return { kind: s.kind, at: s.at };
    case 'directive':
      if (rewritten) directive(st, s, scope);
      return undefined;
    case 'unsupported':
      st.notModelled(s.at, `${s.what} is not modelled; what it does is unknown here`);
      scope.open = true;
      return undefined;
    case 'errorStmt':
      st.unread(s.at, 'what it does');
      scope.open = true;
      return undefined;
    case 'pass':
      return undefined;
  }
};

/** `t = x[i] + 1` where `t` is a local tensor that nothing has written: the name changes, the tensor does not. */
const noteRebinding = (st: State, name: string, value: Value, at: PyExpr['at'], scope: Scope): void => {
  const before = scope.lookup(name);
  if (before === undefined || before === 'unbound' || !(before.value instanceof TensorRef)) return;
  const { def, isElement, at: madeAt } = before.value;
  if (isElement || !(value instanceof ExprValue || typeof value === 'bigint' || typeof value === 'number')) return;
  if (def.shape.length === 0) {
    st.note({
      code: 'trap-rebinding',
      at,
      message: `this binds the name \`${name}\` to an expression; the tensor \`${def.name}\` stays ${def.stores.length === 0 ? 'unwritten' : 'as it was'}`,
      related: [{ span: madeAt, message: `the tensor \`${def.name}\` is made here` }],
      fixes: [{ title: `Store in the tensor: \`${name}[()] = …\``, edits: [{ span: at, newText: `${name}[()]` }] }],
    });
  }
};

/** `target = value`. `valueAt`: where the value stands in the text. */
export const bindTarget = (
  st: State,
  target: PyExpr,
  value: Value,
  scope: Scope,
  valueAt: PyExpr['at'] = target.at,
): void => {
  switch (target.kind) {
    case 'name':
      scope.assign(target.id, value);
      st.facts?.bind(scope, target.id, target.at, value);
      return;
    case 'tuple':
    case 'list': {
      const values = value instanceof Unknown ? null : iterate(st, value, valueAt);
      const star = target.items.findIndex((t) => t.kind === 'starred');
      if (values && (star < 0 ? values.length !== target.items.length : values.length < target.items.length - 1)) {
        st.fail(
          'python-error',
          target.at,
          `ValueError: ${values.length} values are unpacked into ${star < 0 ? '' : 'at least '}${target.items.length - (star < 0 ? 0 : 1)} names`,
          'ValueError',
        );
      }
      target.items.forEach((t, i) => {
        if (t.kind === 'starred') {
          const rest = target.items.length - 1 - i;
          bindTarget(
            st,
            t.value,
            values ? new PyList(values.slice(i, values.length - rest)) : new Unknown('rest', t.at),
            scope,
          );
          return;
        }
        const at = star >= 0 && i > star && values ? values.length - (target.items.length - i) : i;
        const name = t.kind === 'name' ? t.id : 'item';
        bindTarget(st, t, values ? (values[at] as Value) : st.unknown(name, t.at), scope);
      });
      return;
    }
    case 'starred':
      bindTarget(st, target.value, value, scope);
      return;
    case 'subscript': {
      const object = st.evaluate(target.object, scope);
      assignSubscript(
        st,
        object,
        st.evaluate(target.index, scope),
        value,
        target.at,
        indexSpans(target.index),
        valueAt,
      );
      return;
    }
    case 'attribute': {
      const object = st.evaluate(target.object, scope);
      setAttribute(object, target.name, value);
      return;
    }
    default:
  }
};

const setAttribute = (object: Value, name: string, value: Value): void => {
  if (object instanceof PyInstance || object instanceof PyClass) object.members.set(name, value);
  else if (object instanceof Unknown) object.parts.clear();
};

const augment = (st: State, s: PyStmtOf<'augAssign'>, scope: Scope): void => {
  const apply = (current: Value): Value => {
    const value = st.evaluate(s.value, scope);
    return inPlaceOp(st, s.op, current, value, s.at, [s.target.at, s.value.at]);
  };
  const { target } = s;
  if (target.kind === 'subscript') {
    const object = st.evaluate(target.object, scope);
    const key = st.evaluate(target.index, scope);
    const spans = indexSpans(target.index);
    const current = subscript(st, object, key, target.at, spans);
    assignSubscript(st, object, key, apply(current), target.at, spans, s.value.at);
  } else if (target.kind === 'attribute') {
    const object = st.evaluate(target.object, scope);
    setAttribute(object, target.name, apply(attribute(st, object, target.name, target.nameAt, target.at)));
  } else if (target.kind === 'name') {
    const current = st.evaluate(target, scope);
    const result = apply(current);
    st.facts?.bind(scope, target.id, target.at, result);
    if (current instanceof TensorRef) {
      const { def } = current;
      const whole = rankOf(current) > 0;
      st.note({
        code: 'trap-bare-augmented',
        at: s.at,
        message: whole
          ? `the tensor is changed, but the name \`${target.id}\` is None afterwards`
          : `this binds the name \`${target.id}\` to an expression; the tensor \`${def.name}\` is not written`,
        related: [{ span: def.origin.span, message: `\`${def.name}\` is defined here` }],
        fixes: [
          {
            title: whole ? `Write \`${target.id}[:]\`` : `Write \`${target.id}[()]\``,
            edits: [{ span: target.at, newText: whole ? `${target.id}[:]` : `${target.id}[()]` }],
          },
        ],
      });
    }
    // The name keeps its tensor here, as meant: what follows from None is the same mistake.
    scope.assign(target.id, current instanceof TensorRef && result === null ? current : result);
  }
};

const returnStmt = (st: State, s: PyStmtOf<'return'>, scope: Scope, rewritten: boolean): Completion => {
  let value = s.value ? st.evaluate(s.value, scope) : null;
  if (rewritten) {
    if (!s.value && !st.laterEra) {
      st.note({
        code: 'staged-control-flow',
        at: s.at,
        severity: 'warning',
        message: 'a `return` without a value in a staged function is a syntax error before FreeTensor 1.0',
      });
    }
    if (!st.emitter.returnAllowed) {
      st.fail(
        'dynamic-return',
        s.at,
        'a return is allowed only where control flow is decided while staging; store the result in a tensor in each branch, or choose with `ft.if_then_else`',
        'StagingError',
        true,
      );
    }
    if (value instanceof NewTensor) value = assignStaged(st, functionName(scope), value, s.value?.at ?? s.at);
  }
  return { kind: 'return', value, at: s.at, valueAt: s.value?.at ?? s.at };
};

const functionName = (scope: Scope): string => {
  for (let f: Scope | null = scope; f; f = f.parent) if (f.kind === 'function') return f.name;
  return 'result';
};

const assertStmt = (st: State, s: PyStmtOf<'assert'>, scope: Scope, rewritten: boolean): void => {
  const test = st.evaluate(s.test, scope);
  if (rewritten && test instanceof ExprValue) {
    st.emitter.openCondition('assert', test.expr);
    return;
  }
  if (test instanceof Unknown) {
    // A run that goes on has passed it, so what follows may rely on it.
    if (test.expr && rewritten) {
      st.emitter.openCondition('assume', test.expr);
      st.assume(`assert ${st.sourceText(s.test.at)}`);
    }
    return;
  }
  if (!st.truth(test, s.test.at, rewritten)) {
    const message = s.message ? st.evaluate(s.message, scope) : null;
    st.fail(
      'static-assert',
      s.test.at,
      `this assertion fails while staging${typeof message === 'string' ? `: ${message}` : ''}`,
      'AssertionError',
    );
  }
};

const raise = (st: State, s: PyStmtOf<'raise'>, scope: Scope): Completion => {
  const value = s.value ? st.evaluate(s.value, scope) : null;
  const [className, message] =
    value instanceof PyException
      ? [value.className, value.message]
      : value instanceof PyClass
        ? [value.name, '']
        : ['Exception', typeOf(value)];
  return st.fail('python-error', s.at, `${className}${message ? `: ${message}` : ''}`, className);
};

const executeWith = (st: State, s: PyStmtOf<'with'>, scope: Scope, n: number): Completion => {
  const item = s.items[n];
  if (!item) return st.execute(s.body, scope);
  const manager = st.evaluate(item.context, scope);
  let done: Completion;
  const enter = (bound: Value): void => {
    if (item.target) bindTarget(st, item.target, bound, scope);
    done = executeWith(st, s, scope, n + 1);
  };
  if (manager instanceof WithScope) st.deeper(s.at, () => manager.run(enter, s.body));
  else enter(manager instanceof Unknown ? new Unknown(manager.name, item.at) : manager);
  return done;
};

/** Class names that a handler catches; null: it catches whatever it gets. */
const caught = (v: Value): string[] | null => {
  if (v instanceof PyTuple) {
    const all = v.items.map(caught);
    return all.includes(null) ? null : all.flatMap((c) => c as string[]);
  }
  if (v instanceof PyClass) return v.name === 'Exception' || v.name === 'BaseException' ? null : [v.name];
  return null;
};

export const catches = (v: Value, e: Raised): boolean => {
  const names = caught(v);
  return (
    names === null ||
    names.includes(e.className) ||
    (names.includes('Error') && /Error$|^Invalid/.test(e.className)) ||
    (names.includes('StagingError') && e.staged) ||
    // What later versions raise where a selector does not match once.
    (names.includes('UnexpectedQueryResult') && (e.code === 'unknown-label' || e.code === 'ambiguous-label'))
  );
};

const executeTry = (st: State, s: PyStmtOf<'try'>, scope: Scope): Completion => {
  const run = (): Completion => {
    st.handlers++;
    try {
      const done = st.execute(s.body, scope);
      if (done) return done;
    } catch (e) {
      if (!(e instanceof Raised)) throw e;
      const handler = s.handlers.find((h) => !h.type || catches(st.evaluate(h.type, scope), e));
      if (!handler) throw e;
      st.handlers--;
      try {
        if (handler.name) scope.assign(handler.name, new PyException(e.className, e.message));
        return st.execute(handler.body, scope);
      } finally {
        st.handlers++;
      }
    } finally {
      st.handlers--;
    }
    return s.orElse ? st.execute(s.orElse, scope) : undefined;
  };
  const done = run();
  return (s.final ? st.execute(s.final, scope) : undefined) ?? done;
};
