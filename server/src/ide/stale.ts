/**
 * Answers between an edit and the end of its analysis, from the view before: `typingView(before, text)` serves completion and
 * signature help on the new text with the old names; `staleHover(before, text, offset)` is the old hover where the word is the same.
 * Both cost a comparison of two texts.
 */

import type { PyModule } from '@athanor/compiler-core/frontends/tensor/python/ast.ts';
import type { StagedModule } from '@athanor/compiler-core/session/pipeline.ts';
import type { Pragmas } from '@athanor/compiler-core/session/pragmas.ts';
import type { FileCheck } from '@athanor/compiler-core/session/snapshot.ts';
import { type Hover, hover } from './hover.ts';
import type { Labels } from './labels.ts';
import type { NameScope, Names } from './scopes.ts';
import { FileView } from './view.ts';

/** Two texts as one replacement: what stands before `start` and after `end` is the same. */
export interface Shift {
  /** Null inside what was replaced. */
  toOld(offset: number): number | null;
  toNew(offset: number): number | null;
}

export const shiftBetween = (before: string, after: string): Shift => {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < shorter - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  const delta = after.length - before.length;
  const map = (offset: number, end: number, by: number): number | null =>
    offset <= head ? offset : offset >= end ? offset + by : null;
  return {
    toOld: (offset) => map(offset, after.length - tail, -delta),
    toNew: (offset) => map(offset, before.length - tail, delta),
  };
};

export const staleHover = (before: FileView, text: string, offset: number): Hover | null => {
  const shift = shiftBetween(before.text, text);
  const old = shift.toOld(offset);
  const found = old === null ? null : hover(before, old);
  if (!found) return null;
  const start = shift.toNew(found.start);
  const end = shift.toNew(found.end);
  if (start === null || end === null || text.slice(start, end) !== before.text.slice(found.start, found.end))
    return null;
  // The word may have grown at its ends.
  const grown = /[\p{L}\p{N}_]/u;
  return grown.test(text[end] ?? '') || grown.test(text[start - 1] ?? '') ? null : { ...found, start, end };
};

class TypingView extends FileView {
  private readonly shift: Shift;
  constructor(
    private readonly before: FileView,
    text: string,
  ) {
    super(before.snapshot, before.file, text);
    this.shift = shiftBetween(before.text, text);
  }
  override get module(): PyModule {
    return this.before.module;
  }
  override get staged(): StagedModule {
    return this.before.staged;
  }
  override get check(): FileCheck {
    return this.before.check;
  }
  override get names(): Names {
    return this.before.names;
  }
  override get labels(): Labels {
    return this.before.labels;
  }
  override get pragmas(): Pragmas {
    return this.before.pragmas;
  }
  override scopeFor(offset: number): NameScope {
    // What is new has no scope of its own yet: that of the text before it counts.
    for (let at = offset; at >= 0; at--) {
      const old = this.shift.toOld(at);
      if (old !== null) return this.before.scopeFor(old);
    }
    return this.before.scopeFor(0);
  }
}

/** For completion and signature help only: the positions of its names are those of the text before. */
export const typingView = (before: FileView, text: string): FileView => new TypingView(before, text);
