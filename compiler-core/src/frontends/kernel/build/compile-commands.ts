/** `compile_commands.json`: the entry of a file, as options. */

import { resolvePath } from '../preprocess/files.ts';
import type { CompileOptions } from '../preprocess/options.ts';
import { optionsOf, shellWords } from './arguments.ts';

interface Entry {
  readonly file: string;
  readonly options: CompileOptions;
}

const isText = (value: unknown): value is string => typeof value === 'string';

function readEntry(value: unknown, folder: string): Entry | null {
  if (typeof value !== 'object' || value === null) return null;
  const entry = value as Readonly<Record<string, unknown>>;
  if (!isText(entry['file'])) return null;
  const directory = resolvePath(folder, isText(entry['directory']) ? entry['directory'] : '.');
  const list = entry['arguments'];
  const command = entry['command'];
  const words = Array.isArray(list) ? list.filter(isText) : isText(command) ? shellWords(command) : [];
  return { file: resolvePath(directory, entry['file']), options: optionsOf(words.slice(1), directory) };
}

/**
 * The options by file, the first entry of each; null where the text is no such list. Entries that are malformed are
 * left out.
 * @param folder Where the database lies; what is relative in it is relative to there.
 */
export const readCompileCommands = (text: string, folder: string): ReadonlyMap<string, CompileOptions> | null => {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(list)) return null;
  const out = new Map<string, CompileOptions>();
  for (const value of list) {
    const entry = readEntry(value, folder);
    if (entry !== null && !out.has(entry.file)) out.set(entry.file, entry.options);
  }
  return out;
};
