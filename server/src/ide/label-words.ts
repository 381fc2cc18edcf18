/** The labels in the text that names statements: a label, a name that a call made of one, or a selector. */

export interface Word {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Kinds (`<For>`), what a rewrite is called (`$split.0`), numbers of statements (`#3`); then labels. */
const TOKEN = /<[A-Za-z]+>|\$[\w.-]+|#\d*|[\p{L}\p{N}_][\p{L}\p{N}_.:]*(?:-(?![->|])[\p{L}\p{N}_.:]+)*/gu;
/** Names of 2022 that begin with a word of FreeTensor's own: `fused.L1.L2`, `merged.L1.L2`. */
const JOINED: ReadonlySet<string> = new Set(['fused', 'merged']);

/** `outer->L$1` holds `outer` and `L`; `$fuse{L1, L2}` both; `<For>->>S` only `S`. */
export const wordsIn = (text: string): readonly Word[] =>
  [...text.matchAll(TOKEN)].flatMap((m) =>
    /^[<$#]/.test(m[0]) ? [] : [{ name: m[0], start: m.index, end: m.index + m[0].length }],
  );

/**
 * The labels in a word that is none itself: `L.0` and `L.a` are made of `L`, `fused.L1.L2` of two. `declared` tells
 * labels, which may have dots in them. Empty where there are none.
 */
export const labelsInWord = (word: Word, declared: (name: string) => boolean): readonly Word[] => {
  if (declared(word.name)) return [word];
  const parts = word.name.split('.');
  const joined = JOINED.has(parts[0] ?? '');
  const out: Word[] = [];
  let from = word.start + (joined ? (parts[0] ?? '').length + 1 : 0);
  for (let i = joined ? 1 : 0; i < parts.length; ) {
    // The longest label that begins here.
    let k = parts.length;
    while (k > i && !declared(parts.slice(i, k).join('.'))) k--;
    const name = parts.slice(i, Math.max(k, i + 1)).join('.');
    if (k > i) out.push({ name, start: from, end: from + name.length });
    from += name.length + 1;
    i = Math.max(k, i + 1);
    // What a call adds behind the name of one statement is no label.
    if (!joined) break;
  }
  return out;
};
