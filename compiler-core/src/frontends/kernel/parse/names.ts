/** Names with their qualifiers and template arguments; operators, conversions and destructors as names. */

import { K } from '../lex/tokens.ts';
import type { Expr, Name, NamePart, TemplateArgument } from './ast.ts';
import { parseConditional } from './expressions.ts';
import { parsePrimary } from './primary.ts';
import type { Reader } from './reader.ts';
import { argumentsClose, BUILTIN_TYPES, memberArgumentsClose, scanType } from './scan.ts';
import type { Entry, Scope } from './scope.ts';
import { parseConversionType, parseTypeId } from './types.ts';

type PartDetail = Partial<Pick<NamePart, 'arguments' | 'type' | 'expression'>>;

const part = (r: Reader, from: number, form: NamePart['form'], text: string, detail: PartDetail = {}): NamePart => ({
  from,
  to: r.at,
  form,
  text,
  arguments: detail.arguments ?? null,
  type: detail.type ?? null,
  expression: detail.expression ?? null,
});

export interface NameOptions {
  /** Behind `.` or `->`: nothing is known of the object, so `<` is judged by what follows. */
  readonly member?: boolean;
  /** Destructors, operators and conversions too. */
  readonly special?: boolean;
  /** Only a type can stand here, so `<` opens arguments. */
  readonly type?: boolean;
}

/** A name, qualified or not. */
export const parseName = (r: Reader, options: NameOptions = {}): Name => {
  const from = r.at;
  const typename = r.accept('typename');
  const global = r.accept('::');
  const parts: NamePart[] = [];
  let scope: Scope | null = global ? r.global : null;
  let open = false;
  for (;;) {
    const start = r.at;
    const isTemplate = r.accept('template');
    if (r.is('decltype') && parts.length === 0) {
      parts.push(decltypePart(r));
      open = true;
    } else if (options.special && (r.is('~') || r.is('operator'))) {
      parts.push(r.is('~') ? destructor(r) : operatorName(r));
      break;
    } else {
      const text = r.expectName('a name');
      const unseen: boolean = open || (options.member === true && parts.length === 0);
      const entry: Entry | null = scope !== null ? scope.find(text) : unseen ? null : r.lookup(text);
      let list: readonly TemplateArgument[] | null = null;
      if (r.is('<')) {
        const asMember = options.member && parts.length === 0;
        const close = asMember
          ? memberArgumentsClose(r, r.at - 1)
          : argumentsClose(r, r.at, isTemplate || options.type ? 'template' : (entry?.kind ?? 'unknown'));
        if (close >= 0) list = parseTemplateArguments(r);
        const isKnown = isTemplate || options.type || options.member || entry !== null;
        if (list !== null && !isKnown && !list.some(({ kind }) => kind === 'type'))
          r.guess(start, r.at, 'template arguments, not comparisons');
      }
      parts.push(part(r, start, 'identifier', text, { arguments: list }));
      scope = entry?.members ?? null;
      open = scope === null;
    }
    if (!r.is('::')) break;
    const next = r.peek();
    const goesOn =
      r.isNameAt(r.at + 1) ||
      next === 'template' ||
      (options.special === true && (next === '~' || next === 'operator'));
    if (!goesOn) break;
    r.at++;
  }
  return { from, to: r.at, global, typename, parts };
};

function decltypePart(r: Reader): NamePart {
  const from = r.at;
  r.at++;
  r.expect('(');
  const expression = r.inside(() => parseConditional(r));
  r.expect(')');
  return part(r, from, 'decltype', 'decltype', { expression });
}

function destructor(r: Reader): NamePart {
  const from = r.at;
  r.at++;
  if (r.is('decltype')) {
    const { expression } = decltypePart(r);
    return part(r, from, 'destructor', 'decltype', { expression });
  }
  // `p->~float()` of what a template was given.
  const text = BUILTIN_TYPES.has(r.text) ? r.text : null;
  if (text !== null) r.at++;
  const name = text ?? r.expectName('a class');
  const list = r.is('<') && argumentsClose(r, r.at, 'unknown') >= 0 ? parseTemplateArguments(r) : null;
  return part(r, from, 'destructor', name, { arguments: list });
}

const OPERATORS: ReadonlySet<string> = new Set(
  '+ - * / % ^ & | ~ ! = < > += -= *= /= %= ^= &= |= << <<= >>= == != <= >= <=> && || ++ -- , ->* ->'.split(' '),
);

function operatorName(r: Reader): NamePart {
  const from = r.at;
  r.at++;
  const { text } = r;
  if ((text === '(' && r.peek() === ')') || (text === '[' && r.peek() === ']')) {
    r.at += 2;
    return operatorPart(r, from, text === '(' ? '()' : '[]');
  }
  if (text === 'new' || text === 'delete' || text === 'co_await') {
    r.at++;
    const isArray = r.is('[') && r.peek() === ']';
    if (isArray) r.at += 2;
    return part(r, from, 'operator', isArray ? `${text}[]` : text);
  }
  if (text === '>' && r.peek() === '>') {
    r.at += 2;
    return operatorPart(r, from, '>>');
  }
  if (OPERATORS.has(text)) {
    r.at++;
    return operatorPart(r, from, text);
  }
  if (r.kind === K.string) {
    // `operator""_x`, or `operator "" _x`.
    const glued = r.token.text.slice(r.token.text.lastIndexOf('"') + 1);
    r.at++;
    return part(r, from, 'literal', glued !== '' ? glued : r.expectName('a suffix'));
  }
  const type = parseConversionType(r);
  return part(r, from, 'conversion', '', { type });
}

function operatorPart(r: Reader, from: number, text: string): NamePart {
  // `operator()<int>(...)`; `operator< <T>` is left to the rare.
  const isTemplate = r.is('<') && text !== '<' && argumentsClose(r, r.at, 'valueTemplate') >= 0;
  const list = isTemplate ? parseTemplateArguments(r) : null;
  return part(r, from, 'operator', text, { arguments: list });
}

/** `< ... >`, at its `<`. */
export const parseTemplateArguments = (r: Reader): readonly TemplateArgument[] => {
  r.expect('<');
  const list: TemplateArgument[] = [];
  r.inside(() => {
    if (r.is('>')) return;
    do {
      list.push(r.deeper(() => templateArgument(r)));
    } while (r.accept(','));
  }, true);
  r.expect('>');
  return list;
};

function templateArgument(r: Reader): TemplateArgument {
  const from = r.at;
  const scanned = scanType(r, from);
  if (scanned !== null) {
    const next = r.textAt(scanned.end);
    if (next === ',' || next === '>' || (next === '...' && !scanned.bare) || (next === '...' && scanned.sure)) {
      if (scanned.sure) {
        const type = parseTypeId(r);
        const pack = r.accept('...');
        return { from, to: r.at, kind: 'type', type, pack };
      }
      if (scanned.bare) {
        const name = parseName(r);
        return { from, to: r.at, kind: 'name', name, pack: r.accept('...') };
      }
    }
  }
  const value: Expr = parseConditional(r);
  const pack = r.accept('...');
  return { from, to: r.at, kind: 'value', value, pack };
}

/** A constraint expression behind `requires`: names, calls and parentheses joined by `&&` and `||`. */
export const parseConstraint = (r: Reader): Expr => {
  let left = constraintAtom(r);
  while (r.is('&&') || r.is('||')) {
    const operator = r.text;
    r.at++;
    const right = constraintAtom(r);
    left = { from: left.from, to: r.at, kind: 'binary', operator, left, right };
  }
  return left;
};

function constraintAtom(r: Reader): Expr {
  if (!r.isNameAt(r.at) && !r.is('::')) return parsePrimary(r);
  const name = parseName(r);
  return { from: name.from, to: r.at, kind: 'name', name };
}

/** What a type-id is called when only its last name counts: the class of `typename A<T>::B`. */
export const lastText = (name: Name): string => name.parts.at(-1)?.text ?? '';
