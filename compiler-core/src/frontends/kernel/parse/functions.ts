/** Bodies of functions, members' ones put off until their class is complete ([class.mem]). */

import type { Declarator, FunctionDecl, FunctionPart, Handler, MemberInit, Name, Specifiers } from './ast.ts';
import { declareValue } from './declarators.ts';
import { parseInitializer } from './initializers.ts';
import { parseName } from './names.ts';
import { type Reader, Unparsed } from './reader.ts';
import { scanName } from './scan.ts';
import { Scope } from './scope.ts';
import { parseCompound, parseHandlers } from './statements.ts';

export const declareParameters = (r: Reader, { parameters }: FunctionPart): void => {
  for (const { declarator } of parameters) declareValue(r, declarator);
};

/** A scope that sees the members of the class a name is qualified with: `void A::f() { ... }`. */
export const scopeOfQualifier = (r: Reader, name: Name | null): Scope => {
  const scope = new Scope(r.scope);
  if (name === null || (name.parts.length < 2 && !name.global)) return scope;
  let at: Scope | null = name.global ? r.global : null;
  name.parts.slice(0, -1).forEach(({ text }, i) => {
    const entry = i === 0 && !name.global ? r.lookup(text) : (at?.find(text) ?? null);
    at = entry?.members ?? null;
    if (at !== null) scope.opened.unshift(at);
  });
  return scope;
};

/** Whether a function's body begins here: `{`, `try`, the initialisers of a constructor, `= default`. */
export const atFunctionBody = (r: Reader, specifiers: Specifiers): boolean => {
  if (r.is('{') || r.is('try')) return true;
  if (r.is(':')) return specifiers.type.kind === 'none' && r.peek() !== ':';
  return r.is('=') && (r.peek() === 'default' || r.peek() === 'delete');
};

export const parseFunctionRest = (
  r: Reader,
  from: number,
  specifiers: Specifiers,
  declarator: Declarator,
): FunctionDecl => {
  if (r.is('=')) {
    const form = r.peek() === 'default' ? 'default' : 'delete';
    r.at += 2;
    r.expectOrMissing(';');
    return { from, to: r.at, kind: 'function', specifiers, declarator, form, inits: [], body: null, handlers: [] };
  }
  const start = r.at;
  const end = r.deferred === null ? -1 : bodyEnd(r);
  const scope = scopeOfQualifier(r, declarator.name);
  const fill = (target: FunctionDecl): void => {
    r.within(scope, () => {
      const part = declarator.chunks[0];
      if (part?.kind === 'function') declareParameters(r, part);
      Object.assign(
        target,
        r.inside(() => readBody(r)),
      );
    });
  };
  const make = (to: number): FunctionDecl => ({
    from,
    to,
    kind: 'function',
    specifiers,
    declarator,
    form: '',
    inits: [],
    body: null,
    handlers: [],
  });
  if (end < 0) {
    const made = make(r.at);
    fill(made);
    return { ...made, to: r.at };
  }
  const made = make(end);
  const { className } = r;
  r.deferred?.push(() => {
    const before = r.className;
    r.at = start;
    r.className = className;
    const failure = r.attempt(() => fill(made));
    if (failure instanceof Unparsed) r.problem(failure.at, failure.at + 1, failure.message);
    r.className = before;
  });
  r.at = end;
  return made;
};

/** Behind the body that begins here, found by its brackets; -1 where that does not tell. */
function bodyEnd(r: Reader): number {
  let i = r.at;
  if (r.is('try')) return -1;
  if (r.is(':')) {
    i++;
    for (;;) {
      const name = scanName(r, i);
      if (name === null) return -1;
      const past = r.past(name.end);
      if (past < 0) return -1;
      i = past;
      if (r.textAt(i) === '...') i++;
      if (r.textAt(i) !== ',') break;
      i++;
    }
  }
  return r.textAt(i) === '{' ? r.past(i) : -1;
}

function readBody(r: Reader): {
  inits: readonly MemberInit[];
  body: FunctionDecl['body'];
  handlers: readonly Handler[];
} {
  const isTry = r.accept('try');
  const inits = r.accept(':') ? readInits(r) : [];
  const body = parseCompound(r);
  return { inits, body, handlers: isTry ? parseHandlers(r) : [] };
}

function readInits(r: Reader): readonly MemberInit[] {
  const out: MemberInit[] = [];
  do {
    const from = r.at;
    const name = parseName(r, { type: true });
    const initializer = parseInitializer(r, false);
    if (initializer === null) r.fail('expected `(` or `{`');
    const pack = r.accept('...');
    out.push({ from, to: r.at, name, initializer, pack });
  } while (r.accept(','));
  return out;
}
