/** What the calls of a schedule did so far: which call took a label away, and what it made of the statement. */

import type { Func, Stmt } from '../../../ir/nodes.ts';
import type { Span } from '../../../text/span.ts';
import type { ScheduleArg } from './host.ts';
import type { Signature } from './signatures.ts';
import type { Tree } from './tree.ts';

/** The program as the calls so far leave it. */
export interface ScheduleProgram {
  readonly func: Func;
  readonly tree: Tree;
  /** The call that made it; null for the program that a schedule begins with. */
  readonly made: Step | null;
}
/** An applied call. */
export interface Step {
  readonly before: ScheduleProgram;
  readonly at: Span;
  /** `fuse(L1, L2)`. */
  readonly words: string;
}

export interface Lost {
  readonly step: Step;
  /** The statement as it was before the call. */
  readonly was: Stmt;
  /** Labels that the call gave to what it made of it; none where nothing is left that has one. */
  readonly became: readonly string[];
}

/** The last call after which no statement had this name any more; null where none ever had it. O(calls · statements). */
export const lostSince = (now: ScheduleProgram, name: string): Lost | null => {
  let after = now;
  for (let step = now.made; step; step = after.made) {
    const was = step.before.tree.postOrder.find((s) => s.names.includes(name));
    if (was) {
      const old = new Set(step.before.tree.postOrder.flatMap((s) => s.names));
      const made = after.tree.postOrder.flatMap((s) => s.names.filter((n) => !old.has(n) && mentions(n, name)));
      return { step, was, became: [...new Set(made)].sort() };
    }
    after = step.before;
  }
  return null;
};

/** `fused.L1.L2`, `$split.0{L1}` mention `L1`. */
const mentions = (made: string, name: string): boolean => {
  for (let at = made.indexOf(name); at >= 0; at = made.indexOf(name, at + 1))
    if (!isWord(made[at - 1]) && !isWord(made[at + name.length])) return true;
  return false;
};
const isWord = (c: string | undefined): boolean => c !== undefined && /\w/.test(c);

/** A call as its author would write it, with labels for statements and without what is left at its default. */
export const callInWords = (
  primitive: string,
  signature: Signature,
  args: ReadonlyMap<string, ScheduleArg>,
  tree: Tree,
): string => {
  const shown: string[] = [];
  let skipped = false;
  for (const { name, default: left } of signature) {
    const text = inWords(args.get(name) ?? null, left ?? null, tree);
    if (text === null) skipped = true;
    else shown.push(skipped ? `${name}=${text}` : text);
  }
  return `${primitive}(${shown.join(', ')})`;
};

/** Null where it is what a call that leaves it out would have. */
const inWords = (arg: ScheduleArg, left: ScheduleArg, tree: Tree): string | null => {
  if (arg === left) return null;
  if (typeof arg === 'boolean') return arg ? 'True' : 'False';
  if (arg === null || typeof arg !== 'object') return String(arg);
  if ('exprs' in arg) return 'a map';
  if (!('stmt' in arg)) return `[${(arg as readonly ScheduleArg[]).map((a) => inWords(a, null, tree)).join(', ')}]`;
  const s = tree.byId.get(arg.stmt);
  return s?.names[0] ?? (s?.kind === 'for' ? `for ${s.iter}` : 'a statement');
};
