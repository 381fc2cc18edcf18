/** Walking Python's syntax tree by position. */

import type { FunctionDef, PyExpr, PyModule, PyStmt } from '@athanor/compiler-core/frontends/tensor/python/ast.ts';

export type AstNode = PyExpr | PyStmt;

const isNode = (value: object): value is AstNode => 'kind' in value && 'at' in value;
/** The value as a node of the tree; null for the parts between nodes. */
export const asNode = (value: object): AstNode | null => (isNode(value) ? value : null);
const reaches = (value: object, offset: number): boolean => {
  const at = (value as { at?: { start: number; end: number } }).at;
  return at === undefined || (at.start <= offset && offset <= at.end);
};

/** Places, and the statements of a module for a second time. */
const NO_PARTS = new Set(['at', 'nameAt', 'chunks']);

/** The objects directly inside one: parts such as keywords and parameters count, places do not. */
export const partsOf = (value: object): readonly object[] => {
  const out: object[] = [];
  for (const key in value) {
    if (NO_PARTS.has(key)) continue;
    const part = (value as Record<string, unknown>)[key];
    if (typeof part !== 'object' || part === null) continue;
    if (Array.isArray(part)) {
      for (const item of part) if (typeof item === 'object' && item !== null) out.push(item);
    } else out.push(part);
  }
  return out;
};

/** Every node below, outermost first, in the order of the tree. O(nodes), no recursion. */
export const walk = (root: object, visit: (node: AstNode) => void): void => {
  const stack: object[] = [root];
  for (let value = stack.pop(); value; value = stack.pop()) {
    if (isNode(value)) visit(value);
    const parts = partsOf(value);
    for (let i = parts.length - 1; i >= 0; i--) stack.push(parts[i] as object);
  }
};

/** Nodes around an offset, outermost first. Ends count as inside. O(nodes beside the path). */
export const pathAt = (module: PyModule, offset: number): readonly AstNode[] => {
  const path: AstNode[] = [];
  let here: object = module;
  for (;;) {
    const inside: readonly object[] = partsOf(here).filter((part) => reaches(part, offset));
    // Where two nodes touch, the one that begins at the offset is meant.
    const next = inside.findLast((part) => isNode(part) || containsNode(part, offset));
    if (!next) return path;
    if (isNode(next)) path.push(next);
    here = next;
  }
};
const containsNode = (part: object, offset: number): boolean =>
  partsOf(part).some((inner) => reaches(inner, offset) && (isNode(inner) || containsNode(inner, offset)));

/** The word that names a decorator: `transform` of `@ft.transform(verbose=1)`. */
export const decoratorName = (e: PyExpr): string =>
  e.kind === 'call' ? decoratorName(e.func) : e.kind === 'attribute' ? e.name : e.kind === 'name' ? e.id : '';

const STAGING = new Set(['transform', 'optimize', 'optimize_to_pytorch', 'jit']);
export const isUnit = (def: FunctionDef): boolean => def.decorators.some((d) => STAGING.has(decoratorName(d)));
export const isInline = (def: FunctionDef): boolean => def.decorators.some((d) => decoratorName(d) === 'inline');

/** The text of the string that a body begins with. */
export const docstringOf = (body: readonly PyStmt[]): string | null => {
  const first = body[0];
  return first?.kind === 'expr' && first.value.kind === 'str' ? first.value.value : null;
};
