/** Launches as a search of the text finds them, without a parser: what the lowered ones are counted against. */

/** A call of a launch's name on a handler or a queue. */
const LAUNCH = /(?:\.|->)\s*(?:template\s+)?(parallel_for_work_group|parallel_for|single_task)\b/g;

/** With comments and the insides of literals as blanks, so that places stay. */
const blanked = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/(?:\\\n|[^\n])*|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])+'/g, (found) =>
    found.replace(/[^\n]/g, ' '),
  );

export interface LaunchText {
  /** Where the name stands. */
  readonly at: number;
  /** It belongs to what a macro is defined as, and is a launch where the macro is used. */
  readonly inDefinition: boolean;
}

export const launchesInText = (text: string): LaunchText[] => {
  const plain = blanked(text);
  return [...plain.matchAll(LAUNCH)].map((match) => {
    const at = match.index + match[0].length - (match[1]?.length ?? 0);
    return { at, inDefinition: /^[ \t]*#[ \t]*define\b(?:\\\n|[^\n])*$/m.test(directiveBefore(plain, at)) };
  });
};

/** The line that the place is in, from its start, continued lines joined to it. */
const directiveBefore = (text: string, at: number): string => {
  let start = text.lastIndexOf('\n', at - 1);
  while (start > 0 && /\\\r?$/.test(text.slice(Math.max(0, start - 2), start)))
    start = text.lastIndexOf('\n', start - 1);
  return text.slice(start + 1, at);
};
