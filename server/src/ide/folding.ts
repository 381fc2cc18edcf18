/** `foldingRanges(view)`: functions, loops, branches, `with`, runs of directives and comments, imports. Lines from 0, both included. */

import type { PyStmt } from '@athanor/compiler-core/frontends/tensor/python/ast.ts';
import { offset } from '@athanor/compiler-core/text/span.ts';
import { walk } from './ast.ts';
import type { FileView } from './view.ts';

export interface FoldingRange {
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: 'comment' | 'imports' | null;
}

export const foldingRanges = (view: FileView): readonly FoldingRange[] =>
  view.part('folding', () => {
    const out = new Map<number, FoldingRange>();
    const lineOf = (at: number): number => view.lines.position0(offset(at)).line;
    const add = (startLine: number, endLine: number, kind: FoldingRange['kind'] = null): void => {
      const known = out.get(startLine);
      if (endLine > startLine && (known === undefined || known.endLine < endLine))
        out.set(startLine, { startLine, endLine, kind });
    };
    const block = (from: number, body: readonly PyStmt[]): void => {
      const last = body.at(-1);
      if (last) add(lineOf(from), lineOf(last.at.end));
    };
    walk(view.module, (n) => {
      if (n.kind === 'functionDef' || n.kind === 'classDef') block(n.nameAt.start, n.body);
      else if (n.kind === 'for' || n.kind === 'while' || n.kind === 'if' || n.kind === 'try') {
        block(n.at.start, n.body);
        const [first] = n.orElse ?? [];
        // `elif` is an `if` of its own; the line of a plain `else` is the last before its body.
        if (n.orElse && first && first.kind !== 'if')
          block(lastWordBefore(view.text, 'else', first.at.start), n.orElse);
      } else if (n.kind === 'with') block(n.at.start, n.body);
    });
    runs(view, (t) => t === 'comment').forEach(([a, b]) => {
      add(a, b, 'comment');
    });
    const imports = view.module.body.filter((s) => s.kind === 'import' || s.kind === 'importFrom');
    const [first, last] = [imports[0], imports.at(-1)];
    if (first && last && imports.length > 1) add(lineOf(first.at.start), lineOf(last.at.end), 'imports');
    return [...out.values()].sort((a, b) => a.startLine - b.startLine);
  });

const lastWordBefore = (text: string, word: string, at: number): number => Math.max(0, text.lastIndexOf(word, at));

/** Lines in a row that hold nothing but comments. */
const runs = (view: FileView, is: (kind: string) => boolean): readonly (readonly [number, number])[] => {
  const out: [number, number][] = [];
  let alone = true;
  for (const t of view.tokens) {
    if (t.kind === 'newline') {
      alone = true;
      continue;
    }
    if (alone && is(t.kind)) {
      const line = view.lines.position0(offset(t.start)).line;
      const last = out.at(-1);
      if (last && last[1] === line - 1) last[1] = line;
      else out.push([line, line]);
    }
    alone = false;
  }
  return out;
};
