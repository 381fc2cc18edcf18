/** Evaluation of Python expressions. Rewritten code (`staged`) follows FreeTensor's rules, the rest Python's. */

import type { Fix } from '../../diag/diagnostic.ts';
import type { Expr } from '../../ir/nodes.ts';
import { isLibraryFile, type Span } from '../../text/span.ts';
import { attribute } from './attributes.ts';
import { Raised } from './errors.ts';
import { iterate } from './iteration.ts';
import { binaryOp, compareOp, isStaged, node, unaryOp } from './operators.ts';
import { parseSpec, toText } from './pylib/text.ts';
import type { Comprehension, PyExpr, PyExprOf } from './python/ast.ts';
import { Scope } from './scope.ts';
import { noteRead } from './staged-once.ts';
import type { State } from './state.ts';
import { bindTarget } from './statements.ts';
import { subscript, undeclared } from './subscript.ts';
import { rankOf, TensorRef } from './tensor.ts';
import { conditionalFix, membershipFix } from './trap-fixes.ts';
import {
  type Args,
  argumentAt,
  ExprValue,
  keyOf,
  PyDict,
  PyFunction,
  PyIterator,
  PyList,
  PyMisc,
  PySet,
  PySlice,
  PyTuple,
  StagedRange,
  surplusAt,
  typeOf,
  Undeclared,
  Unknown,
  type Value,
} from './values.ts';

/** Is the code of this scope rewritten by FreeTensor? */
export const isRewritten = (scope: Scope): boolean => {
  for (let s: Scope | null = scope; s; s = s.parent) {
    if (s.kind === 'block') return true;
    if (s.kind === 'function') return s.staged;
    if (s.kind === 'module') return false;
  }
  return false;
};

export const evaluate = (st: State, e: PyExpr, scope: Scope): Value => {
  st.step(e.at);
  switch (e.kind) {
    case 'name':
      return lookup(st, e.id, e.at, scope);
    case 'int':
    case 'float':
    case 'str':
      return e.value;
    case 'bytes':
      return new Unknown('bytes', e.at);
    case 'complex':
      return new Unknown('complex number', e.at);
    case 'constant':
      return e.value === 'ellipsis' ? new PyMisc('ellipsis', 'Ellipsis') : e.value;
    case 'fstring':
      return formatted(st, e, scope);
    case 'tuple':
      return new PyTuple(items(st, e.items, scope), placesOf(e.items));
    case 'list':
      return new PyList(items(st, e.items, scope), placesOf(e.items));
    case 'set': {
      const set = new PySet();
      for (const v of items(st, e.items, scope)) set.entries.set(keyOf(v) ?? `?${set.entries.size}`, v);
      return set;
    }
    case 'dict':
      return dict(st, e, scope);
    case 'attribute': {
      const value = attribute(st, st.evaluate(e.object, scope), e.name, e.nameAt, e.at);
      st.facts?.attribute(e.name, e.nameAt, value);
      return value;
    }
    case 'subscript': {
      const object = st.evaluate(e.object, scope);
      if (object instanceof Undeclared) return undeclared(st, object, e.object.at);
      return subscript(st, object, st.evaluate(e.index, scope), e.at, indexSpans(e.index));
    }
    case 'slice':
      return new PySlice(optional(st, e.start, scope), optional(st, e.stop, scope), optional(st, e.step, scope));
    case 'call':
      return callExpr(st, e, scope);
    case 'starred':
      return st.fail('python-error', e.at, 'SyntaxError: a starred expression stands alone', 'SyntaxError');
    case 'unary':
      if (e.op === 'not') return not(st, st.evaluate(e.operand, scope), e.at, isRewritten(scope), e.operand.at);
      return unaryOp(st, e.op, st.evaluate(e.operand, scope), e.at, e.operand.at);
    case 'binary':
      return binaryOp(st, e.op, st.evaluate(e.lhs, scope), st.evaluate(e.rhs, scope), e.at, [e.lhs.at, e.rhs.at]);
    case 'boolOp':
      return boolOp(st, e, scope);
    case 'compare':
      return compare(st, e, scope);
    case 'ifExp':
      return conditional(st, e, scope);
    case 'lambda': {
      const defaults = new Map<string, Value>();
      for (const p of [...e.params.positional, ...e.params.keywordOnly])
        if (p.default) defaults.set(p.name, st.evaluate(p.default, scope));
      return new PyFunction('<lambda>', e, scope, defaults, isRewritten(scope), false);
    }
    case 'namedExpr': {
      const value = st.evaluate(e.value, scope);
      bindTarget(st, e.target, value, scope);
      return value;
    }
    case 'listComp':
      return new PyList(comprehension(st, e.element, e.clauses, scope, e.at));
    case 'generator':
      return new PyIterator(comprehension(st, e.element, e.clauses, scope, e.at), 'iterator');
    case 'setComp': {
      const set = new PySet();
      for (const v of comprehension(st, e.element, e.clauses, scope, e.at))
        set.entries.set(keyOf(v) ?? `?${set.entries.size}`, v);
      return set;
    }
    case 'dictComp': {
      const out = new PyDict();
      overClauses(st, e.clauses, 0, scope, (inner) => {
        const key = st.evaluate(e.key, inner);
        const value = st.evaluate(e.value, inner);
        out.entries.set(keyOf(key) ?? `?${out.entries.size}`, { key, value });
      });
      return out;
    }
    case 'await':
    case 'yieldFrom':
      st.evaluate(e.value, scope);
      return new Unknown(e.kind, e.at);
    case 'yield':
      if (e.value) st.evaluate(e.value, scope);
      return new Unknown('yield', e.at);
    case 'error':
      st.unread(e.at, 'its value');
      return new Unknown('unreadable text', e.at);
  }
};

const placesOf = (list: readonly PyExpr[]): readonly Span[] | null =>
  list.some((e) => e.kind === 'starred') ? null : list.map((e) => e.at);

const optional = (st: State, e: PyExpr | null, scope: Scope): Value => (e ? st.evaluate(e, scope) : null);

/** The places of the parts of a subscript's key. */
export const indexSpans = (index: PyExpr): readonly Span[] =>
  index.kind === 'tuple' ? index.items.map((i) => i.at) : [index.at];

const lookup = (st: State, name: string, at: Span, scope: Scope): Value => {
  const found = scope.lookup(name);
  if (found === undefined) {
    st.segment.missing = true;
    const { openScope } = scope;
    if (openScope) {
      const value = st.unknown(name, at);
      openScope.set(name, value);
      return value;
    }
    if (boundInBlock(name, scope)) {
      return st.fail(
        'undefined-name',
        at,
        `\`${name}\` is bound only in the body of a loop or branch, which is a function of its own to FreeTensor: it is not defined here; bind it before`,
        'NameError',
      );
    }
    const near = st.suggest(name, scope);
    return st.fail(
      'undefined-name',
      at,
      `\`${name}\` is not defined${near ? `; did you mean \`${near}\`?` : ''}`,
      'NameError',
    );
  }
  if (found === 'unbound')
    return st.fail('undefined-name', at, `\`${name}\` is local here and not yet assigned`, 'UnboundLocalError');
  st.facts?.use(scope, name, at, found.value);
  if (isRewritten(scope)) noteRead(st, scope, name, found.value, at);
  return found.value;
};

const boundInBlock = (name: string, scope: Scope): boolean => {
  for (let s: Scope | null = scope; s; s = s.parent) if (s.blockNames.has(name)) return true;
  return false;
};

export const items = (st: State, list: readonly PyExpr[], scope: Scope): Value[] => {
  const out: Value[] = [];
  for (const e of list) {
    if (e.kind !== 'starred') {
      out.push(st.evaluate(e, scope));
      continue;
    }
    const values = iterate(st, st.evaluate(e.value, scope), e.at);
    if (values) out.push(...values);
    else out.push(new Unknown('items', e.at));
  }
  return out;
};

const dict = (st: State, e: PyExprOf<'dict'>, scope: Scope): Value => {
  const out = new PyDict();
  for (const entry of e.entries) {
    if (entry.key === null) {
      const other = st.evaluate(entry.value, scope);
      if (other instanceof PyDict) for (const [k, v] of other.entries) out.entries.set(k, { ...v });
      continue;
    }
    const key = st.evaluate(entry.key, scope);
    out.entries.set(keyOf(key) ?? `?${out.entries.size}`, { key, value: st.evaluate(entry.value, scope) });
  }
  return out;
};

const formatted = (st: State, e: PyExprOf<'fstring'>, scope: Scope): Value => {
  let text: string | null = '';
  for (const part of e.parts) {
    const piece: string | null =
      typeof part === 'string'
        ? part
        : parseSpec(toText(st.evaluate(part.value, scope), part.conversion === 'r'), part.spec);
    text = text === null || piece === null ? null : text + piece;
  }
  return text ?? new Unknown('text', e.at, null, 'str');
};

/** The arguments of a call expression, stars spread. */
export const argsOf = (st: State, e: PyExprOf<'call'>, scope: Scope): Args | null => {
  const positional: Value[] = [];
  const spans: Span[] = [];
  const keywords = new Map<string, Value>();
  const named = new Map<string, { nameAt: Span; at: Span }>();
  let known = true;
  for (const a of e.args) {
    if (a.kind !== 'starred') {
      positional.push(st.evaluate(a, scope));
      spans.push(a.at);
      continue;
    }
    const values = iterate(st, st.evaluate(a.value, scope), a.at);
    if (!values) known = false;
    for (const v of values ?? []) {
      positional.push(v);
      spans.push(a.at);
    }
  }
  for (const k of e.keywords) {
    const value = st.evaluate(k.value, scope);
    if (k.name !== null) {
      keywords.set(k.name, value);
      named.set(k.name, { nameAt: k.nameAt ?? k.at, at: k.value.at });
    } else if (value instanceof PyDict) {
      for (const entry of value.entries.values())
        if (typeof entry.key === 'string') keywords.set(entry.key, entry.value);
    } else known = false;
  }
  return known ? { positional, keywords, at: e.at, spans, callee: e.func.at, named } : null;
};

const callExpr = (st: State, e: PyExprOf<'call'>, scope: Scope): Value => {
  if (e.func.kind === 'name' && e.func.id === 'range' && isRewritten(scope)) return stagedRange(st, e, scope);
  if (e.func.kind === 'name' && (e.func.id === 'locals' || e.func.id === 'super')) return new Unknown(e.func.id, e.at);
  const f = st.evaluate(e.func, scope);
  const args = argsOf(st, e, scope);
  if (!args) return st.unknown(`${f instanceof Unknown ? f.name : 'call'}(…)`, e.at);
  return st.call(f, args);
};

const stagedRange = (st: State, e: PyExprOf<'call'>, scope: Scope): Value => {
  const args = argsOf(st, e, scope);
  if (!args) return new Unknown('range', e.at);
  const named = (k: string): Value | undefined => args.keywords.get(k);
  const [first, second, third] = [
    args.positional[0] ?? named('start'),
    args.positional[1] ?? named('stop'),
    args.positional[2] ?? named('step'),
  ];
  if (first === undefined || args.positional.length > 3) {
    return st.fail(
      'wrong-arguments',
      args.positional.length > 3 ? surplusAt(args, 3) : e.at,
      `range takes one to three arguments, ${args.positional.length} are given`,
      'TypeError',
      true,
    );
  }
  const step = third === undefined ? 1n : third;
  // FreeTensor tests the stop for truth: a constant 0 counts as absent.
  const absent = second === undefined || second === null || second === 0n || second === 0 || second === false;
  if (second !== undefined && absent) {
    const shown = `range(0, ${toText(first, false) ?? '…'}, ${toText(step, false) ?? '…'})`;
    st.note({
      code: 'trap-range-zero-stop',
      at: e.at,
      message: `a constant stop of 0 counts as absent: this loops over \`${shown}\``,
      fixes: zeroStopFix(st, e, first, step),
    });
  }
  const [start, stop, stride] = ['start', 'stop', 'step'].map((name, i) => argumentAt(args, i, name)) as [
    Span,
    Span,
    Span,
  ];
  return new StagedRange(absent ? 0n : first, absent ? first : second, step, e.at, [
    absent ? e.at : start,
    absent ? start : stop,
    stride,
  ]);
};

/**
 * Another text of the same loop. With a stride of 2 or more a stop other than 0 gives the same values; a stop that is an
 * expression of the program is never absent; and a loop down by 1 is a loop up whose iterator is turned around.
 */
const zeroStopFix = (st: State, e: PyExprOf<'call'>, first: Value, step: Value): Fix[] => {
  const [from, stop] = [e.args[0], e.args[1]];
  if (!from || !stop) return [];
  if (isStaged(first) && from.kind === 'name') {
    return [
      {
        title: 'Make the stop an expression of the program',
        edits: [{ span: stop.at, newText: `${from.id} - ${from.id}` }],
      },
    ];
  }
  if (typeof first !== 'bigint' || typeof step !== 'bigint' || step >= 0n || first <= 0n) return [];
  const stride = -step;
  const last = ((first - 1n) % stride) + 1n;
  if (stride > 1n) {
    return [
      {
        title: 'Stop between the last value and the next',
        edits: [{ span: stop.at, newText: String(last > 1n ? last - 1n : last - stride) }],
      },
    ];
  }
  const loop = st.loopHead;
  const body = loop?.body[0];
  if (loop?.iter !== e || loop.target.kind !== 'name' || !body) return [];
  const indent = ' '.repeat(st.source.lines.position0(body.at.start).character);
  return [
    {
      title: 'Count up, and turn the iterator around',
      edits: [
        { span: { ...loop.target.at, end: e.at.end }, newText: `${loop.target.id}_up in range(${first})` },
        {
          span: { ...body.at, end: body.at.start },
          newText: `${loop.target.id} = ${first} - ${loop.target.id}_up\n${indent}`,
        },
      ],
    },
  ];
};

const not = (st: State, v: Value, at: Span, rewritten: boolean, place: Span): Value => {
  if (rewritten && typeof v !== 'boolean') {
    const e = isStaged(v) || typeof v === 'bigint' || typeof v === 'number' ? st.toExpr(v, place) : null;
    if (e) return new ExprValue({ kind: 'unary', op: 'lNot', operand: e, at });
    if (v instanceof Unknown && v.expr)
      return new Unknown(`not ${v.name}`, at, { kind: 'unary', op: 'lNot', operand: v.expr, at }, 'bool');
  }
  if (v instanceof Unknown)
    return new Unknown(`not ${v.name}`, at, v.expr ? { kind: 'unary', op: 'lNot', operand: v.expr, at } : null, 'bool');
  return !st.truth(v, at);
};

const boolOp = (st: State, e: PyExprOf<'boolOp'>, scope: Scope): Value => {
  const rewritten = isRewritten(scope);
  let result = st.evaluate(e.values[0] as PyExpr, scope);
  // Comparing the left operand with 0 keeps the meaning only where truth is wanted, not one of the values.
  const logical = e.values.slice(1).every((v) => ['compare', 'boolOp', 'unary'].includes(v.kind));
  let leftAt = logical ? (e.values[0] as PyExpr).at : null;
  for (const next of e.values.slice(1)) {
    result = join(st, e.op, result, () => st.evaluate(next, scope), e.at, rewritten, next.at, leftAt);
    leftAt = null;
  }
  return result;
};

const join = (
  st: State,
  op: 'and' | 'or',
  left: Value,
  right: () => Value,
  at: Span,
  rewritten: boolean,
  place: Span = at,
  leftAt: Span | null = null,
): Value => {
  const ir = op === 'and' ? 'lAnd' : 'lOr';
  // Later versions take an element for an expression here, as they do elsewhere.
  if (rewritten && (left instanceof ExprValue || (st.laterEra && left instanceof TensorRef))) {
    const r = right();
    const [lhs, rhs] = [st.toExpr(left, at), st.toExpr(r, place)];
    if (!lhs || !rhs)
      return st.fail('unsupported-operator', at, `\`${op}\` joins truth values, not ${typeOf(r)}`, 'TypeError', true);
    return node(ir, lhs, rhs, at);
  }
  if (left instanceof Unknown) {
    st.uncertain++;
    let r: Value;
    try {
      r = right();
    } finally {
      st.uncertain--;
    }
    const rhs: Expr | null = isStaged(r) || typeof r === 'boolean' || r instanceof Unknown ? st.toExpr(r, place) : null;
    const lhs = st.toExpr(left, at);
    if (lhs && rhs) {
      const expr: Expr = { kind: 'binary', op: ir, lhs, rhs, at };
      return isStaged(r) ? new ExprValue(expr) : new Unknown(`${left.name} ${op} …`, at, expr, 'bool');
    }
    return new Unknown(`${left.name} ${op} …`, at);
  }
  const truth = st.truth(left, at, rewritten, leftAt);
  return op === 'and' ? (truth ? right() : left) : truth ? left : right();
};

const compare = (st: State, e: PyExprOf<'compare'>, scope: Scope): Value => {
  const rewritten = isRewritten(scope);
  let left = st.evaluate(e.first, scope);
  let result: Value | undefined;
  let leftAt = e.first.at;
  for (const { op, value } of e.rest) {
    const previous = left;
    const previousAt = leftAt;
    leftAt = value.at;
    const one = (): Value => {
      const right = st.evaluate(value, scope);
      left = right;
      const at = e.rest.length === 1 ? e.at : { ...value.at, start: e.first.at.start };
      return compareOp(st, op, previous, right, at, [previousAt, value.at], () =>
        e.rest.length === 1 ? membershipFix(st, e.first, op, value, at) : [],
      );
    };
    result = result === undefined ? one() : join(st, 'and', result, one, e.at, rewritten);
    if (result === false && !rewritten) return false;
  }
  return result as Value;
};

const conditional = (st: State, e: PyExprOf<'ifExp'>, scope: Scope): Value => {
  const test = st.evaluate(e.test, scope);
  if (!isRewritten(scope)) {
    if (test instanceof Unknown) return new Unknown(`${test.name} ? …`, e.at);
    return st.evaluate(st.truth(test, e.test.at) ? e.then : e.else, scope);
  }
  // Rewritten to a call: both arms are evaluated whatever the test says.
  if (typeof test === 'boolean') {
    const then = test ? st.evaluate(e.then, scope) : unusedArm(st, e, e.then, scope);
    const other = test ? unusedArm(st, e, e.else, scope) : st.evaluate(e.else, scope);
    return test ? then : other;
  }
  const [a, b] = [st.evaluate(e.then, scope), st.evaluate(e.else, scope)];
  // A test that Python decides chooses between whole tensors as well.
  if (test instanceof Unknown && [a, b].some((v) => v instanceof TensorRef && rankOf(v) > 0))
    return new Unknown(`${test.name} ? …`, e.at);
  const cond = st.toExpr(test, e.test.at);
  const then = st.toExpr(a, e.then.at);
  const other = st.toExpr(b, e.else.at);
  if (cond && then && other) {
    const expr: Expr = { kind: 'select', cond, then, else: other, at: e.at };
    return test instanceof Unknown && !isStaged(a) && !isStaged(b)
      ? new Unknown(`${test.name} ? …`, e.at, expr)
      : new ExprValue(expr);
  }
  if (test instanceof Unknown) return new Unknown(`${test.name} ? …`, e.at);
  return st.fail(
    'store-type',
    e.at,
    `a conditional over tensor data yields a number, not ${typeOf(then ? b : a)}`,
    'TypeError',
    true,
  );
};

/** The arm that a test known while staging does not choose: FreeTensor of 2022 evaluates it too. */
const unusedArm = (st: State, e: PyExprOf<'ifExp'>, arm: PyExpr, scope: Scope): Value => {
  st.handlers++;
  try {
    return st.evaluate(arm, scope);
  } catch (error) {
    if (!(error instanceof Raised) || isLibraryFile(arm.at.file)) throw error;
    st.note({
      code: 'trap-eager-conditional',
      at: arm.at,
      message: `this arm is not chosen, but FreeTensor of 2022 evaluates both arms and fails here: ${error.message}; use an \`if\` statement`,
      related:
        error.at.start === arm.at.start && error.at.end === arm.at.end
          ? []
          : [{ span: error.at, message: error.message }],
      fixes: conditionalFix(st, e, st.place),
    });
    return null;
  } finally {
    st.handlers--;
  }
};

const comprehension = (
  st: State,
  element: PyExpr,
  clauses: readonly Comprehension[],
  scope: Scope,
  at: Span,
): Value[] => {
  const out: Value[] = [];
  const complete = overClauses(st, clauses, 0, scope, (inner) => out.push(st.evaluate(element, inner)));
  if (!complete) return [new Unknown('items', at)];
  return out;
};

const overClauses = (
  st: State,
  clauses: readonly Comprehension[],
  n: number,
  scope: Scope,
  body: (scope: Scope) => void,
): boolean => {
  const clause = clauses[n];
  if (!clause) {
    body(scope);
    return true;
  }
  const values = iterate(st, st.evaluate(clause.iter, scope), clause.iter.at);
  if (!values) return false;
  for (const v of values) {
    const inner = new Scope('comprehension', scope);
    bindInner(st, clause.target, v, inner);
    if (clause.ifs.every((c) => st.truth(st.evaluate(c, inner), c.at)) && !overClauses(st, clauses, n + 1, inner, body))
      return false;
  }
  return true;
};

/** Binds a comprehension's target in its own scope: names inside never leak. */
const bindInner = (st: State, target: PyExpr, value: Value, scope: Scope): void => {
  if (target.kind === 'name') {
    scope.set(target.id, value);
    st.facts?.bind(scope, target.id, target.at, value);
  } else if (target.kind === 'tuple' || target.kind === 'list') {
    const values = iterate(st, value, target.at);
    target.items.forEach((t, i) => {
      bindInner(st, t, values?.[i] ?? new Unknown('item', t.at), scope);
    });
  }
};
