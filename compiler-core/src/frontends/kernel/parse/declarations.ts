/** Declarations ([dcl.dcl]): namespaces, usings, functions, variables, members. */

import { readText, textOf } from '../lex/literals.ts';
import { K } from '../lex/tokens.ts';
import type { Decl, Declarator, InitDeclarator, Name, Specifiers } from './ast.ts';
import { atAttribute, parseAttributes } from './attributes.ts';
import { declareValue, parseDeclarator } from './declarators.ts';
import { parseConditional } from './expressions.ts';
import { atFunctionBody, parseFunctionRest } from './functions.ts';
import { parseInitializer } from './initializers.ts';
import { isLoneMacro, macroCallEnd } from './macros.ts';
import { lastText, parseName } from './names.ts';
import { type Reader, UNDEFINED_MACRO } from './reader.ts';
import { orError } from './recover.ts';
import { Scope } from './scope.ts';
import { parseCompound } from './statements.ts';
import { parseTemplate } from './templates.ts';
import { parseSpecifiers, parseTypeId } from './types.ts';

export type Place = 'namespace' | 'class' | 'block';

/** Everything up to the `}` that closes what is around, or to the end. */
export const parseDeclarations = (r: Reader): readonly Decl[] => {
  const out: Decl[] = [];
  while (!r.is('}') && !r.ended) out.push(orError(r, () => parseDeclarationIn(r, 'namespace')));
  return out;
};

export const parseBlockDeclaration = (r: Reader): Decl => parseDeclarationIn(r, 'block');

export const parseMember = (r: Reader): Decl => {
  const { at: from, text } = r;
  if ((text === 'public' || text === 'private' || text === 'protected') && r.peek() === ':') {
    r.at += 2;
    return { from, to: r.at, kind: 'access', access: text };
  }
  return parseDeclarationIn(r, 'class');
};

export const parseDeclarationIn = (r: Reader, place: Place): Decl =>
  r.deeper(() => {
    const { at: from, text } = r;
    switch (text) {
      case ';':
        r.at++;
        return { from, to: r.at, kind: 'empty' };
      case 'namespace':
        return namespace(r);
      case 'inline':
        if (r.peek() === 'namespace') return namespace(r);
        break;
      case 'using':
        return using(r);
      case 'template':
        return parseTemplate(r, place, false);
      case 'extern':
        if (r.peek() === 'template') {
          r.at++;
          return parseTemplate(r, place, true);
        }
        if (r.kindAt(from + 1) === K.string) return linkage(r);
        break;
      case 'export':
        if (r.peek() === 'template') r.at++;
        if (r.is('template')) return parseTemplate(r, place, false);
        break;
      case 'static_assert':
      case '_Static_assert':
        return staticAssert(r);
      case 'asm':
      case '__asm__':
        return assembler(r);
    }
    return macro(r, place) ?? simple(r, place);
  });

function namespace(r: Reader): Decl {
  const from = r.at;
  const inline = r.accept('inline');
  r.expect('namespace');
  parseAttributes(r);
  const names: string[] = [];
  while (r.isNameAt(r.at)) {
    names.push(r.expectName('a name'));
    parseAttributes(r);
    if (!r.accept('::')) break;
    r.accept('inline');
  }
  const alias = names[0];
  if (alias !== undefined && r.accept('=')) {
    const target = parseName(r);
    r.declare(alias, 'namespace', membersOf(r, target));
    r.expectOrMissing(';');
    return { from, to: r.at, kind: 'namespaceAlias', name: alias, target };
  }
  let { scope } = r;
  for (const name of names) {
    const known = scope.find(name);
    const members =
      known?.kind === 'namespace' && known.members !== null ? known.members : new Scope(scope, 'namespace');
    scope.declare(name, 'namespace', members);
    if (inline) scope.opened.push(members);
    scope = members;
  }
  if (names.length === 0) {
    const unnamed = new Scope(scope, 'namespace');
    scope.opened.push(unnamed);
    scope = unnamed;
  }
  const open = r.at;
  r.expect('{');
  const body = r.within(scope, () => parseDeclarations(r));
  if (!r.accept('}')) r.problem(open, open + 1, '`{` is not closed');
  return { from, to: r.at, kind: 'namespace', names, inline, body };
}

/** The members of the namespace, class or enumeration that a name stands for. */
function membersOf(r: Reader, name: Name): Scope | null {
  let scope: Scope | null = name.global ? r.global : null;
  for (const [i, { text }] of name.parts.entries()) {
    const entry = i === 0 && !name.global ? r.lookup(text) : (scope?.find(text) ?? null);
    scope = entry?.members ?? null;
    if (scope === null) return null;
  }
  return scope;
}

function using(r: Reader): Decl {
  const from = r.at;
  r.at++;
  if (r.accept('namespace')) {
    const name = parseName(r);
    const members = membersOf(r, name);
    if (members !== null) r.scope.opened.push(members);
    parseAttributes(r);
    r.expectOrMissing(';');
    return { from, to: r.at, kind: 'usingNamespace', name };
  }
  const isAlias =
    r.isNameAt(r.at) && (r.peek() === '=' || (r.peek() === '[' && r.peek(2) === '[') || r.peek() === '__attribute__');
  if (isAlias) {
    const name = r.expectName('a name');
    parseAttributes(r);
    r.expect('=');
    const type = parseTypeId(r, true);
    const target = type.specifiers.type;
    const members = target.kind === 'named' && type.declarator.chunks.length === 0 ? membersOf(r, target.name) : null;
    r.declare(name, r.scope.kind === 'template' ? 'template' : 'type', members);
    r.expectOrMissing(';');
    return { from, to: r.at, kind: 'alias', name, type };
  }
  r.accept('enum');
  const names: Name[] = [];
  do {
    const name = parseName(r, { special: true });
    importName(r, name);
    r.accept('...');
    names.push(name);
  } while (r.accept(','));
  r.expectOrMissing(';');
  return { from, to: r.at, kind: 'using', names };
}

/** What `using a::b` brings in: the kind of b, where it is known. */
function importName(r: Reader, name: Name): void {
  const owner = membersOf(r, { ...name, parts: name.parts.slice(0, -1) });
  const text = lastText(name);
  const entry = name.parts.length > 1 ? owner?.find(text) : name.global ? r.global.find(text) : null;
  if (entry) r.declare(text, entry.kind, entry.members);
  else if (name.typename) r.declare(text, 'type');
}

function linkage(r: Reader): Decl {
  const from = r.at;
  r.at++;
  const language = textOf(readText(r.token.text));
  r.at++;
  if (!r.is('{')) {
    const declaration = parseDeclarationIn(r, 'namespace');
    return { from, to: r.at, kind: 'linkage', language, body: [declaration] };
  }
  const open = r.at;
  r.at++;
  const body = parseDeclarations(r);
  if (!r.accept('}')) r.problem(open, open + 1, '`{` is not closed');
  return { from, to: r.at, kind: 'linkage', language, body };
}

function staticAssert(r: Reader): Decl {
  const from = r.at;
  r.at++;
  r.expect('(');
  const { condition, message } = r.inside(() => {
    const condition = parseConditional(r);
    return { condition, message: r.accept(',') ? parseConditional(r) : null };
  });
  r.expectOrMissing(')');
  r.expectOrMissing(';');
  return { from, to: r.at, kind: 'staticAssert', condition, message };
}

function assembler(r: Reader): Decl {
  const from = r.at;
  r.at++;
  r.accept('volatile');
  const past = r.past(r.at);
  if (past < 0) r.fail('expected `( ... )`');
  r.at = past;
  r.expectOrMissing(';');
  return { from, to: r.at, kind: 'asm' };
}

/** `TEST(a, b) { ... }`, `REGISTER(x)`, `REGISTER(x);` where declarations stand. */
function macro(r: Reader, place: Place): Decl | null {
  const { at: from, text: name } = r;
  if (place === 'block' || r.kind !== K.name || name === r.className || atAttribute(r)) return null;
  let end = isLoneMacro(r) ? from + 1 : macroCallEnd(r);
  if (end < 0 && r.peek() === '(' && r.lookup(name) === null) {
    const past = r.past(from + 1);
    if (past > 0 && r.textAt(past) === ';') end = past + 1;
  }
  if (end < 0 || name === 'main') return null;
  r.guess(from, end, UNDEFINED_MACRO);
  r.at = end;
  const body = r.is('{') ? parseCompound(r) : null;
  return { from, to: r.at, kind: 'macro', name, body };
}

function simple(r: Reader, place: Place): Decl {
  const from = r.at;
  const leading = parseAttributes(r);
  if (r.is('extern') && r.kindAt(r.at + 1) === K.string) return linkage(r);
  const read = parseSpecifiers(r, { allowNone: true, define: true });
  const specifiers: Specifiers = leading.length > 0 ? { ...read, attributes: [...leading, ...read.attributes] } : read;
  const declarators: InitDeclarator[] = [];
  if (r.is(';')) {
    r.at++;
    return { from, to: r.at, kind: 'simple', specifiers, declarators };
  }
  const options = {
    initializer: place === 'block' ? ('block' as const) : ('namespace' as const),
    bindings: specifiers.type.kind === 'auto',
  };
  for (;;) {
    const start = r.at;
    // A bit-field need not have a name.
    const isUnnamedField = place === 'class' && r.is(':');
    const declarator: Declarator = isUnnamedField
      ? { from: start, to: start, name: null, bindings: null, chunks: [], pack: false, attributes: [] }
      : parseDeclarator(r, 'named', options);
    const isFunction = declarator.chunks[0]?.kind === 'function';
    declare(r, specifiers, declarator, place);
    if (declarators.length === 0 && isFunction && atFunctionBody(r, specifiers))
      return parseFunctionRest(r, from, specifiers, declarator);
    if (r.is('asm') || r.is('__asm__') || r.is('__asm')) assemblerName(r);
    const bitField = place === 'class' && r.accept(':') ? parseConditional(r) : null;
    const initializer = parseInitializer(r, true);
    declarators.push({ from: start, to: r.at, declarator, bitField, initializer });
    if (!r.accept(',')) break;
  }
  r.expectOrMissing(';');
  return { from, to: r.at, kind: 'simple', specifiers, declarators };
}

function assemblerName(r: Reader): void {
  r.at++;
  const past = r.past(r.at);
  if (past < 0) r.fail('expected `( ... )`');
  r.at = past;
}

function declare(r: Reader, specifiers: Specifiers, declarator: Declarator, place: Place): void {
  const { name, chunks } = declarator;
  if (name === null || name.parts.length !== 1) {
    declareValue(r, { ...declarator, name: null });
    return;
  }
  const last = name.parts[0];
  // A constructor's name stays that of its class.
  if (specifiers.type.kind === 'none') return;
  if (last?.form !== 'identifier' || last.arguments !== null) return;
  const inTemplate = r.scope.kind === 'template';
  if (inTemplate && place === 'class') r.memberTemplates.add(last.text);
  if (specifiers.words.includes('typedef')) {
    const target = specifiers.type;
    const owner = chunks.length > 0 ? null : classMembers(r, specifiers);
    r.declare(
      last.text,
      'type',
      target.kind === 'named' && owner === null ? membersOfNamed(r, chunks.length, target.name) : owner,
    );
  } else if (inTemplate) r.declare(last.text, 'valueTemplate');
  else r.declare(last.text, chunks[0]?.kind === 'function' ? 'function' : 'value');
}

const membersOfNamed = (r: Reader, chunks: number, name: Name): Scope | null =>
  chunks > 0 ? null : membersOf(r, name);

/** Members of the class that `typedef struct X { ... } Y` defines. */
function classMembers(r: Reader, { type }: Specifiers): Scope | null {
  const name = type.kind === 'class' ? type.definition.name : type.kind === 'elaborated' ? type.name : null;
  return name === null ? null : membersOf(r, name);
}
