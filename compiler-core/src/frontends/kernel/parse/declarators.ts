/** Declarators in full ([dcl.decl]): pointers, arrays, functions, members, packs, bindings, nested in parentheses. */

import { K } from '../lex/tokens.ts';
import type { Attribute, Chunk, Declarator, Expr, FunctionPart, Name, NamePart, Parameter, TypeId } from './ast.ts';
import { parseAttributes } from './attributes.ts';
import { isParameterList } from './disambiguate.ts';
import { parseConditional } from './expressions.ts';
import { parseInitClause } from './initializers.ts';
import { parseConstraint, parseName } from './names.ts';
import type { Reader } from './reader.ts';
import { CV, RESTRICT, takeCv } from './scan.ts';
import { Scope } from './scope.ts';
import { parseSpecifiers, parseTypeId } from './types.ts';

/**
 * - `named`: a name must stand in it;
 * - `abstract`: none may;
 * - `either`: as in parameters;
 * - `pointers`: abstract, with neither arrays nor functions (conversion functions);
 * - `new`: abstract, with arrays but no functions.
 */
export type DeclaratorMode = 'named' | 'abstract' | 'either' | 'pointers' | 'new';
export interface DeclaratorOptions {
  /** A parenthesis behind the name may begin an initialiser; where nothing says which, functions win outside of blocks. */
  readonly initializer?: 'block' | 'namespace';
  /** `[a, b]` binds. */
  readonly bindings?: boolean;
}

export const parseDeclarator = (r: Reader, mode: DeclaratorMode, options: DeclaratorOptions = {}): Declarator =>
  r.deeper(() => declarator(r, mode, options));

function declarator(r: Reader, mode: DeclaratorMode, options: DeclaratorOptions): Declarator {
  const from = r.at;
  const prefix: Chunk[] = [];
  for (let chunk = pointer(r); chunk !== null; chunk = pointer(r)) prefix.push(chunk);
  const isPack =
    mode !== 'pointers' && mode !== 'new' && r.is('...') && r.peek() !== ')' && r.peek() !== ',' && r.peek() !== '>';
  if (isPack) r.at++;
  let chunks: Chunk[] = [];
  let name: Name | null = null;
  let bindings: readonly NamePart[] | null = null;
  let pack = isPack;
  const attributes: Attribute[] = [...parseAttributes(r)];
  if (options.bindings && r.is('[')) bindings = readBindings(r);
  else if (mode !== 'pointers' && mode !== 'new' && r.is('(') && nests(r, mode)) {
    r.at++;
    const inner = r.inside(() => parseDeclarator(r, mode));
    r.expect(')');
    ({ name } = inner);
    chunks = [...inner.chunks];
    pack ||= inner.pack;
  } else if ((mode === 'named' || mode === 'either') && startsDeclaratorId(r)) {
    name = parseName(r, { special: true });
    attributes.push(...parseAttributes(r));
  }
  if (mode === 'named' && name === null && bindings === null) r.fail('expected a name to declare');
  if (mode !== 'pointers') suffixes(r, mode, options, chunks);
  attributes.push(...parseAttributes(r));
  if (mode === 'named' || mode === 'either') skipMacroBehind(r);
  chunks.push(...prefix.reverse());
  return { from, to: r.at, name, bindings, chunks, pack, attributes };
}

/** `int x UNUSED;`, `void f() NOTHROW;`: an unknown name where a declarator ends. */
function skipMacroBehind(r: Reader): void {
  if (r.kind !== K.name || r.lookup(r.text) !== null || !ENDS_DECLARATOR.has(r.peek())) return;
  r.guess(r.at, r.at + 1, 'a macro that is not defined here');
  r.at++;
}

const ENDS_DECLARATOR: ReadonlySet<string> = new Set([',', ';', '=', '{', ')']);

const startsDeclaratorId = (r: Reader): boolean =>
  r.kind === K.name || r.is('::') || r.is('~') || r.is('operator') || (r.is('decltype') && r.peek() === '(');

function readBindings(r: Reader): readonly NamePart[] {
  const out: NamePart[] = [];
  r.expect('[');
  do {
    const from = r.at;
    const text = r.expectName('a name to bind');
    parseAttributes(r);
    out.push({ from, to: r.at, form: 'identifier', text, arguments: null, type: null, expression: null });
  } while (r.accept(','));
  r.expect(']');
  return out;
}

/** One pointer operator; null where there is none. */
function pointer(r: Reader): Chunk | null {
  const from = r.at;
  const { text } = r;
  if (text === '*') {
    r.at++;
    return { ...qualifiers(r), from, to: r.at, kind: 'pointer' };
  }
  if (text === '&' || text === '&&') {
    r.at++;
    const { restrict } = qualifiers(r);
    return { from, to: r.at, kind: 'reference', rvalue: text === '&&', restrict };
  }
  // `X::*`
  if (r.kind !== K.name && text !== '::') return null;
  let i = text === '::' ? from + 1 : from;
  if (!r.isNameAt(i)) return null;
  while (r.isNameAt(i) && (r.textAt(i + 1) === '::' || r.textAt(i + 1) === '<')) {
    if (r.textAt(i + 1) === '<') return templateMemberPointer(r);
    i += 2;
  }
  if (i === from || r.textAt(i) !== '*' || r.textAt(i - 1) !== '::') return null;
  return memberPointer(r);
}

function memberPointer(r: Reader): Chunk {
  const from = r.at;
  const name = parseName(r);
  r.expect('::');
  r.expect('*');
  return { from, to: r.at, kind: 'memberPointer', name, const: qualifiers(r).const };
}

/** `A<T>::*`; most names with arguments are none, so the name is read and given back. */
function templateMemberPointer(r: Reader): Chunk | null {
  const from = r.at;
  let close = from;
  let depth = 0;
  // Short by nature; a bound keeps a long list from being read over and over.
  for (let i = from; i < from + 64; i++) {
    const text = r.textAt(i);
    if (text === '<') depth++;
    else if (text === '>' && --depth === 0) {
      close = i;
      break;
    } else if (text === ';' || text === '{' || text === '(') return null;
  }
  return r.textAt(close + 1) === '::' && r.textAt(close + 2) === '*' ? memberPointer(r) : null;
}

function qualifiers(r: Reader) {
  let isConst = false;
  let isVolatile = false;
  let restrict = false;
  for (;;) {
    const { text } = r;
    const cv = takeCv(r);
    if (cv === 'const') isConst = true;
    else if (cv === 'volatile') isVolatile = true;
    else if (RESTRICT.has(text)) {
      restrict = true;
      r.at++;
    } else if (r.is('[') && r.peek() === '[') parseAttributes(r);
    else if (text === '__attribute__') parseAttributes(r);
    else return { const: isConst, volatile: isVolatile, restrict };
  }
}

/** Whether the parenthesis here encloses a declarator, not parameters or an initialiser. */
function nests(r: Reader, mode: DeclaratorMode): boolean {
  const next = r.peek();
  if (next === '*' || next === '&' || next === '&&' || next === '^') return true;
  if (next === '(' && mode === 'named') return true;
  if (!r.isNameAt(r.at + 1)) return false;
  // `(X::*f)`
  for (let i = r.at + 1; r.isNameAt(i) && i < r.at + 32; i += 2) {
    if (r.textAt(i + 1) !== '::') break;
    if (r.textAt(i + 2) === '*') return true;
  }
  if (mode === 'abstract') return false;
  const kind = r.lookup(next)?.kind;
  if (mode === 'either') {
    // `int (x)` in parameters: parentheses around a new name; around a type they make a function.
    return kind !== 'type' && kind !== 'template' && r.peek(2) === ')';
  }
  return true;
}

function suffixes(r: Reader, mode: DeclaratorMode, options: DeclaratorOptions, chunks: Chunk[]): void {
  for (;;) {
    const from = r.at;
    if (r.is('[') && r.peek() !== '[') {
      r.at++;
      const size = r.is(']') ? null : r.inside(() => arraySize(r));
      r.expect(']');
      chunks.push({ from, to: r.at, kind: 'array', size });
    } else if (r.is('(') && mode !== 'new') {
      const place = options.initializer;
      if (place !== undefined && !isParameterList(r, r.at, place)) return;
      if (mode === 'abstract' && !isParameterList(r, r.at, 'namespace')) return;
      chunks.push(parseFunctionPart(r));
    } else return;
  }
}

function arraySize(r: Reader): Expr | null {
  // `float a[restrict static 4]` of C.
  while (r.is('static') || RESTRICT.has(r.text) || CV.has(r.text)) r.at++;
  return r.is(']') ? null : parseConditional(r);
}

/** Parameters and what follows them, at the parenthesis. */
export const parseFunctionPart = (r: Reader): FunctionPart & { from: number; to: number } => {
  const from = r.at;
  // Parameters are seen in what follows: `auto f(T a) -> decltype(a)`.
  return r.within(new Scope(r.scope), () => {
    const { parameters, variadic } = r.inside(() => parseParameters(r));
    const tail = functionTail(r);
    return { from, to: r.at, kind: 'function', parameters, variadic, ...tail };
  });
};

/** `( ... )`; names are declared in the scope here. */
function parseParameters(r: Reader): { parameters: readonly Parameter[]; variadic: boolean } {
  const parameters: Parameter[] = [];
  let variadic = false;
  r.expect('(');
  if (r.is('void') && r.peek() === ')') r.at++;
  while (!r.is(')')) {
    if (r.accept('...')) {
      variadic = true;
      break;
    }
    const parameter = parseParameter(r);
    if (r.is('...') && parameter.declarator.name === null) parameters.push(asPack(r, parameter));
    else {
      parameters.push(parameter);
      if (r.accept('...')) {
        variadic = true;
        break;
      }
    }
    if (!r.accept(',')) break;
  }
  r.expect(')');
  return { parameters, variadic };
}

/** `Args...`, a pack without a name. */
export const asPack = (r: Reader, parameter: Parameter): Parameter => {
  r.expect('...');
  return { ...parameter, to: r.at, declarator: { ...parameter.declarator, to: r.at, pack: true } };
};

export const parseParameter = (r: Reader): Parameter => {
  const from = r.at;
  r.accept('this');
  const specifiers = parseSpecifiers(r);
  const declarator = parseDeclarator(r, 'either');
  declareValue(r, declarator);
  const value = r.accept('=') ? parseInitClause(r) : null;
  return { from, to: r.at, specifiers, declarator, default: value };
};

export const declareValue = (r: Reader, { name, bindings }: Declarator): void => {
  for (const { text } of bindings ?? []) r.declare(text, 'value');
  const last = name?.parts.length === 1 ? name.parts[0] : undefined;
  if (last?.form === 'identifier') r.declare(last.text, 'value');
};

/** Qualifiers, `noexcept`, trailing return type: everything between the parameters and the body. */
export const functionTail = (r: Reader): Omit<FunctionPart, 'kind' | 'parameters' | 'variadic'> => {
  let isConst = false;
  let isVolatile = false;
  let reference: FunctionPart['reference'] = '';
  let noexcept: Expr | boolean = false;
  let trailing: TypeId | null = null;
  let requires: Expr | null = null;
  const words: string[] = [];
  const attributes: Attribute[] = [];
  for (;;) {
    const { text } = r;
    const cv = takeCv(r);
    if (cv === 'const') isConst = true;
    else if (cv === 'volatile') isVolatile = true;
    else if (text === '&' || text === '&&') {
      reference = text;
      r.at++;
    } else if (text === 'noexcept') {
      r.at++;
      noexcept = true;
      if (r.accept('(')) {
        noexcept = r.inside(() => parseConditional(r));
        r.expect(')');
      }
    } else if (text === 'throw' && r.peek() === '(') {
      const past = r.past(r.at + 1);
      if (past < 0) r.fail('expected `)`');
      noexcept = past === r.at + 3;
      r.at = past;
    } else if (text === '->') {
      r.at++;
      trailing = parseTypeId(r);
    } else if ((text === 'override' || text === 'final') && r.kind === K.name) {
      words.push(text);
      r.at++;
    } else if (text === 'requires') {
      r.at++;
      requires = parseConstraint(r);
    } else if ((r.is('[') && r.peek() === '[') || text === '__attribute__') attributes.push(...parseAttributes(r));
    else return { const: isConst, volatile: isVolatile, reference, noexcept, trailing, words, requires, attributes };
  }
};
