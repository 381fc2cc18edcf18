/** Random programs that are in bounds: affine and indirect subscripts, guards, local tensors, reductions, all loop kinds. */

import { Random } from '../../../exec/random.ts';
import type { RunOptions } from '../../../exec/run.ts';
import * as b from '../../../ir/build.ts';
import { Builder } from '../../../ir/build.ts';
import type { BinaryOp, Expr, Func, ReduceOp, Stmt } from '../../../ir/nodes.ts';

/** Subscripts are moved into the middle of each dimension, which holds every value they can have. */
const MIDDLE = 24;
const EXTENT = 64;

interface Tensor {
  readonly name: string;
  readonly rank: number;
  /** Elements are integers from 0 to 3, so that they can be subscripts. */
  readonly integer: boolean;
  readonly writable: boolean;
}

const REDUCE: [ReduceOp, ...ReduceOp[]] = ['add', 'add', 'max', 'min', 'mul'];
const COMPARE: [BinaryOp, ...BinaryOp[]] = ['lt', 'le', 'gt', 'ge', 'eq', 'ne'];

class Programs {
  private readonly r: Random;
  private readonly B = new Builder();
  private tensors: Tensor[] = [
    { name: 'idx', rank: 1, integer: true, writable: false },
    { name: 'w', rank: 1, integer: true, writable: true },
    { name: 'x', rank: 1, integer: false, writable: false },
    { name: 'a', rank: 1, integer: false, writable: true },
    { name: 'm', rank: 2, integer: false, writable: true },
    { name: 's', rank: 0, integer: false, writable: true },
  ];
  private iters: string[] = [];
  /** Tensors that the statement at hand loads: one load of each, so that a run tells them apart. */
  private loaded = new Set<string>();
  private count = 0;
  private room = 7;

  constructor(seed: number) {
    this.r = new Random(seed);
  }

  private name(prefix: string): string {
    return `${prefix}${this.count++}`;
  }

  private term(): Expr {
    const [first, ...more] = this.iters;
    if (first === undefined || this.r.chance(0.1)) return this.r.chance(0.5) ? b.param('n') : b.int(this.r.below(4));
    const i = b.iter(this.r.pick([first, ...more]));
    const kind = this.r.below(14);
    if (kind === 0) return b.binary('mul', b.int(this.r.pick([2, -1, -2])), i);
    if (kind === 1) return b.binary('floorDiv', i, b.int(2));
    if (kind === 2) return b.binary('mod', i, b.int(this.r.pick([2, 3])));
    if (kind === 3) return b.binary(this.r.pick(['min', 'max']), i, this.r.chance(0.5) ? b.int(2) : b.param('n'));
    if (kind === 4) return this.data() ?? i;
    return i;
  }

  private affine(): Expr {
    let e = this.term();
    if (this.r.chance(0.3)) e = b.binary(this.r.pick(['add', 'sub']), e, this.term());
    return this.r.chance(0.5) ? b.binary('add', e, b.int(this.r.below(3, -2))) : e;
  }

  /** An element that is an integer from 0 to 3. */
  private data(): Expr | null {
    const t = this.choose((x) => x.integer);
    return t && this.load(t);
  }

  private choose(wanted: (t: Tensor) => boolean): Tensor | null {
    const fitting = this.tensors.filter((t) => wanted(t) && !this.loaded.has(t.name));
    return fitting[this.r.below(fitting.length)] ?? null;
  }

  private subscripts(t: Tensor): Expr[] {
    return Array.from({ length: t.rank }, () => b.binary('add', this.affine(), b.int(MIDDLE)));
  }

  private load(t: Tensor): Expr {
    this.loaded.add(t.name);
    return b.load(t.name, this.subscripts(t), t.integer ? 'int32' : 'float32');
  }

  private value(depth: number): Expr {
    const kind = this.r.below(depth > 0 ? 8 : 3);
    if (kind === 0) return b.float(this.r.below(5, -2) / 2);
    if (kind <= 4) {
      const t = this.choose((x) => !x.integer);
      return t ? this.load(t) : b.float(1);
    }
    if (kind === 5) return b.select(this.condition(), this.value(depth - 1), this.value(depth - 1));
    return b.binary(this.r.pick(['add', 'max', 'min']), this.value(depth - 1), this.value(depth - 1));
  }

  private condition(depth = 1): Expr {
    const kind = this.r.below(depth > 0 ? 8 : 5);
    if (kind <= 2) return b.binary(this.r.pick(COMPARE), this.affine(), this.affine());
    if (kind === 3) return b.binary(this.r.pick(COMPARE), this.value(0), b.float(0.5));
    if (kind === 4) return b.binary(this.r.pick(COMPARE), this.data() ?? this.affine(), b.int(this.r.below(4)));
    if (kind === 5) return b.unary('lNot', this.condition(depth - 1));
    return b.binary(this.r.pick(['lAnd', 'lOr']), this.condition(depth - 1), this.condition(depth - 1));
  }

  private write(): Stmt {
    const writable = this.tensors.filter((t) => t.writable);
    const t = writable[this.r.below(writable.length)];
    if (!t) return this.B.seq([]);
    this.room--;
    if (t.integer) {
      const value = b.binary('mod', this.affine(), b.int(4));
      return this.B.store(t.name, this.subscripts(t), value);
    }
    const value = this.value(2);
    const indices = this.subscripts(t);
    if (this.r.chance(0.55)) return this.B.store(t.name, indices, value);
    if (this.r.chance(0.1)) return this.B.atomicRMW({ tensor: t.name, indices, op: 'add', value });
    return this.B.reduceTo(t.name, indices, this.r.pick(REDUCE), value, { atomic: this.r.chance(0.1) });
  }

  private bound(low: boolean): Expr {
    const [first, ...more] = this.iters;
    const kind = this.r.below(10);
    if (kind <= 1 && first !== undefined) {
      const i = b.iter(this.r.pick([first, ...more]));
      return low ? i : b.binary('add', i, b.int(this.r.below(3)));
    }
    if (kind === 2) return low ? b.int(0) : b.binary('min', b.param('n'), b.int(3));
    if (kind === 3 && this.r.chance(0.4)) return this.data() ?? b.int(1);
    if (kind <= 5) return low ? b.int(this.r.below(2)) : b.param('n');
    return b.int(low ? this.r.below(2) : this.r.below(5, 1));
  }

  private loop(depth: number): Stmt {
    this.loaded.clear();
    const iter = this.name('i');
    const step = this.r.pick([1, 1, 1, 1, 1, 2, -1, -1, -2, 3]);
    const [low, high] = [this.bound(true), this.bound(false)];
    const range =
      step > 0
        ? { begin: low, end: high, step: b.int(step) }
        : { begin: b.binary('sub', high, b.int(1)), end: b.binary('sub', low, b.int(1)), step: b.int(step) };
    this.iters.push(iter);
    const body = this.block(depth - 1);
    this.iters.pop();
    return this.B.forLoop(iter, range, body, {
      parallel: this.r.chance(0.05) ? 'openmp' : 'serial',
      noDeps: this.r.chance(0.03) ? ['a'] : [],
    });
  }

  private local(depth: number): Stmt {
    const t: Tensor = { name: this.name('t'), rank: this.r.below(2), integer: false, writable: true };
    this.tensors.push(t);
    const fill = this.fill(t);
    const body = this.block(depth - 1);
    this.tensors.pop();
    const shape = Array.from({ length: t.rank }, () => b.int(EXTENT));
    return this.B.varDef({ name: t.name, shape, dtype: 'float32', body: this.B.seq([fill, body]) });
  }

  /** Writes what may be read. */
  private fill(t: Tensor): Stmt {
    if (t.rank === 0) return this.B.store(t.name, [], b.float(0));
    const f = this.name('f');
    return this.B.forLoop(f, { end: b.int(EXTENT) }, this.B.store(t.name, [b.iter(f)], b.float(1)));
  }

  private rounds(depth: number): Stmt {
    const counter = this.name('c');
    const step = this.B.reduceTo(counter, [], 'add', b.int(1));
    const cond = b.binary('lt', b.load(counter, [], 'int32'), b.int(this.r.below(4)));
    const body = this.B.whileLoop(cond, this.B.seq([this.block(depth - 1), step]));
    const start = this.B.store(counter, [], b.int(0));
    return this.B.varDef({ name: counter, shape: [], dtype: 'int32', body: this.B.seq([start, body]) });
  }

  private view(depth: number): Stmt {
    const t: Tensor = { name: this.name('v'), rank: 1, integer: false, writable: true };
    this.tensors.push(t);
    const body = this.block(depth - 1);
    this.tensors.pop();
    const view = { tensor: 'a', byteOffset: b.int(0) };
    return this.B.varDef({ name: t.name, shape: [b.int(EXTENT)], dtype: 'float32', view, body });
  }

  private stmt(depth: number): Stmt {
    this.loaded.clear();
    const kind = depth <= 0 || this.room <= 0 ? 0 : this.r.below(20);
    if (kind <= 6) return this.write();
    if (kind <= 13) return this.loop(depth);
    if (kind <= 16) {
      const cond = this.condition();
      const then = this.block(depth - 1);
      return this.B.ifThen(cond, then, this.r.chance(0.4) ? this.block(depth - 1) : null);
    }
    if (kind <= 18) return this.local(depth);
    if (this.r.chance(0.3)) return this.rounds(depth);
    if (this.r.chance(0.1)) return this.view(depth);
    return this.B.assertThat(b.binary('ge', b.param('n'), b.int(0)), this.block(depth - 1));
  }

  private block(depth: number): Stmt {
    return this.B.seq(Array.from({ length: this.r.below(4, 1) }, () => this.stmt(depth)));
  }

  func(): Func {
    const iter = this.name('i');
    this.iters.push(iter);
    const inner = this.block(3);
    this.iters.pop();
    let body: Stmt = this.B.seq([
      this.B.forLoop(iter, { end: this.r.chance(0.5) ? b.param('n') : b.int(3) }, inner),
      this.block(1),
    ]);
    for (const t of [...this.tensors].reverse()) {
      body = this.B.varDef({
        name: t.name,
        shape: Array.from({ length: t.rank }, () => b.int(EXTENT)),
        dtype: t.integer ? 'int32' : 'float32',
        access: t.writable ? 'inout' : 'input',
        body,
      });
    }
    const externals = [{ name: 'n', integer: true, origin: b.NO_SPAN }];
    return this.B.func('f', body, { params: this.tensors.map((t) => t.name), externals });
  }
}

export const randomProgram = (seed: number): Func => new Programs(seed).func();

/** Inputs for it, with `n` given. */
export const randomInputs = (seed: number, n: number): RunOptions => {
  const r = new Random(seed);
  const tensor = (rank: number, integer: boolean) => ({
    dtype: integer ? ('int32' as const) : ('float32' as const),
    shape: Array.from({ length: rank }, () => EXTENT),
    data: Array.from({ length: EXTENT ** rank }, () => (integer ? r.below(4) : r.below(5, -2) / 2)),
  });
  return {
    inputs: new Map([
      ['idx', tensor(1, true)],
      ['w', tensor(1, true)],
      ['x', tensor(1, false)],
      ['a', tensor(1, false)],
      ['m', tensor(2, false)],
      ['s', tensor(0, false)],
    ]),
    bindings: new Map([['n', BigInt(n)]]),
    maxSteps: 200_000,
  };
};
