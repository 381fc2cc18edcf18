/** Lambda expressions ([expr.prim.lambda]), generic ones and captures with initialisers included. */

import type { Attribute, Capture, FunctionPart, LambdaExpr } from './ast.ts';
import { parseAttributes } from './attributes.ts';
import { functionTail, parseFunctionPart } from './declarators.ts';
import { declareParameters } from './functions.ts';
import { parseInitializer } from './initializers.ts';
import type { Reader } from './reader.ts';
import { Scope } from './scope.ts';
import { parseCompound } from './statements.ts';
import { parseTemplateHead } from './templates.ts';

/** What may stand between the parameters and the body besides the function's own tail. */
const WORDS: ReadonlySet<string> = new Set(['mutable', 'constexpr', 'consteval', 'static']);

export const parseLambda = (r: Reader): LambdaExpr =>
  r.deeper(() => {
    const from = r.at;
    const scope = new Scope(r.scope);
    return r.within(scope, () => {
      const { captures, standard } = r.inside(() => readCaptures(r));
      const template = r.is('<') ? parseTemplateHead(r, true) : null;
      const words: string[] = [];
      const attributes: Attribute[] = [...parseAttributes(r)];
      let part: (FunctionPart & { from: number; to: number }) | null = null;
      if (r.is('(')) part = parseFunctionPart(r);
      // `mutable` stands before the rest of the tail.
      while (WORDS.has(r.text)) {
        words.push(r.text);
        r.at++;
      }
      if (words.length > 0 || part === null) {
        const start = r.at;
        const tail = functionTail(r);
        if (part !== null) part = { ...part, ...mergeTails(part, tail), to: r.at };
        else if (r.at > start)
          part = { from: start, to: r.at, kind: 'function', parameters: [], variadic: false, ...tail };
      }
      if (part !== null) declareParameters(r, part);
      if (!r.is('{')) r.fail('expected the body of the lambda');
      const body = r.inside(() => parseCompound(r));
      const lambda: LambdaExpr = {
        from,
        to: r.at,
        kind: 'lambda',
        default: standard,
        captures,
        template,
        function: part,
        words,
        attributes,
        body,
      };
      r.lambdas.push(lambda);
      return lambda;
    });
  });

/** What stands behind `mutable` is added to what stood before it. */
function mergeTails(before: FunctionPart, after: Omit<FunctionPart, 'kind' | 'parameters' | 'variadic'>) {
  return {
    noexcept: after.noexcept || before.noexcept,
    trailing: after.trailing ?? before.trailing,
    requires: after.requires ?? before.requires,
    attributes: [...before.attributes, ...after.attributes],
  };
}

function readCaptures(r: Reader): { captures: readonly Capture[]; standard: LambdaExpr['default'] } {
  const captures: Capture[] = [];
  let standard: LambdaExpr['default'] = '';
  r.expect('[');
  if ((r.is('=') || r.is('&')) && (r.peek() === ',' || r.peek() === ']')) {
    standard = r.text === '=' ? '=' : '&';
    r.at++;
    if (!r.is(']')) r.expect(',');
  }
  while (!r.is(']')) {
    captures.push(capture(r));
    if (!r.accept(',')) break;
  }
  r.expect(']');
  return { captures, standard };
}

function capture(r: Reader): Capture {
  const from = r.at;
  if (r.accept('this')) return { from, to: r.at, name: 'this', byReference: true, initializer: null, pack: false };
  if (r.is('*') && r.peek() === 'this') {
    r.at += 2;
    return { from, to: r.at, name: '*this', byReference: false, initializer: null, pack: false };
  }
  const byReference = r.accept('&');
  let pack = r.accept('...');
  const name = r.expectName('a capture');
  pack = r.accept('...') || pack;
  const initializer = parseInitializer(r, true);
  if (initializer !== null) r.declare(name, 'value');
  return { from, to: r.at, name, byReference, initializer, pack };
}
