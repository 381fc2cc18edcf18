/**
 * What simplification has found in its final form, so that it is not asked again: neither in the next round, nor after
 * the next call of a schedule, which changes a part of the program only.
 *
 * An expression stays as it is where it is reached under the same conditions: the loops and branches around it, by
 * their text. That decides all that is known of it, unless it or they read a tensor that is written somewhere: then the
 * value depends on the place, and nothing is remembered.
 */

import type { Context } from '../analysis/affine/context.ts';
import { sameExpr } from '../ir/match.ts';
import type { Expr, Func, Stmt } from '../ir/nodes.ts';
import { printExpr } from '../ir/print.ts';
import { isWall, visitExpr, writtenBy } from '../ir/walk.ts';

/** Keys beyond which all are dropped. */
const MOST = 100_000;

/** Shared by the calls of one schedule. */
export class Settled {
  private readonly keys = new Set<string>();
  private readonly numbers = new Map<string, number>();

  has(key: string): boolean {
    return this.keys.has(key);
  }
  add(key: string): void {
    if (this.keys.size >= MOST) this.keys.clear();
    this.keys.add(key);
  }
  /** A short name of a text. */
  number(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.numbers.size);
    return this.numbers.size - 1;
  }
}

/** The places of one program. */
export class Places {
  /** What is around a place; null where it reads what is written. */
  private readonly around = new WeakMap<Context, number | null>();
  private readonly written: ReadonlySet<string> | 'any';
  private readonly start: string;

  constructor(
    private readonly memory: Settled,
    func: Func,
    all: readonly Stmt[],
  ) {
    this.written = writtenIn(all);
    this.start = func.externals.map((p) => `${p.name} ${p.integer}`).join();
  }

  root(context: Context): Context {
    this.around.set(context, this.memory.number(this.start));
    return context;
  }
  /** `inner` is reached from `outer` under what the text says. */
  inside(outer: Context, inner: Context, kind: string, ...exprs: readonly Expr[]): Context {
    if (inner === outer) return outer;
    const key = this.key(outer, kind, ...exprs);
    this.around.set(inner, key === null ? null : this.memory.number(key));
    return inner;
  }

  key(here: Context, kind: string, ...exprs: readonly Expr[]): string | null {
    const place = this.around.get(here) ?? null;
    if (place === null) return null;
    let key = `${place} ${kind}`;
    for (const e of exprs) {
      const dtypes = this.dtypes(e);
      if (dtypes === null) return null;
      key += ` ${printExpr(e)}${dtypes}`;
    }
    return key;
  }
  isSettled(key: string | null): boolean {
    return key !== null && this.memory.has(key);
  }
  settle(key: string | null): void {
    if (key !== null) this.memory.add(key);
  }

  /** `done()`, unless it is known to be `e`. */
  settled(here: Context, kind: string, e: Expr, done: () => Expr): Expr {
    if (e.kind === 'int' || e.kind === 'float' || e.kind === 'bool') return done();
    const key = this.key(here, kind, e);
    if (this.isSettled(key)) return e;
    const result = done();
    if (!sameExpr(result, e)) return result;
    this.settle(key);
    return e;
  }

  /** The types of what it reads, which its text does not show; null where that is written somewhere. */
  private dtypes(e: Expr): string | null {
    let out: string | null = '';
    visitExpr(e, (x) => {
      if (x.kind === 'load' && out !== null)
        out = this.written === 'any' || this.written.has(x.tensor) ? null : `${out}:${x.dtype}`;
      if (x.kind === 'unknown') out = null;
      return out !== null;
    });
    return out;
  }
}

const writtenIn = (all: readonly Stmt[]): ReadonlySet<string> | 'any' => {
  const out = new Set<string>();
  for (const s of all) {
    for (const t of writtenBy(s)) out.add(t);
    if (
      s.kind === 'any' ||
      isWall(s) ||
      s.kind === 'notModelled' ||
      (s.kind === 'varDef' && (s.view !== null || s.aliasClass !== null))
    )
      return 'any';
  }
  return out;
};
