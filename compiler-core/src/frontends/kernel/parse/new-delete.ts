/** `new` and `delete` ([expr.new], [expr.delete]). */

import type { Expr, TypeId } from './ast.ts';
import { parseDeclarator } from './declarators.ts';
import { parseArguments, parseUnary } from './expressions.ts';
import { parseInitializer } from './initializers.ts';
import type { Reader } from './reader.ts';
import { scanType } from './scan.ts';
import { parseSpecifiers, parseTypeId } from './types.ts';

/** At the word; a `::` before it is gone. */
export const parseNew = (r: Reader): Expr => {
  const from = r.at;
  if (r.accept('delete')) {
    const array = r.is('[') && r.peek() === ']';
    if (array) r.at += 2;
    const operand = parseUnary(r);
    return { from, to: r.at, kind: 'delete', array, operand };
  }
  r.expect('new');
  let placement: readonly Expr[] = [];
  if (r.is('(') && !isTypeInParentheses(r)) placement = parseArguments(r);
  const type = r.is('(') ? parenthesisedType(r) : newType(r);
  const initializer = parseInitializer(r, false);
  return { from, to: r.at, kind: 'new', placement, type, initializer };
};

/** `new (T)` and `new (place) T` begin alike; what follows the parenthesis tells. */
function isTypeInParentheses(r: Reader): boolean {
  const type = scanType(r, r.at + 1);
  if (type === null || type.end !== r.partners[r.at]) return false;
  return type.sure || scanType(r, type.end + 1) === null;
}

function parenthesisedType(r: Reader): TypeId {
  r.expect('(');
  const type = parseTypeId(r);
  r.expect(')');
  return type;
}

function newType(r: Reader): TypeId {
  const from = r.at;
  const specifiers = parseSpecifiers(r);
  const declarator = parseDeclarator(r, 'new');
  return { kind: 'typeId', from, to: r.at, specifiers, declarator };
}
