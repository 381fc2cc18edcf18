/** Edits inside a piece of text: names that become others, lines moved to another margin. */

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text of a range with edits in it carried out; where two overlap the outer one wins. */
export const edited = (
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  edits: readonly Edit[],
): string => {
  const sorted = edits
    .filter((e) => e.start >= start && e.end <= end)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  let out = '';
  let at = start;
  for (const e of sorted) {
    if (e.start < at) continue;
    out += text.slice(at, e.start) + e.text;
    at = e.end;
  }
  return out + text.slice(at, end);
};

/** Identifiers of a text, comments included: what a new name has to differ from. */
export const wordsOf = (text: string): Set<string> => new Set(text.match(/[A-Za-z_]\w*/g) ?? []);
/** Not as a member of something. */
export const mentions = (text: string, name: string): boolean => new RegExp(`(?<![\\w.]|->|::)${name}\\b`).test(text);
/** The last word of a name: `tmp` of `s.tmp`. */
export const nameIn = (name: string): string => /\w+$/.exec(name)?.[0] ?? 'item';

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** One edit for each use of a name that is to be another. */
export const renameIn = (tokens: readonly Word[], names: ReadonlyMap<string, string>): readonly Edit[] =>
  names.size === 0
    ? []
    : tokens.flatMap(({ text, start, end }, k) => {
        const by = names.get(text);
        const before = tokens[k - 1]?.text;
        return by === undefined || before === '.' || before === '->' || before === '::'
          ? []
          : [{ start, end, text: by }];
      });

/** Lines without empty ones at the ends and without the margin they share, behind another margin. */
export const indented = (text: string, margin: string): string => {
  const lines = text
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n');
  const isMargin = lines.length > 1 && !/^\s/.test(lines[0] ?? '') ? lines.slice(1) : lines;
  const depths = isMargin.filter((l) => l.trim() !== '').map((l) => l.length - l.trimStart().length);
  const least = isMargin === lines ? Math.min(...depths, Number.MAX_SAFE_INTEGER) : 0;
  const common = Number.isFinite(least) && least < Number.MAX_SAFE_INTEGER ? least : 0;
  return lines.map((l) => (l.trim() === '' ? '' : margin + (common === 0 ? l : l.slice(common)))).join('\n');
};
