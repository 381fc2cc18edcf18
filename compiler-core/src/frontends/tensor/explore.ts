/**
 * Functions that nothing calls while the module is read: a factory such as `def compile_all(n, device)`, a pytest test.
 * What they hold is staged for all values of their parameters, which are unknown.
 */

import { sequence } from './calls.ts';
import { Raised, Stopped } from './errors.ts';
import { holdsProgram } from './ftlib/stageable.ts';
import { iterate } from './iteration.ts';
import { toText } from './pylib/text.ts';
import type { FunctionDef, ParamDecl, PyStmt } from './python/ast.ts';
import { boundNames, Scope } from './scope.ts';
import type { State } from './state.ts';
import { PyClass, PyFunction, PyInstance, type Value } from './values.ts';

/** Enters every function of these statements, classes included, that holds a program and was not entered yet. */
export const explore = (st: State, body: readonly PyStmt[], scope: Scope): void => {
  for (const s of body) {
    if (s.kind === 'functionDef') {
      const value = scope.vars.get(s.name);
      enter(st, s, value instanceof PyFunction && value.def === s ? value : null, scope, null);
    } else if (s.kind === 'classDef') {
      const value = scope.vars.get(s.name);
      const self = value instanceof PyClass ? new PyInstance(value, true) : null;
      for (const m of s.body) if (m.kind === 'functionDef') enter(st, m, null, scope, self);
    } else if (s.kind === 'if') {
      // The main guard: what stands in it is not run, but definitions in it count.
      explore(st, s.body, scope);
      explore(st, s.orElse ?? [], scope);
    } else if (s.kind === 'try' || s.kind === 'with') explore(st, s.body, scope);
  }
};

const enter = (st: State, def: FunctionDef, known: PyFunction | null, outer: Scope, self: PyInstance | null): void => {
  if (st.entered.has(def) || !holdsProgram(def) || def.isAsync) return;
  if (known?.inlined || def.decorators.some((d) => mentionsInline(d))) return;
  st.enter(def);
  for (const given of parametrized(st, def, known?.scope ?? outer)) enterWith(st, def, known, outer, self, given);
};

/** The rows of `@pytest.mark.parametrize(names, rows)`, all combinations of several; one empty row where there is none. */
const parametrized = (st: State, def: FunctionDef, scope: Scope): readonly ReadonlyMap<string, Value>[] => {
  let rows: ReadonlyMap<string, Value>[] = [new Map()];
  for (const d of def.decorators) {
    if (d.kind !== 'call' || d.func.kind !== 'attribute' || d.func.name !== 'parametrize') continue;
    const [names, values] = d.args.map((a) => st.evaluate(a, scope));
    const list = names === undefined || values === undefined ? null : iterate(st, values, d.at);
    const split =
      typeof names === 'string' ? names.split(',').map((n) => n.trim()) : (sequence(names ?? null) ?? []).map(String);
    if (!list || list.length * rows.length > MAX_ROWS) continue;
    rows = rows.flatMap((row) =>
      list.map((v) => {
        const parts = split.length === 1 ? [v] : (sequence(v) ?? []);
        return new Map([...row, ...split.map((n, i) => [n, parts[i] ?? null] as const)]);
      }),
    );
  }
  return rows;
};
const MAX_ROWS = 64;

const enterWith = (
  st: State,
  def: FunctionDef,
  known: PyFunction | null,
  outer: Scope,
  self: PyInstance | null,
  given: ReadonlyMap<string, Value>,
): void => {
  const scope = new Scope('function', known?.scope ?? outer, boundNames(def.body, false), st.lend);
  scope.name = def.name;
  scope.explored = true;
  const { ambient } = st;
  bindUnknown(st, def, known, scope, self);
  for (const [name, value] of given) scope.set(name, value);
  const { positionalOnly, positional, keywordOnly } = def.params;
  for (const p of [...positionalOnly, ...positional, ...keywordOnly])
    st.facts?.bind(scope, p.name, p.at, scope.vars.get(p.name) ?? null);
  const frame = { span: def.nameAt, callee: def.name };
  st.lookedInto.add(frame);
  st.frames.push(frame);
  try {
    st.execute(def.body, scope);
    // Factories inside factories are looked into as well.
    for (const s of def.body) {
      if (s.kind !== 'functionDef') continue;
      const inner = scope.vars.get(s.name);
      if (inner instanceof PyFunction && inner.def === s) enter(st, s, inner, scope, null);
    }
  } catch (e) {
    if (e instanceof Raised) return;
    if (e instanceof Stopped && e.why === 'budget') {
      st.note({
        code: 'budget-exceeded',
        at: def.nameAt,
        message: `looking into \`${def.name}\` takes too many steps; it was given up`,
        possible: false,
      });
      return;
    }
    throw e;
  } finally {
    st.frames.pop();
    scope.close();
    st.ambient = ambient;
    if (st.builder) {
      st.builder = null;
      st.emitter.reset();
    }
  }
};

const mentionsInline = (d: object): boolean =>
  'name' in d && d.name === 'inline'
    ? true
    : 'func' in d
      ? mentionsInline(d.func as object)
      : 'id' in d && d.id === 'inline';

const bindUnknown = (
  st: State,
  def: FunctionDef,
  known: PyFunction | null,
  scope: Scope,
  self: PyInstance | null,
): void => {
  const { positionalOnly, positional, keywordOnly, varArgs, varKeywords } = def.params;
  const all = [...positionalOnly, ...positional, ...keywordOnly];
  all.forEach((p, i) => {
    const given: Value | undefined = known?.defaults.get(p.name);
    if (i === 0 && self) scope.set(p.name, self);
    else if (given !== undefined && !st.options.bindings.has(p.name)) {
      scope.set(p.name, given);
      const text = toText(given, true);
      if (text !== null) st.assume(`${p.name} = ${text} (its default)`);
    } else scope.set(p.name, st.unknown(p.name, p.at, annotated(p)));
  });
  for (const p of [varArgs, varKeywords]) if (p) scope.set(p.name, st.unknown(p.name, p.at));
};

const annotated = (p: ParamDecl): 'int' | 'float' | 'bool' | 'str' | null => {
  const id = p.annotation?.kind === 'name' ? p.annotation.id : '';
  return id === 'int' || id === 'float' || id === 'bool' || id === 'str' ? id : null;
};
