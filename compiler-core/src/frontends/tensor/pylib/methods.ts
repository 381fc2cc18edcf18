/** Methods of Python's lists, tuples, dicts, sets and strings. */

import { pyEqual, pyOrder } from '../arithmetic.ts';
import { iterate } from '../iteration.ts';
import type { State } from '../state.ts';
import {
  type Args,
  Builtin,
  keyOf,
  PyDict,
  PyIterator,
  PyList,
  PySet,
  PyTuple,
  Unknown,
  type Value,
} from '../values.ts';
import { parseSpec, toText } from './text.ts';

type Method = (args: Args) => Value;

export const methodOf = (st: State, self: Value, name: string): Builtin | null => {
  const table =
    self instanceof PyList || self instanceof PyTuple
      ? sequenceMethods(st, self)
      : self instanceof PyDict
        ? dictMethods(st, self)
        : self instanceof PySet
          ? setMethods(st, self)
          : typeof self === 'string'
            ? stringMethods(st, self)
            : typeof self === 'number'
              ? floatMethods(self)
              : null;
  const method = table && Object.hasOwn(table, name) ? table[name] : undefined;
  return method ? new Builtin(name, method) : null;
};

const index = (v: Value | undefined, length: number, fallback: number): number => {
  const i = typeof v === 'bigint' ? Number(v) : fallback;
  return i < 0 ? Math.max(0, i + length) : Math.min(i, length);
};

const sequenceMethods = (st: State, self: PyList | PyTuple): Record<string, Method> => {
  const find = (args: Args): number => self.items.findIndex((v) => pyEqual(v, args.positional[0] ?? null) === true);
  const shared: Record<string, Method> = {
    index: (args) => {
      const i = find(args);
      return i >= 0
        ? BigInt(i)
        : st.fail('python-error', args.at, 'ValueError: the value is not in the list', 'ValueError');
    },
    count: (args) => BigInt(self.items.filter((v) => pyEqual(v, args.positional[0] ?? null) === true).length),
  };
  if (!(self instanceof PyList)) return shared;
  const list = self.items;
  const more = (args: Args): readonly Value[] =>
    iterate(st, args.positional[0] ?? null, args.at) ?? [new Unknown('items', args.at)];
  return {
    ...shared,
    append: (args) => {
      list.push(args.positional[0] ?? null);
      return null;
    },
    extend: (args) => {
      list.push(...more(args));
      return null;
    },
    insert: (args) => {
      list.splice(index(args.positional[0], list.length, 0), 0, args.positional[1] ?? null);
      return null;
    },
    pop: (args) => {
      if (list.length === 0)
        return st.fail('python-error', args.at, 'IndexError: pop from an empty list', 'IndexError');
      return list.splice(index(args.positional[0], list.length, list.length - 1), 1)[0] ?? null;
    },
    remove: (args) => {
      const i = find(args);
      if (i < 0) return st.fail('python-error', args.at, 'ValueError: the value is not in the list', 'ValueError');
      list.splice(i, 1);
      return null;
    },
    clear: () => {
      list.length = 0;
      return null;
    },
    copy: () => new PyList([...list]),
    reverse: () => {
      list.reverse();
      return null;
    },
    sort: (args) => {
      const key = args.keywords.get('key');
      const rank = (v: Value): Value =>
        key === undefined || key === null
          ? v
          : st.call(key, { positional: [v], keywords: new Map(), at: args.at, spans: [] });
      list.sort((a, b) => (pyOrder('<', rank(a), rank(b)) ? -1 : pyOrder('<', rank(b), rank(a)) ? 1 : 0));
      if (args.keywords.get('reverse') === true) list.reverse();
      return null;
    },
  };
};

const dictMethods = (st: State, self: PyDict): Record<string, Method> => {
  const entries = (): { key: Value; value: Value }[] => [...self.entries.values()];
  return {
    keys: () =>
      new PyIterator(
        entries().map((e) => e.key),
        'range',
      ),
    values: () =>
      new PyIterator(
        entries().map((e) => e.value),
        'range',
      ),
    items: () =>
      new PyIterator(
        entries().map((e) => new PyTuple([e.key, e.value])),
        'range',
      ),
    get: (args) => self.entries.get(keyOf(args.positional[0] ?? null) ?? '')?.value ?? args.positional[1] ?? null,
    setdefault: (args) => {
      const [key, fallback] = [args.positional[0] ?? null, args.positional[1] ?? null];
      const k = keyOf(key);
      if (k === null) return new Unknown('value', args.at);
      const entry = self.entries.get(k);
      if (entry) return entry.value;
      self.entries.set(k, { key, value: fallback });
      return fallback;
    },
    pop: (args) => {
      const k = keyOf(args.positional[0] ?? null) ?? '';
      const entry = self.entries.get(k);
      if (!entry) return args.positional[1] ?? st.fail('python-error', args.at, 'KeyError', 'KeyError');
      self.entries.delete(k);
      return entry.value;
    },
    update: (args) => {
      const from = args.positional[0];
      if (from instanceof PyDict) for (const [k, e] of from.entries) self.entries.set(k, { ...e });
      for (const [key, value] of args.keywords) self.entries.set(`s${key}`, { key, value });
      return null;
    },
    copy: () => {
      const made = new PyDict();
      for (const [k, e] of self.entries) made.entries.set(k, { ...e });
      return made;
    },
    clear: () => {
      self.entries.clear();
      return null;
    },
  };
};

const setMethods = (st: State, self: PySet): Record<string, Method> => {
  const other = (args: Args): Map<string, Value> =>
    new Map((iterate(st, args.positional[0] ?? null, args.at) ?? []).map((v, i) => [keyOf(v) ?? `?${i}`, v]));
  const from = (pairs: Iterable<[string, Value]>): PySet => {
    const made = new PySet();
    for (const [k, v] of pairs) made.entries.set(k, v);
    return made;
  };
  return {
    add: (args) => {
      const v = args.positional[0] ?? null;
      self.entries.set(keyOf(v) ?? `?${self.entries.size}`, v);
      return null;
    },
    discard: (args) => {
      self.entries.delete(keyOf(args.positional[0] ?? null) ?? '');
      return null;
    },
    union: (args) => from([...self.entries, ...other(args)]),
    intersection: (args) => {
      const o = other(args);
      return from([...self.entries].filter(([k]) => o.has(k)));
    },
    difference: (args) => {
      const o = other(args);
      return from([...self.entries].filter(([k]) => !o.has(k)));
    },
    copy: () => from(self.entries),
  };
};

const stringMethods = (st: State, self: string): Record<string, Method> => {
  const text = (args: Args, i = 0): string | null => {
    const v = args.positional[i];
    return typeof v === 'string' ? v : null;
  };
  const strip = (chars: string | null, left: boolean, right: boolean): string => {
    const set = new Set(chars ?? ' \t\n\r\f\v');
    let [a, b] = [0, self.length];
    while (left && a < b && set.has(self[a] as string)) a++;
    while (right && b > a && set.has(self[b - 1] as string)) b--;
    return self.slice(a, b);
  };
  const list = (parts: readonly string[]): Value => new PyList([...parts]);
  return {
    lower: () => self.toLowerCase(),
    upper: () => self.toUpperCase(),
    strip: (args) => strip(text(args), true, true),
    lstrip: (args) => strip(text(args), true, false),
    rstrip: (args) => strip(text(args), false, true),
    split: (args) => {
      const by = text(args);
      return list(by === null ? self.split(/\s+/).filter((p) => p !== '') : self.split(by));
    },
    splitlines: () => list(self.split(/\r\n|\r|\n/)),
    join: (args) => {
      const parts = iterate(st, args.positional[0] ?? null, args.at);
      return parts?.every((p) => typeof p === 'string') ? parts.join(self) : new Unknown('text', args.at, null, 'str');
    },
    replace: (args) => self.replaceAll(text(args) ?? '\u0000', text(args, 1) ?? ''),
    startswith: (args) => self.startsWith(text(args) ?? '\u0000'),
    endswith: (args) => self.endsWith(text(args) ?? '\u0000'),
    find: (args) => BigInt(self.indexOf(text(args) ?? '\u0000')),
    index: (args) => BigInt(self.indexOf(text(args) ?? '\u0000')),
    count: (args) => BigInt(self.split(text(args) ?? '\u0000').length - 1),
    isdigit: () => /^\d+$/.test(self),
    isalpha: () => /^\p{L}+$/u.test(self),
    title: () => self.replace(/\p{L}+/gu, (w) => w[0]?.toUpperCase() + w.slice(1).toLowerCase()),
    format: (args) => {
      let next = 0;
      let known = true;
      const out = self.replace(
        /\{\{|\}\}|\{([^{}:!]*)(?:![rs])?(?::([^{}]*))?\}/g,
        (whole, field: string | undefined, spec: string | undefined) => {
          if (whole === '{{') return '{';
          if (whole === '}}') return '}';
          const v =
            field === '' || field === undefined
              ? args.positional[next++]
              : /^\d+$/.test(field)
                ? args.positional[Number(field)]
                : args.keywords.get(field);
          const t = v === undefined ? null : parseSpec(toText(v, false), spec ?? null);
          if (t === null) known = false;
          return t ?? '';
        },
      );
      return known ? out : new Unknown('text', args.at, null, 'str');
    },
  };
};

const floatMethods = (self: number): Record<string, Method> => ({ is_integer: () => Number.isInteger(self) });
