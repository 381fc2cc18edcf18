/** What two servers in one editor would show twice. */

interface Place {
  readonly line: number;
  readonly character: number;
}
export interface Finding {
  readonly message: string;
  readonly range: { readonly start: Place; readonly end: Place };
}
export interface Item {
  readonly label: string;
  readonly detail?: string;
}

const key = ({ line, character }: Place): number => line * 10_000 + character;
const overlap = (a: Finding, b: Finding): boolean =>
  key(a.range.start) < key(b.range.end) && key(b.range.start) < key(a.range.end);
const equalRange = (a: Finding, b: Finding): boolean =>
  key(a.range.start) === key(b.range.start) && key(a.range.end) === key(b.range.end);
const quoted = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/["`']([\w.]+)["`']/g)].map((m) => m[1] ?? ''));

const said = (name: string, finding: Finding): string =>
  `${name}:${finding.range.start.line + 1}:${finding.range.start.character + 1} ${finding.message.split('\n')[0]}`;

/** Pairs on the same range; or on overlapping ranges and about the same thing: both have the same word in quotes. */
export const saidTwice = (name: string, mine: readonly Finding[], theirs: readonly Finding[]): readonly string[] =>
  mine.flatMap((a) =>
    theirs
      .filter((b) => overlap(a, b))
      .filter((b) => equalRange(a, b) || [...quoted(a.message)].some((word) => quoted(b.message).has(word)))
      .map((b) => `${said(name, a)} | ${said(name, b)}`),
  );

/** Pyright offers to import what another module calls so, `numpy.float32`; the module stands beside it, it is another thing. */
export const imports = ({ detail }: Item): boolean => detail === 'Auto-import';

/** Labels that stand more than once in one list. */
export const shownTwice = (items: readonly Item[]): readonly string[] => {
  const labels = items.filter((item) => !imports(item)).map(({ label }) => label);
  return [...new Set(labels.filter((label, index) => labels.indexOf(label) !== index))];
};

/** Places where people complete: after a dot, in an expression, in a text, in a directive. */
export const placesOf = (text: string): readonly Place[] =>
  text.split('\n').flatMap((content, line) =>
    [...content.matchAll(/\bft\.\w|\blibop\.\w|= \w|\[\w|"\w|#! \w|^\s+\w/g)].map((match) => ({
      line,
      character: match.index + match[0].length,
    })),
  );
