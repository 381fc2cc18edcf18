/** Template heads, template declarations, concepts, explicit instantiations ([temp]). */

import type { Decl, TemplateHead, TemplateParameter } from './ast.ts';
import { type Place, parseDeclarationIn } from './declarations.ts';
import { asPack, parseParameter } from './declarators.ts';
import { parseExpression } from './expressions.ts';
import { parseConstraint, parseName } from './names.ts';
import type { Reader } from './reader.ts';
import { scanName } from './scan.ts';
import { Scope } from './scope.ts';
import { parseTypeId } from './types.ts';

/** `<...>`, behind `template` or in a lambda; its parameters are declared in the scope here. */
export const parseTemplateHead = (r: Reader, inLambda = false): TemplateHead => {
  const from = r.at;
  const parameters: TemplateParameter[] = [];
  r.expect('<');
  r.inside(() => {
    if (r.is('>')) return;
    do {
      parameters.push(r.deeper(() => parameter(r)));
    } while (r.accept(','));
  }, true);
  r.expect('>');
  const requires = r.accept('requires') ? parseConstraint(r) : null;
  if (inLambda && parameters.length === 0) r.fail('expected a template parameter');
  return { from, to: r.at, parameters, requires };
};

function parameter(r: Reader): TemplateParameter {
  const from = r.at;
  if (r.is('template')) return templateParameter(r);
  if ((r.is('class') || r.is('typename')) && isTypeParameter(r)) {
    r.at++;
    return typeParameter(r, from, null);
  }
  const scanned = r.isNameAt(from) || r.is('::') ? scanName(r, from) : null;
  if (scanned?.kind === 'concept') {
    const constraint = parseName(r);
    if (!r.is('auto')) return typeParameter(r, from, constraint);
    r.at = from;
  }
  const read = parseParameter(r);
  const parsed = r.is('...') ? asPack(r, read) : read;
  const { declarator } = parsed;
  const name = declarator.name?.parts[0]?.text ?? '';
  return { from, to: r.at, kind: 'value', name, pack: declarator.pack, parameter: parsed };
}

/** `typename T` declares T, `typename T::type v` a value. */
function isTypeParameter(r: Reader): boolean {
  if (!r.isNameAt(r.at + 1)) return true;
  const next = r.peek(2);
  return next === ',' || next === '>' || next === '=' || next === '...';
}

function typeParameter(
  r: Reader,
  from: number,
  constraint: Extract<TemplateParameter, { kind: 'type' }>['constraint'],
): TemplateParameter {
  const pack = r.accept('...');
  const name = r.isNameAt(r.at) ? r.expectName('a name') : '';
  if (name !== '') r.scope.declare(name, 'type');
  const value = r.accept('=') ? parseTypeId(r) : null;
  return { from, to: r.at, kind: 'type', name, pack, constraint, default: value };
}

function templateParameter(r: Reader): TemplateParameter {
  const from = r.at;
  r.at++;
  const head = r.within(new Scope(r.scope, 'template'), () => parseTemplateHead(r));
  if (!r.accept('class')) r.expect('typename');
  const pack = r.accept('...');
  const name = r.isNameAt(r.at) ? r.expectName('a name') : '';
  if (name !== '') r.scope.declare(name, 'template');
  const value = r.accept('=') ? parseName(r) : null;
  return { from, to: r.at, kind: 'template', name, pack, head, default: value };
}

/** At `template`. */
export const parseTemplate = (r: Reader, place: Place, isExtern: boolean): Decl =>
  r.deeper(() => {
    const from = isExtern ? r.at - 1 : r.at;
    r.expect('template');
    if (!r.is('<')) {
      const declaration = parseDeclarationIn(r, place);
      return { from, to: r.at, kind: 'instantiation', extern: isExtern, declaration };
    }
    return r.within(new Scope(r.scope, 'template'), () => {
      const head = parseTemplateHead(r);
      const declaration = r.is('concept') ? concept(r) : parseDeclarationIn(r, place);
      return { from, to: r.at, kind: 'template', head, declaration };
    });
  });

function concept(r: Reader): Decl {
  const from = r.at;
  r.at++;
  const name = r.expectName('a name');
  r.declare(name, 'concept');
  r.expect('=');
  const value = parseExpression(r);
  r.expectOrMissing(';');
  return { from, to: r.at, kind: 'concept', name, value };
}
