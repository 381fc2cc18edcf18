/** A program as selectors see it: parents, order, and what each statement is called. */

import type { NodeId, Stmt } from '../../../ir/nodes.ts';
import { childStmts } from '../../../ir/walk.ts';

/**
 * What FreeTensor since 1.0 keeps of a statement's history: where it comes from (labels, and the call it was inlined
 * by), or the rewrite that made it and from what.
 */
export type Metadata =
  | { readonly kind: 'source'; readonly labels: ReadonlySet<string>; readonly caller: Metadata | null }
  | { readonly kind: 'transformed'; readonly op: string; readonly sources: readonly Metadata[] };

/** Commas and arrows inside braces belong to what is inside. */
const splitOutside = (text: string, separator: string): string[] => {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}') depth--;
    else if (depth === 0 && text.startsWith(separator, i)) {
      parts.push(text.slice(from, i));
      i += separator.length - 1;
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
};

const withoutNumber = (label: string): string => label.replace(/\$\d+$/, '');

const chainOf = (segments: readonly string[]): Metadata | null =>
  segments.reduce<Metadata | null>(
    (caller, s) => ({ kind: 'source', labels: new Set([withoutNumber(s)]), caller }),
    null,
  );

/** `$split.0{L}`, `$fuse{L1, L2}`; or a name with the calls before it, outermost first: `C->S`. */
export const metadataOf = (names: readonly string[], calls: readonly string[] = []): Metadata => {
  const made = names.find((n) => /^\$[^{]+\{.*\}$/s.test(n));
  if (made !== undefined) {
    const brace = made.indexOf('{');
    const sources = splitOutside(made.slice(brace + 1, -1), ',').map((s) => metadataOf([s.trim()]));
    return { kind: 'transformed', op: made.slice(1, brace), sources };
  }
  const chains = names.map((n) => splitOutside(n, '->'));
  const labels = new Set(chains.map((c) => withoutNumber(c.at(-1) ?? '')));
  return { kind: 'source', labels, caller: chainOf(chains[0]?.slice(0, -1) ?? calls) };
};

export class Tree {
  readonly parents = new Map<Stmt, Stmt>();
  readonly byId = new Map<NodeId, Stmt>();
  /** What is inside a statement comes before it, as in FreeTensor's search. */
  readonly postOrder: readonly Stmt[];
  private readonly metadata = new Map<Stmt, Metadata>();

  constructor(readonly root: Stmt) {
    const order: Stmt[] = [];
    const stack: Stmt[] = [root];
    for (let s = stack.pop(); s; s = stack.pop()) {
      order.push(s);
      this.byId.set(s.id, s);
      for (const kid of childStmts(s)) {
        this.parents.set(kid, s);
        stack.push(kid);
      }
    }
    this.postOrder = order.reverse();
  }

  metadataOf(s: Stmt): Metadata {
    const known = this.metadata.get(s);
    if (known) return known;
    const call = s.origin.calls.at(-1)?.name;
    const made = metadataOf(s.names, call === undefined ? [] : splitOutside(call, '->'));
    this.metadata.set(s, made);
    return made;
  }

  /** The statement before or after it in its sequence. */
  sibling(s: Stmt, step: -1 | 1): Stmt | null {
    const parent = this.parents.get(s);
    return parent?.kind === 'seq' ? (parent.stmts[parent.stmts.indexOf(s) + step] ?? null) : null;
  }
}
