/** What the rewrites need of a Python tree: places, names, and text edits. */

import type { FunctionDef, PyModule, PyStmt } from '../../compiler-core/src/frontends/tensor/python/ast.ts';
import { parsePython } from '../../compiler-core/src/frontends/tensor/python/parse.ts';
import type { SyntaxParser } from '../../compiler-core/src/syntax/cst.ts';
import { fileId, type Span } from '../../compiler-core/src/text/span.ts';

export interface Source {
  readonly text: string;
  readonly module: PyModule;
}

/** Null where the text is not Python: nothing can be rewritten then. */
export const readSource = (text: string, parser: SyntaxParser): Source | null => {
  const { module, problems } = parsePython(fileId('main.py'), text, parser);
  return problems.length > 0 ? null : { text, module };
};

/** A new text of the same meaning; null where the rewrite finds nothing to do. */
export type Rewriter = (source: Source) => string | null;

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits that do not overlap, in any order; insertions at one place keep their order. */
export const applyEdits = (text: string, edits: readonly Edit[]): string => {
  const sorted = edits.map((edit, n) => ({ ...edit, n })).sort((a, b) => b.start - a.start || b.n - a.n);
  return sorted.reduce((out, { start, end, text: put }) => out.slice(0, start) + put + out.slice(end), text);
};

type Fields = Readonly<Record<string, unknown>>;
const isObject = (x: unknown): x is Fields => typeof x === 'object' && x !== null;

/** Every node below `root`, itself included: expressions, statements, parameters, keywords. */
export const visit = (root: unknown, see: (node: Fields) => void): void => {
  if (Array.isArray(root)) for (const item of root) visit(item, see);
  else if (isObject(root)) {
    if ('at' in root) see(root);
    for (const [key, value] of Object.entries(root)) if (key !== 'at' && key !== 'nameAt') visit(value, see);
  }
};

export const spanOf = (node: Fields): Span => node['at'] as Span;
export const textAt = (text: string, at: Span): string => text.slice(at.start, at.end);

/** Names read or written below `root`, with their places. */
export const namesIn = (root: unknown): { readonly id: string; readonly at: Span }[] => {
  const out: { id: string; at: Span }[] = [];
  visit(root, (node) => {
    if (node['kind'] === 'name') out.push({ id: String(node['id']), at: spanOf(node) });
  });
  return out;
};

/** Names that statements or comprehensions below `root` bind: targets, parameters, definitions. */
export const boundIn = (root: unknown): Set<string> => {
  const out = new Set<string>();
  /** Names of a target; `x[i]` and `x.a` bind none. */
  const target = (t: unknown): void => {
    if (!isObject(t)) return;
    if (t['kind'] === 'name') out.add(String(t['id']));
    else if (t['kind'] === 'tuple' || t['kind'] === 'list') for (const item of t['items'] as unknown[]) target(item);
    else if (t['kind'] === 'starred') target(t['value']);
  };
  visit(root, (node) => {
    switch (node['kind']) {
      case 'assign':
        for (const t of node['targets'] as unknown[]) target(t);
        break;
      case 'functionDef':
      case 'classDef':
        out.add(String(node['name']));
        break;
      default:
        // Loops, comprehensions, `with`, `:=`, augmented and annotated assignments.
        target(node['target']);
        if ('annotation' in node && 'default' in node) out.add(String(node['name']));
    }
  });
  return out;
};

export const paramsOf = (def: FunctionDef) => [
  ...def.params.positionalOnly,
  ...def.params.positional,
  ...def.params.keywordOnly,
];

/** All functions of the module, nested ones too. */
export const functionsIn = (module: PyModule): FunctionDef[] => {
  const out: FunctionDef[] = [];
  visit(module.body, (node) => {
    if (node['kind'] === 'functionDef') out.push(node as unknown as FunctionDef);
  });
  return out;
};

/** Decorated with `ft.transform`, `ft.optimize` or the bare names. */
export const isStaged = (def: FunctionDef, text: string): boolean =>
  def.decorators.some((d) => /^(\w+\.)?(transform|optimize)\b/.test(textAt(text, d.at)));

/** Where the line of `offset` begins, and the white space that it begins with. */
export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;
export const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';

/** Whether the statement has its lines to itself. */
export const ownsLines = (text: string, s: PyStmt): boolean =>
  /^[ \t]*$/.test(text.slice(lineStart(text, s.at.start), s.at.start)) &&
  /^[ \t]*(#.*)?(\n|$)/.test(text.slice(s.at.end));

/** After the docstring and the imports at the top of the module. */
export const afterImports = ({ text, module }: Source): number => {
  let end = 0;
  for (const s of module.body) {
    const docstring = s.kind === 'expr' && s.value.kind === 'str';
    if (s.kind !== 'import' && s.kind !== 'importFrom' && !docstring) break;
    const next = text.indexOf('\n', s.at.end);
    end = next < 0 ? text.length : next + 1;
  }
  return end;
};
