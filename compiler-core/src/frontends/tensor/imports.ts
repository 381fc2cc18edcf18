/** `import` and `from … import …`: FreeTensor, its library, the modelled standard modules, and the user's own files. */

import { nearest } from '../../text/nearest.ts';
import type { Span } from '../../text/span.ts';
import { Raised, Stopped } from './errors.ts';
import { freetensorModule } from './ftlib/module.ts';
import { standardModule } from './pylib/modules.ts';
import type { ImportAlias, PyStmtOf } from './python/ast.ts';
import { boundNames, Scope } from './scope.ts';
import type { SourceModule, State } from './state.ts';
import { PyModuleValue, Unknown, type Value } from './values.ts';

const LIBOP = 'freetensor.libop';
/** FreeTensor was called so before: public programs still import the older names. */
const ALIASES: Readonly<Record<string, string>> = {
  ir: 'freetensor',
  'ir.libop': LIBOP,
  'freetensor.core': 'freetensor',
};

export class Importer {
  private readonly loaded = new Map<string, Value>();
  private operators: ReadonlyMap<string, Value> | null = null;
  /** Modules of the user's that a module reads, by name: itself, and those that it imports. */
  private readonly reads = new Map<string, Set<string>>();
  private asked: Set<string> | null = null;
  constructor(private readonly st: State) {}

  load(name: string, at: Span): Value {
    const canonical = ALIASES[name] ?? name;
    const outer = this.asked;
    const asked = this.reads.get(canonical) ?? new Set<string>();
    this.asked = asked;
    try {
      const known = this.loaded.get(canonical);
      if (known !== undefined) return known;
      this.reads.set(canonical, asked);
      const value = this.find(canonical, at);
      this.loaded.set(canonical, value);
      return value;
    } finally {
      this.asked = outer;
      for (const each of asked) {
        outer?.add(each);
        this.st.segment.imports.add(each);
      }
    }
  }

  private find(name: string, at: Span): Value {
    if (name === 'freetensor') return freetensorModule(this.st);
    if (name === LIBOP) return this.evaluateModule(name, this.st.options.library('__init__'), at, true);
    if (name.startsWith(`${LIBOP}.`))
      return this.evaluateModule(name, this.st.options.library(name.slice(LIBOP.length + 1)), at, true);
    const standard = standardModule(this.st, name);
    if (standard) {
      if (standard instanceof PyModuleValue) standard.open = !standard.complete;
      return standard;
    }
    this.asked?.add(name);
    const own = this.st.options.resolveModule?.(this.st.source.file, name) ?? null;
    return this.evaluateModule(name, own, at, false);
  }

  private evaluateModule(name: string, source: SourceModule | null, at: Span, complete: boolean): Value {
    if (!source) return new Unknown(name, at);
    const scope = new Scope('module', this.st.builtinScope, boundNames(source.module.body, false));
    const module = new PyModuleValue(
      name,
      (n) => scope.vars.get(n),
      () => [...scope.vars.keys()].filter((n) => !n.startsWith('_')),
      complete,
    );
    // A module that imports itself in a circle sees what is there so far.
    this.loaded.set(name, module);
    scope.set('__name__', name);
    const here = this.st.emitter.here;
    this.st.handlers++;
    this.st.importing++;
    try {
      this.st.deeper(at, () => this.st.execute(source.module.body, scope));
      module.open = scope.open;
    } catch (e) {
      if (e instanceof Stopped || !(e instanceof Raised)) throw e;
      return new Unknown(name, at);
    } finally {
      this.st.handlers--;
      this.st.importing--;
      this.st.emitter.here = here;
    }
    return module;
  }

  libopNames(): ReadonlyMap<string, Value> {
    if (!this.operators) {
      const module = this.load(LIBOP, this.st.emitter.here);
      const all = new Map<string, Value>();
      if (module instanceof PyModuleValue) for (const n of module.names()) all.set(n, module.get(n) ?? null);
      this.operators = all;
    }
    return this.operators;
  }
}

/** The place of the name that an import binds. */
export const aliasAt = ({ at, name, asName }: ImportAlias): Span =>
  asName === null
    ? { ...at, end: (at.start + (name.split('.')[0] as string).length) as Span['end'] }
    : { ...at, start: (at.end - asName.length) as Span['start'] };

export const importModule = (st: State, name: string, at: Span): Value => st.module(name, at);

export const importFrom = (st: State, s: PyStmtOf<'importFrom'>, scope: Scope): void => {
  if (s.module === '__future__') return;
  const module = st.module(s.module, s.at);
  if (s.names === null) {
    if (module instanceof PyModuleValue) {
      for (const n of module.names()) {
        const v = module.get(n);
        if (v !== undefined && n !== 'freetensor' && !n.startsWith('_')) scope.assign(n, v);
      }
    }
    if (!(module instanceof PyModuleValue) || module.open) scope.open = true;
    return;
  }
  for (const a of s.names) {
    const as = a.asName ?? a.name;
    const value = module instanceof PyModuleValue ? module.get(a.name) : undefined;
    if (value !== undefined) {
      scope.assign(as, value);
      st.facts?.bind(scope, as, aliasAt(a), value);
      continue;
    }
    const sub = st.module(`${s.module}.${a.name}`, a.at);
    if (module instanceof PyModuleValue && module.complete && sub instanceof Unknown) {
      const near = nearest(a.name, module.names());
      st.failWith(
        'unknown-attribute',
        a.at,
        `module \`${s.module}\` has no \`${a.name}\`${near ? `; did you mean \`${near}\`?` : ''}`,
        'ImportError',
        [],
      );
    }
    scope.assign(as, sub instanceof Unknown ? st.unknown(a.name, a.at) : sub);
  }
};
