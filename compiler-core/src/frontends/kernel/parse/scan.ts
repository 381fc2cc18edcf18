/**
 * Looking ahead without building anything: where a name, template arguments or a type ends, and what kind it is.
 * Brackets are stepped over by their partners, template arguments are remembered, so that no text is slow.
 */

import { K } from '../lex/tokens.ts';
import { isParameterList } from './disambiguate.ts';
import { MEMBER_TEMPLATES } from './library-names.ts';
import type { Reader } from './reader.ts';
import type { Entry, NameKind, Scope } from './scope.ts';

export const BUILTIN_TYPES: ReadonlySet<string> = new Set(
  (
    'void bool char wchar_t char8_t char16_t char32_t short int long float double signed unsigned ' +
    '__int128 __signed__ __float128 _Bool __builtin_va_list _Complex __complex__ __int64'
  ).split(' '),
);
export const CV: ReadonlySet<string> = new Set('const volatile __const __volatile__ __const__'.split(' '));

/** Reads `const`, `volatile` or another spelling of them; null where there is none. */
export const takeCv = (r: Reader): 'const' | 'volatile' | null => {
  const { text } = r;
  if (!CV.has(text)) return null;
  r.at++;
  return text.includes('const') ? 'const' : 'volatile';
};
export const RESTRICT: ReadonlySet<string> = new Set(
  '__restrict __restrict__ restrict _Nonnull _Nullable __unaligned'.split(' '),
);
export const CLASS_KEYS: ReadonlySet<string> = new Set(['struct', 'class', 'union', 'enum']);
/** Words of declarations besides types. */
export const SPECIFIER_WORDS: ReadonlySet<string> = new Set(
  (
    'static extern inline constexpr consteval constinit mutable thread_local register typedef friend virtual explicit ' +
    '__inline__ __inline __forceinline _Noreturn __extension__ __thread export'
  ).split(' '),
);
/** Keywords with a parenthesis that carry attributes. */
export const ATTRIBUTE_WORDS: ReadonlySet<string> = new Set([
  '__attribute__',
  '__attribute',
  '__declspec',
  'alignas',
  '_Alignas',
]);

const MAX_SCAN_DEPTH = 64;
/** A list of template arguments that is longer, brackets in it counted as one, is none. */
const MAX_ARGUMENT_TOKENS = 2_000;
/** Operators that stand between template arguments only in parentheses; met bare, `<` compared. */
const NO_ARGUMENT: ReadonlySet<string> = new Set(
  '; && || ? = += -= *= /= %= &= |= ^= <<= >>= return if for while'.split(' '),
);

export interface ScannedName {
  /** Behind it. */
  readonly end: number;
  readonly kind: NameKind | 'unknown';
  /** Its last component has template arguments. */
  readonly hasArguments: boolean;
  /** `typename` stands before it, or it is qualified by something known to be a type. */
  readonly qualified: boolean;
  readonly entry: Entry | null;
}

/** The `>` that closes the `<` at `at`; -1 where it compares. `sure`: the name before is known to be a template. */
export const templateClose = (r: Reader, at: number, sure: boolean, depth = 0): number => {
  const memory = sure ? r.sureEnds : r.likelyEnds;
  const known = memory[at] ?? 0;
  if (known > 0) return known === 1 ? -1 : known - 2;
  const close = depth > MAX_SCAN_DEPTH ? -1 : findClose(r, at, sure, depth);
  memory[at] = close < 0 ? 1 : close + 2;
  return close;
};

function findClose(r: Reader, at: number, sure: boolean, depth: number): number {
  for (let i = at + 1; i < at + MAX_ARGUMENT_TOKENS; ) {
    const text = r.textAt(i);
    if (text === '>') return i;
    if (text === '(' || text === '[' || text === '{') {
      const past = r.past(i);
      if (past < 0) return -1;
      i = past;
    } else if (text === '<') {
      if (r.isNameAt(i - 1) && mayOpen(r, i - 1)) {
        const inner = templateClose(r, i, sure, depth + 1);
        if (inner < 0 && !sure) return -1;
        i = inner < 0 ? i + 1 : inner + 1;
      } else i++;
    } else if (text === ')' || text === ']' || text === '}' || r.kindAt(i) === K.end) return -1;
    else if (NO_ARGUMENT.has(text) && (!sure || text === ';' || text === 'return')) return -1;
    else i++;
  }
  return -1;
}

/** Whether `<` behind the plain name at `at` may be a bracket. */
function mayOpen(r: Reader, at: number): boolean {
  const before = r.textAt(at - 1);
  if (before === '::' || before === '.' || before === '->') return true;
  const kind = r.lookup(r.textAt(at))?.kind;
  return kind !== 'value' && kind !== 'type' && kind !== 'function';
}

/** What may follow template arguments behind a name of which nothing is known. */
const AFTER_ARGUMENTS: ReadonlySet<string> = new Set('( ) ] } : ; , . :: { > & * && ... = == != ->'.split(' '));

/** Whether the `<` at `at` opens template arguments, given what the name before it is. Gives the closing `>` or -1. */
export const argumentsClose = (r: Reader, at: number, kind: NameKind | 'unknown'): number => {
  if (kind === 'template' || kind === 'valueTemplate' || kind === 'concept') return templateClose(r, at, true);
  if (kind !== 'unknown') return -1;
  // By the naming of the library, `is_x_v` and `x_t` take arguments whoever declares them.
  if (/[a-z]_[vt]$/.test(r.textAt(at - 1)) && r.textAt(at - 2) === '::') return templateClose(r, at, true);
  const close = templateClose(r, at, false);
  if (close < 0) return -1;
  const next = r.textAt(close + 1);
  return AFTER_ARGUMENTS.has(next) ||
    r.kindAt(close + 1) === K.name ||
    CV.has(next) ||
    next === 'operator' ||
    (next === '' && r.kindAt(close + 1) === K.end)
    ? close
    : -1;
};

/** Whether `<` behind the member name at `at` opens template arguments. Gives the closing `>` or -1. */
export const memberArgumentsClose = (r: Reader, at: number): number => {
  if (r.textAt(at - 1) === 'template') return templateClose(r, at + 1, true);
  const name = r.textAt(at);
  if (MEMBER_TEMPLATES.has(name) || r.memberTemplates.has(name)) return templateClose(r, at + 1, true);
  const close = templateClose(r, at + 1, false);
  // Without knowledge of the class only a call says that it is a template.
  return close > 0 && r.textAt(close + 1) === '(' ? close : -1;
};

/** The name at `at`, which may be qualified; null where there is none. Operators and destructors are not for here. */
export const scanName = (r: Reader, at: number): ScannedName | null => {
  let i = at;
  let typename = false;
  if (r.textAt(i) === 'typename') {
    typename = true;
    i++;
  }
  let scope: Scope | null = null;
  let qualified = false;
  let open = false;
  if (r.textAt(i) === '::') {
    scope = r.global;
    qualified = true;
    i++;
  } else if (r.textAt(i) === 'decltype' && r.textAt(i + 1) === '(') {
    const past = r.past(i + 1);
    if (past < 0 || r.textAt(past) !== '::') return null;
    i = past + 1;
    open = true;
    qualified = true;
  }
  for (;;) {
    if (r.textAt(i) === 'template') i++;
    if (!r.isNameAt(i)) return null;
    const name = r.textAt(i);
    const entry: Entry | null = scope !== null ? scope.find(name) : open ? null : r.lookup(name);
    let kind: NameKind | 'unknown' = entry?.kind ?? 'unknown';
    i++;
    let hasArguments = false;
    if (r.textAt(i) === '<') {
      const close = argumentsClose(r, i, r.textAt(i - 2) === 'template' ? 'template' : kind);
      if (close >= 0) {
        hasArguments = true;
        i = close + 1;
        if (kind === 'template') kind = 'type';
        else if (kind === 'valueTemplate') kind = 'value';
      }
    }
    const next = r.textAt(i + 1);
    if (
      r.textAt(i) !== '::' ||
      next === '*' ||
      next === '~' ||
      next === 'operator' ||
      next === 'new' ||
      next === 'delete'
    ) {
      if (typename && kind !== 'template') kind = 'type';
      return { end: i, kind, hasArguments, qualified, entry };
    }
    scope = entry?.members ?? null;
    open = scope === null;
    qualified = true;
    i++;
  }
};

export interface ScannedType {
  readonly end: number;
  /** False where a name of which nothing is known could as well be a value. */
  readonly sure: boolean;
  /** Nothing but one name: no words, no pointer. */
  readonly bare: boolean;
}

/** The type-id at `at`, with its abstract declarator; null where none can stand. */
export const scanType = (r: Reader, at: number): ScannedType | null => {
  if (r.scanDepth > MAX_SCAN_DEPTH) return null;
  r.scanDepth++;
  const scanned = typeAt(r, at);
  r.scanDepth--;
  return scanned;
};

function typeAt(r: Reader, at: number): ScannedType | null {
  let i = at;
  let sure = false;
  let hasType = false;
  let bare = true;
  for (;;) {
    const text = r.textAt(i);
    if (BUILTIN_TYPES.has(text)) {
      hasType = sure = true;
      bare = false;
      i++;
    } else if (CV.has(text)) {
      sure = true;
      bare = false;
      i++;
    } else if (ATTRIBUTE_WORDS.has(text)) {
      const past = r.past(i + 1);
      if (past < 0) return null;
      i = past;
    } else if (hasType) break;
    else if (text === 'auto') {
      hasType = sure = true;
      bare = false;
      i++;
    } else if (text === 'decltype' || text === '__typeof__' || text === 'typeof' || text === '__underlying_type') {
      const name = scanName(r, i);
      const past = name?.end ?? r.past(i + 1);
      if (past < 0 || (name === null && r.textAt(past) === '::')) return null;
      hasType = true;
      sure = name === null || name.kind === 'type';
      i = past;
    } else if (CLASS_KEYS.has(text)) {
      const name = scanName(r, i + 1);
      if (name === null) return null;
      hasType = sure = true;
      bare = false;
      i = name.end;
    } else if (r.kindAt(i) === K.name || text === '::' || text === 'typename') {
      const name = scanName(r, i);
      if (name === null) return null;
      const { kind } = name;
      if (kind === 'value' || kind === 'function' || kind === 'valueTemplate' || kind === 'namespace') return null;
      hasType = true;
      if (kind !== 'unknown') sure = true;
      i = name.end;
      if (kind === 'concept' && r.textAt(i) !== 'auto') return null;
      if (kind === 'concept') i++;
    } else return null;
  }
  return scanAbstract(r, i, sure, bare);
}

function scanAbstract(r: Reader, from: number, sureBefore: boolean, bareBefore: boolean): ScannedType | null {
  let sure = sureBefore;
  let bare = bareBefore;
  let i = from;
  const done = (): ScannedType => ({ end: i, sure, bare });
  for (;;) {
    const text = r.textAt(i);
    if (text === '*' || text === '&' || text === '&&') {
      bare = false;
      i++;
      const next = r.textAt(i);
      // `a*)`, `a&>`: no expression ends so.
      if (next === ')' || next === '>' || next === ',' || next === '...') sure = true;
    } else if (CV.has(text) || RESTRICT.has(text)) {
      sure = true;
      i++;
    } else if (text === '[') {
      const past = r.past(i);
      if (past < 0) return null;
      bare = false;
      i = past;
    } else if (text === '(') {
      const next = r.textAt(i + 1);
      const past = r.past(i);
      if (past < 0) return null;
      bare = false;
      const member = pastOwner(r, i + 1);
      if (next === '*' || next === '&' || next === '&&' || r.textAt(member) === '*') {
        // Pointer to function or array: what is in the parentheses must be nothing but the pointer.
        let k = member;
        while (r.textAt(k) === '*' || r.textAt(k) === '&' || r.textAt(k) === '&&' || CV.has(r.textAt(k))) k++;
        if (k !== past - 1 || (r.textAt(past) !== '(' && r.textAt(past) !== '[')) return done();
        const after = r.past(past);
        if (after < 0) return null;
        sure = true;
        i = pastTrailing(r, after);
        continue;
      }
      // A function type, `void(int)`, where the type before is known; otherwise a call.
      if (!sure || !isParameterList(r, i, 'type')) return done();
      i = past;
      while (r.textAt(i) === 'const' || r.textAt(i) === 'noexcept') i++;
      i = pastTrailing(r, i);
    } else if (r.isNameAt(i) && r.textAt(i + 1) === '::' && r.textAt(i + 2) === '*') {
      sure = true;
      i += 3;
    } else return done();
  }
}

/** Behind a return type that trails: `auto (*)(int) -> void`. */
function pastTrailing(r: Reader, at: number): number {
  return r.textAt(at) === '->' ? (scanType(r, at + 1)?.end ?? at) : at;
}

/** Behind the `X::` of a pointer to a member. */
function pastOwner(r: Reader, at: number): number {
  let i = at;
  while (r.isNameAt(i) && r.textAt(i + 1) === '::') i += 2;
  return i;
}
