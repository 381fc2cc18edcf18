/** `def` and `class`. */

import { isRewritten } from './expressions.ts';
import { checkStageable } from './ftlib/stageable.ts';
import type { FunctionDef, ParamDecl, PyStmtOf } from './python/ast.ts';
import { boundNames, Scope } from './scope.ts';
import type { State } from './state.ts';
import { type Args, PyClass, PyFunction, Unknown, type Value } from './values.ts';

export const paramsOf = (f: PyFunction): readonly ParamDecl[] => {
  const { positionalOnly, positional, keywordOnly } = f.def.params;
  return [...positionalOnly, ...positional, ...keywordOnly];
};

/** Stars included. */
export const allParamsOf = (f: PyFunction): readonly ParamDecl[] => {
  const { varArgs, varKeywords } = f.def.params;
  return [...paramsOf(f), ...(varArgs ? [varArgs] : []), ...(varKeywords ? [varKeywords] : [])];
};

export const defineFunction = (st: State, def: FunctionDef, scope: Scope): void => {
  const defaults = new Map<string, Value>();
  for (const p of [...def.params.positionalOnly, ...def.params.positional, ...def.params.keywordOnly]) {
    if (p.default) defaults.set(p.name, st.evaluate(p.default, scope));
  }
  // Rewriting drops the decorators of nested functions and rewrites their bodies too.
  const nested = isRewritten(scope);
  let value: Value = new PyFunction(def.name, def, scope, defaults, nested, false);
  if (nested) checkStageable(st, [def]);
  else {
    for (const d of [...def.decorators].reverse()) {
      const decorator = st.evaluate(d, scope);
      const args: Args = { positional: [value], keywords: new Map(), at: d.at, spans: [d.at] };
      value = st.call(decorator, args);
    }
  }
  scope.assign(def.name, value);
  st.facts?.bind(scope, def.name, def.nameAt, value);
};

export const defineClass = (st: State, def: PyStmtOf<'classDef'>, scope: Scope): void => {
  if (isRewritten(scope)) {
    st.fail(
      'unsupported-definition',
      def.nameAt,
      'a class cannot be defined in a staged function; define it outside',
      'TransformError',
      true,
    );
  }
  const bases = def.bases.map((b) => st.evaluate(b, scope));
  const made = new PyClass(def.name, bases, def);
  const inner = new Scope('class', scope, boundNames(def.body, false));
  st.execute(def.body, inner);
  for (const [k, v] of inner.vars) made.members.set(k, v);
  let value: Value = made;
  for (const d of [...def.decorators].reverse()) {
    const decorator = st.evaluate(d, scope);
    if (decorator instanceof Unknown) continue;
    value = st.call(decorator, { positional: [value], keywords: new Map(), at: d.at, spans: [d.at] });
  }
  scope.assign(def.name, value);
  st.facts?.bind(scope, def.name, def.nameAt, value);
};
