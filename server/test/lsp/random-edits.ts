/** A document as its client sees it, and random edits of it: typing, lines, tokens, undo. The same for the same seed. */

export type Random = (below: number) => number;
export type Encoding = 'utf-16' | 'utf-8';

export const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)] as T;

export interface Position {
  readonly line: number;
  readonly character: number;
}

const SNIPPETS = [
  ...['x', '1', ' ', '\n', '    ', '(', ')', '[i]', '[', ']', '"', "'''", '#', '# athanor: ignore[', '\\'],
  ...['\r\n', '\r', '\t', 'é', '\u{1d6fc}', '\ud800', 'for i in range(8):\n', 'ft.', 'y[i] = x[i + 1]\n'],
  ...['@ft.transform\n', 'return', ' = = ', '#! nid: L9\n', 'ft.empty((4,), "float32", "cpu")', 'if x[0] > 0:\n'],
  ...['# athanor: bind n=4\n', 'f"{a', 'lambda: 0', '}', 'from helper import scale\n', 'softmax('],
];
const LONGEST = 4000;
const PAST = 20;

/** Line ends of the protocol: LF, CR LF, CR. */
const linesOf = (text: string): string[] => text.split(/(?<=\r\n|\n|\r(?!\n))/);

const inPair = (text: string, at: number): boolean =>
  /[\ud800-\udbff]/.test(text[at - 1] ?? '') && /[\udc00-\udfff]/.test(text[at] ?? '');

/** An offset that has a position: not between CR and LF, and in UTF-8 not inside a character. */
const placed = (text: string, at: number, encoding: Encoding): number => {
  if (text[at - 1] === '\r' && text[at] === '\n') return at - 1;
  return encoding === 'utf-8' && inPair(text, at) ? at - 1 : at;
};

export const positionIn = (text: string, at: number, encoding: Encoding): Position => {
  const lines = linesOf(text.slice(0, at));
  const last = lines.at(-1) ?? '';
  const begins = /[\r\n]$/.test(last);
  const line = lines.length - (begins ? 0 : 1);
  const before = begins ? '' : last;
  return { line, character: encoding === 'utf-16' ? before.length : Buffer.byteLength(before) };
};

export class TextModel {
  private past: string[] = [];

  constructor(
    public text: string,
    private readonly original: string,
    private readonly encoding: Encoding,
  ) {}

  position(random: Random): Position {
    return positionIn(this.text, placed(this.text, random(this.text.length + 1), this.encoding), this.encoding);
  }

  /** The changes of one notification; the text is what they lead to. */
  edit(random: Random): object[] {
    const changes: object[] = [];
    for (let i = 0; i <= random(3); i++) {
      const before = this.text;
      changes.push(this.change(random));
      if (before !== this.text) this.past = [...this.past, before].slice(-PAST);
    }
    return changes;
  }

  private change(random: Random): object {
    if (this.text.length > LONGEST) return this.whole(this.original);
    const kind = random(100);
    if (kind < 2) return this.whole(this.original);
    if (kind < 40) return this.typed(random);
    if (kind < 50) return this.lines(random);
    if (kind < 65) return this.token(random);
    // Now one step back, now many: texts stay near programs, or nothing but broken text would ever be looked at.
    const back = random(4) === 0 ? 0 : Math.max(0, this.past.length - 1 - random(3));
    return this.to(this.past[back] ?? this.original);
  }

  private whole(text: string): object {
    this.text = text;
    return { text };
  }

  private replace(start: number, end: number, newText: string): object {
    const from = placed(this.text, start, this.encoding);
    const until = Math.max(from, placed(this.text, end, this.encoding));
    const at = (offset: number): Position => positionIn(this.text, offset, this.encoding);
    const range = { start: at(from), end: at(until) };
    this.text = this.text.slice(0, from) + newText + this.text.slice(until);
    return { range, text: newText };
  }

  private typed(random: Random): object {
    const from = random(this.text.length + 1);
    const to = random(2) === 0 ? from : Math.min(this.text.length, from + random(12));
    return this.replace(from, to, pick(random, SNIPPETS));
  }

  /** A line deleted, doubled, or moved below the next. */
  private lines(random: Random): object {
    const lines = linesOf(this.text);
    const at = random(lines.length);
    const start = lines.slice(0, at).join('').length;
    const line = lines[at] ?? '';
    const next = lines[at + 1] ?? '';
    const end = start + line.length;
    const how = random(3);
    if (how === 0) return this.replace(start, end, '');
    return how === 1 ? this.replace(end, end, line) : this.replace(start, end + next.length, next + line);
  }

  /** A word or number becomes another one of the text. */
  private token(random: Random): object {
    const words = [...this.text.matchAll(/\w+/g)];
    const [from, to] = [pick(random, words), pick(random, words)];
    if (from === undefined || to === undefined) return this.typed(random);
    return this.replace(from.index, from.index + from[0].length, random(3) === 0 ? String(random(9)) : to[0]);
  }

  /** The lines that differ from another text become those of it. */
  private to(text: string): object {
    const now = linesOf(this.text);
    const then = linesOf(text);
    let head = 0;
    while (head < now.length && head < then.length && now[head] === then[head]) head++;
    let tail = 0;
    while (tail < now.length - head && tail < then.length - head && now.at(-1 - tail) === then.at(-1 - tail)) tail++;
    const start = now.slice(0, head).join('').length;
    const end = this.text.length - now.slice(now.length - tail).join('').length;
    const made = then.slice(head, then.length - tail).join('');
    const change = this.replace(start, end, made);
    // Lone CRs may have met an LF: then the whole text it is.
    return this.text === text ? change : this.whole(text);
  }
}
