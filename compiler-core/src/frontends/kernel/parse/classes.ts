/** Classes with bases and members ([class]). */

import type { BaseClass, ClassDefinition, Decl, Name, TypeSpecifier } from './ast.ts';
import { parseAttributes } from './attributes.ts';
import { parseMember } from './declarations.ts';
import { lastText, parseName } from './names.ts';
import { type Reader, UNDEFINED_MACRO } from './reader.ts';
import { orError } from './recover.ts';
import { Scope } from './scope.ts';

export const parseClassOrElaborated = (r: Reader, define: boolean): TypeSpecifier => {
  const from = r.at;
  const key = r.text;
  r.at++;
  const attributes = parseAttributes(r);
  skipMacroBeforeName(r);
  const name = r.isNameAt(r.at) || r.is('::') ? parseName(r, { type: true }) : null;
  const isFinal = r.is('final') && (r.peek() === '{' || r.peek() === ':');
  if (isFinal) r.at++;
  const begins = r.is('{') || (r.is(':') && define && name !== null);
  if (!begins || !define) {
    if (name === null) r.fail('expected a name or `{`');
    declareClass(r, name, null);
    return { from, to: r.at, kind: 'elaborated', key, name };
  }
  const members = new Scope(r.scope, 'class');
  declareClass(r, name, members);
  const bases = r.accept(':') ? readBases(r, members) : [];
  const list = r.deeper(() => readMembers(r, name, members));
  const definition: ClassDefinition = { from, to: r.at, key, name, attributes, bases, members: list };
  return { from, to: r.at, kind: 'class', definition };
};

/** `class API X {`, `struct ALIGN(8) X {`: two names in a row, the first is a macro of nobody's. */
function skipMacroBeforeName(r: Reader): void {
  const past = r.isNameAt(r.at) && r.peek() === '(' ? r.past(r.at + 1) : -1;
  if (past > 0 && (r.isNameAt(past) || r.textAt(past) === '{')) {
    r.guess(r.at, past, UNDEFINED_MACRO);
    r.at = past;
    return;
  }
  if (!r.isNameAt(r.at) || !r.isNameAt(r.at + 1) || r.peek() === 'final' || r.lookup(r.text) !== null) return;
  const next = r.peek(2);
  // `struct stat st;` declares st; of `struct API X;` only the capitals tell.
  const isForward = next === ';' && /^[A-Z_][A-Z0-9_]*$/.test(r.text);
  if (next === '{' || next === ':' || isForward || next === 'final') {
    r.guess(r.at, r.at + 1, UNDEFINED_MACRO);
    r.at++;
  }
}

function declareClass(r: Reader, name: Name | null, members: Scope | null): void {
  const last = name?.parts[0];
  // A specialisation is no new name, and neither is a qualified one.
  if (name === null || name.parts.length > 1 || last === undefined) return;
  const known = r.lookup(last.text);
  if (last.arguments !== null) return;
  // `class k` in `parallel_for<class k>` names what is there, or something new.
  if (members === null && known !== null && (known.kind === 'type' || known.kind === 'template')) return;
  r.declare(last.text, r.scope.kind === 'template' ? 'template' : 'type', members);
}

function readBases(r: Reader, members: Scope): readonly BaseClass[] {
  const out: BaseClass[] = [];
  do {
    const from = r.at;
    parseAttributes(r);
    let access = '';
    let isVirtual = false;
    for (;;) {
      if (r.accept('virtual')) isVirtual = true;
      else if (r.is('public') || r.is('protected') || r.is('private')) {
        access = r.text;
        r.at++;
      } else break;
    }
    const name = parseName(r, { type: true });
    const entry = name.parts.length === 1 ? r.lookup(lastText(name)) : null;
    if (entry?.members) members.opened.push(entry.members);
    const pack = r.accept('...');
    out.push({ from, to: r.at, access, virtual: isVirtual, name, pack });
  } while (r.accept(','));
  return out;
}

/** `{ ... }`. Bodies of functions are read at the end of the outermost class, when all members are known. */
function readMembers(r: Reader, name: Name | null, members: Scope): readonly Decl[] {
  const outer = r.deferred;
  const { className } = r;
  const deferred = outer ?? [];
  r.deferred = deferred;
  r.className = name === null ? null : lastText(name);
  // The injected name: a type, and a template where the class is one.
  if (r.className !== null) members.declare(r.className, r.scope.kind === 'template' ? 'template' : 'type', members);
  const list: Decl[] = [];
  const from = r.at;
  r.within(members, () =>
    r.inside(() => {
      r.expect('{');
      while (!r.is('}') && !r.ended) list.push(orError(r, () => parseMember(r)));
      if (!r.accept('}')) r.problem(from, from + 1, '`{` is not closed');
    }),
  );
  if (outer === null) {
    const end = r.at;
    r.deferred = null;
    r.className = null;
    for (const body of deferred) body();
    r.at = end;
  }
  r.deferred = outer;
  r.className = className;
  return list;
}
