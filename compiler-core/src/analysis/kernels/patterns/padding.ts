/** Rows of a tile in local memory that are one element longer, so that a column lies in different banks. */

import type { TextEdit } from '../../../diag/diagnostic.ts';
import { int } from '../../../ir/build.ts';
import type { Expr, Func, VarDef } from '../../../ir/nodes.ts';
import { mapStmt, withParts } from '../../../ir/walk.ts';
import { type Span, span } from '../../../text/span.ts';

const bare = (e: Expr): Expr => (e.kind === 'cast' ? bare(e.operand) : e);

/** Null where the last dimension is no number, or there is only one. */
export const padLastDimension = (func: Func, name: string): Func | null => {
  let isDone = false;
  const body = mapStmt(func.body, {
    stmt: (s) => {
      const last = s.kind === 'varDef' && s.name === name && s.shape.length > 1 ? s.shape.at(-1) : undefined;
      const extent = last && bare(last);
      if (s.kind !== 'varDef' || !extent || extent.kind !== 'int') return s;
      isDone = true;
      return withParts(s, [s.body], [...s.shape.slice(0, -1), int(Number(extent.value) + 1, extent.at)]);
    },
  });
  return isDone ? { ...func, body } : null;
};

/** Extents in the source, `[32][32]` or `range<2>(T, T)` or `{T, T}`, ended by what follows the last one. */
const ITEM = '[^(){}\\[\\],]+';
const FORMS = [
  (rank: number) =>
    new RegExp(
      `(?:range(?:\\s*<\\s*\\d\\s*>)?\\s*[({]|[({,>]\\s*\\{)${`\\s*${ITEM},`.repeat(rank - 1)}(\\s*${ITEM})[)}]`,
      'd',
    ),
  (rank: number) => new RegExp(`^\\w+\\s*${'\\[[^\\[\\]]+\\]\\s*'.repeat(rank - 1)}\\[([^\\[\\]]+)\\]`, 'd'),
];

/** The edit that makes the last dimension one longer; null where its extent is not spelled out at the definition. */
export const paddedExtent = (def: VarDef, textAt: (at: Span) => string | null): TextEdit | null => {
  const rank = def.shape.length;
  for (const at of [def.shape.at(-1)?.at, def.origin.span]) {
    const text = at && textAt(at);
    if (!at || !text) continue;
    for (const form of FORMS) {
      const range = form(rank).exec(text)?.indices?.[1];
      if (!range) continue;
      const extent = text.slice(...range).trim();
      const end = at.start + range[0] + text.slice(...range).trimEnd().length;
      const start = end - extent.length;
      if (/^\d+$/.test(extent)) return { span: span(at.file, start, end), newText: String(Number(extent) + 1) };
      return { span: span(at.file, end, end), newText: ' + 1' };
    }
  }
  return null;
};
