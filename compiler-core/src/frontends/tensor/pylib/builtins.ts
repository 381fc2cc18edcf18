/** Python's built-in functions, as far as they decide what is staged. The rest give unknown values. */

import { floorDiv, floorMod, isNumber, pyOrder } from '../arithmetic.ts';
import { attribute, classMember } from '../attributes.ts';
import { sequence } from '../calls.ts';
import { iterate, lengthOf } from '../iteration.ts';
import { binaryOp, compareOp, inPlaceOp, isStaged, unaryOp } from '../operators.ts';
import type { State } from '../state.ts';
import { subscript } from '../subscript.ts';
import { inWords, TensorRef } from '../tensor.ts';
import {
  type Args,
  Builtin,
  keyOf,
  PyClass,
  PyDict,
  PyFunction,
  PyInstance,
  PyIterator,
  PyList,
  PySet,
  PySlice,
  PyTuple,
  TypeName,
  typeOf,
  Unknown,
  type Value,
} from '../values.ts';
import { toText } from './text.ts';

const MAX_RANGE = 1_000_000n;

/** `max` and `min` of Python: comparing tensor elements takes every comparison for true. */
const extreme = (st: State, name: 'max' | 'min'): Builtin =>
  new Builtin(name, (args) => {
    const list = args.positional.length === 1 ? iterate(st, args.positional[0] as Value, args.at) : args.positional;
    if (!list) return new Unknown(`${name}(…)`, args.at);
    const first = list[0];
    if (first === undefined)
      return (
        args.keywords.get('default') ??
        st.fail('python-error', args.at, `ValueError: ${name}() of nothing`, 'ValueError')
      );
    if (list.some(isStaged)) {
      // `later > best` is an expression, which is true to Python: the last comparison with an element wins.
      let best = first;
      for (const v of list.slice(1)) {
        const plain = !isStaged(v) && !isStaged(best) ? pyOrder(name === 'max' ? '>' : '<', v, best) : true;
        if (plain !== false) best = v;
      }
      st.note({
        code: 'trap-builtin-minmax',
        at: args.at,
        message: `Python's \`${name}\` compares while staging and takes the comparison of a tensor element for true: this is always its ${best === list.at(-1) ? 'last' : 'first'} argument; use \`ft.${name}\``,
        fixes:
          list.length === 2
            ? [{ title: `Use \`ft.${name}\``, edits: [{ span: { ...args.at, end: args.at.start }, newText: 'ft.' }] }]
            : [],
      });
      return best;
    }
    const key = args.keywords.get('key');
    const rank = (v: Value): Value =>
      key === undefined || key === null
        ? v
        : st.call(key, { positional: [v], keywords: new Map(), at: args.at, spans: [args.at] });
    let best = first;
    let bestKey = rank(first);
    for (const v of list.slice(1)) {
      const k = rank(v);
      if (v instanceof Unknown || best instanceof Unknown || k instanceof Unknown)
        return unknownExtreme(st, name, list, args);
      const better = pyOrder(name === 'max' ? '>' : '<', k, bestKey);
      if (better === undefined)
        return st.fail(
          'python-error',
          args.at,
          `TypeError: '${typeOf(k)}' and '${typeOf(bestKey)}' cannot be compared`,
          'TypeError',
        );
      if (better) [best, bestKey] = [v, k];
    }
    return best;
  });

/** Of symbolic sizes: an expression, so that bounds can still be decided. */
const unknownExtreme = (st: State, name: 'max' | 'min', list: readonly Value[], args: Args): Value => {
  const exprs = list.map((v) => (isNumber(v) || v instanceof Unknown ? st.toExpr(v, args.at) : null));
  const expr = exprs.reduce((a, b) => (a && b ? { kind: 'binary', op: name, lhs: a, rhs: b, at: args.at } : null));
  return new Unknown(`${name}(…)`, args.at, expr);
};

const range = (st: State, args: Args): Value => {
  const [a, b, c] = args.positional.map((v) => st.plain(v));
  if (args.positional.some((v) => v instanceof Unknown)) return new Unknown('range(…)', args.at);
  const [start, stop, step] = b === undefined ? [0n, a, 1n] : [a, b, c ?? 1n];
  if (typeof start !== 'bigint' || typeof stop !== 'bigint' || typeof step !== 'bigint') {
    const odd = [start, stop, step].find((v) => typeof v !== 'bigint');
    return st.fail(
      'python-error',
      args.at,
      `TypeError: '${typeOf(odd ?? null)}' object cannot be interpreted as an integer`,
      'TypeError',
      isStaged(odd ?? null),
    );
  }
  if (step === 0n) return st.fail('zero-step', args.at, 'ValueError: range() step must not be zero', 'ValueError');
  const count = step > 0n ? floorDiv(stop - start + step - 1n, step) : floorDiv(start - stop - step - 1n, -step);
  if (count > MAX_RANGE) return new Unknown('range(…)', args.at);
  const items: Value[] = [];
  for (let i = 0n; i < count; i++) items.push(start + i * step);
  return new PyIterator(items, 'range');
};

const toInt = (st: State, given: Value, args: Args): Value => {
  const v = st.plain(given);
  if (typeof v === 'bigint') return v;
  if (typeof v === 'boolean') return BigInt(v);
  if (typeof v === 'number') {
    if (Number.isFinite(v)) return BigInt(Math.trunc(v));
    return st.fail(
      'python-error',
      args.at,
      `${Number.isNaN(v) ? 'ValueError' : 'OverflowError'}: cannot convert float to integer`,
      'ValueError',
    );
  }
  if (typeof v === 'string' && /^\s*[+-]?\d+\s*$/.test(v)) return BigInt(v.trim());
  if (v instanceof Unknown)
    return v.expr ? new Unknown(v.name, v.at, v.expr, 'int') : new Unknown(`int(${v.name})`, args.at, null, 'int');
  return st.fail('python-error', args.at, `TypeError: int() of ${typeOf(v)}`, 'TypeError', isStaged(v));
};

const toFloat = (st: State, v: Value, args: Args): Value => {
  if (isNumber(v)) return Number(v);
  if (typeof v === 'string') {
    const t = v.trim().toLowerCase();
    const special = /^([+-]?)(inf|infinity|nan)$/.exec(t);
    if (special)
      return special[2] === 'nan'
        ? Number.NaN
        : special[1] === '-'
          ? Number.NEGATIVE_INFINITY
          : Number.POSITIVE_INFINITY;
    if (t !== '' && Number.isFinite(Number(t))) return Number(t);
  }
  if (v instanceof Unknown) return new Unknown(`float(${v.name})`, args.at, v.expr, 'float');
  return st.fail(
    'python-error',
    args.at,
    `TypeError: float() of ${typeof v === 'string' ? `'${v}'` : typeOf(v)}`,
    'TypeError',
    isStaged(v),
  );
};

const isInstance = (v: Value, of: Value): boolean | null => {
  if (of instanceof PyTuple) {
    const all = of.items.map((c) => isInstance(v, c));
    return all.includes(true) ? true : all.includes(null) ? null : false;
  }
  if (v instanceof Unknown || of instanceof Unknown) {
    if (of instanceof Unknown && v !== null && typeof v !== 'object')
      return /VarRef|Expr|ndarray|Tensor/.test(of.name) ? false : null;
    if (of instanceof Unknown && /VarRef$/.test(of.name)) return v instanceof TensorRef;
    if (v instanceof Unknown && v.type && of instanceof TypeName) return v.type === of.name;
    return null;
  }
  if (of instanceof TypeName)
    return typeOf(v) === of.name || (of.name === 'int' && typeof v === 'boolean') || of.name === 'object';
  if (of instanceof PyClass) {
    if (!(v instanceof PyInstance)) return false;
    const up = (c: PyClass): boolean => c === of || c.bases.some((b) => b instanceof PyClass && up(b));
    return up(v.of);
  }
  return null;
};

const sort = (st: State, values: readonly Value[], args: Args): Value[] | null => {
  const key = args.keywords.get('key');
  const keyed = values.map((v) => ({
    v,
    k:
      key === undefined || key === null
        ? v
        : st.call(key, { positional: [v], keywords: new Map(), at: args.at, spans: [args.at] }),
  }));
  let known = true;
  keyed.sort((x, y) => {
    const before = pyOrder('<', x.k, y.k);
    if (before === undefined) known = false;
    return before ? -1 : pyOrder('<', y.k, x.k) ? 1 : 0;
  });
  if (!known) return null;
  const sorted = keyed.map((x) => x.v);
  return args.keywords.get('reverse') === true ? sorted.reverse() : sorted;
};

export const pythonBuiltins = (st: State): Map<string, Value> => {
  const all = new Map<string, Value>();
  const arg = (args: Args, i = 0): Value => args.positional[i] ?? null;
  const def = (name: string, call: (args: Args) => Value): void => {
    all.set(name, new Builtin(name, call));
  };
  const type = (name: string, call: (args: Args) => Value): void => {
    all.set(name, new TypeName('python', name, call));
  };
  const items = (args: Args, i = 0): readonly Value[] | null =>
    args.positional.length <= i ? [] : iterate(st, arg(args, i), args.spans[i] ?? args.at);
  const unknown = (name: string, args: Args): Value => new Unknown(`${name}(…)`, args.at);

  all.set('max', extreme(st, 'max'));
  all.set('min', extreme(st, 'min'));
  def('range', (args) => range(st, args));
  def('len', (args) => {
    const v = arg(args);
    if (v instanceof TensorRef)
      return st.fail('python-error', args.at, 'TypeError: a tensor has no len(); use `x.shape(0)`', 'TypeError', true);
    if (v instanceof PyInstance) {
      const method = classMember(v.of, '__len__');
      if (method instanceof PyFunction) return st.call(method, { ...args, positional: [v] });
      const shape = v.members.get('shape');
      if (shape instanceof PyTuple) return shape.items[0] ?? null;
    }
    const n = lengthOf(v);
    if (n !== null) return BigInt(n);
    if (v instanceof Unknown) return st.unknown(`len(${v.name})`, args.at, 'int');
    return st.fail(
      'python-error',
      args.at,
      `TypeError: object of type '${typeOf(v)}' has no len()`,
      'TypeError',
      isStaged(v),
    );
  });
  def('abs', (args) => {
    const v = arg(args);
    if (typeof v === 'bigint') return v < 0n ? -v : v;
    if (isNumber(v)) return Math.abs(Number(v));
    if (v instanceof Unknown)
      return new Unknown(
        `abs(${v.name})`,
        args.at,
        v.expr ? { kind: 'unary', op: 'abs', operand: v.expr, at: args.at } : null,
      );
    return st.fail(
      'unsupported-operator',
      args.at,
      `Python's \`abs\` does not work on ${inWords(v)}; use \`ft.abs\``,
      'TypeError',
      isStaged(v),
    );
  });
  def('sum', (args) => {
    const values = items(args);
    if (!values) return unknown('sum', args);
    return values.reduce(
      (a, b) => binaryOp(st, '+', a, b, args.at),
      args.positional[1] ?? args.keywords.get('start') ?? 0n,
    );
  });
  def('pow', (args) => binaryOp(st, '**', arg(args), arg(args, 1), args.at));
  def('divmod', (args) => {
    const [a, b] = [arg(args), arg(args, 1)];
    if (typeof a === 'bigint' && typeof b === 'bigint' && b !== 0n)
      return new PyTuple([floorDiv(a, b), floorMod(a, b)]);
    return new PyTuple([binaryOp(st, '//', a, b, args.at), binaryOp(st, '%', a, b, args.at)]);
  });
  def('round', (args) => {
    const [v, digits] = [arg(args), args.positional[1]];
    if (typeof v === 'bigint') return v;
    if (typeof v !== 'number' || isStaged(v)) return unknown('round', args);
    if (digits !== undefined && digits !== null)
      return Number(v.toFixed(Math.max(0, Math.min(20, Number(typeof digits === 'bigint' ? digits : 0n)))));
    const r = Math.round(v);
    return BigInt(Math.abs(v % 1) === 0.5 && r % 2 !== 0 ? r - 1 : r);
  });
  type('int', (args) => (args.positional.length === 0 ? 0n : toInt(st, arg(args), args)));
  type('float', (args) => (args.positional.length === 0 ? 0 : toFloat(st, arg(args), args)));
  type('bool', (args) =>
    arg(args) instanceof Unknown ? new Unknown('bool(…)', args.at, null, 'bool') : st.truth(arg(args), args.at),
  );
  type('str', (args) => toText(arg(args), false) ?? new Unknown('text', args.at, null, 'str'));
  def('repr', (args) => toText(arg(args), true) ?? new Unknown('text', args.at, null, 'str'));
  type('list', (args) => {
    const values = items(args);
    return values ? new PyList([...values]) : unknown('list', args);
  });
  type('tuple', (args) => {
    const values = items(args);
    return values ? new PyTuple(values) : unknown('tuple', args);
  });
  type('set', (args) => {
    const values = items(args);
    if (!values) return unknown('set', args);
    const made = new PySet();
    for (const v of values) made.entries.set(keyOf(v) ?? `?${made.entries.size}`, v);
    return made;
  });
  type('dict', (args) => {
    const made = new PyDict();
    const from = args.positional[0];
    if (from instanceof PyDict) for (const [k, e] of from.entries) made.entries.set(k, { ...e });
    else if (from !== undefined) {
      const pairs = iterate(st, from, args.at);
      if (!pairs) return unknown('dict', args);
      for (const p of pairs) {
        const [key, value] = sequence(p) ?? [];
        if (key !== undefined && value !== undefined)
          made.entries.set(keyOf(key) ?? `?${made.entries.size}`, { key, value });
      }
    }
    for (const [key, value] of args.keywords) made.entries.set(`s${key}`, { key, value });
    return made;
  });
  type('object', (args) => unknown('object', args));
  def('slice', (args) => {
    const [a, b, c] = args.positional;
    return b === undefined ? new PySlice(null, a ?? null, null) : new PySlice(a ?? null, b, c ?? null);
  });
  def('enumerate', (args) => {
    const values = items(args);
    const start = args.positional[1] ?? args.keywords.get('start') ?? 0n;
    if (!values || typeof start !== 'bigint') return unknown('enumerate', args);
    return new PyIterator(
      values.map((v, i) => new PyTuple([start + BigInt(i), v])),
      'iterator',
    );
  });
  def('zip', (args) => {
    const lists = args.positional.map((_, i) => items(args, i));
    if (lists.some((l) => l === null)) return unknown('zip', args);
    const known = lists as (readonly Value[])[];
    const n = known.length === 0 ? 0 : Math.min(...known.map((l) => l.length));
    return new PyIterator(
      Array.from({ length: n }, (_, i) => new PyTuple(known.map((l) => l[i] as Value))),
      'iterator',
    );
  });
  def('map', (args) => {
    const lists = args.positional.slice(1).map((_, i) => items(args, i + 1));
    if (lists.some((l) => l === null)) return unknown('map', args);
    const known = lists as (readonly Value[])[];
    const n = known.length === 0 ? 0 : Math.min(...known.map((l) => l.length));
    const f = arg(args);
    return new PyIterator(
      Array.from({ length: n }, (_, i) =>
        st.call(f, { positional: known.map((l) => l[i] as Value), keywords: new Map(), at: args.at, spans: [] }),
      ),
      'iterator',
    );
  });
  def('filter', (args) => {
    const values = items(args, 1);
    if (!values) return unknown('filter', args);
    const f = arg(args);
    return new PyIterator(
      values.filter((v) =>
        st.truth(
          f === null ? v : st.call(f, { positional: [v], keywords: new Map(), at: args.at, spans: [] }),
          args.at,
        ),
      ),
      'iterator',
    );
  });
  def('reversed', (args) => {
    const values = items(args);
    return values ? new PyIterator([...values].reverse(), 'iterator') : unknown('reversed', args);
  });
  def('sorted', (args) => {
    const values = items(args);
    const done = values && sort(st, values, args);
    return done ? new PyList(done) : unknown('sorted', args);
  });
  def('all', (args) => items(args)?.every((v) => st.truth(v, args.at)) ?? unknown('all', args));
  def('any', (args) => items(args)?.some((v) => st.truth(v, args.at)) ?? unknown('any', args));
  def('iter', (args) => {
    const values = items(args);
    return values ? new PyIterator(values, 'iterator') : unknown('iter', args);
  });
  def('next', (args) => {
    const it = arg(args);
    if (!(it instanceof PyIterator)) return unknown('next', args);
    const v = it.items[it.next];
    if (v === undefined)
      return args.positional[1] ?? st.fail('python-error', args.at, 'StopIteration', 'StopIteration');
    it.next++;
    return v;
  });
  def(
    'isinstance',
    (args) => isInstance(arg(args), arg(args, 1)) ?? new Unknown('isinstance(…)', args.at, null, 'bool'),
  );
  def('issubclass', (args) => new Unknown('issubclass(…)', args.at, null, 'bool'));
  def('callable', (args) => {
    const v = arg(args);
    return v instanceof Unknown
      ? new Unknown('callable(…)', args.at, null, 'bool')
      : v !== null && typeof v === 'object' && ['function', 'builtin', 'method', 'class'].includes(v.kind);
  });
  def('hasattr', (args) => {
    const [v, name] = [arg(args), arg(args, 1)];
    if (v instanceof PyInstance && typeof name === 'string')
      return v.members.has(name) || classMember(v.of, name) !== undefined;
    return new Unknown('hasattr(…)', args.at, null, 'bool');
  });
  def('getattr', (args) => {
    const [v, name, other] = [arg(args), arg(args, 1), args.positional[2]];
    if (typeof name !== 'string') return unknown('getattr', args);
    if (other === undefined) return attribute(st, v, name, args.at, args.at);
    st.handlers++;
    try {
      return attribute(st, v, name, args.at, args.at);
    } catch {
      return other;
    } finally {
      st.handlers--;
    }
  });
  def('setattr', (args) => {
    const [v, name, value] = [arg(args), arg(args, 1), arg(args, 2)];
    if ((v instanceof PyInstance || v instanceof PyClass) && typeof name === 'string') v.members.set(name, value);
    return null;
  });
  def('type', (args) => {
    const v = arg(args);
    if (v instanceof PyInstance) return v.of;
    const found = all.get(typeOf(v));
    return found ?? new Unknown(`type(${typeOf(v)})`, args.at);
  });
  def('id', (args) => unknown('id', args));
  def('hash', (args) => unknown('hash', args));
  def('print', () => null);
  def('chr', (args) =>
    typeof arg(args) === 'bigint' ? String.fromCodePoint(Number(arg(args)) % 0x110000) : unknown('chr', args),
  );
  def('ord', (args) => {
    const v = arg(args);
    return typeof v === 'string' && v.length > 0 ? BigInt(v.codePointAt(0) as number) : unknown('ord', args);
  });
  for (const name of [
    'open',
    'input',
    'eval',
    'exec',
    'vars',
    'dir',
    'globals',
    'locals',
    'format',
    'bytes',
    'bytearray',
    'memoryview',
    'complex',
    'frozenset',
    'super',
    'hex',
    'oct',
    'bin',
    'ascii',
    'delattr',
    'compile',
    'help',
    'breakpoint',
    'exit',
    'quit',
    '__import__',
  ]) {
    def(name, (args) => unknown(name, args));
  }
  const decoratorLike =
    (key: string) =>
    (args: Args): Value => {
      const f = arg(args);
      if (f instanceof PyFunction) f.attributes.set(key, true);
      return f;
    };
  def('property', decoratorLike('property'));
  def('staticmethod', decoratorLike('static'));
  def('classmethod', (args) => unknown('classmethod', args));
  for (const name of [
    'Exception',
    'BaseException',
    'ValueError',
    'TypeError',
    'NameError',
    'KeyError',
    'IndexError',
    'AttributeError',
    'ZeroDivisionError',
    'AssertionError',
    'RuntimeError',
    'NotImplementedError',
    'ImportError',
    'ModuleNotFoundError',
    'OSError',
    'FileNotFoundError',
    'StopIteration',
    'ArithmeticError',
    'OverflowError',
    'LookupError',
    'KeyboardInterrupt',
    'SystemExit',
    'Warning',
    'UserWarning',
    'DeprecationWarning',
    'RuntimeWarning',
    'RecursionError',
    'MemoryError',
    'UnicodeError',
    'PermissionError',
    'TimeoutError',
    'EOFError',
    'SyntaxError',
  ]) {
    all.set(name, new PyClass(name, [], null));
  }
  all.set('Ellipsis', new Unknown('Ellipsis', st.emitter.here));
  all.set('NotImplemented', new Unknown('NotImplemented', st.emitter.here));
  all.set('__debug__', true);
  return all;
};

/** The operators as functions: the module `operator`. */
export const operatorModule = (st: State): Record<string, Value> => {
  const made: Record<string, Value> = {};
  const def = (name: string, call: (a: Value, b: Value, args: Args) => Value): void => {
    made[name] = new Builtin(name, (args) => call(args.positional[0] ?? null, args.positional[1] ?? null, args));
  };
  const ops = {
    add: '+',
    sub: '-',
    mul: '*',
    truediv: '/',
    floordiv: '//',
    mod: '%',
    pow: '**',
    matmul: '@',
    and_: '&',
    or_: '|',
    xor: '^',
  } as const;
  for (const [name, op] of Object.entries(ops)) {
    def(name, (a, b, args) => binaryOp(st, op, a, b, args.at));
    def(`i${name}`, (a, b, args) => inPlaceOp(st, op, a, b, args.at));
  }
  const comparisons = { lt: '<', le: '<=', gt: '>', ge: '>=', eq: '==', ne: '!=' } as const;
  for (const [name, op] of Object.entries(comparisons)) def(name, (a, b, args) => compareOp(st, op, a, b, args.at));
  def('neg', (a, _, args) => unaryOp(st, '-', a, args.at));
  def('pos', (a, _, args) => unaryOp(st, '+', a, args.at));
  def('not_', (a, _, args) => !st.truth(a, args.at));
  def('getitem', (a, b, args) => subscript(st, a, b, args.at, null));
  return made;
};
