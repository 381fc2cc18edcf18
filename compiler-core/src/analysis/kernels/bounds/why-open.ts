/** Why nothing certain can be said about a place, in words. */

import type { UnknownCode } from '../../../diag/diagnostic.ts';
import type { Span } from '../../../text/span.ts';
import { type Context, symbolsOf } from '../../affine/context.ts';
import type { SymbolTable } from '../../affine/symbols.ts';
import type { Verdict } from '../../affine/verdict.ts';
import type { Open } from '../answer.ts';

/** `subject`: symbols of the subscript and the extent. */
export const whyOpen = (
  verdict: Extract<Verdict, { kind: 'unknown' }>,
  context: Context,
  subject: ReadonlySet<string>,
  symbols: SymbolTable,
  at: Span,
): Open => {
  const say = (code: UnknownCode, reason: string): Open => ({ code, reason, at });
  const data = [...subject].filter((id) => symbols.kindOf(id) === 'data' && symbols.factorsOf(id) === null);
  const [first] = data;
  if (first !== undefined) {
    return say('data-dependent', `the subscript depends on \`${symbols.get(first).display}\`, which data decide`);
  }
  if (verdict.why === 'budget') return say('budget', 'the question took too long');
  if (verdict.why === 'product')
    return say('not-affine', 'the subscript has a product of sizes or indices that bounds are not known of');
  const guards = [...symbolsOf(context.domain)].filter((id) => symbols.kindOf(id) === 'data');
  const unmodelled = guards.find((id) => symbols.get(id).display === 'what is not modelled');
  if (unmodelled !== undefined) return say('not-modelled', 'code before it is not modelled');
  const [guard] = guards;
  if (guard !== undefined) {
    return say('data-dependent', `whether it is reached depends on \`${symbols.get(guard).display}\``);
  }
  return say('data-dependent', 'a loop around it runs as often as data say');
};
