/**
 * What staging learned about the names in the user's file, for an editor: plain data, recorded only when asked
 * (`StageOptions.facts`). A place that is staged several times has up to three facts and a count.
 */

import type { Expr } from '../../ir/nodes.ts';
import { printExpr } from '../../ir/print.ts';
import type { AccessType, DType, MemType } from '../../ir/types.ts';
import { type Move, moved, movedOffset } from '../../text/move.ts';
import { type FileId, isLibraryFile, offset, type Span } from '../../text/span.ts';
import type { ParamDecl } from './python/ast.ts';
import type { Scope } from './scope.ts';
import type { State } from './state.ts';
import { rankOf, shapeOf, type TensorDef, TensorRef } from './tensor.ts';
import { ExprValue, type PyFunction, typeOf, Unknown, type Value } from './values.ts';

export interface TensorFact {
  readonly kind: 'tensor';
  /** Its name in the IR, distinct within its function. */
  readonly name: string;
  /** Lengths of the dimensions that are left after indexing, as text: `["n", "4"]`. */
  readonly shape: readonly string[];
  readonly dtype: DType;
  readonly access: AccessType;
  readonly memory: MemType;
  /** Where the tensor is defined; perhaps in the library. */
  readonly definition: Span;
  /** A whole tensor, one element of one, or a part with fewer elements. */
  readonly view: 'tensor' | 'element' | 'slice';
}
export interface IteratorFact {
  readonly kind: 'iterator';
  readonly name: string;
  readonly begin: string;
  readonly end: string;
  readonly step: string;
  /** `ceil((end - begin) / step)` where it is a constant. */
  readonly extent: string | null;
  /** Least and greatest value where both are known. */
  readonly range: readonly [string, string] | null;
  /** The text of the range. */
  readonly loop: Span;
}
export interface SizeFact {
  readonly kind: 'size';
  readonly name: string;
  /** The value a binding gives it, and which: `comment`; both null while it is unknown. */
  readonly value: string | null;
  readonly source: string | null;
  /** Null where it is bound: then the place where the name got its value says it. */
  readonly definition: Span | null;
}
export interface FunctionFact {
  /** `libop`: of the operator library. `inline`: staged where it is called. `staged`: a unit. `function`: plain Python. */
  readonly kind: 'libop' | 'inline' | 'staged' | 'function';
  readonly name: string;
  readonly definition: Span;
  readonly params: readonly string[];
}
export type Fact =
  | TensorFact
  | IteratorFact
  | SizeFact
  | FunctionFact
  /** A Python value: `int`, `1024`. */
  | { readonly kind: 'value'; readonly type: string; readonly text: string }
  /** An expression of the program, not stored anywhere. */
  | { readonly kind: 'expression'; readonly text: string }
  | { readonly kind: 'module'; readonly name: string }
  /** A name of `freetensor` itself: `max` for `ft.max`. */
  | { readonly kind: 'api'; readonly name: string }
  | { readonly kind: 'class'; readonly name: string; readonly definition: Span | null }
  /** A value that staging cannot know, by the name it has in messages. */
  | { readonly kind: 'unknown'; readonly name: string };

export interface FactPlace {
  readonly start: number;
  readonly end: number;
  /** `bind`: the name gets a value here; `use`: it is read; `part`: a whole subscript, `x[i]`. */
  readonly role: 'bind' | 'use' | 'part';
  readonly name: string;
  /** Of a use: where the name got the value it has here, all of them where it was staged several times. */
  readonly boundAt: readonly Span[];
  readonly facts: readonly Fact[];
  /** How often the place was staged. */
  readonly count: number;
}
/** Sorted by start, then end, then role. */
export type Facts = readonly FactPlace[];

interface Entry {
  readonly at: Span;
  readonly role: FactPlace['role'];
  readonly name: string;
  readonly values: Value[];
  readonly boundAt: Span[];
  count: number;
}
interface Loop {
  readonly begin: Expr;
  readonly end: Expr;
  readonly step: Expr;
  readonly range: Interval | null;
  readonly at: Span;
}
interface Interval {
  readonly low: bigint;
  readonly high: bigint;
}

/** Values kept for one place before they are described; more would only repeat. */
const KEPT = 8;
const SHOWN = 3;
const ROLES: readonly FactPlace['role'][] = ['bind', 'use', 'part'];
const LONGEST_NAME = 2 ** 24;

/** What is recorded of the places in one segment, by place and role. */
export type FactEntries = Map<number, Entry>;

export class FactRecorder {
  /** Where it records now. */
  entries: FactEntries = new Map();
  private readonly places = new WeakMap<Scope, Map<string, Span>>();
  private readonly loops = new WeakMap<Expr, Loop>();
  private readonly ranges = new Map<string, Interval | null>();

  private readonly members = new Map<Value, string>();

  constructor(private readonly file: FileId) {}

  /** The members of the module `freetensor`. */
  api(members: Readonly<Record<string, Value>>): void {
    for (const [name, v] of Object.entries(members)) this.members.set(v, name);
  }

  /** A name was bound in `scope`, or in one around it that it assigns to. `at` may reach beyond the name. */
  bind(scope: Scope, name: string, at: Span, value: Value): void {
    if (at.file !== this.file) return;
    const { at: place } = this.record('bind', name, at, at.start + name.length, value);
    const holder = holderOf(scope, name);
    if (!holder) return;
    const names = this.places.get(holder);
    if (names) names.set(name, place);
    else this.places.set(holder, new Map([[name, place]]));
  }

  use(scope: Scope, name: string, at: Span, value: Value): void {
    if (at.file !== this.file) return;
    const { boundAt } = this.record('use', name, at, at.end, value);
    const holder = holderOf(scope, name);
    const bound = holder ? this.places.get(holder)?.get(name) : undefined;
    if (bound && boundAt.length < KEPT && !boundAt.some((b) => b.start === bound.start)) boundAt.push(bound);
  }

  /** `object.name`: what the attribute is. */
  attribute(name: string, at: Span, value: Value): void {
    if (at.file === this.file) this.record('use', name, at, at.end, value);
  }

  part(at: Span, value: TensorRef): void {
    if (at.file === this.file) this.record('part', value.def.name, at, at.end, value);
  }

  /** A loop is entered; the result is called when it is left. `iterator` is the very expression its name is bound to. */
  loop(iterator: Expr, name: string, spec: Omit<Loop, 'range'>): () => void {
    const before = this.ranges.get(name);
    const range = iterated(spec, this.ranges);
    this.ranges.set(name, range);
    this.loops.set(iterator, { ...spec, range });
    return () => {
      if (before === undefined) this.ranges.delete(name);
      else this.ranges.set(name, before);
    };
  }

  private record(role: Entry['role'], name: string, at: Span, end: number, value: Value): Entry {
    const key = keyOf(role, at.start, end);
    let entry = this.entries.get(key);
    if (!entry) {
      const place = end === at.end ? at : { ...at, end: offset(end) };
      entry = { at: place, role, name, values: [], boundAt: [], count: 0 };
      this.entries.set(key, entry);
    }
    entry.count++;
    if (entry.values.length < KEPT && !entry.values.includes(value)) entry.values.push(value);
    return entry;
  }

  /** Makes plain data of what was recorded. Called once staging has ended: an access may change until then. */
  describer(st: State): (entries: FactEntries) => Facts {
    const describe = new Describer(st, this.members, this.loops);
    return (entries) =>
      [...entries.values()].map(
        ({ at, role, name, boundAt, values, count }): FactPlace => ({
          start: at.start,
          end: at.end,
          role,
          name,
          boundAt,
          facts: distinct(values.map((v) => describe.value(v, name))),
          count,
        }),
      );
  }
}

/** One fact a place and role from those of several statements: a function inlined in both has facts from both. */
export const mergeFacts = (parts: readonly FactPlace[]): Facts => {
  const places = new Map<number, FactPlace>();
  for (const part of parts) {
    const key = keyOf(part.role, part.start, part.end);
    const known = places.get(key);
    if (known === undefined) places.set(key, part);
    else {
      const bound = new Map([...part.boundAt, ...known.boundAt].map((at) => [at.start, at]));
      places.set(key, {
        ...known,
        boundAt: [...bound.values()].sort((a, b) => a.start - b.start).slice(0, KEPT),
        facts: distinct([...known.facts, ...part.facts]),
        count: known.count + part.count,
      });
    }
  }
  return [...places.values()].sort((a, b) => a.start - b.start || a.end - b.end || (a.role < b.role ? -1 : 1));
};

const indices = new WeakMap<Facts, ReadonlyMap<number, Facts>>();

/** Facts of the places that begin at an offset. O(facts) once for each list, then O(1). */
export const factsAt = (facts: Facts, start: number): Facts => {
  let index = indices.get(facts);
  if (index === undefined) {
    const made = new Map<number, FactPlace[]>();
    for (const place of facts) {
      const list = made.get(place.start);
      if (list) list.push(place);
      else made.set(place.start, [place]);
    }
    indices.set(facts, made);
    index = made;
  }
  return index.get(start) ?? [];
};

/** Facts of a text in which places have moved. */
export const movedFacts = (facts: Facts, moves: readonly Move[]): Facts =>
  facts.map((place) => {
    const { boundAt, facts: known } = moved({ boundAt: place.boundAt, facts: place.facts }, moves);
    const start = movedOffset(place.start, moves);
    return { ...place, start, end: movedOffset(place.end, moves), boundAt, facts: known };
  });

/** One number for place and role. Exact below files of 2^27 units. */
const keyOf = (role: FactPlace['role'], start: number, end: number): number =>
  (start * LONGEST_NAME + Math.min(end - start, LONGEST_NAME - 1)) * 3 + ROLES.indexOf(role);

const distinct = (facts: readonly Fact[]): readonly Fact[] => {
  if (facts.length < 2) return facts;
  const seen = new Map(facts.map((f) => [keyOfFact(f), f]));
  return [...seen.values()].slice(0, SHOWN);
};

const keyOfFact = (f: Fact): string =>
  f.kind === 'tensor'
    ? `tensor ${f.name} ${f.shape.join()} ${f.dtype} ${f.access} ${f.view} ${f.definition.start}`
    : JSON.stringify(f);

const holderOf = (scope: Scope, name: string): Scope | null => {
  for (let s: Scope | null = scope, first = true; s; s = s.parent, first = false) {
    if (s.kind === 'class' && !first) continue;
    if (s.globals.has(name)) return s.moduleScope();
    if (s.vars.has(name)) return s;
  }
  return null;
};

class Describer {
  private readonly known = new Map<Value, Fact>();
  constructor(
    private readonly st: State,
    private readonly members: ReadonlyMap<Value, string>,
    private readonly loops: WeakMap<Expr, Loop>,
  ) {}

  value(v: Value, name: string): Fact {
    if (v === null || typeof v !== 'object') return this.plain(v, name);
    const known = this.known.get(v);
    if (known) return known;
    const fact = this.object(v);
    this.known.set(v, fact);
    return fact;
  }

  private plain(v: Exclude<Value, object>, name: string): Fact {
    const binding = this.st.options.bindings.get(name);
    if (binding && binding.value === v && this.st.usedBindings.has(name))
      return {
        kind: 'size',
        name,
        value: String(v),
        source: binding.source,
        definition: null,
      };
    return { kind: 'value', type: typeOf(v), text: reprOf(v) };
  }

  private object(v: Exclude<Value, boolean | bigint | number | string | null>): Fact {
    const member = this.members.get(v);
    if (member !== undefined) return { kind: 'api', name: member };
    switch (v.kind) {
      case 'tensor':
        return tensorFact(v);
      case 'expr':
        return this.expression(v);
      case 'unknown':
        if (v.name.startsWith('freetensor.')) return { kind: 'api', name: v.name.slice('freetensor.'.length) };
        if (v.type === 'str' || (!v.expr && !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(v.name)))
          return { kind: 'unknown', name: v.name };
        return v.expr && v.expr.kind !== 'param'
          ? { kind: 'expression', text: showExpr(v.expr) }
          : { kind: 'size', name: v.name, value: null, source: null, definition: v.at };
      case 'function':
        return functionFact(v);
      case 'method':
        return functionFact(v.func);
      case 'stagedFunc': {
        const unit = v.unit === null ? undefined : this.st.units[v.unit];
        return unit
          ? { kind: 'staged', name: v.name, definition: unit.span, params: unit.func.params }
          : { kind: 'unknown', name: v.name };
      }
      case 'module':
        return { kind: 'module', name: v.name };
      case 'builtin':
      case 'typeName':
      case 'class':
        if (v.kind === 'class') return { kind: 'class', name: v.name, definition: v.def?.nameAt ?? null };
        return { kind: 'value', type: typeOf(v), text: v.name };
      case 'undeclared':
        return { kind: 'value', type: 'str', text: `'${v.name}'` };
      default:
        return { kind: 'value', type: typeOf(v), text: reprOf(v) };
    }
  }

  private expression(v: ExprValue): Fact {
    const loop = this.loops.get(v.expr);
    if (!loop || v.expr.kind !== 'var') return { kind: 'expression', text: showExpr(v.expr) };
    const [begin, end, step] = [loop.begin, loop.end, loop.step].map(folded) as [Expr, Expr, Expr];
    return {
      kind: 'iterator',
      name: v.expr.name,
      begin: showExpr(begin),
      end: showExpr(end),
      step: showExpr(step),
      extent: extentOf(begin, end, step),
      range: loop.range ? [String(loop.range.low), String(loop.range.high)] : null,
      loop: loop.at,
    };
  }
}

const tensorFact = (ref: TensorRef): TensorFact => {
  const { def } = ref;
  const rank = rankOf(ref);
  return {
    kind: 'tensor',
    name: def.name,
    shape: rank < 0 ? [] : shapeOf(ref, ref.at).map((e) => showExpr(folded(e))),
    dtype: def.dtype,
    access: def.access,
    memory: def.memory,
    definition: definitionOf(def),
    view: !ref.isElement ? 'tensor' : rank === 0 ? 'element' : 'slice',
  };
};

const definitionOf = (def: TensorDef): Span => def.origin.span;

const functionFact = (f: PyFunction): Fact => {
  const { def } = f;
  const { positionalOnly, positional, varArgs, keywordOnly, varKeywords } = def.params;
  const named = (list: readonly ParamDecl[]): string[] => list.map((p) => p.name);
  const params = [
    ...named(positionalOnly),
    ...named(positional),
    ...(varArgs ? [`*${varArgs.name}`] : []),
    ...named(keywordOnly),
    ...(varKeywords ? [`**${varKeywords.name}`] : []),
  ];
  const definition = def.kind === 'lambda' ? def.at : def.nameAt;
  const kind = isLibraryFile(definition.file) ? 'libop' : f.inlined || f.staged ? 'inline' : 'function';
  return { kind, name: f.name, definition, params };
};

// ---- text ------------------------------------------------------------------------------------------------------------

/** An expression as a reader of the source would write it: sizes without `$`. */
const showExpr = (e: Expr): string => {
  if (e.kind === 'int') return String(e.value);
  if (e.kind === 'var' || e.kind === 'param') return e.name;
  return printExpr(e).replaceAll('$', '').replaceAll('@!', '');
};

const LONGEST = 60;
const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** A short text of a Python value, in Python's spelling. */
const reprOf = (v: Value, depth = 0): string => {
  if (v === null) return 'None';
  if (typeof v === 'boolean') return v ? 'True' : 'False';
  if (typeof v === 'string') return cut(`'${v.replaceAll('\n', '\\n')}'`);
  if (typeof v !== 'object') return String(v);
  if (v instanceof Unknown) return v.name;
  if (v instanceof ExprValue) return showExpr(v.expr);
  if (v.kind === 'list' || v.kind === 'tuple') {
    if (depth > 2) return '…';
    const shown = v.items.slice(0, 8).map((item) => reprOf(item, depth + 1));
    const all = [...shown, ...(v.items.length > shown.length ? ['…'] : [])].join(', ');
    return cut(v.kind === 'list' ? `[${all}]` : v.items.length === 1 ? `(${all},)` : `(${all})`);
  }
  if (v instanceof TensorRef) return v.def.name;
  return typeOf(v);
};

/** Constants joined: `10 - 2` is `8`, `n - 0` is `n`. */
const folded = (e: Expr): Expr => {
  if (e.kind !== 'binary' || (e.op !== 'add' && e.op !== 'sub' && e.op !== 'mul')) return e;
  const lhs = folded(e.lhs);
  const rhs = folded(e.rhs);
  if (lhs.kind === 'int' && rhs.kind === 'int') {
    const [a, b] = [lhs.value, rhs.value];
    return { kind: 'int', value: e.op === 'add' ? a + b : e.op === 'sub' ? a - b : a * b, at: e.at };
  }
  if (rhs.kind === 'int' && rhs.value === 0n && e.op !== 'mul') return lhs;
  if (lhs.kind === 'int' && lhs.value === 0n && e.op === 'add') return rhs;
  return { ...e, lhs, rhs };
};

const extentOf = (begin: Expr, end: Expr, step: Expr): string | null => {
  if (step.kind !== 'int' || step.value === 0n) return null;
  if (begin.kind === 'int' && end.kind === 'int') {
    const length = (end.value - begin.value + step.value - (step.value > 0n ? 1n : -1n)) / step.value;
    return String(length > 0n ? length : 0n);
  }
  return step.value === 1n && begin.kind === 'int' && begin.value === 0n ? showExpr(end) : null;
};

/** Bounds of an integer expression; null where an operand is not known. */
const interval = (e: Expr, ranges: ReadonlyMap<string, Interval | null>): Interval | null => {
  if (e.kind === 'int') return { low: e.value, high: e.value };
  if (e.kind === 'var') return ranges.get(e.name) ?? null;
  if (e.kind !== 'binary') return null;
  const a = interval(e.lhs, ranges);
  const b = interval(e.rhs, ranges);
  if (!a || !b) return null;
  if (e.op === 'add') return { low: a.low + b.low, high: a.high + b.high };
  if (e.op === 'sub') return { low: a.low - b.high, high: a.high - b.low };
  if (e.op !== 'mul') return null;
  const corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high].sort((x, y) => (x < y ? -1 : 1));
  return { low: corners[0] as bigint, high: corners[3] as bigint };
};

/** Values that an iterator takes at all; null where they are not known or there are none. */
const iterated = (loop: Omit<Loop, 'range'>, ranges: ReadonlyMap<string, Interval | null>): Interval | null => {
  const begin = interval(loop.begin, ranges);
  const end = interval(loop.end, ranges);
  if (!begin || !end || loop.step.kind !== 'int' || loop.step.value === 0n) return null;
  const { value: step } = loop.step;
  const exact = begin.low === begin.high && end.low === end.high;
  if (step > 0n) {
    const high = exact ? begin.low + ((end.low - begin.low - 1n) / step) * step : end.high - 1n;
    return begin.low < end.high ? { low: begin.low, high } : null;
  }
  const low = exact ? begin.low - ((begin.low - end.low - 1n) / -step) * -step : end.low + 1n;
  return end.low < begin.high ? { low, high: begin.high } : null;
};
