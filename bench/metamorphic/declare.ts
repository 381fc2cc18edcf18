import type { FunctionDef } from '../../compiler-core/src/frontends/tensor/python/ast.ts';
import {
  applyEdits,
  boundIn,
  type Edit,
  functionsIn,
  indentAt,
  isStaged,
  lineStart,
  namesIn,
  ownsLines,
  paramsOf,
  type Rewriter,
  textAt,
} from './tree.ts';

/** `def f(x: ft.Var[...])` becomes `def f(x):` with `x: ft.Var[...]` as its first statements. */
export const declareInBody: Rewriter = ({ text, module }) => {
  const edits: Edit[] = [];
  for (const def of functionsIn(module)) {
    const first = def.body[0];
    const plain = def.params.keywordOnly.length === 0 && paramsOf(def).every((p) => p.default === null);
    if (!first || !isStaged(def, text) || !plain || !ownsLines(text, first)) continue;
    const docstring = first.kind === 'expr' && first.value.kind === 'str';
    const next = docstring ? text.indexOf('\n', first.at.end) + 1 : lineStart(text, first.at.start);
    if (docstring && next === 0) continue;
    const declarations = paramsOf(def).flatMap((p) => {
      // Only tensors may be declared in the body.
      if (!p.annotation || !/^(\w+\.)?Var\[/.test(textAt(text, p.annotation.at))) return [];
      edits.push({ start: p.at.start, end: p.annotation.at.end, text: p.name });
      return [`${indentAt(text, first.at.start)}${p.name}: ${textAt(text, p.annotation.at)}\n`];
    });
    if (declarations.length > 0) edits.push({ start: next, end: next, text: declarations.join('') });
  }
  return edits.length === 0 ? null : applyEdits(text, edits);
};

/** The reverse, where the declaration needs nothing that exists only in the body. */
export const declareInSignature: Rewriter = ({ text, module }) => {
  const edits = functionsIn(module).flatMap((def) => (isStaged(def, text) ? moved(def, text) : []));
  return edits.length === 0 ? null : applyEdits(text, edits);
};

const moved = (def: FunctionDef, text: string): Edit[] => {
  const inner = boundIn([def.body, def.params]);
  const edits: Edit[] = [];
  for (const [n, s] of def.body.entries()) {
    if (s.kind !== 'annAssign' || s.target.kind !== 'name' || s.value !== null || !ownsLines(text, s)) continue;
    const { id } = s.target;
    const p = paramsOf(def).find((candidate) => candidate.name === id && candidate.annotation === null);
    const twice = def.body.filter((o) => o.kind === 'annAssign' && o.target.kind === 'name' && o.target.id === id);
    const alone = def.body[n - 1]?.kind !== 'directive' && twice.length === 1;
    if (!p || p.default !== null || !alone || namesIn(s.annotation).some((name) => inner.has(name.id))) continue;
    edits.push({ start: p.at.start, end: p.at.end, text: `${p.name}: ${textAt(text, s.annotation.at)}` });
    edits.push({ start: s.at.start, end: s.at.end, text: 'pass' });
  }
  return edits;
};
