/** The preprocessor: directives carried out, macros expanded, conditions decided ([cpp]). Any bytes give tokens. */

import { fileId, offset, type Span } from '../../../text/span.ts';
import { readText, textOf } from '../lex/literals.ts';
import { tokenize } from '../lex/tokenize.ts';
import { FLAG, isWord, K, Token } from '../lex/tokens.ts';
import { evaluateCondition } from './condition.ts';
import { FileReader } from './directive-line.ts';
import { Expander, ExpansionBudget, type TokenSource } from './expander.ts';
import { placeInFile } from './expansion.ts';
import { folderOf, type IncludeHost, SourceFiles, type SourceText } from './files.ts';
import { headerName } from './header-name.ts';
import { isLibraryHeader } from './libraries.ts';
import { Macro, readMacro } from './macro.ts';
import { type CompileOptions, LIMITS, type Limits, NO_OPTIONS } from './options.ts';
import { placeMacro } from './place-macros.ts';
import { PLACE_MACROS, PREDEFINED, QUESTIONS } from './predefined.ts';
import { Problems } from './problems.ts';
import { answerQuestions } from './questions.ts';
import type { Include, Preprocessed } from './unit.ts';

export interface PreprocessInput {
  /** Absolute, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly host: IncludeHost;
  readonly options?: CompileOptions;
  readonly limits?: Limits;
  /** Definitions before the first line, one each; ours for SYCL where it is left out. */
  readonly predefined?: readonly string[];
}

const PREDEFINED_FILE = fileId('athanor:predefined');
const COMMAND_LINE = fileId('athanor:command-line');

const builtinMacro = (name: string): Macro => {
  const at = { file: PREDEFINED_FILE, start: offset(0), end: offset(0) };
  return new Macro(name, at, null, false, [], [], true);
};

/** The definitions of a list, read once for all files. */
const readBefore = new WeakMap<readonly string[], readonly Macro[]>();

/** @throws Error when a line is no definition: the list is the caller's own text. */
function predefinedMacros(lines: readonly string[]): readonly Macro[] {
  const known = readBefore.get(lines);
  if (known !== undefined) return known;
  const where = { file: PREDEFINED_FILE, start: offset(0), end: offset(0) };
  const macros = lines.map((line) => {
    const macro = readMacro(tokenize(PREDEFINED_FILE, line).slice(0, -1), where, true);
    if (!(macro instanceof Macro)) throw new Error(`${line}: ${macro.message}`);
    return macro;
  });
  readBefore.set(lines, macros);
  return macros;
}

class Preprocessor implements TokenSource {
  private readonly files: SourceFiles;
  private readonly problems = new Problems();
  private readonly macros = new Map<string, Macro>();
  private readonly expander: Expander;
  private readonly stack: FileReader[] = [];
  private readonly once = new Set<string>();
  private readonly includes: Include[] = [];
  private readonly options: CompileOptions;
  private readonly limits: Limits;
  private readonly main: SourceText;
  private fileTokens = 0;
  private included = 0;
  private counter = 0;
  /** Of the other sources of the program: how many are read. */
  private sources = 0;
  /** A quoted include was not found: names may come from it. */
  private missing = 0;

  constructor(private readonly input: PreprocessInput) {
    this.options = input.options ?? NO_OPTIONS;
    this.limits = input.limits ?? LIMITS;
    this.files = new SourceFiles(input.host);
    this.expander = new Expander(this.macros, this, this.problems, this.limits, new ExpansionBudget());
    this.main = this.files.put(input.path, input.text);
  }

  run(): Preprocessed {
    for (const name of [...PLACE_MACROS, '__has_include', ...QUESTIONS]) this.macros.set(name, builtinMacro(name));
    for (const macro of predefinedMacros(this.input.predefined ?? PREDEFINED))
      this.macros.set(macro.name, macro.fresh());
    for (const { kind, text } of this.options.macros) {
      if (kind === 'undefine') this.macros.delete(text);
      else this.defineText(text.includes('=') ? text.replace('=', ' ') : `${text} 1`);
    }
    this.stack.push(new FileReader(this.main));
    this.fileTokens = this.main.tokens.length;
    const start: Span = { file: this.main.file, start: offset(0), end: offset(0) };
    // The last one pushed is read first.
    for (const name of this.options.forcedIncludes.toReversed()) this.include(name, false, start);
    const tokens: Token[] = [];
    for (;;) {
      const token = this.expander.next();
      if (token.text === '_Pragma' && token.kind === K.name && this.pragmaOperator()) continue;
      tokens.push(token);
      if (token.kind === K.end) break;
    }
    const { problems, includes, macros, main } = this;
    const texts = this.files.texts();
    return { file: main.file, tokens, texts, includes, macros, diagnostics: problems.list };
  }

  private defineText(text: string): void {
    const at = { file: this.main.file, start: offset(0), end: offset(0) };
    const macro = readMacro(tokenize(COMMAND_LINE, text).slice(0, -1), at, false);
    if (macro instanceof Macro) this.macros.set(macro.name, macro);
    else this.problems.add('bad-directive', at, `-D${text}: ${macro.message}`);
  }

  /** `_Pragma("...")` says nothing that we need; its operand is read over. */
  private pragmaOperator(): boolean {
    if (this.peek()?.text !== '(') return false;
    for (let i = 0; i < 3; i++) {
      const token = this.expander.next();
      if (token.kind === K.end || token.text === ')') break;
    }
    return true;
  }

  // TokenSource

  read(inArguments: boolean): Token {
    for (;;) {
      const reader = this.stack.at(-1) as FileReader;
      const { token } = reader;
      if (token.kind === K.end) {
        this.closeConditions(reader);
        if (inArguments) return token;
        if (this.stack.length > 1) this.stack.pop();
        else if (!this.nextSource()) return token;
      } else if (reader.atDirective) this.directive(reader);
      else {
        reader.at++;
        return token;
      }
    }
  }

  /** Whether there is another source to read on. */
  private nextSource(): boolean {
    const path = this.options.sources?.[this.sources++];
    if (path === undefined) return false;
    const found = this.files.get(path);
    if (found === null || found === this.main) return this.nextSource();
    this.fileTokens += found.tokens.length;
    if (this.fileTokens > this.limits.fileTokens) return false;
    this.stack.push(new FileReader(found));
    return true;
  }

  peek(): Token | null {
    const { token } = this.stack.at(-1) as FileReader;
    return token.kind === K.end ? null : token;
  }

  builtin(name: string, use: Token): Token | null {
    if (QUESTIONS.has(name) || name === '__has_include') return use;
    return placeMacro(name, use, {
      reader: this.stack.at(-1) as FileReader,
      main: this.main.file,
      level: this.stack.length - 1,
      count: () => this.counter++,
    });
  }

  // directives

  private directive(reader: FileReader): void {
    const hash = reader.token;
    reader.at++;
    const line = reader.restOfLine();
    const name = line[0];
    if (name === undefined) return;
    const rest = line.slice(1);
    switch (isWord(name) ? name.text : '') {
      case 'define':
        this.define(rest, name);
        return;
      case 'undef':
        this.undefine(rest, name);
        return;
      case 'include':
      case 'include_next':
      case 'import':
        this.includeLine(rest, name, reader);
        return;
      case 'if':
      case 'ifdef':
      case 'ifndef':
        reader.conditions.push({ at: name, taken: false, sawElse: false });
        this.enterGroup(reader, name, rest);
        return;
      case 'elif':
      case 'elifdef':
      case 'elifndef':
      case 'else':
      case 'endif':
        this.nextGroup(reader, name, rest);
        return;
      case 'error':
        this.say(name, `\`#error ${spelled(rest)}\` is reached with the macros that are known here`);
        return;
      case 'line':
        this.line(rest, name, reader);
        return;
      case 'pragma':
        if (rest[0]?.text === 'once') this.once.add(reader.file);
        return;
      case 'warning':
      case 'ident':
      case 'sccs':
        return;
      default:
        // `# 12 "file.c"` of text that was preprocessed before.
        if (name.kind === K.number) {
          this.line(line, hash, reader);
          return;
        }
        this.say(name, `\`#${name.spelling}\` is no directive`);
    }
  }

  private say(at: Span, message: string): void {
    this.problems.add('bad-directive', at, message);
  }

  private define(rest: readonly Token[], at: Token): void {
    const macro = readMacro(rest, at, false);
    if (!(macro instanceof Macro)) {
      this.say(macro.at, macro.message);
      return;
    }
    const before = this.macros.get(macro.name);
    if (before !== undefined && !before.predefined && !before.equals(macro)) {
      const related = [{ span: spanOf(before.at), message: 'the definition before' }];
      const message = `the macro \`${macro.name}\` is defined again, differently`;
      this.problems.add('bad-directive', macro.at, message, before.at.file === COMMAND_LINE ? [] : related);
    }
    this.macros.set(macro.name, macro);
  }

  private undefine(rest: readonly Token[], at: Token): void {
    const name = rest[0];
    if (name === undefined || !isWord(name)) {
      this.say(name ?? at, '`#undef` without a name');
      return;
    }
    this.macros.delete(name.text);
  }

  private line(rest: readonly Token[], at: Token, reader: FileReader): void {
    const expanded = this.expander.expandAll(rest);
    const number = expanded[0];
    const literal =
      number?.kind === K.number && /^[0-9']+$/.test(number.text) ? BigInt(number.text.replaceAll("'", '')) : null;
    if (literal === null) {
      this.say(number ?? at, '`#line` needs a line number');
      return;
    }
    // The number is that of the line after this one.
    reader.lineShift = Number(literal) - reader.lineOf(at.start) - 1;
    const name = expanded[1];
    if (name?.kind === K.string) reader.presumedName = textOf(readText(name.text));
  }

  // conditions

  /** At a group whose condition stands in `rest`: reads on from there, or passes over it. */
  private enterGroup(reader: FileReader, name: Token, rest: readonly Token[]): void {
    const open = reader.conditions.at(-1);
    if (open === undefined) return;
    if (this.holds(name, rest, reader)) open.taken = true;
    else this.skipGroup(reader);
  }

  /** Passes over a group, nested ones too, up to the directive that ends it; that one is carried out. */
  private skipGroup(reader: FileReader): void {
    let depth = 0;
    for (;;) {
      reader.skipToDirective();
      if (reader.token.kind === K.end) return;
      const word = reader.source.tokens[reader.at + 1];
      const text = word !== undefined && isWord(word) && !word.has(FLAG.lineStart) ? word.text : '';
      if (depth === 0 && /^(?:el.*|endif)$/.test(text)) return;
      if (/^if(?:n?def)?$/.test(text)) depth++;
      else if (text === 'endif') depth--;
      reader.at++;
    }
  }

  private nextGroup(reader: FileReader, name: Token, rest: readonly Token[]): void {
    const open = reader.conditions.at(-1);
    if (open === undefined) {
      this.say(name, `\`#${name.text}\` without \`#if\``);
      return;
    }
    if (name.text === 'endif') {
      reader.conditions.pop();
      return;
    }
    if (open.sawElse) this.say(name, `\`#${name.text}\` after \`#else\``);
    if (name.text === 'else') {
      const skip = open.taken || open.sawElse;
      open.sawElse = true;
      open.taken = true;
      if (skip) this.skipGroup(reader);
    } else if (open.taken || open.sawElse) this.skipGroup(reader);
    else this.enterGroup(reader, name, rest);
  }

  private closeConditions(reader: FileReader): void {
    for (const { at } of reader.conditions.splice(0)) this.say(at, `\`#${at.text}\` without \`#endif\``);
  }

  private holds(name: Token, rest: readonly Token[], reader: FileReader): boolean {
    if (name.text.endsWith('def')) {
      const word = rest[0];
      if (word === undefined || !isWord(word)) {
        this.say(word ?? name, `\`#${name.text}\` without a name`);
        return false;
      }
      const defined = this.macros.has(word.text);
      if (!defined) this.sayUnknown(name, [word]);
      return name.text.endsWith('ndef') ? !defined : defined;
    }
    const asked: Token[] = [];
    const oracle = {
      isDefined: (word: string) => this.macros.has(word),
      hasInclude: (operand: readonly Token[]) => this.hasInclude(operand, reader),
    };
    const tokens = this.expander.expandAll(answerQuestions(rest, oracle, asked));
    // What a macro expands to may ask as well.
    const condition = evaluateCondition(answerQuestions(tokens, oracle, asked), name);
    if (condition.fault !== null) {
      const { at, message } = condition.fault;
      const place = placeInFile({ ...spanOf(at), expansion: at instanceof Token ? at.expansion : null });
      this.problems.add('unknown-condition', place, `${message}; the condition is taken as false`);
    } else this.sayUnknown(name, [...asked, ...condition.unknown]);
    return condition.value;
  }

  /** A name that nothing defines decides a condition while a file is missing that could define it. */
  private sayUnknown(at: Token, names: readonly Token[]): void {
    if (this.missing === 0 || names.length === 0) return;
    const list = [...new Set(names.map((token) => `\`${token.text}\``))].join(', ');
    const what = names.length === 1 ? 'it is taken as undefined' : 'they are taken as undefined';
    const why = `${list} may come from an include that was not found; ${what}`;
    this.problems.add('unknown-condition', at, why);
  }

  private hasInclude(operand: readonly Token[], reader: FileReader): boolean {
    const name = headerName(operand, reader) ?? headerName(this.expander.expandAll(operand), reader);
    if (name === null) return false;
    if (name.angled && isLibraryHeader(name.name)) return true;
    return this.files.find(name.name, name.angled ? null : folderOf(reader.file), this.options.includePaths) !== null;
  }

  // includes

  private includeLine(rest: readonly Token[], at: Token, reader: FileReader): void {
    const name = headerName(rest, reader) ?? headerName(this.expander.expandAll(rest), reader);
    if (name === null) {
      this.say(rest[0] ?? at, '`#include` without a file name');
      return;
    }
    this.include(name.name, name.angled, name.at);
  }

  private include(name: string, angled: boolean, at: Span): void {
    const reader = this.stack.at(-1) as FileReader;
    const note = (status: Include['status'], target: SourceText | null): void => {
      this.includes.push({ at, name, angled, status, target: target?.file ?? null });
    };
    const found = this.files.find(name, angled ? null : folderOf(reader.file), this.options.includePaths);
    if (found === null) {
      if (isLibraryHeader(name)) {
        note('library', null);
        return;
      }
      note('missing', null);
      if (!angled) this.missing++;
      const where = angled ? 'the include paths' : 'the folder of this file or the include paths';
      this.problems.add('missing-include', at, `\`${name}\` is not in ${where}; what it declares is unknown`);
      return;
    }
    if (this.once.has(found.file)) {
      note('repeated', found);
      return;
    }
    if (this.stack.length > this.limits.includeDepth) {
      this.problems.add('budget-exceeded', at, `includes nest more than ${this.limits.includeDepth} deep`);
      return;
    }
    this.fileTokens += found.tokens.length;
    if (++this.included > this.limits.includes || this.fileTokens > this.limits.fileTokens) {
      const message = 'the includes of this file are too many or too long; this one is left out';
      this.problems.add('budget-exceeded', at, message);
      return;
    }
    note('read', found);
    this.stack.push(new FileReader(found));
  }
}

const spelled = (tokens: readonly Token[]): string =>
  tokens
    .map((token) => token.spelling)
    .join(' ')
    .slice(0, 120);

const spanOf = ({ file, start, end }: Span): Span => ({ file, start, end });

/** Preprocesses one file. O(tokens read and made), both bounded by the limits. */
export const preprocess = (input: PreprocessInput): Preprocessed => new Preprocessor(input).run();
