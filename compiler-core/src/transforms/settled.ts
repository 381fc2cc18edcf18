/**
 * What simplification has found in its final form, so that it is not asked again: neither in the next round, nor after
 * the next call of a schedule, which changes a part of the program only, nor for the next version of a text that is typed.
 *
 * An expression stays as it is where it is reached under the same conditions: the loops and branches around it, by
 * their text. That decides all that is known of it. A tensor that is written somewhere has other values from one place to
 * the next: which of its values an expression or a condition reads is part of the text.
 */

import type { Context } from '../analysis/affine/context.ts';
import { sameExpr } from '../ir/match.ts';
import type { Expr, Func, Stmt } from '../ir/nodes.ts';
import { printExpr } from '../ir/print.ts';
import { isWall, visitExpr, writtenBy } from '../ir/walk.ts';

/** Keys beyond which all are dropped. */
const MOST = 100_000;

/** Shared by whatever simplifies programs that are alike. */
export class Settled {
  private readonly keys = new Set<string>();
  private readonly numbers = new Map<string, number>();
  private given = 0;

  has(key: string): boolean {
    return this.keys.has(key);
  }
  add(key: string): void {
    if (this.keys.size >= MOST) this.keys.clear();
    this.keys.add(key);
  }
  /** A short name of a text, which no other text ever has. */
  number(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    if (this.numbers.size >= MOST) this.numbers.clear();
    this.numbers.set(text, this.given);
    return this.given++;
  }
}

/** What is around a place: the number of its text, and the values of written tensors that it reads, in their order. */
interface Around {
  readonly text: number;
  readonly values: ReadonlyMap<string, number>;
}

/** What a pass knows while it goes on. */
export interface PassState {
  /** Which value a tensor has here: another number after each write. */
  version(tensor: string): number;
  /** Whether all that was asked so far was decided: what stayed because the budget was spent is not final. */
  isDecided(): boolean;
}

/** The places of one program. */
export class Places {
  private readonly around = new WeakMap<Context, Around>();
  private readonly written: ReadonlySet<string> | 'any';
  private readonly start: string;

  constructor(
    private readonly memory: Settled,
    func: Func,
    all: readonly Stmt[],
    private readonly pass: PassState,
  ) {
    this.written = writtenIn(all);
    this.start = func.externals.map((p) => `${p.name} ${p.integer}`).join();
  }

  root(context: Context): Context {
    this.around.set(context, { text: this.memory.number(this.start), values: new Map() });
    return context;
  }
  /** `inner` is reached from `outer` under what the text says. */
  inside(outer: Context, inner: Context, kind: string, ...exprs: readonly Expr[]): Context {
    if (inner === outer) return outer;
    const outside = this.around.get(outer);
    const key = this.key(outer, kind, ...exprs);
    if (outside === undefined || key === null) return inner;
    const values = new Map(outside.values);
    for (const e of exprs)
      visitExpr(e, (x) => {
        const value = this.valueOf(x);
        if (value !== null && !values.has(value)) values.set(value, values.size);
        return true;
      });
    this.around.set(inner, { text: this.memory.number(key), values });
    return inner;
  }

  /** Null where not all that is around is known by a text. */
  key(here: Context, kind: string, ...exprs: readonly Expr[]): string | null {
    const around = this.around.get(here);
    if (around === undefined || this.written === 'any') return null;
    let key = `${around.text} ${kind}`;
    for (const e of exprs) {
      const reads = this.reads(e, around);
      if (reads === null) return null;
      key += ` ${printExpr(e)}${reads}`;
    }
    return key;
  }
  isSettled(key: string | null): boolean {
    return key !== null && this.memory.has(key);
  }
  settle(key: string | null): void {
    if (key !== null && this.pass.isDecided()) this.memory.add(key);
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

  /** The types of what it reads and which values, neither of which its text shows; null where something is unknown. */
  private reads(e: Expr, { values }: Around): string | null {
    let out: string | null = '';
    visitExpr(e, (x) => {
      if (x.kind === 'unknown') out = null;
      if (out === null) return false;
      if (x.kind === 'load') {
        const value = this.valueOf(x);
        // A value that nothing around reads is like any other such value.
        out += value === null ? `:${x.dtype}` : `:${x.dtype}#${values.get(value) ?? ''}`;
      }
      return true;
    });
    return out;
  }

  /** Tensor and version of the load of a tensor that is written somewhere. */
  private valueOf(e: Expr): string | null {
    const written = e.kind === 'load' && this.written !== 'any' && this.written.has(e.tensor);
    return written ? `${e.tensor} ${this.pass.version(e.tensor)}` : null;
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
