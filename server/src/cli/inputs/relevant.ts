/** Which Python files a walk picks up: those that import freetensor. */

const IMPORT = /^[ \t]*(?:from[ \t]+freetensor\b|import[ \t][^\n#]*\bfreetensor\b)/m;

/** Text in a string counts too: a file too many costs time, a file too few hides faults. */
export const importsFreeTensor = (text: string): boolean => text.includes('freetensor') && IMPORT.test(text);
