/** A call of a function of the library, as its handlers get it. */

import type { Span } from '../../../../text/span.ts';
import type { Machine } from '../../lower/machine.ts';
import type { Value } from '../../lower/values.ts';
import type { Node } from '../../parse/ast.ts';
import type { TemplateArg } from '../../types/types.ts';

export interface Call {
  readonly m: Machine;
  /** The last component of its name. */
  readonly name: string;
  readonly path: string;
  readonly self: Value | null;
  readonly args: readonly Value[];
  readonly templateArgs: readonly TemplateArg[] | null;
  readonly node: Node;
  readonly at: Span;
}
/** Null: not this one's. */
export type Handler = (call: Call) => Value | null;

/** The argument at a position. */
export const arg = ({ m, args, node, name }: Call, i: number): Value =>
  args[i] ?? m.fail(node, `\`${name}\` lacks an argument`);
