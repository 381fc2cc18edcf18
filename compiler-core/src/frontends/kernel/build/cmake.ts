/**
 * The compile flags of a `CMakeLists.txt`, where they are plain: variables, directories, definitions and options of the
 * folder and of the targets that have a file. Blocks under `if` are left out unless their condition is a constant.
 */

import { resolvePath } from '../preprocess/files.ts';
import type { CompileOptions } from '../preprocess/options.ts';
import { optionsOf, shellWords } from './arguments.ts';

interface Command {
  readonly name: string;
  readonly words: readonly string[];
}

const TOKEN = /#\[(=*)\[[\s\S]*?\]\1\]|#[^\n]*|"((?:[^"\\]|\\[\s\S])*)"|\[(=*)\[([\s\S]*?)\]\3\]|[()]|[^\s()"#]+/g;

/** Commands with their arguments, quotes taken away. O(length). */
function readCommands(text: string): readonly Command[] {
  const out: Command[] = [];
  let name = '';
  let words: string[] | null = null;
  let depth = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    if (token.startsWith('#')) continue;
    const quoted = match[2] ?? match[4];
    if (words === null) {
      if (token === '(' && name !== '') {
        words = [];
        depth = 1;
      } else name = token.toLowerCase();
    } else if (quoted !== undefined) words.push(quoted.replace(/\\(["\\$])/g, '$1'));
    else if (token === '(') depth++;
    else if (token === ')') {
      if (--depth > 0) continue;
      out.push({ name, words });
      words = null;
      name = '';
    } else words.push(...token.split(';'));
  }
  return out;
}

const SCOPES: ReadonlySet<string> = new Set(['PRIVATE', 'PUBLIC', 'INTERFACE', 'SYSTEM', 'BEFORE', 'AFTER']);
const FALSE = /^(?:0|off|no|false|n|ignore|notfound|.*-notfound|)$/i;

/** Flags in the order in which they are said, each with the target it is for; null: for all of the folder. */
interface Flag {
  readonly target: string | null;
  readonly word: string;
}

class Lists {
  readonly flags: Flag[] = [];
  readonly sources = new Map<string, string[]>();
  private readonly variables: Map<string, string>;

  constructor(folder: string) {
    const here = ['CMAKE_CURRENT_SOURCE_DIR', 'CMAKE_SOURCE_DIR', 'PROJECT_SOURCE_DIR', 'CMAKE_CURRENT_LIST_DIR'];
    this.variables = new Map(here.map((name) => [name, folder]));
  }

  /** Null where a variable is not known or a generator expression stands. */
  private expand(word: string): string | null {
    let text = word;
    // Each round resolves the innermost references; a variable that names itself stops at the bound.
    for (let round = 0; round < 16 && text.includes('${'); round++) {
      let known = true;
      text = text.replace(/\$\{([\w.-]*)\}/g, (_, name: string) => {
        const value = this.variables.get(name);
        if (value === undefined && !/^CMAKE_\w*FLAGS/.test(name)) known = false;
        return value ?? '';
      });
      if (!known) return null;
    }
    return text.includes('${') || text.includes('$<') || text.includes('$ENV{') ? null : text;
  }

  private words(list: readonly string[]): readonly string[] {
    return list.flatMap((word) => this.expand(word)?.split(';') ?? []);
  }

  read(commands: readonly Command[]): void {
    const groups: { live: boolean; taken: boolean }[] = [];
    for (const { name, words } of commands) {
      if (name === 'if' || name === 'elseif') {
        if (name === 'if') groups.push({ live: false, taken: false });
        const group = groups.at(-1);
        if (group === undefined) continue;
        const value = this.constant(words);
        group.live = !group.taken && value === true;
        // Of a condition that is not known neither branch is read.
        group.taken ||= value !== false;
      } else if (name === 'else' && groups.length > 0) {
        const group = groups.at(-1) as (typeof groups)[number];
        group.live = !group.taken;
      } else if (name === 'endif') groups.pop();
      else if (groups.every(({ live }) => live)) this.command(name, words);
    }
  }

  /** The value of a condition that is one constant or variable, with `NOT`; null for the others. */
  private constant(words: readonly string[]): boolean | null {
    const [first, second] = words;
    if (first === 'NOT' && words.length === 2) {
      const value = this.constant([second ?? '']);
      return value === null ? null : !value;
    }
    if (words.length !== 1 || first === undefined) return null;
    if (/^(?:1|on|yes|true|y)$/i.test(first)) return true;
    if (FALSE.test(first)) return false;
    const value = this.variables.get(first);
    return value === undefined ? null : !FALSE.test(value);
  }

  private command(name: string, words: readonly string[]): void {
    const [first = '', ...rest] = words;
    switch (name) {
      case 'set': {
        const values = rest.slice(0, rest.includes('CACHE') ? rest.indexOf('CACHE') : rest.length);
        const expanded = values.map((word) => this.expand(word));
        if (expanded.every((word) => word !== null)) this.variables.set(first, expanded.join(';'));
        return;
      }
      case 'option':
        this.variables.set(first, rest[1] ?? 'OFF');
        return;
      case 'add_executable':
      case 'add_library':
        this.sources.set(this.expand(first) ?? first, [...this.words(rest)]);
        return;
      case 'target_sources':
        this.sources.get(this.expand(first) ?? first)?.push(...this.words(rest));
        return;
      case 'include_directories':
        this.add(null, '-I', words);
        return;
      case 'target_include_directories':
        this.add(first, '-I', rest);
        return;
      case 'add_compile_definitions':
        this.add(null, '-D', words);
        return;
      case 'target_compile_definitions':
        this.add(first, '-D', rest);
        return;
      case 'add_definitions':
      case 'add_compile_options':
        this.add(null, '', words);
        return;
      case 'target_compile_options':
        this.add(first, '', rest);
    }
  }

  private add(target: string | null, flag: string, list: readonly string[]): void {
    const owner = target === null ? null : (this.expand(target) ?? target);
    for (const word of this.words(list)) {
      if (SCOPES.has(word) || word === '') continue;
      const plain = flag === '-D' ? word.replace(/^-D/, '') : word;
      if (flag === '') for (const part of shellWords(plain)) this.flags.push({ target: owner, word: part });
      else this.flags.push({ target: owner, word: flag + plain });
    }
  }

  /** The flags of `CMAKE_CXX_FLAGS`, which all targets have. */
  get common(): readonly string[] {
    return shellWords((this.variables.get('CMAKE_CXX_FLAGS') ?? '').replaceAll(';', ' '));
  }
}

/** What the list says for `file`: what is for the whole folder, and for the targets that name it; for all where none does. */
export const readCMake = (text: string, folder: string, file: string): CompileOptions => {
  const lists = new Lists(folder);
  lists.read(readCommands(text));
  const owners = [...lists.sources].filter(([, sources]) =>
    sources.some((source) => resolvePath(folder, source) === file),
  );
  const targets = new Set(owners.map(([target]) => target));
  const words = lists.flags.filter(({ target }) => target === null || targets.size === 0 || targets.has(target));
  return optionsOf([...lists.common, ...words.map(({ word }) => word)], folder);
};
