/** The top level of a module, one node of the tree at a time; what an edit did not touch is taken from the version before. */

import { oneChange } from '../../../syntax/text-diff.ts';
import { type Move, moved, withMove } from '../../../text/move.ts';
import { boundNames } from '../scope.ts';
import type { Chunk, PyModule, PyStmt, PyStmtOf } from './ast.ts';
import { lowerDamage, lowerStatement } from './lower-stmt.ts';
import type { Walker } from './walker.ts';

/** The body of a module by top-level nodes. */
export const chunksOf = (module: PyModule): readonly Chunk[] =>
  // The body is put together when it is asked for, so it is not asked for here.
  module.chunks ?? module.body.map((s) => ({ start: s.at.start, end: s.at.end, body: [s], after: [], whole: false }));

export interface ReadBefore {
  readonly text: string;
  readonly module: PyModule;
  /** The text had no syntax error. */
  readonly valid: boolean;
}

/** Lowers the children of the root, where the cursor is. O(nodes + what the edit touched + what moved behind it). */
export const lowerChunks = (w: Walker, before: ReadBefore | null, damaged: boolean): readonly Chunk[] => {
  const chunks: Chunk[] = [];
  // Where the text is broken, the same statement may be read otherwise for what stands around it.
  const sound = (): boolean => !damaged || !w.cursor.currentNode.hasError;
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
        const found = type === 'ERROR' || !sound() ? null : known(w.cursor.startIndex, w.cursor.endIndex);
        if (found === null) addNode(w, type, chunks, sound());
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

const addNode = (w: Walker, type: string, chunks: Chunk[], sound: boolean): void => {
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
  const whole = sound && w.tooDeep === deepest && !body.some(({ kind }) => kind === 'errorStmt');
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
  const move: Move = { file, from: change?.oldEnd ?? 0, by };
  const byStart = new Map((before.module.chunks ?? []).map((chunk) => [chunk.start, chunk]));
  return (start, end) => {
    const behind = start > to;
    if (!behind && end >= from && change !== null) return null;
    const chunk = byStart.get(behind ? start - by : start);
    if (chunk === undefined || !chunk.whole || chunk.end - chunk.start !== end - start) return null;
    return behind && by !== 0 ? new MovedChunk(chunk, move) : chunk;
  };
};

/** A chunk behind an edit: most are never looked at again before the next one. */
class MovedChunk implements Chunk {
  readonly start: number;
  readonly end: number;
  readonly whole: boolean;
  private readonly base: Chunk;
  private readonly moves: readonly Move[];
  private read: Pick<Chunk, 'body' | 'after'> | null = null;

  constructor(chunk: Chunk, move: Move) {
    this.start = chunk.start + move.by;
    this.end = chunk.end + move.by;
    this.whole = chunk.whole;
    this.base = chunk instanceof MovedChunk ? chunk.base : chunk;
    this.moves = withMove(chunk instanceof MovedChunk ? chunk.moves : [], move);
  }

  private get here(): Pick<Chunk, 'body' | 'after'> {
    const { body, after } = this.base;
    this.read ??= moved({ body, after }, this.moves);
    return this.read;
  }
  get body(): Chunk['body'] {
    return this.here.body;
  }
  get after(): Chunk['after'] {
    return this.base.after.length === 0 ? this.base.after : this.here.after;
  }
  get names(): ReadonlySet<string> {
    return namesOf(this.base);
  }
}

/** Names that the statements of a chunk bind. */
export const namesOf = (chunk: Chunk): ReadonlySet<string> =>
  chunk instanceof MovedChunk ? chunk.names : boundNames(chunk.body, false);
