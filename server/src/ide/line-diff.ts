/** `lineDiff(before, after)`: the changed lines of a text with some context, as a unified diff without headers. */

/** Unchanged lines kept around a change. */
const CONTEXT = 2;
/** Above so many pairs of lines the changed part is shown as replaced whole. */
const MOST_PAIRS = 4_000_000;

export interface LineDiff {
  /** Each with ` `, `-`, `+` or, for what is left out, `@@` before it. */
  readonly lines: readonly string[];
  readonly changed: number;
}

/** O(changed part squared), which is bounded. At most `most` lines. */
export const lineDiff = (before: string, after: string, most: number): LineDiff => {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const marks = marked(a, b);
  const near = marks.map((_, i) => marks.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some((m) => m[0] !== ' '));
  const lines: string[] = [];
  marks.forEach((line, i) => {
    if (near[i]) lines.push(line);
    else if (lines.length > 0 && lines.at(-1) !== GAP) lines.push(GAP);
  });
  if (lines.at(-1) === GAP) lines.pop();
  const changed = marks.filter((m) => m[0] !== ' ').length;
  if (lines.length <= most) return { lines, changed };
  return { lines: [...lines.slice(0, most), `@@ ${lines.length - most} more lines`], changed };
};
const GAP = '@@';

const marked = (a: readonly string[], b: readonly string[]): readonly string[] => {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const same = (lines: readonly string[]): string[] => lines.map((l) => ` ${l}`);
  const middle = between(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return [...same(a.slice(0, head)), ...middle, ...same(a.slice(a.length - tail))];
};

/** By a longest common subsequence; removed lines stand before added ones. */
const between = (a: readonly string[], b: readonly string[]): readonly string[] => {
  if (a.length * b.length > MOST_PAIRS) return [...a.map((l) => `-${l}`), ...b.map((l) => `+${l}`)];
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const out: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      out.push(` ${a[i]}`);
      i++;
      j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) out.push(`-${a[i++]}`);
    else out.push(`+${b[j++]}`);
  }
  return out;
};
