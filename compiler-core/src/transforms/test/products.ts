/** Random matrix products, most of them with a flaw, beside what a library computes that is told of the same axes. */

import { Random } from '../../exec/random.ts';
import * as b from '../../ir/build.ts';
import { Builder } from '../../ir/build.ts';
import type { Expr, For, Func, Stmt } from '../../ir/nodes.ts';
import { stmtsIn } from '../../ir/walk.ts';
import { asMatmul } from '../as-matmul.ts';
import type { Attempt } from './calls.ts';

type Axis = 'batch' | 'm' | 'n' | 'k';
interface Iterator {
  readonly name: string;
  readonly axis: Axis;
  readonly extent: number;
}
/** What is wrong with it, and not seen in what a library is told. */
const FLAWS = [
  'none',
  'none',
  'none',
  'short',
  'reversed',
  'idle loop',
  'diagonal',
  'zero inside',
  'minus',
  'aliased',
  'swapped',
] as const;

const AXES: Readonly<Record<'a' | 'b' | 'c', readonly Axis[]>> = {
  a: ['batch', 'm', 'k'],
  b: ['batch', 'k', 'n'],
  c: ['batch', 'm', 'n'],
};

class Product {
  private readonly r: Random;
  private readonly B = new Builder();
  private readonly iterators: readonly Iterator[];
  private readonly layout = new Map<string, readonly Iterator[]>();
  private readonly flaw: (typeof FLAWS)[number];
  private readonly zero: boolean;
  private readonly chosen: Iterator | undefined;

  constructor(seed: number) {
    this.r = new Random(seed);
    this.iterators = (['batch', 'm', 'n', 'k'] as const).flatMap((axis) => {
      const count = axis === 'batch' ? this.r.pick([0, 0, 1]) : this.r.pick([0, 1, 1, 1, 2]);
      return Array.from({ length: count }, (_, d) => ({ name: `${axis}${d}`, axis, extent: this.r.below(5, 1) }));
    });
    this.flaw = this.r.pick(FLAWS);
    this.zero = this.flaw !== 'aliased' && this.r.chance(0.5);
    this.chosen = this.iterators[this.r.below(this.iterators.length)];
    for (const [name, axes] of Object.entries(AXES)) {
      const [first = 'm', ...rest] = axes;
      // Most libraries want the batch outside; now and then it is not.
      const order = this.r.chance(0.9) ? [first, ...this.shuffled(rest)] : this.shuffled(axes);
      const dims = order.flatMap((axis) => this.iterators.filter((i) => i.axis === axis));
      this.layout.set(name, this.flaw === 'swapped' && name === 'b' ? [...dims].reverse() : dims);
    }
  }

  private shuffled<T>(items: readonly T[]): readonly T[] {
    return items
      .map((x) => [this.r.unit(), x] as const)
      .sort((x, y) => x[0] - y[0])
      .map(([, x]) => x);
  }

  private element(tensor: string, flawed: boolean): readonly Expr[] {
    const dims = this.layout.get(tensor) ?? [];
    return dims.map((i, d) => {
      if (flawed && this.flaw === 'reversed' && tensor === 'a' && i === this.chosen)
        return b.binary('sub', b.int(i.extent - 1), b.iter(i.name));
      const twin = dims.find((o) => o !== i && o.extent === i.extent);
      return b.iter(flawed && this.flaw === 'diagonal' && d === 0 && twin ? twin.name : i.name);
    });
  }

  private nest(order: readonly Iterator[], inner: Stmt, flawed: boolean): Stmt {
    return [...order].reverse().reduce<Stmt>((body, i) => {
      const short = flawed && this.flaw === 'short' && i === this.chosen && i.extent > 2;
      return this.B.forLoop(i.name, { begin: b.int(0), end: b.int(i.extent - (short ? 1 : 0)) }, body);
    }, inner);
  }

  /** The loops as the programmer has them, or as the library runs them. */
  func(flawed: boolean): Func {
    const c = flawed && this.flaw === 'aliased' ? 'a' : 'c';
    const factor = b.binary(
      'mul',
      b.load('a', this.element('a', flawed), 'float32'),
      b.load('b', this.element('b', flawed), 'float32'),
    );
    const into = this.element(c, flawed);
    const sum = this.B.reduceTo(
      c,
      into,
      'add',
      flawed && this.flaw === 'minus' ? b.binary('sub', b.float(0), factor) : factor,
    );
    const zero = this.B.store(c, into, b.float(0));
    const isK = (i: Iterator): boolean => i.axis === 'k';
    const outer = this.shuffled(this.iterators.filter((i) => !isK(i)));
    const inner = this.shuffled(this.iterators.filter(isK));
    let body: Stmt;
    if (!this.zero) body = this.nest(flawed ? this.shuffled(this.iterators) : [...outer, ...inner], sum, flawed);
    else if (flawed && this.flaw === 'zero inside')
      body = this.nest([...outer, ...inner], this.B.seq([zero, sum]), flawed);
    else body = this.nest(outer, this.B.seq([zero, this.nest(inner, sum, flawed)]), flawed);
    if (flawed && this.flaw === 'idle loop') body = this.B.forLoop('idle', { end: b.int(2) }, body);
    for (const [name, dims] of [...this.layout].reverse()) {
      const shape = dims.map((i) => b.int(i.extent));
      body = this.B.varDef({ name, shape, dtype: 'float32', access: 'inout', body });
    }
    return this.B.func('f', body, { params: ['a', 'b', 'c'] });
  }

  inputs() {
    const one = (dims: readonly Iterator[]) => {
      const shape = dims.map((i) => i.extent);
      const data = Array.from({ length: shape.reduce((n, x) => n * x, 1) }, () => this.r.below(5, -2) / 2);
      return { dtype: 'float32' as const, shape, data };
    };
    return { inputs: new Map([...this.layout].map(([name, dims]) => [name, one(dims)] as const)), maxSteps: 300_000 };
  }
}

/** A product, its inputs, and the function that a library of matrix products has in its place. */
export const randomProduct = (seed: number) => {
  const product = new Product(seed);
  return { func: product.func(true), reference: product.func(false), options: product.inputs() };
};

export const productAttempt: Attempt = (func) => {
  const loop = stmtsIn(func.body).find((s): s is For => s.kind === 'for');
  return loop ? asMatmul(func, { loop: loop.id }) : null;
};
