/** Random edits of Python text, reproducible from a seed: what people and editors do, broken states included. */

import type { TextChange } from '../../syntax/cst.ts';

/** mulberry32: small, fast, good enough to choose edits. */
export const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

const SNIPPETS = [
  '\n',
  ' ',
  '    ',
  '# athanor: ignore[unused-tensor] test\n',
  '# athanor: bind n=4\n',
  '# note\n',
  'x',
  '0',
  '[',
  ')',
  '"',
  '"""',
  'if True:\n',
  'for i in range(4):\n',
  '炉',
  '\t',
  '\r\n',
  ' + 1',
  'import freetensor as ft\n',
  '\u0000',
];

/** One edit of `text`; lines are copied, removed and moved about as often as single characters change. */
export const randomEdit = (text: string, random: () => number): TextChange => {
  const pick = (n: number): number => Math.floor(random() * n);
  const at = pick(text.length + 1);
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const next = text.indexOf('\n', at);
  const lineEnd = next < 0 ? text.length : next + 1;
  switch (pick(6)) {
    case 0:
      return { start: at, oldEnd: at, newText: SNIPPETS[pick(SNIPPETS.length)] ?? '' };
    case 1:
      return { start: at, oldEnd: Math.min(text.length, at + 1 + pick(4)), newText: '' };
    case 2:
      return { start: lineStart, oldEnd: lineStart, newText: text.slice(lineStart, lineEnd) };
    case 3:
      return { start: lineStart, oldEnd: lineEnd, newText: '' };
    case 4: {
      const number = /\d+/g;
      number.lastIndex = at;
      const found = number.exec(text);
      if (found === null) return { start: 0, oldEnd: 0, newText: '\n' };
      return { start: found.index, oldEnd: found.index + found[0].length, newText: String(pick(9)) };
    }
    default:
      return {
        start: lineStart,
        oldEnd: lineStart,
        newText: `${' '.repeat(4 * pick(3))}${SNIPPETS[pick(SNIPPETS.length)] ?? ''}\n`,
      };
  }
};
