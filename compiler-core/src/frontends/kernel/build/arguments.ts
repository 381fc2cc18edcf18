/** Compilers' arguments to options: `-D`, `-U`, `-I`, `-iquote`, `-isystem`, `-include`, joined to their operand or not. */

import { resolvePath } from '../preprocess/files.ts';
import type { CompileOptions } from '../preprocess/options.ts';

/** Words of a POSIX shell command: quotes and backslashes taken away, nothing expanded. O(length). */
export const shellWords = (command: string): readonly string[] => {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let i = 0; i < command.length; i++) {
    const c = command[i] as string;
    if (quote === "'") {
      if (c === "'") quote = '';
      else word += c;
    } else if (c === '\\' && i + 1 < command.length) {
      const next = command[++i] as string;
      // Inside double quotes a backslash stands for itself before most characters.
      word = (word ?? '') + (quote === '"' && !'"\\$`'.includes(next) ? `\\${next}` : next);
    } else if (quote === '"') {
      if (c === '"') quote = '';
      else word += c;
    } else if (c === '"' || c === "'") {
      quote = c;
      word ??= '';
    } else if (/\s/.test(c)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + c;
  }
  if (word !== null) words.push(word);
  return words;
};

/** Longest first, as one is the beginning of another. */
const PATHS = ['--include-directory=', '-isystem', '-iquote', '-idirafter', '-I'];
const WITH_OPERAND = [...PATHS, '-include', '-D', '-U'];

/** What the words say that concerns us; the rest is passed over. Relative paths are those of `directory`. */
export const optionsOf = (words: readonly string[], directory: string): CompileOptions => {
  const macros: CompileOptions['macros'][number][] = [];
  const includePaths: string[] = [];
  const forcedIncludes: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    const flag = WITH_OPERAND.find((name) => word.startsWith(name));
    // `-include-pch` and its kind are other flags.
    if (flag === undefined || (flag === '-include' && word !== flag)) continue;
    const operand = word.length > flag.length ? word.slice(flag.length) : words[++i];
    if (operand === undefined || operand === '') continue;
    if (PATHS.includes(flag)) includePaths.push(resolvePath(directory, operand));
    else if (flag === '-include') forcedIncludes.push(resolvePath(directory, operand));
    else macros.push({ kind: flag === '-D' ? 'define' : 'undefine', text: operand });
  }
  return { macros, includePaths, forcedIncludes };
};
