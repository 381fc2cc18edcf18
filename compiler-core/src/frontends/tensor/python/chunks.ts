/** The top level of a module, one node of the tree at a time; what an edit did not touch is taken from the version before. */

import { oneChange } from '../../../syntax/text-diff.ts';
import { type Move, moved } from '../../../text/move.ts';
import type { Chunk, PyModule, PyStmt, PyStmtOf } from './ast.ts';
import { lowerDamage, lowerStatement } from './lower-stmt.ts';
import type { Walker } from './walker.ts';

/** The body of a module by top-level nodes. */
export const chunksOf = ({ body, chunks }: PyModule): readonly Chunk[] =>
  chunks ?? body.map((s) => ({ start: s.at.start, end: s.at.end, body: [s], after: [], whole: false }));

export interface ReadBefore {
  readonly text: string;
  readonly module: PyModule;
}

/** Lowers the children of the root, where the cursor is. O(nodes + what the edit touched + what moved behind it). */
export const lowerChunks = (w: Walker, before: ReadBefore | null): readonly Chunk[] => {
  const chunks: Chunk[] = [];
  const known = before === null ? () => null : reuse(w, before);
  const flush = (): void => {
    for (const directive of w.pending.splice(0)) {
      const { start, end } = directive.at;
      chunks.push({ start, end, body: [directive], after: [], whole: true });
    }
  };
  if (w.cursor.gotoFirstChild()) {
    do {
      const type = w.cursor.nodeType;
      if (type === 'directive') w.noteDirective();
      else if (type !== 'comment' && type !== 'line_continuation') {
        flush();
        const found = type === 'ERROR' ? null : known(w.cursor.startIndex, w.cursor.endIndex);
        if (found === null) addNode(w, type, chunks);
        else {
          chunks.push(found);
          w.pending.push(...found.after);
        }
      }
    } while (w.cursor.gotoNextSibling());
    w.up();
  }
  flush();
  return chunks;
};

const addNode = (w: Walker, type: string, chunks: Chunk[]): void => {
  const { startIndex: start, endIndex: end } = w.cursor;
  const deepest = w.tooDeep;
  // Damage is joined with the damage before it.
  const last = type === 'ERROR' ? chunks.at(-1) : undefined;
  const joins = last?.body.at(-1)?.kind === 'errorStmt';
  if (joins) chunks.pop();
  const body: PyStmt[] = joins ? [...(last?.body ?? [])] : [];
  if (type === 'ERROR') lowerDamage(w, body);
  else lowerStatement(w, type, body);
  if (body.length === 0) return;
  const whole = type !== 'ERROR' && w.tooDeep === deepest && !body.some(({ kind }) => kind === 'errorStmt');
  const after: readonly PyStmtOf<'directive'>[] = [...w.pending];
  chunks.push({ start: joins ? (last?.start ?? start) : start, end, body, after, whole });
};

/** Finds the chunk that was read for the same text at the same place, moved to where it stands now. */
const reuse = ({ text, file }: Walker, before: ReadBefore): ((start: number, end: number) => Chunk | null) => {
  const change = oneChange(before.text, text);
  const by = text.length - before.text.length;
  // One unit on each side may be read otherwise with what is beside it.
  const from = (change?.start ?? text.length) - 1;
  const to = change === null ? 0 : change.start + change.newText.length + 1;
  const moves: readonly Move[] = by === 0 || change === null ? [] : [{ file, from: change.oldEnd, by }];
  const byStart = new Map((before.module.chunks ?? []).map((chunk) => [chunk.start, chunk]));
  return (start, end) => {
    const behind = start > to;
    if (!behind && end >= from && change !== null) return null;
    const chunk = byStart.get(behind ? start - by : start);
    if (chunk === undefined || !chunk.whole || chunk.end - chunk.start !== end - start) return null;
    return behind ? movedChunk(chunk, moves, by) : chunk;
  };
};

const movedChunk = (chunk: Chunk, moves: readonly Move[], by: number): Chunk =>
  by === 0 ? chunk : { ...moved(chunk, moves), start: chunk.start + by, end: chunk.end + by };
