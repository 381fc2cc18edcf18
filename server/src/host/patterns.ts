/** `.gitignore` patterns by the `ignore` package. */

import ignore from 'ignore';
import type { CompilePatterns } from '../ports/files.ts';

export const compilePatterns: CompilePatterns = (patterns) => {
  const set = ignore({ allowRelativePaths: true }).add(patterns);
  return { test: (path) => set.test(path) };
};
