import { afterImports, applyEdits, type Edit, type Rewriter, spanOf, textAt, visit } from './tree.ts';

/** Whole numbers in the shapes of `ft.Var[...]` become constants of the module. */
export const nameSizes: Rewriter = (source) => {
  const { text, module } = source;
  const edits: Edit[] = [];
  const names = new Map<string, string>();
  visit(module.body, (node) => {
    if (node['kind'] !== 'subscript') return;
    const { object, index } = node as unknown as { object: { at: { start: number; end: number } }; index: unknown };
    if (!/^(\w+\.)?Var$/.test(text.slice(object.at.start, object.at.end))) return;
    const shape = (index as { items?: readonly unknown[] }).items?.[0];
    visit(shape, (inner) => {
      if (inner['kind'] !== 'int') return;
      const at = spanOf(inner);
      const literal = textAt(text, at);
      const name = names.get(literal) ?? `SIZE_${names.size}`;
      names.set(literal, name);
      edits.push({ ...at, text: name });
    });
  });
  if (edits.length === 0) return null;
  const place = afterImports(source);
  const lines = [...names].map(([literal, name]) => `${name} = ${literal}\n`).join('');
  return applyEdits(text, [...edits, { start: place, end: place, text: lines }]);
};
