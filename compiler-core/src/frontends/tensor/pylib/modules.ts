/** The standard modules that surround tensor programs: `math`, `numpy`, `functools`, `itertools`, `dataclasses`, `typing`, `pytest` … */

import { isNumber } from '../arithmetic.ts';
import { instance } from '../calls.ts';
import { Raised } from '../errors.ts';
import { iterate } from '../iteration.ts';
import { binaryOp, isStaged } from '../operators.ts';
import { noteAccepted } from '../schedule/expected.ts';
import type { State } from '../state.ts';
import { catches } from '../statements.ts';
import {
  type Args,
  Builtin,
  dtypeValue,
  PyClass,
  PyFunction,
  PyInstance,
  PyIterator,
  PyList,
  PyModuleValue,
  PyTuple,
  TypeName,
  typeOf,
  Unknown,
  type Value,
  WithScope,
} from '../values.ts';
import { operatorModule } from './builtins.ts';

const open = (name: string, members: Record<string, Value>): PyModuleValue =>
  new PyModuleValue(
    name,
    (n) => (Object.hasOwn(members, n) ? members[n] : undefined),
    () => Object.keys(members),
    false,
  );

const mathModule = (st: State): Record<string, Value> => {
  const members: Record<string, Value> = {
    pi: Math.PI,
    e: Math.E,
    tau: 2 * Math.PI,
    inf: Number.POSITIVE_INFINITY,
    nan: Number.NaN,
  };
  const real: Record<string, (x: number, y: number) => number> = {
    sqrt: Math.sqrt,
    exp: Math.exp,
    log2: Math.log2,
    log10: Math.log10,
    sin: Math.sin,
    cos: Math.cos,
    tan: Math.tan,
    tanh: Math.tanh,
    asin: Math.asin,
    acos: Math.acos,
    atan: Math.atan,
    sinh: Math.sinh,
    cosh: Math.cosh,
    fabs: Math.abs,
    pow: (x, y) => x ** y,
    atan2: Math.atan2,
    hypot: Math.hypot,
    log: (x, y) => (Number.isNaN(y) ? Math.log(x) : Math.log(x) / Math.log(y)),
    log1p: Math.log1p,
    expm1: Math.expm1,
    degrees: (x) => (x * 180) / Math.PI,
    radians: (x) => (x * Math.PI) / 180,
  };
  const whole: Record<string, (x: number) => number> = { floor: Math.floor, ceil: Math.ceil, trunc: Math.trunc };
  const numeric = (name: string, args: Args, use: (x: number, y: number) => Value): Value => {
    const [x, y] = [st.plain(args.positional[0] ?? null), args.positional[1]];
    const odd = [x, ...(y === undefined ? [] : [y])].find((v) => !isNumber(v));
    if (odd instanceof Unknown)
      return new Unknown(`math.${name}(${odd.name})`, args.at, null, name in whole ? 'int' : 'float');
    if (odd !== undefined) {
      return st.fail(
        'unsupported-operator',
        args.at,
        `\`math.${name}\` takes Python numbers, not ${typeOf(odd)}${isStaged(odd) ? `; use \`ft.${name}\` or an intrinsic` : ''}`,
        'TypeError',
        isStaged(odd),
      );
    }
    return use(Number(x), y === undefined ? Number.NaN : Number(y));
  };
  for (const [name, f] of Object.entries(real)) {
    members[name] = new Builtin(name, (args) =>
      numeric(name, args, (x, y) => {
        const r = f(x, y);
        if (Number.isNaN(r) && !Number.isNaN(x))
          return st.fail('python-error', args.at, `ValueError: math domain error in ${name}(${x})`, 'ValueError');
        return r;
      }),
    );
  }
  for (const [name, f] of Object.entries(whole)) {
    members[name] = new Builtin(name, (args) => {
      const v = args.positional[0];
      return typeof v === 'bigint'
        ? v
        : numeric(name, args, (x) =>
            Number.isFinite(x)
              ? BigInt(f(x))
              : st.fail('python-error', args.at, 'OverflowError: no integer', 'OverflowError'),
          );
    });
  }
  const ints = (name: string, f: (a: bigint, b: bigint) => bigint): void => {
    members[name] = new Builtin(name, (args) => {
      const all = args.positional;
      if (all.length > 0 && all.every((v) => typeof v === 'bigint')) return all.reduce((a, b) => f(a, b));
      return new Unknown(`math.${name}(…)`, args.at, null, 'int');
    });
  };
  const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));
  ints('gcd', gcd);
  ints('lcm', (a, b) => (a === 0n || b === 0n ? 0n : (a / gcd(a, b)) * b));
  members['isinf'] = new Builtin('isinf', (args) =>
    numeric('isinf', args, (x) => Math.abs(x) === Number.POSITIVE_INFINITY),
  );
  members['isnan'] = new Builtin('isnan', (args) => numeric('isnan', args, (x) => Number.isNaN(x)));
  members['prod'] = new Builtin('prod', (args) => {
    const values = iterate(st, args.positional[0] ?? null, args.at);
    return values
      ? values.reduce((a, b) => binaryOp(st, '*', a, b, args.at), 1n)
      : new Unknown('math.prod(…)', args.at);
  });
  return members;
};

const NUMPY_TYPES = [
  'float16',
  'float32',
  'float64',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
] as const;

/** Scalars are numbers; arrays are known by shape and element type only. */
const numpyModule = (st: State): Record<string, Value> => {
  const members: Record<string, Value> = {
    pi: Math.PI,
    e: Math.E,
    inf: Number.POSITIVE_INFINITY,
    nan: Number.NaN,
    newaxis: null,
  };
  const ndarray = new PyClass('ndarray', [], null);
  members['ndarray'] = ndarray;
  const array = (shape: readonly Value[], dtype: Value): Value =>
    instance(ndarray, {
      shape: new PyTuple(shape),
      dtype: typeof dtype === 'string' ? dtypeNamed(dtype) : dtype,
      ndim: BigInt(shape.length),
    });
  const dtypeNamed = (name: string): Value =>
    (NUMPY_TYPES as readonly string[]).includes(name)
      ? dtypeValue(name as (typeof NUMPY_TYPES)[number])
      : new Unknown(name, st.emitter.here);
  for (const t of NUMPY_TYPES) {
    members[t] = new TypeName('dtype', t, (args) => {
      const v = args.positional[0] ?? null;
      if (isNumber(v))
        return t.startsWith('float')
          ? t === 'float32'
            ? Math.fround(Number(v))
            : Number(v)
          : BigInt(Math.trunc(Number(v)));
      return new Unknown(`numpy.${t}(…)`, args.at);
    });
  }
  members['bool_'] = dtypeValue('bool');
  const shaped = (name: string, fallback: Value): void => {
    members[name] = new Builtin(name, (args) => {
      const s = args.positional[0] ?? args.keywords.get('shape') ?? null;
      const dtype = args.keywords.get('dtype') ?? args.positional[name === 'full' ? 2 : 1] ?? fallback;
      if (typeof s === 'bigint') return array([s], dtype);
      return s instanceof PyTuple || s instanceof PyList
        ? array(s.items, dtype)
        : new Unknown(`numpy.${name}(…)`, args.at);
    });
  };
  for (const name of ['zeros', 'ones', 'empty', 'full']) shaped(name, dtypeValue('float64'));
  members['array'] = new Builtin('array', (args) => {
    const data = args.positional[0] ?? null;
    const dtype = args.keywords.get('dtype') ?? args.positional[1];
    const shape: Value[] = [];
    let level: Value = data;
    while (level instanceof PyList) {
      shape.push(BigInt(level.items.length));
      level = level.items[0] ?? null;
    }
    if (!isNumber(level) && !(level instanceof Unknown)) return new Unknown('numpy.array(…)', args.at);
    const made = array(shape, dtype ?? dtypeValue(typeof level === 'bigint' ? 'int64' : 'float64'));
    if (made instanceof PyInstance) made.members.set('data', data);
    return made;
  });
  members['arange'] = new Builtin('arange', (args) => {
    const numbers = st.call(st.builtin('range'), { ...args, keywords: new Map() });
    if (!(numbers instanceof PyIterator)) return new Unknown('numpy.arange(…)', args.at);
    const made = array([BigInt(numbers.items.length)], args.keywords.get('dtype') ?? dtypeValue('int64'));
    if (made instanceof PyInstance) made.members.set('data', new PyList([...numbers.items]));
    return made;
  });
  for (const [name, f] of Object.entries({
    sqrt: Math.sqrt,
    exp: Math.exp,
    log: Math.log,
    sin: Math.sin,
    cos: Math.cos,
    tanh: Math.tanh,
    abs: Math.abs,
    floor: Math.floor,
    ceil: Math.ceil,
  })) {
    members[name] = new Builtin(name, (args) => {
      const v = args.positional[0] ?? null;
      if (isStaged(v))
        return st.fail(
          'unsupported-operator',
          args.at,
          `\`numpy.${name}\` works on arrays and numbers, not on tensors of the program; use \`ft.${name}\``,
          'TypeError',
          true,
        );
      return isNumber(v) ? f(Number(v)) : new Unknown(`numpy.${name}(…)`, args.at);
    });
  }
  members['prod'] = new Builtin('prod', (args) => {
    const v = args.positional[0];
    const values = v instanceof PyList || v instanceof PyTuple ? v.items : null;
    return values?.every(isNumber)
      ? values.reduce<Value>((a, b) => binaryOp(st, '*', a, b, args.at), 1n)
      : new Unknown('numpy.prod(…)', args.at);
  });
  return members;
};

const functools = (st: State): Record<string, Value> => ({
  partial: new Builtin('partial', (args) => {
    const f = args.positional[0] ?? null;
    return new Builtin('partial', (more) =>
      st.call(f, {
        positional: [...args.positional.slice(1), ...more.positional],
        keywords: new Map([...args.keywords, ...more.keywords]),
        at: more.at,
        spans: [...args.spans.slice(1), ...more.spans],
      }),
    );
  }),
  reduce: new Builtin('reduce', (args) => {
    const [f, list, start] = [args.positional[0] ?? null, args.positional[1] ?? null, args.positional[2]];
    const values = iterate(st, list, args.at);
    if (!values) return new Unknown('reduce(…)', args.at);
    const all = start === undefined ? values : [start, ...values];
    const first = all[0];
    if (first === undefined) return st.fail('python-error', args.at, 'TypeError: reduce() of nothing', 'TypeError');
    return all
      .slice(1)
      .reduce((a, b) => st.call(f, { positional: [a, b], keywords: new Map(), at: args.at, spans: [] }), first);
  }),
  wraps: new Builtin('wraps', () => new Builtin('wraps', (args) => args.positional[0] ?? null)),
  lru_cache: passThrough('lru_cache'),
  cache: passThrough('cache'),
});

/** A decorator that leaves what it decorates as it is, with and without arguments. */
const passThrough = (name: string): Builtin =>
  new Builtin(name, (args) => {
    const f = args.positional[0];
    return f instanceof PyFunction || f instanceof PyClass
      ? f
      : new Builtin(name, (inner) => inner.positional[0] ?? null);
  });

const itertools = (st: State): Record<string, Value> => ({
  product: new Builtin('product', (args) => {
    const lists = args.positional.map((v) => iterate(st, v, args.at));
    const times = args.keywords.get('repeat') ?? 1n;
    if (lists.includes(null) || typeof times !== 'bigint') return new Unknown('product(…)', args.at);
    const all = Array.from({ length: Number(times) }, () => lists as (readonly Value[])[]).flat();
    if (all.reduce((n, l) => n * l.length, 1) > 100_000) return new Unknown('product(…)', args.at);
    const rows = all.reduce<Value[][]>((acc, l) => acc.flatMap((row) => l.map((v) => [...row, v])), [[]]);
    return new PyIterator(
      rows.map((r) => new PyTuple(r)),
      'iterator',
    );
  }),
  chain: new Builtin('chain', (args) => {
    const lists = args.positional.map((v) => iterate(st, v, args.at));
    return lists.includes(null)
      ? new Unknown('chain(…)', args.at)
      : new PyIterator((lists as (readonly Value[])[]).flat(), 'iterator');
  }),
});

const dataclasses = (): Record<string, Value> => ({
  dataclass: new Builtin('dataclass', (args) => {
    const apply = (c: Value): Value => {
      if (c instanceof PyClass && c.def) {
        const inherited = c.bases.flatMap((b) => (b instanceof PyClass ? (b.fields ?? []) : []));
        c.fields = [
          ...inherited,
          ...c.def.body.flatMap((s) => (s.kind === 'annAssign' && s.target.kind === 'name' ? [s.target.id] : [])),
        ];
      }
      return c;
    };
    const c = args.positional[0];
    return c instanceof PyClass ? apply(c) : new Builtin('dataclass', (inner) => apply(inner.positional[0] ?? null));
  }),
});

const pytest = (st: State): Record<string, Value> => ({
  // What is raised inside is expected there: it is caught, and said nowhere.
  raises: new Builtin(
    'raises',
    (args) =>
      new WithScope('raises', (body, statements) => {
        const expected = args.positional[0] ?? args.keywords.get('expected_exception') ?? null;
        const before = st.scheduleCalls.length;
        st.handlers++;
        try {
          body(new Unknown('exception info', args.at));
        } catch (e) {
          if (!(e instanceof Raised) || !catches(expected, e)) throw e;
          return;
        } finally {
          st.handlers--;
        }
        noteAccepted(st, expected, statements, st.scheduleCalls.slice(before));
      }),
  ),
});

/** A module of Python's own, by name; null where it is not modelled. */
export const standardModule = (st: State, name: string): PyModuleValue | null => {
  switch (name) {
    case 'math':
      return open(name, mathModule(st));
    case 'numpy':
      return open(name, numpyModule(st));
    case 'functools':
      return open(name, functools(st));
    case 'itertools':
      return open(name, itertools(st));
    case 'operator':
      return open(name, operatorModule(st));
    case 'dataclasses':
      return open(name, dataclasses());
    case 'pytest':
      return open(name, pytest(st));
    case 'builtins':
      return open(
        name,
        Object.fromEntries(
          ['max', 'min', 'abs', 'sum', 'len', 'range', 'all', 'any', 'int', 'float'].map((n) => [n, st.builtin(n)]),
        ),
      );
    default:
      return null;
  }
};
