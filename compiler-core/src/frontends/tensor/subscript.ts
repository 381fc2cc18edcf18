/** Reading and writing `x[key]`, for tensors and for Python's containers. */

import type { Fix } from '../../diag/diagnostic.ts';
import type { Expr } from '../../ir/nodes.ts';
import { isFloat } from '../../ir/types.ts';
import type { Span } from '../../text/span.ts';
import { isTensor } from './operators.ts';
import type { State } from './state.ts';
import { chain, elementIndices, inWords, rankOf, shapeOf, type TensorIndex, TensorRef } from './tensor.ts';
import {
  BoundMethod,
  Builtin,
  brokenValue,
  ExprValue,
  keyOf,
  NativeObject,
  NewTensor,
  PyDict,
  PyFunction,
  PyInstance,
  PyIterator,
  PyList,
  PyMisc,
  PySlice,
  PyTuple,
  typeOf,
  Undeclared,
  Unknown,
  type Value,
} from './values.ts';

const int = (value: bigint, at: Span): Expr => ({ kind: 'int', value, at });

/** `x[...]`: no index at all, `x[()]` in other words. */
const isEllipsis = (key: Value): boolean => key instanceof PyMisc && key.type === 'ellipsis';

/** The key as FreeTensor splits it, with the place of each part. */
const parts = (key: Value, at: Span, partSpans: readonly Span[] | null): { value: Value; at: Span }[] => {
  const items = isEllipsis(key) ? [] : key instanceof PyTuple || key instanceof PyList ? key.items : [key];
  return items.map((value, i) => ({ value, at: partSpans?.length === items.length ? (partSpans[i] as Span) : at }));
};

/**
 * The indices a key stands for. More of them than the tensor has dimensions are dropped without a word by FreeTensor:
 * said as `trap-surplus-index`.
 */
const parseKey = (
  st: State,
  ref: TensorRef,
  key: Value,
  at: Span,
  partSpans: readonly Span[] | null,
): TensorIndex[] => {
  const out: TensorIndex[] = [];
  const rank = ref.def.shape.length;
  const lengths = shapeOf(ref, at);
  const given = parts(key, at, partSpans);
  const surplus = given[rank];
  if (surplus) {
    st.note({
      code: 'trap-surplus-index',
      at: { ...surplus.at, end: (given.at(-1) as { at: Span }).at.end },
      message: `\`${ref.def.name}\` has ${rank} dimension${rank === 1 ? '' : 's'}; FreeTensor drops the ${given.length - rank === 1 ? 'index' : 'indices'} from here on without a word`,
      related: [{ span: ref.def.origin.span, message: `\`${ref.def.name}\` is defined here` }],
      fixes: surplusFix(
        given.map((g) => g.at),
        rank,
      ),
    });
  }
  given.slice(0, rank).forEach(({ value, at: place }, position) => {
    if (value instanceof PySlice) {
      if (value.step !== null && value.step !== 1n) {
        st.fail(
          'slice-step',
          place,
          'a tensor slice has no step; loop over the elements instead',
          'AssertionError',
          true,
        );
      }
      const start = value.start === null ? int(0n, place) : indexExpr(st, value.start, place);
      const stop = value.stop === null ? (lengths[position] ?? int(0n, place)) : indexExpr(st, value.stop, place);
      out.push({ kind: 'range', start, stop, toEnd: value.stop === null });
    } else if (isTensor(value)) {
      const extent = shapeOf(value, place)[0];
      if (given.length !== 1 || rankOf(value) !== 1 || extent?.kind !== 'int') {
        st.fail(
          'bad-index',
          place,
          'a whole tensor is an index only alone, with one dimension of known length',
          'AssertionError',
          true,
        );
      }
      for (let k = 0n; k < extent.value; k++) {
        const element = subscript(st, value, k, place, null);
        out.push({ kind: 'single', index: indexExpr(st, element, place) });
      }
    } else out.push({ kind: 'single', index: indexExpr(st, value, place) });
  });
  return out;
};

/** Takes away the indices from the `rank`-th on, where they and one before are written out. */
const surplusFix = (places: readonly Span[], rank: number): Fix[] => {
  const [kept, last] = [places[rank - 1], places.at(-1)];
  if (!kept || !last || kept.end >= last.start) return [];
  const surplus = { ...last, start: kept.end };
  return [{ title: 'Remove what is dropped', edits: [{ span: surplus, newText: '' }] }];
};

const integerFix = (at: Span, value: number): Fix => ({
  title: `Write ${value}`,
  edits: [{ span: at, newText: String(value) }],
});

const indexExpr = (st: State, value: Value, at: Span): Expr => {
  const e = st.toExpr(value, at);
  if (!e) return st.fail('bad-index', at, `a subscript is an integer, not ${inWords(value)}`, 'TypeError', true);
  const fractional = typeof value === 'number' || (e.kind === 'load' && isFloat(e.dtype));
  if (fractional) {
    st.note({
      code: 'bad-index',
      at,
      message: `a subscript is an integer; this is ${e.kind === 'load' ? `an element of ${e.dtype}` : 'a float'}, which FreeTensor stages without a word`,
      fixes: e.kind === 'load' ? [] : [integerFix(at, Math.trunc(value as number))],
    });
  }
  // The place of an index is where it stands in the subscript, not where its value was computed.
  return { ...e, at };
};

export const subscript = (st: State, object: Value, key: Value, at: Span, partSpans: readonly Span[] | null): Value => {
  if (object instanceof TensorRef) {
    const next = parseKey(st, object, key, at, partSpans);
    const indices = chain(object, next, at);
    const exprs = next.flatMap((i) => (i.kind === 'single' ? [i.index] : [i.start, i.stop]));
    const ref = new TensorRef(object.def, indices, at, true, [...object.borrows, ...st.emitter.readBy(exprs)]);
    st.facts?.part(at, ref);
    return ref;
  }
  if (object instanceof NativeObject && object.item) return object.item(key, at);
  if (object instanceof Builtin && object.bySubscript) {
    const positional = key instanceof PyTuple ? key.items : [key];
    return object.call({
      positional,
      keywords: new Map(),
      at,
      spans: partSpans?.length === positional.length ? partSpans : [],
    });
  }
  return pySubscript(st, object, key, at);
};

/** `x[key] = value`. `augmented`: the value comes from `x[key] op= …`, which on whole tensors is done already (None). */
export const assignSubscript = (
  st: State,
  object: Value,
  key: Value,
  value: Value,
  at: Span,
  partSpans: readonly Span[] | null,
  valueAt: Span = at,
): void => {
  if (object instanceof TensorRef) {
    const target = subscript(st, object, key, at, partSpans) as TensorRef;
    if (rankOf(target) > 0) {
      if (value !== null) st.libop('assign', [target, value], at);
      return;
    }
    storeElement(st, target, value, at, valueAt);
    return;
  }
  if (object instanceof PyList && typeof key === 'bigint') {
    const i = listIndex(st, object.items.length, key, at);
    object.items[i] = value;
  } else if (object instanceof PyDict) {
    const k = keyOf(key);
    if (k === null) {
      if (!(key instanceof Unknown)) st.fail('python-error', at, `TypeError: unhashable type: '${typeOf(key)}'`);
    } else object.entries.set(k, { key, value });
  } else if (object instanceof PyInstance) {
    const set = object.of.members.get('__setitem__');
    if (set instanceof PyFunction) {
      st.call(new BoundMethod(object, set), { positional: [key, value], keywords: new Map(), at, spans: [] });
    }
  } else if (object instanceof Unknown) object.parts.clear();
  else if (object instanceof NewTensor && st.unnamed.has(object.statement.start)) st.incomplete();
  else if (!(object instanceof PyList)) {
    noItem(st, object, at, 'assignment');
  }
};

const storeElement = (st: State, target: TensorRef, value: Value, at: Span, valueAt: Span): void => {
  const { def } = target;
  const indices = elementIndices(target, at);
  if (def.access === 'input') {
    st.failWith(
      'write-to-input',
      at,
      `\`${def.name}\` is an input and may not be written; declare it "inout" or "output"`,
      'InvalidProgram',
      [{ span: def.origin.span, message: `\`${def.name}\` is declared here` }],
    );
  }
  const lent = def.lentAt.at(-1);
  if (lent) {
    st.failWith(
      'borrowed-write',
      at,
      `\`${def.name}\` may not be written here: a shape, a slice or a loop bound still depends on it`,
      'InvalidProgram',
      [{ span: lent, message: `\`${def.name}\` is used here` }],
    );
  }
  const e = st.toExpr(value, valueAt);
  if (!e) {
    if (isTensor(value))
      st.fail('rank-mismatch', valueAt, 'a whole tensor is stored in one element', 'TypeError', true);
    st.fail('store-type', valueAt, `a number is stored in an element, not ${inWords(value)}`, 'TypeError', true);
  }
  st.emitter.store({ def, indices }, e, at);
};

const listIndex = (st: State, length: number, key: bigint, at: Span): number => {
  const i = key < 0n ? Number(key) + length : Number(key);
  if (i < 0 || i >= length)
    st.fail('python-error', at, `IndexError: index ${key} of a sequence of ${length}`, 'IndexError');
  return i;
};

/** Positions that a slice selects in a sequence of `length`; null where a bound is not known. */
export const slicePositions = (key: PySlice, length: number): number[] | null => {
  const bound = (v: Value, fallback: number): number | null =>
    v === null ? fallback : typeof v === 'bigint' ? Number(v) : null;
  const step = bound(key.step, 1);
  if (step === null || step === 0) return null;
  const start = bound(key.start, step > 0 ? 0 : length - 1);
  const stop = bound(key.stop, step > 0 ? length : -length - 1);
  if (start === null || stop === null) return null;
  const clamp = (i: number, low: number, high: number): number => Math.min(Math.max(i < 0 ? i + length : i, low), high);
  const out: number[] = [];
  if (step > 0) for (let i = clamp(start, 0, length); i < clamp(stop, 0, length); i += step) out.push(i);
  else for (let i = clamp(start, -1, length - 1); i > clamp(stop, -1, length - 1); i += step) out.push(i);
  return out;
};

const pySubscript = (st: State, object: Value, given: Value, at: Span): Value => {
  const key = st.plain(given);
  if (object instanceof Unknown && object.broken) return object;
  if (object instanceof NewTensor && st.unnamed.has(object.statement.start)) return brokenValue('tensor', at);
  if (object instanceof Unknown)
    return typeof key === 'bigint' || typeof key === 'string'
      ? object.part(`[${keyOf(key)}]`, () => st.unknown(`${object.name}[${key}]`, at))
      : st.unknown(`${object.name}[…]`, at);
  if (
    typeof object === 'string' ||
    object instanceof PyList ||
    object instanceof PyTuple ||
    object instanceof PyIterator
  ) {
    if (object instanceof PyIterator && object.what !== 'range') return noItem(st, object, at, 'access');
    const items = typeof object === 'string' ? [...object] : object.items;
    if (key instanceof PySlice) {
      const positions = slicePositions(key, items.length);
      if (!positions) return new Unknown('slice', at);
      const picked = positions.map((i) => items[i] as Value);
      if (typeof object === 'string') return picked.join('');
      return object instanceof PyTuple
        ? new PyTuple(picked)
        : object instanceof PyList
          ? new PyList(picked)
          : new PyIterator(picked, 'range');
    }
    if (typeof key === 'bigint' || typeof key === 'boolean')
      return items[listIndex(st, items.length, BigInt(key), at)] as Value;
    if (key instanceof Unknown) return new Unknown(`element ${key.name}`, at);
    return st.fail(
      'python-error',
      at,
      `TypeError: indices of a ${typeOf(object)} are integers or slices, not ${typeOf(key)}`,
      'TypeError',
    );
  }
  if (object instanceof PyDict) {
    const k = keyOf(key);
    if (k === null) return new Unknown('value', at);
    const entry = object.entries.get(k);
    if (!entry)
      return st.fail('python-error', at, `KeyError: ${typeof key === 'string' ? `'${key}'` : String(key)}`, 'KeyError');
    return entry.value;
  }
  if (object instanceof PyInstance) {
    const get = object.of.members.get('__getitem__');
    if (get instanceof PyFunction)
      return st.call(new BoundMethod(object, get), { positional: [key], keywords: new Map(), at, spans: [] });
    if (object.of.name === 'ndarray') return arrayElement(st, object, key, at);
  }
  return noItem(st, object, at, 'access');
};

/** An element of a constant array; rows of one, and elements of other arrays, are not known. */
const arrayElement = (st: State, array: PyInstance, key: Value, at: Span): Value => {
  let level: Value = array.members.get('data') ?? null;
  for (const k of key instanceof PyTuple ? key.items : [key]) {
    if (!(level instanceof PyList) || typeof k !== 'bigint') return new Unknown('array element', at);
    level = level.items[listIndex(st, level.items.length, k, at)] as Value;
  }
  return level instanceof PyList ? new Unknown('array row', at) : level;
};

/** A parameter without a declaration is used as a tensor. `at`: the use of its name. */
export const undeclared = (st: State, parameter: Undeclared, at: Span): never =>
  st.failWith(
    'undeclared-parameter',
    at,
    `\`${parameter.name}\` is used as a tensor but never declared: FreeTensor passes its name as a string`,
    'TypeError',
    [{ span: parameter.at, message: `declare it: \`${parameter.name}: ft.Var[(...), "float32"]\`` }],
  );

const noItem = (st: State, object: Value, at: Span, what: 'access' | 'assignment'): never => {
  if (object instanceof Undeclared) return undeclared(st, object, at);
  if (object instanceof NewTensor) {
    st.unnamed.add(object.statement.start);
    return st.failWith(
      'unnamed-tensor',
      at,
      'this is no tensor yet: a new tensor comes to life when it is assigned to one plain name',
      'TypeError',
      [{ span: object.at, message: 'created here, and bound by a tuple or to several names' }],
    );
  }
  if (object instanceof ExprValue)
    return st.fail(
      'rank-mismatch',
      at,
      'an expression of the program is one number: it has no elements',
      'TypeError',
      true,
    );
  if (object instanceof Builtin || object instanceof BoundMethod) {
    const text = st.sourceText(at);
    const bracket = text.indexOf('[');
    const called =
      bracket > 0 && text.endsWith(']') ? `${text.slice(0, bracket)}(${text.slice(bracket + 1, -1)})` : null;
    return st.failFix(
      'python-error',
      at,
      `TypeError: a method is called, not subscripted${called ? `: \`${called}\`` : ''}`,
      'TypeError',
      called ? [{ title: `Write \`${called}\``, edits: [{ span: at, newText: called }] }] : [],
    );
  }
  const fault = what === 'access' ? 'is not subscriptable' : 'does not support item assignment';
  return st.fail(
    'python-error',
    at,
    `TypeError: '${typeOf(object)}' object ${fault}`,
    'TypeError',
    object !== null && typeof object === 'object' && object.kind === 'declaration',
  );
};
