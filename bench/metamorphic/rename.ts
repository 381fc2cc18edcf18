import { applyEdits, boundIn, type Edit, functionsIn, namesIn, type Rewriter, spanOf, visit } from './tree.ts';

const renamed = (name: string): string => `${name}_other`;

/**
 * Another name for everything that the file itself binds: variables, tensors, parameters, functions, constants; also in
 * keywords that name a parameter, in `no_deps` and in `bind` comments. Names that strings give to tensors stay.
 */
export const rename: Rewriter = ({ text, module }) => {
  const own = boundIn(module.body);
  // What a class binds is read as attributes, which any object may have.
  let classes = false;
  visit(module.body, (node) => {
    classes ||= node['kind'] === 'classDef';
  });
  if (own.size === 0 || classes) return null;
  const edits: Edit[] = [];
  const word = (start: number, end: number, name: string): void => {
    const at = new RegExp(`\\b${name}\\b`).exec(text.slice(start, end));
    if (at) edits.push({ start: start + at.index, end: start + at.index + name.length, text: renamed(name) });
  };
  for (const { id, at } of namesIn(module.body)) if (own.has(id)) word(at.start, at.end, id);
  for (const def of functionsIn(module)) {
    if (own.has(def.name)) word(def.nameAt.start, def.nameAt.end, def.name);
  }
  visit(module.body, (node) => {
    const { start, end } = spanOf(node);
    // A parameter, of a lambda as well.
    if ('annotation' in node && 'default' in node) word(start, end, String(node['name']));
    if (node['kind'] === 'global' || node['kind'] === 'nonlocal') {
      for (const name of node['names'] as string[]) if (own.has(name)) word(start, end, name);
    }
    if (node['kind'] !== 'call') return;
    const callee = node['func'] as { kind: string; id?: string };
    if (callee.kind !== 'name' || !own.has(callee.id ?? '')) return;
    for (const keyword of node['keywords'] as { name: string | null; at: { start: number; end: number } }[]) {
      if (keyword.name !== null && own.has(keyword.name)) word(keyword.at.start, keyword.at.end, keyword.name);
    }
  });
  for (const comment of text.matchAll(/#!?[ \t]*(?:no_deps|athanor)[ \t]*:.*/g)) {
    for (const found of comment[0].matchAll(/\w+/g)) {
      const start = comment.index + found.index;
      if (own.has(found[0])) edits.push({ start, end: start + found[0].length, text: renamed(found[0]) });
    }
  }
  return applyEdits(text, edits);
};
