/** Random nests for schedules: perfect and not, neighbours of one length and not, local tensors, guards, any step. */

import { Random } from '../../exec/random.ts';
import * as b from '../../ir/build.ts';
import { Builder } from '../../ir/build.ts';
import type { Expr, Func, ReduceOp, Stmt } from '../../ir/nodes.ts';
import { simplify } from '../simplify.ts';

/** Subscripts are moved into the middle of each dimension, which holds every value they can have. */
const MIDDLE = 24;
const EXTENT = 64;
const TENSORS = [
  { name: 'x', rank: 1, writable: false },
  { name: 'a', rank: 1, writable: true },
  { name: 'c', rank: 1, writable: true },
  { name: 'm', rank: 2, writable: true },
  { name: 's', rank: 0, writable: true },
] as const;
interface Tensor {
  readonly name: string;
  readonly rank: number;
  readonly writable: boolean;
}

class Nests {
  private readonly r: Random;
  private readonly B = new Builder();
  private readonly iters: string[] = [];
  private readonly locals: Tensor[] = [];
  private count = 0;

  constructor(seed: number) {
    this.r = new Random(seed);
  }

  private index(): Expr {
    const [first, ...more] = this.iters;
    let e: Expr = first === undefined ? b.int(this.r.below(3)) : b.iter(this.r.pick([first, ...more]));
    if (this.r.chance(0.12)) e = b.binary('mul', b.int(this.r.pick([2, -1])), e);
    if (this.r.chance(0.06)) e = b.binary(this.r.pick(['floorDiv', 'mod']), e, b.int(2));
    if (this.r.chance(0.15) && first !== undefined) e = b.binary('add', e, b.iter(this.r.pick([first, ...more])));
    return b.binary('add', e, b.int(MIDDLE + (this.r.chance(0.35) ? this.r.below(3, -2) : 0)));
  }
  private indices(t: Tensor): Expr[] {
    return Array.from({ length: t.rank }, () => this.index());
  }
  private tensor(writable: boolean): Tensor {
    const all: Tensor[] = [...TENSORS, ...this.locals, ...this.locals].filter((t) => t.writable || !writable);
    return all[this.r.below(all.length)] ?? TENSORS[1];
  }
  private value(): Expr {
    const t = this.tensor(false);
    const read: Expr = this.r.chance(0.85) ? b.load(t.name, this.indices(t), 'float32') : b.float(this.r.below(5) / 2);
    return this.r.chance(0.35) ? b.binary(this.r.pick(['add', 'sub', 'max']), read, b.float(1)) : read;
  }

  private write(): Stmt {
    const t = this.tensor(true);
    if (this.r.chance(0.65)) return this.B.store(t.name, this.indices(t), this.value(), undefined, this.named('S'));
    const op: ReduceOp = this.r.pick(['add', 'add', 'max', 'min', 'mul']);
    return this.B.reduceTo(t.name, this.indices(t), op, this.value(), {}, this.named('S'));
  }
  private named(prefix: string): { readonly names: readonly string[] } {
    return { names: this.r.chance(0.9) ? [`${prefix}${this.count++}`] : [] };
  }

  private leaf(): Stmt {
    const s = this.write();
    const iter = this.iters.at(-1);
    if (iter === undefined || !this.r.chance(0.2)) return s;
    const cond = b.binary(this.r.pick(['lt', 'ge', 'ne']), b.iter(iter), b.int(this.r.below(4)));
    return this.B.ifThen(cond, s, this.r.chance(0.3) ? this.write() : null);
  }

  private body(depth: number): Stmt {
    const several = (): Stmt => {
      const stmts = Array.from({ length: this.r.below(4, 1) }, () => this.leaf());
      return stmts.length === 1 ? (stmts[0] as Stmt) : this.B.seq(stmts);
    };
    if (depth <= 0) return this.r.chance(0.2) ? this.local(several) : several();
    const kind = this.r.below(10);
    if (kind < 5) return this.loop(depth - 1);
    if (kind === 5) return this.B.seq([this.leaf(), this.loop(depth - 1)]);
    if (kind === 6) return this.B.seq([this.loop(depth - 1), this.leaf()]);
    if (kind === 7) return this.local(() => this.B.seq([this.loop(depth - 1), this.leaf()]));
    if (kind === 8) return this.B.seq([this.loop(depth - 1), this.loop(depth - 1)]);
    return several();
  }

  private local(inside: () => Stmt): Stmt {
    const t: Tensor = { name: `t${this.count++}`, rank: 0, writable: true };
    const first = this.B.store(t.name, [], this.value(), undefined, this.named('S'));
    this.locals.push(t);
    const rest = inside();
    this.locals.pop();
    return this.B.varDef(
      { name: t.name, shape: [], dtype: 'float32', body: this.B.seq([first, rest]) },
      this.named('D'),
    );
  }

  private loop(depth: number): Stmt {
    const name = `i${this.count++}`;
    const n = this.r.pick([0, 1, 2, 3, 3, 4, 4, 4, 5]);
    const symbolic = this.r.chance(0.15);
    const outer = this.iters.at(-1);
    const end: Expr = symbolic ? b.param('n') : b.int(n);
    const step = this.r.pick([1, 1, 1, 1, 1, 2, -1, -2]);
    this.iters.push(name);
    const body = this.body(depth);
    this.iters.pop();
    const triangular = outer !== undefined && this.r.chance(0.08);
    const begin = triangular ? b.iter(outer) : b.int(0);
    const range = step > 0 ? { begin, end } : { begin: b.binary('sub', end, b.int(1)), end: b.int(-1) };
    const property = { noDeps: this.r.chance(0.03) ? ['c'] : [] };
    return this.B.forLoop(name, { ...range, step: b.int(step) }, body, property, this.named('L'));
  }

  /** Two or three loops of one length, one behind the other, and local arrays between producers and consumers. */
  neighbours(): Func {
    const n = this.r.pick([b.int(3), b.int(4), b.param('n')]);
    const arrays = ['t', 'u'].slice(0, this.r.below(3, 1));
    const local: Tensor[] = arrays.map((name) => ({ name, rank: 1, writable: true }));
    this.locals.push(...local);
    const index = (i: string): Expr =>
      b.binary('add', b.iter(i), b.int(MIDDLE + (this.r.chance(0.15) ? this.r.below(2, -1) : 0)));
    const loops = Array.from({ length: this.r.below(4, 2) }, (_, k) => {
      const i = `j${k}`;
      const at = (t: Tensor): Expr[] => Array.from({ length: t.rank }, () => index(i));
      const stmts = Array.from({ length: this.r.below(3, 1) }, () => {
        const [to, from] = [this.tensor(true), this.tensor(false)];
        const value = b.binary('add', b.load(from.name, at(from), 'float32'), b.float(this.r.below(3)));
        return this.r.chance(0.75)
          ? this.B.store(to.name, at(to), value, undefined, this.named('S'))
          : this.B.reduceTo(to.name, at(to), 'add', value, {}, this.named('S'));
      });
      return this.B.forLoop(
        i,
        { end: n },
        stmts.length === 1 ? (stmts[0] as Stmt) : this.B.seq(stmts),
        {},
        this.named('L'),
      );
    });
    const fills = arrays.map((name, k) => {
      const fill = this.B.store(name, [b.iter(`z${k}`)], b.load('x', [b.iter(`z${k}`)], 'float32'));
      return this.B.forLoop(`z${k}`, { end: b.int(EXTENT) }, fill);
    });
    // Half of them are filled first; of the others nothing is read that was not written, or it does not run.
    const inner = this.B.seq([...(this.r.chance(0.5) ? fills : []), ...loops]);
    const body = arrays.reduce<Stmt>(
      (s, name) => this.B.varDef({ name, shape: [b.int(EXTENT)], dtype: 'float32', body: s }),
      inner,
    );
    return this.whole(body);
  }

  func(): Func {
    const parts = Array.from({ length: this.r.below(4, 1) }, () =>
      this.r.chance(0.85) ? this.loop(this.r.below(3)) : this.leaf(),
    );
    return this.whole(parts.length === 1 ? (parts[0] as Stmt) : this.B.seq(parts));
  }

  private whole(inside: Stmt): Func {
    let body = inside;
    for (const t of [...TENSORS].reverse()) {
      const shape = Array.from({ length: t.rank }, () => b.int(EXTENT));
      body = this.B.varDef({ name: t.name, shape, dtype: 'float32', access: t.writable ? 'inout' : 'input', body });
    }
    const externals = [{ name: 'n', integer: true, origin: b.NO_SPAN }];
    return this.B.func('f', body, { params: TENSORS.map((t) => t.name), externals });
  }
}

/** Three of four are simplified, as a schedule does before its first call. */
export const randomNest = (seed: number): Func => {
  const func = new Nests(seed).func();
  const done = seed % 4 === 0 ? null : simplify(func);
  return done?.kind === 'done' ? { ...func, body: done.body } : func;
};

/** Programs in which there is something to fuse. */
export const randomNeighbours = (seed: number): Func => {
  const func = new Nests(seed).neighbours();
  const done = simplify(func);
  return done.kind === 'done' ? { ...func, body: done.body } : func;
};

/** Inputs for both kinds of programs, with `n` given. Halves, so that sums are exact. */
export const nestInputs = (seed: number, n: number) => {
  const r = new Random(seed);
  const one = (rank: number) => ({
    dtype: 'float32' as const,
    shape: Array.from({ length: rank }, () => EXTENT),
    data: Array.from({ length: EXTENT ** rank }, () => r.below(5, -2) / 2),
  });
  return {
    inputs: new Map(TENSORS.map((t) => [t.name, one(t.rank)] as const)),
    bindings: new Map([['n', BigInt(n)]]),
    maxSteps: 300_000,
  };
};
