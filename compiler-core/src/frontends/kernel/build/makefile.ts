/**
 * The compile flags of a Makefile, where they are plain: variables, `+=`, conditions on variables, `filter-out`.
 * What needs a shell, a pattern or a function that we do not know is left out, never guessed.
 */

import type { CompileOptions } from '../preprocess/options.ts';
import { optionsOf, shellWords } from './arguments.ts';

/** Expansions of one text; a variable may name itself. */
const MAX_EXPANSIONS = 2_000;
/** Stands for what is not known; a word with it is left out. */
const UNKNOWN = '\u0000';
const ASSIGNMENT = /^(?:export\s+|override\s+)?([A-Za-z_][\w.-]*)\s*(\+=|:=|::=|\?=|=)\s*(.*)$/;

class Makefile {
  readonly variables = new Map<string, string>();
  readonly recipes: string[] = [];
  private budget = MAX_EXPANSIONS;

  read(text: string): void {
    const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
    /** Of each condition that is open: whether its group is read, and whether one was. */
    const groups: { live: boolean; taken: boolean }[] = [];
    for (const line of lines) {
      const isRecipe = line.startsWith('\t');
      const plain = line.replace(/(^|\s)#.*$/, '').trim();
      const word = /^\w+/.exec(plain)?.[0] ?? '';
      if (/^(?:ifeq|ifneq|ifdef|ifndef)$/.test(word)) {
        const live = this.holds(plain, word);
        groups.push({ live, taken: live });
      } else if (word === 'else' && groups.length > 0) {
        const group = groups.at(-1) as (typeof groups)[number];
        const rest = plain.slice(4).trim();
        group.live = !group.taken && (rest === '' || this.holds(rest, /^\w+/.exec(rest)?.[0] ?? ''));
        group.taken ||= group.live;
      } else if (word === 'endif') groups.pop();
      else if (groups.every(({ live }) => live)) this.line(plain, isRecipe);
    }
  }

  private line(text: string, isRecipe: boolean): void {
    const assignment = ASSIGNMENT.exec(text);
    if (assignment === null) {
      if (isRecipe) this.recipes.push(text);
      return;
    }
    const [, name = '', operator, value = ''] = assignment;
    const before = this.variables.get(name);
    if (operator === '?=' && before !== undefined) return;
    // What names itself would never end: it is expanded where it stands.
    const direct = operator === ':=' || operator === '::=' || value.includes(`(${name})`);
    const now = direct ? this.expand(value) : value;
    this.variables.set(name, operator === '+=' && before !== undefined ? `${before} ${now}` : now);
  }

  private holds(line: string, word: string): boolean {
    const rest = line.slice(word.length).trim();
    if (word === 'ifdef' || word === 'ifndef') return ((this.variables.get(rest) ?? '') !== '') === (word === 'ifdef');
    const pair = /^\((.*),(.*)\)$/.exec(rest) ?? /^["'](.*)["']\s+["'](.*)["']$/.exec(rest);
    if (pair === null) return false;
    const [left, right] = [this.expand(pair[1] ?? '').trim(), this.expand(pair[2] ?? '').trim()];
    if (left.includes(UNKNOWN) || right.includes(UNKNOWN)) return false;
    return (left === right) === (word === 'ifeq');
  }

  expand(text: string): string {
    let out = '';
    for (let i = 0; i < text.length; ) {
      if (text[i] !== '$') out += text[i++];
      else if (text[i + 1] === '(' || text[i + 1] === '{') {
        const end = closing(text, i + 1);
        out += this.reference(text.slice(i + 2, end));
        i = end + 1;
      } else {
        // `$@`, `$<`, `$$`: no flags.
        out += UNKNOWN;
        i += 2;
      }
    }
    return out;
  }

  private reference(name: string): string {
    if (this.budget-- <= 0) return UNKNOWN;
    const call = /^(filter-out|filter|strip|addprefix|abspath|realpath)\s+(.*)$/s.exec(name);
    if (call !== null) return this.call(call[1] ?? '', call[2] ?? '');
    if (/[\s,:]/.test(name)) return UNKNOWN;
    if (name === 'CURDIR' || name === 'PWD') return '.';
    const value = this.variables.get(this.expand(name));
    return value === undefined ? '' : this.expand(value);
  }

  private call(name: string, text: string): string {
    if (name === 'strip' || name.endsWith('path')) return this.expand(text).trim();
    const comma = text.indexOf(',');
    if (comma < 0) return UNKNOWN;
    const patterns = shellWords(this.expand(text.slice(0, comma)));
    const words = this.expand(text.slice(comma + 1))
      .trim()
      .split(/\s+/);
    if (name === 'addprefix') return words.map((word) => (patterns[0] ?? '') + word).join(' ');
    if (patterns.some((pattern) => pattern.includes('%'))) return UNKNOWN;
    return words.filter((word) => patterns.includes(word) === (name === 'filter')).join(' ');
  }
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '(' || text[i] === '{') depth++;
    else if ((text[i] === ')' || text[i] === '}') && --depth === 0) return i;
  }
  return text.length;
}

/** Variables that rules use by themselves. */
const IMPLICIT = ['CPPFLAGS', 'CXXFLAGS'];

/**
 * What its recipes hand to the compiler, and the flags of built-in rules.
 * @param given Variables from outside (`make GPU=no`), which win over those of the file.
 */
export const readMakefile = (
  text: string,
  folder: string,
  given: ReadonlyMap<string, string> = new Map(),
): CompileOptions => {
  const makefile = new Makefile();
  makefile.read(text);
  for (const [name, value] of given) makefile.variables.set(name, value);
  const lines = makefile.recipes.filter((recipe) => /(?:^|\s)-(?:c|o)(?:\s|$)|FLAGS/.test(recipe));
  for (const name of IMPLICIT) lines.push(`$(${name})`);
  const words = lines.flatMap((line) => shellWords(makefile.expand(line)));
  const known = words.filter((word) => !word.includes(UNKNOWN));
  return unique(optionsOf(known, folder));
};

/** Each path and macro once: several recipes say the same. */
function unique({ macros, includePaths, forcedIncludes }: CompileOptions): CompileOptions {
  const byText = new Map(macros.map((macro) => [`${macro.kind} ${macro.text}`, macro]));
  return {
    macros: [...byText.values()],
    includePaths: [...new Set(includePaths)],
    forcedIncludes: [...new Set(forcedIncludes)],
  };
}
