/** Enumerations. */

import type { EnumDefinition, TypeId, TypeSpecifier } from './ast.ts';
import { parseAttributes } from './attributes.ts';
import { parseConditional } from './expressions.ts';
import { lastText, parseName } from './names.ts';
import type { Reader } from './reader.ts';
import { Scope } from './scope.ts';
import { parseTypeId } from './types.ts';

export const parseEnumOrElaborated = (r: Reader, define: boolean): TypeSpecifier => {
  const from = r.at;
  r.expect('enum');
  const scoped = r.accept('class') || r.accept('struct');
  parseAttributes(r);
  const name = r.isNameAt(r.at) || r.is('::') ? parseName(r) : null;
  let underlying: TypeId | null = null;
  if (define && r.is(':') && r.peek() !== ':') {
    r.at++;
    underlying = parseTypeId(r);
  }
  const members = new Scope(r.scope);
  if (name !== null && name.parts.length === 1) r.declare(lastText(name), 'type', members);
  if (!r.is('{') || !define) {
    if (name === null) r.fail('expected a name or `{`');
    if (underlying === null && !scoped) return { from, to: r.at, kind: 'elaborated', key: 'enum', name };
    const definition: EnumDefinition = { from, to: r.at, scoped, name, underlying, enumerators: null };
    return { from, to: r.at, kind: 'enum', definition };
  }
  const enumerators = r.inside(() => readEnumerators(r, scoped, members));
  const definition: EnumDefinition = { from, to: r.at, scoped, name, underlying, enumerators };
  return { from, to: r.at, kind: 'enum', definition };
};

function readEnumerators(r: Reader, scoped: boolean, members: Scope) {
  const out: NonNullable<EnumDefinition['enumerators']>[number][] = [];
  r.expect('{');
  while (!r.is('}')) {
    const from = r.at;
    const name = r.expectName('an enumerator');
    parseAttributes(r);
    const value = r.accept('=') ? parseConditional(r) : null;
    members.declare(name, 'value');
    if (!scoped) r.declare(name, 'value');
    out.push({ from, to: r.at, name, value });
    if (!r.accept(',')) break;
  }
  r.expect('}');
  return out;
}
