/** What FreeTensor's rewriting refuses before anything is staged. */

import type { FunctionDef, PyStmt } from '../python/ast.ts';
import type { State } from '../state.ts';

/** Raises at the first class or async function in a function that is to be staged. */
export const checkStageable = (st: State, body: readonly PyStmt[]): void => {
  for (const s of body) {
    if (s.kind === 'classDef')
      st.fail(
        'unsupported-definition',
        s.nameAt,
        'a class cannot be defined in a staged function; define it outside',
        'TransformError',
        true,
      );
    if (s.kind === 'functionDef' && s.isAsync)
      st.fail(
        'unsupported-definition',
        s.nameAt,
        'an async function cannot stand in a staged function',
        'TransformError',
        true,
      );
    for (const inner of bodies(s)) checkStageable(st, inner);
  }
};

const bodies = (s: PyStmt): readonly (readonly PyStmt[])[] => {
  switch (s.kind) {
    case 'for':
    case 'while':
    case 'if':
      return [s.body, s.orElse ?? []];
    case 'with':
    case 'functionDef':
      return [s.body];
    case 'try':
      return [s.body, ...s.handlers.map((h) => h.body), s.orElse ?? [], s.final ?? []];
    default:
      return [];
  }
};

/** Does the function, or one inside it, hold something to stage (a decorator, or the builder form), or make a schedule? */
export const holdsProgram = (def: FunctionDef): boolean => mentions(def.body, WORDS);

const WORDS: ReadonlySet<string> = new Set(
  'transform optimize optimize_to_pytorch grad inline VarDef pop_ast jit Schedule'.split(' '),
);

/** Does one of these names, alone or of an attribute, stand anywhere in it? */
export const mentions = (node: unknown, words: ReadonlySet<string>): boolean => {
  if (Array.isArray(node)) return node.some((n) => mentions(n, words));
  if (node === null || typeof node !== 'object') return false;
  const n = node as { kind?: unknown; id?: unknown; name?: unknown };
  if (n.kind === 'name' && typeof n.id === 'string' && words.has(n.id)) return true;
  if (n.kind === 'attribute' && typeof n.name === 'string' && words.has(n.name)) return true;
  return Object.entries(node).some(([k, v]) => k !== 'at' && mentions(v, words));
};
