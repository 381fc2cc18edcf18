/** The text of a kernel file as tokens, with what can be told of its names without reading it whole: it may be half typed. */

import { isOpenClFile } from '@athanor/compiler-core/frontends/kernel/dialect/opencl/read.ts';
import { tokenize } from '@athanor/compiler-core/frontends/kernel/lex/tokenize.ts';
import { FLAG, K, type Token } from '@athanor/compiler-core/frontends/kernel/lex/tokens.ts';
import { fileId } from '@athanor/compiler-core/text/span.ts';
import type { Language } from './api/entry.ts';
import { parseType, splitAngles, type TypeRef } from './types.ts';

const OPEN: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const CLOSE: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** Further than this no bracket is looked for. */
const FAR = 100_000;

/** What the text says of namespaces and types, wherever it stands. */
interface Names {
  /** Texts that stand for the namespace: `sycl`, `cl::sycl`, aliases. */
  readonly sycl: ReadonlySet<string>;
  readonly opensSycl: boolean;
  /** Brought in by name: `using sycl::nd_item;`. */
  readonly using: ReadonlySet<string>;
  /** What the file itself calls so. */
  readonly own: ReadonlyMap<string, 'class' | 'macro'>;
  readonly aliases: ReadonlyMap<string, TypeRef>;
  /** Templates of the file. */
  readonly templates: ReadonlySet<string>;
}

export class KernelCode {
  readonly language: Language;
  /** An `end` token last. */
  readonly tokens: readonly Token[];
  private known: Names | null = null;

  constructor(
    path: string,
    readonly text: string,
  ) {
    this.language = isOpenClFile(path) ? 'opencl' : 'sycl';
    this.tokens = splitAngles(tokenize(fileId(path), text));
  }

  textAt(i: number): string {
    return this.tokens[i]?.text ?? '';
  }
  isName(i: number): boolean {
    return this.tokens[i]?.kind === K.name;
  }

  /** The index of the first token that ends behind an offset. */
  after(offset: number): number {
    let lo = 0;
    let hi = this.tokens.length - 1;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if ((this.tokens[mid] as Token).end <= offset) lo = mid + 1;
      else hi = mid;
    }
    return lo;
  }

  /** The bracket that belongs to one; -1 where there is none. Other brackets on the way need not fit. */
  closing(open: number): number {
    const begin = this.textAt(open);
    const end = CLOSE[begin];
    let depth = 0;
    for (let i = open; i < this.tokens.length && i - open < FAR; i++) {
      const text = this.textAt(i);
      if (text === begin) depth++;
      else if (text === end && --depth === 0) return i;
    }
    return -1;
  }
  opening(close: number): number {
    const end = this.textAt(close);
    const begin = OPEN[end];
    let depth = 0;
    for (let i = close; i >= 0 && close - i < FAR; i--) {
      const text = this.textAt(i);
      if (text === end) depth++;
      else if (text === begin && --depth === 0) return i;
    }
    return -1;
  }

  /** The `<` of a template argument list that ends here; -1 where that is a comparison. */
  openingAngle(close: number): number {
    let depth = 0;
    for (let i = close; i >= 0 && close - i < 200; i--) {
      const { text, kind } = this.tokens[i] as Token;
      if (kind === K.string) return -1;
      if (kind !== K.punctuator) continue;
      if (text === '>') depth++;
      else if (text === '<') {
        depth--;
        if (depth === 0)
          return this.isName(i - 1) || this.textAt(i - 1).endsWith('_cast') || this.textAt(i - 1) === 'template'
            ? i
            : -1;
      } else if (text === ')' || text === ']') {
        i = this.opening(i);
        if (i < 0) return -1;
      } else if (!TYPE_PUNCTUATION.has(text)) return -1;
    }
    return -1;
  }

  /** Where a qualified name begins whose last word stands here: the index of its first token. */
  pathStart(last: number): number {
    let i = last;
    while (this.textAt(i - 1) === '::') {
      let before = i - 2;
      if (this.textAt(before) === '>') before = this.openingAngle(before) - 1;
      if (before < 0 || !this.isName(before)) return i - 1;
      i = before;
    }
    return i;
  }

  /** Names and `::` from one token to another, template arguments left out. */
  pathText(from: number, to: number): string {
    let out = '';
    for (let i = from; i <= to; i++) {
      const text = this.textAt(i);
      if (text === '<') {
        let depth = 0;
        for (; i <= to; i++) {
          if (this.textAt(i) === '<') depth++;
          else if (this.textAt(i) === '>' && --depth === 0) break;
        }
      } else if (text !== 'template') out += text;
    }
    return out.replace(/^::/, '');
  }

  get names(): Names {
    this.known ??= readNames(this);
    return this.known;
  }
}

const TYPE_PUNCTUATION: ReadonlySet<string> = new Set([
  '::',
  ',',
  '*',
  '&',
  '&&',
  '...',
  '+',
  '-',
  '/',
  '=',
  '!',
  '==',
  '%',
]);
const CLASS_KEYS: ReadonlySet<string> = new Set(['class', 'struct', 'union', 'enum']);

const readNames = (code: KernelCode): Names => {
  const sycl = new Set(['sycl', 'cl::sycl']);
  const using = new Set<string>();
  const own = new Map<string, 'class' | 'macro'>();
  const aliases = new Map<string, TypeRef>();
  const templates = new Set<string>();
  let opensSycl = code.language === 'opencl';
  const { tokens } = code;
  const pathFrom = (i: number): { readonly path: string; readonly next: number } => {
    let next = i;
    let path = '';
    while (code.isName(next) || code.textAt(next) === '::') path += code.textAt(next++);
    return { path, next };
  };
  for (let i = 0; i < tokens.length; i++) {
    const { kind, text } = tokens[i] as Token;
    if (text === '#' && tokens[i]?.has(FLAG.lineStart) && code.textAt(i + 1) === 'define')
      own.set(code.textAt(i + 2), 'macro');
    if (kind !== K.keyword) continue;
    if (text === 'namespace' && code.textAt(i + 2) === '=') {
      if (sycl.has(pathFrom(i + 3).path)) sycl.add(code.textAt(i + 1));
    } else if (text === 'using' && code.textAt(i + 1) === 'namespace') {
      if (sycl.has(pathFrom(i + 2).path)) opensSycl = true;
    } else if (text === 'using' && code.isName(i + 1) && code.textAt(i + 2) === '=') {
      const type = parseType(tokens, i + 3);
      if (type !== null) aliases.set(code.textAt(i + 1), type.type);
    } else if (text === 'using' && code.isName(i + 1)) {
      const { path } = pathFrom(i + 1);
      const cut = path.lastIndexOf('::');
      if (cut > 0 && sycl.has(path.slice(0, cut))) using.add(path.slice(cut + 2));
    } else if (text === 'typedef' && CLASS_KEYS.has(code.textAt(i + 1))) {
      const close = code.closing(code.textAt(i + 2) === '{' ? i + 2 : i + 3);
      if (close >= 0 && code.isName(close + 1)) own.set(code.textAt(close + 1), 'class');
    } else if (text === 'typedef') {
      const type = parseType(tokens, i + 1);
      if (type !== null && code.isName(type.next) && code.textAt(type.next + 1) === ';')
        aliases.set(code.textAt(type.next), type.type);
    } else if (CLASS_KEYS.has(text)) {
      const at = CLASS_KEYS.has(code.textAt(i + 1)) ? i + 2 : i + 1;
      if (code.isName(at) && ['{', ':', 'final'].includes(code.textAt(at + 1))) own.set(code.textAt(at), 'class');
    } else if (text === 'template' && code.textAt(i + 1) === '<') {
      const name = templateName(code, i + 1);
      if (name !== null) templates.add(name);
    }
  }
  return { sycl, opensSycl, using, own, aliases, templates };
};

/** What the template is called that begins behind this `<`. */
const templateName = (code: KernelCode, open: number): string | null => {
  let depth = 0;
  let i = open;
  for (; i < open + 200 && i < code.tokens.length; i++) {
    if (code.textAt(i) === '<') depth++;
    else if (code.textAt(i) === '>' && --depth === 0) break;
  }
  let last: string | null = null;
  for (i++; i < open + 300 && i < code.tokens.length; i++) {
    const text = code.textAt(i);
    if (['{', ';', '(', ':', '='].includes(text)) return last;
    if (code.isName(i)) last = text;
  }
  return null;
};

/** Whether an offset is inside of a comment, a string or a character. */
export const isInside = (code: KernelCode, offset: number): boolean => {
  const { tokens, text } = code;
  const i = code.after(offset - 1);
  const token = tokens[i];
  const literal = (t: Token | undefined): boolean => t !== undefined && (t.kind === K.string || t.kind === K.char);
  if (token !== undefined && token.start < offset && literal(token))
    return offset < token.end || token.has(FLAG.unterminated);
  const from = tokens[i - 1]?.end ?? 0;
  return token !== undefined && token.start < offset ? false : inComment(text, from, offset);
};

/** Between two tokens there is nothing but blanks and comments. */
const inComment = (text: string, from: number, offset: number): boolean => {
  let i = from;
  while (i < offset) {
    if (text.startsWith('//', i)) {
      let end = i;
      // A splice carries the comment on.
      do {
        end = text.indexOf('\n', end + 1);
      } while (end >= 0 && /\\\r?$/.test(text.slice(Math.max(i, end - 2), end)));
      if (end < 0 || offset <= end) return offset > i + 1;
      i = end;
    } else if (text.startsWith('/*', i)) {
      const end = text.indexOf('*/', i + 2);
      if (end < 0 || offset < end + 2) return offset > i + 1;
      i = end + 2;
    } else i++;
  }
  return false;
};
