/** Statements while they are made: a list whose definitions open a scope over all that follows. */

import type { Builder, Meta } from '../../../ir/build.ts';
import type { Expr, Stmt } from '../../../ir/nodes.ts';
import { visitExpr } from '../../../ir/walk.ts';

type Item = { readonly stmt: Stmt } | { readonly wrap: (body: Stmt) => Stmt };
/** Memory that others may have written. */
export const SHARED = '*';

export class Block {
  private readonly items: Item[] = [];
  /** What each statement writes, by its position. */
  private readonly writes: { position: number; readonly tensors: readonly string[] }[] = [];
  /** All tensors that are written here, `SHARED` where a barrier stands. */
  readonly written = new Set<string>();

  get length(): number {
    return this.items.length;
  }

  emit(stmt: Stmt, tensors: Iterable<string> = []): void {
    const list = [...tensors];
    if (list.length > 0) {
      this.writes.push({ position: this.items.length, tensors: list });
      for (const tensor of list) this.written.add(tensor);
    }
    this.items.push({ stmt });
  }

  /** What follows stands inside `wrap`. */
  open(wrap: (body: Stmt) => Stmt): void {
    this.items.push({ wrap });
  }

  /** Runs `make`, which appends, and moves what it appended to `position`. */
  insertAt(position: number, make: () => void): void {
    const end = this.items.length;
    const firstWrite = this.writes.length;
    make();
    const added = this.items.splice(end);
    this.items.splice(position, 0, ...added);
    for (const [k, write] of this.writes.entries()) {
      if (k >= firstWrite) write.position += position - end;
      else if (write.position >= position) write.position += added.length;
    }
  }

  /** Drops what was appended since. */
  truncate(position: number): void {
    this.items.length = position;
    while ((this.writes.at(-1)?.position ?? -1) >= position) this.writes.pop();
  }

  /** Whether what was appended since `position` may have changed what the expression reads. */
  disturbs(
    position: number,
    e: Expr,
    isConstant: (tensor: string) => boolean,
    isPrivate: (t: string) => boolean,
    rootOf: (t: string) => string,
  ): boolean {
    let last = this.writes.length - 1;
    if (last < 0 || (this.writes[last]?.position ?? -1) < position) return false;
    const since = new Set<string>();
    for (; last >= 0; last--) {
      const write = this.writes[last];
      if (write === undefined || write.position < position) break;
      for (const tensor of write.tensors) since.add(tensor);
    }
    return reads(
      e,
      (tensor) => !isConstant(tensor) && (since.has(rootOf(tensor)) || (since.has(SHARED) && !isPrivate(tensor))),
    );
  }

  close(builder: Builder, meta: Meta): Stmt {
    let after: Stmt[] = [];
    for (let k = this.items.length - 1; k >= 0; k--) {
      const item = this.items[k] as Item;
      if ('stmt' in item) after.push(item.stmt);
      else after = [item.wrap(sequence(after, builder, meta))];
    }
    return sequence(after, builder, meta);
  }
}

function sequence(reversed: readonly Stmt[], builder: Builder, meta: Meta): Stmt {
  const only = reversed[0];
  if (reversed.length === 1 && only !== undefined) return only;
  return builder.seq([...reversed].reverse(), meta);
}

/** Whether an expression loads a tensor of which `wanted` holds. */
export const reads = (e: Expr, wanted: (tensor: string) => boolean): boolean => {
  let found = false;
  visitExpr(e, (node) => {
    if (node.kind === 'load' && wanted(node.tensor)) found = true;
    return !found;
  });
  return found;
};
