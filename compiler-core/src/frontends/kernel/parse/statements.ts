/** Statements ([stmt]). Each that does not parse costs itself alone. */

import { K } from '../lex/tokens.ts';
import type { CompoundStmt, Expr, Handler, Stmt } from './ast.ts';
import { atAttribute, parseAttributes } from './attributes.ts';
import { parseBlockDeclaration } from './declarations.ts';
import { declareValue, parseDeclarator, parseParameter } from './declarators.ts';
import { isConditionDeclaration, isDeclaration } from './disambiguate.ts';
import { parseConditional, parseExpression } from './expressions.ts';
import { parseForControl } from './for-loops.ts';
import { parseBraceList, parseInitializer } from './initializers.ts';
import { hasSemicolon, isLoneMacro, macroCallEnd } from './macros.ts';
import { type Reader, UNDEFINED_MACRO } from './reader.ts';
import { orError } from './recover.ts';
import { Scope } from './scope.ts';
import { parseSpecifiers } from './types.ts';

/** `{ ... }` in a scope of its own. */
export const parseCompound = (r: Reader): CompoundStmt =>
  r.within(new Scope(r.scope), () =>
    r.deeper(() => {
      const from = r.at;
      r.expect('{');
      const body = readStatements(r);
      if (!r.accept('}')) r.problem(from, from + 1, '`{` is not closed');
      return { from, to: r.at, kind: 'compound', body };
    }),
  );

function readStatements(r: Reader): readonly Stmt[] {
  const body: Stmt[] = [];
  while (!r.is('}') && !r.ended) body.push(orError(r, () => statement(r, true)));
  return body;
}

/** A statement where one must stand: the body of a loop or branch. Its declarations are its own. */
export const parseSubStatement = (r: Reader): Stmt =>
  r.is('{') ? parseCompound(r) : r.within(new Scope(r.scope), () => orError(r, () => statement(r, false)));

/** @param inBlock Others follow, so a label stands for itself. */
function statement(r: Reader, inBlock: boolean): Stmt {
  r.enter();
  const made = statementHere(r, inBlock);
  r.depth--;
  return made;
}

function statementHere(r: Reader, inBlock: boolean): Stmt {
  const { at: from, text } = r;
  if (r.kind === K.keyword) {
    const read = KEYWORDS.get(text);
    if (read !== undefined) return read(r, inBlock);
  }
  if (text === '{') return parseCompound(r);
  if (text === ';') {
    r.at++;
    return { from, to: r.at, kind: 'empty' };
  }
  if (text === 'asm' || text === '__asm__' || text === '__asm') return assembler(r);
  if (r.kind === K.name && r.peek() === ':') {
    r.at += 2;
    const body = inBlock || r.is('}') ? null : parseSubStatement(r);
    return { from, to: r.at, kind: 'label', name: text, body };
  }
  const attributes = atAttribute(r) ? parseAttributes(r) : [];
  if (attributes.length > 0 && !isDeclaration(r)) {
    // `[[fallthrough]];`, `[[intel::ivdep]] for (...)`.
    const inner = statement(r, inBlock);
    return inner.kind === 'expression' ? { ...inner, from, attributes } : { ...inner, from };
  }
  if (isDeclaration(r)) {
    r.at = from;
    const declaration = parseBlockDeclaration(r);
    return { from, to: r.at, kind: 'declaration', declaration };
  }
  return macroStatement(r) ?? expressionStatement(r);
}

function expressionStatement(r: Reader): Stmt {
  const from = r.at;
  const value = parseExpression(r);
  r.expectOrMissing(';');
  return { from, to: r.at, kind: 'expression', value, attributes: [] };
}

/** `CHECK(x)` without a semicolon, `FOR_EACH(i) { ... }`: what only a macro can be. */
function macroStatement(r: Reader): Stmt | null {
  const { at: from, text: name } = r;
  const end = isLoneMacro(r) ? from + 1 : macroCallEnd(r);
  if (end < 0) return null;
  r.guess(from, end, UNDEFINED_MACRO);
  r.at = end;
  const body = r.is('{') ? parseCompound(r) : null;
  return { from, to: r.at, kind: 'macro', name, body };
}

function assembler(r: Reader): Stmt {
  const from = r.at;
  r.at++;
  while (r.is('volatile') || r.is('__volatile__') || r.is('goto') || r.is('inline')) r.at++;
  const past = r.past(r.at);
  if (past < 0) r.fail('expected `( ... )`');
  r.at = past;
  r.expectOrMissing(';');
  return { from, to: r.at, kind: 'asm' };
}

type Rule = (r: Reader, inBlock: boolean) => Stmt;

const jump =
  (kind: 'break' | 'continue'): Rule =>
  (r) => {
    const from = r.at;
    r.at++;
    r.expectOrMissing(';');
    return { from, to: r.at, kind };
  };

const label: Rule = (r, inBlock) => {
  const from = r.at;
  let value: Expr | null = null;
  let end: Expr | null = null;
  if (r.accept('case')) {
    value = parseConditional(r);
    if (r.accept('...')) end = parseConditional(r);
  } else r.expect('default');
  r.expect(':');
  const body = inBlock || r.is('}') ? null : parseSubStatement(r);
  return { from, to: r.at, kind: 'case', value, end, body };
};

const returns: Rule = (r) => {
  const from = r.at;
  r.at++;
  const value = r.is(';') ? null : r.is('{') ? parseBraceList(r) : parseExpression(r);
  r.expectOrMissing(';');
  return { from, to: r.at, kind: 'return', value };
};

/** A chain of `else if` of any length is read in a loop and put together from its end. */
const conditional: Rule = (r) => {
  type Head = Omit<Extract<Stmt, { kind: 'if' }>, 'to' | 'else' | 'kind'>;
  return r.within(new Scope(r.scope), () => {
    const heads: Head[] = [];
    let otherwise: Stmt | null = null;
    heads.push(ifHead(r));
    while (r.accept('else')) {
      if (!r.is('if')) {
        otherwise = parseSubStatement(r);
        break;
      }
      heads.push(ifHead(r));
    }
    const to = r.at;
    let made: Stmt | null = otherwise;
    for (const head of heads.reverse()) made = { ...head, to, kind: 'if', else: made };
    return made as Stmt;
  });
};

function ifHead(r: Reader) {
  const from = r.at;
  r.expect('if');
  let form: Extract<Stmt, { kind: 'if' }>['form'] = '';
  if (r.accept('constexpr')) form = 'constexpr';
  else if (r.accept('consteval')) form = 'consteval';
  else if (r.is('!') && r.peek() === 'consteval') {
    r.at += 2;
    form = '!consteval';
  }
  // `if LIKELY(x)`: a macro that brings its own parentheses, or none.
  if (r.isNameAt(r.at) && r.peek() === '(' && r.lookup(r.text) === null) {
    r.guess(r.at, r.at + 1, UNDEFINED_MACRO);
    r.at++;
  }
  const head = form.endsWith('consteval') ? { init: null, condition: null } : parseHead(r);
  const then = parseSubStatement(r);
  return { from, form, ...head, then };
}

/** `(init; condition)` of `if` and `switch`. */
function parseHead(r: Reader): { readonly init: Stmt | null; readonly condition: Stmt } {
  r.expect('(');
  return r.inside(() => {
    const close = r.partners[r.at - 1] ?? -1;
    let init: Stmt | null = null;
    if (close > 0 && hasSemicolon(r, r.at, close)) init = statement(r, false);
    const condition = parseCondition(r);
    r.expectOrMissing(')');
    return { init, condition };
  });
}

/** An expression, or a declaration of what is tested. */
export const parseCondition = (r: Reader): Stmt => {
  const from = r.at;
  if (!isConditionDeclaration(r)) {
    const value = parseExpression(r);
    return { from, to: r.at, kind: 'expression', value, attributes: [] };
  }
  const specifiers = parseSpecifiers(r);
  const start = r.at;
  const declarator = parseDeclarator(r, 'named', { initializer: 'block', bindings: specifiers.type.kind === 'auto' });
  declareValue(r, declarator);
  const initializer = parseInitializer(r, true);
  const declared = { from: start, to: r.at, declarator, bitField: null, initializer };
  const declaration = { from, to: r.at, kind: 'simple' as const, specifiers, declarators: [declared] };
  return { from, to: r.at, kind: 'declaration', declaration };
};

const whileLoop: Rule = (r) =>
  r.within(new Scope(r.scope), () => {
    const from = r.at;
    r.at++;
    r.expect('(');
    const condition = r.inside(() => parseCondition(r));
    r.expectOrMissing(')');
    const body = parseSubStatement(r);
    return { from, to: r.at, kind: 'while', condition, body };
  });

const doLoop: Rule = (r) => {
  const from = r.at;
  r.at++;
  const body = parseSubStatement(r);
  r.expect('while');
  r.expect('(');
  const condition = r.inside(() => parseExpression(r));
  r.expect(')');
  r.expectOrMissing(';');
  return { from, to: r.at, kind: 'do', body, condition };
};

const forLoop: Rule = (r) =>
  r.within(new Scope(r.scope), () => {
    const from = r.at;
    r.at++;
    const control = r.inside(() => parseForControl(r, (inner) => statement(inner, false)));
    const body = parseSubStatement(r);
    return { ...control, from, to: r.at, body };
  });

const switches: Rule = (r) =>
  r.within(new Scope(r.scope), () => {
    const from = r.at;
    r.at++;
    const head = parseHead(r);
    const body = parseSubStatement(r);
    return { from, to: r.at, kind: 'switch', ...head, body };
  });

export const parseHandlers = (r: Reader): readonly Handler[] => {
  const handlers: Handler[] = [];
  while (r.is('catch')) {
    const from = r.at;
    r.at++;
    r.within(new Scope(r.scope), () => {
      r.expect('(');
      const parameter = r.accept('...') ? null : r.inside(() => parseParameter(r));
      r.expect(')');
      const body = parseCompound(r);
      handlers.push({ from, to: r.at, parameter, body });
    });
  }
  return handlers;
};

const tries: Rule = (r) => {
  const from = r.at;
  r.at++;
  const body = parseCompound(r);
  const handlers = parseHandlers(r);
  return { from, to: r.at, kind: 'try', body, handlers };
};

const jumpsTo: Rule = (r) => {
  const from = r.at;
  r.at++;
  r.accept('*');
  const name = r.expectName('a label');
  r.expectOrMissing(';');
  return { from, to: r.at, kind: 'goto', label: name };
};

const KEYWORDS: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['if', conditional],
  ['for', forLoop],
  ['while', whileLoop],
  ['do', doLoop],
  ['switch', switches],
  ['case', label],
  ['default', label],
  ['break', jump('break')],
  ['continue', jump('continue')],
  ['return', returns],
  ['co_return', returns],
  ['goto', jumpsTo],
  ['try', tries],
  ...['using', 'namespace', 'template', 'static_assert', 'extern'].map((word): [string, Rule] => [
    word,
    (r) => {
      const from = r.at;
      const declaration = parseBlockDeclaration(r);
      return { from, to: r.at, kind: 'declaration', declaration };
    },
  ]),
]);
