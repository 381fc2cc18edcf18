/** Properties of printer, parser, verifier and interpreter on random programs. A failure prints its seed. */

import { expect, test } from 'vitest';
import { checkUninitialised } from '../analysis/uninitialised.ts';
import * as b from '../ir/build.ts';
import { Builder } from '../ir/build.ts';
import { dtypeOf } from '../ir/dtype-of.ts';
import { sameFunc } from '../ir/match.ts';
import type { BinaryOp, Expr, Func, ReduceOp, Stmt, UnaryOp } from '../ir/nodes.ts';
import { parseFunc } from '../ir/parse.ts';
import { printFunc } from '../ir/print.ts';
import type { DType } from '../ir/types.ts';
import { verifyFunc } from '../ir/verify.ts';
import { exprsIn, mapExpr, mapStmt } from '../ir/walk.ts';
import { Random } from './random.ts';
import { type RunOptions, run } from './run.ts';
import type { StoredDType } from './values.ts';

const STORED = [
  ...[
    'float32',
    'int32',
    'float64',
    'int64',
    'bool',
    'float16',
    'int8',
    'int16',
    'uint8',
    'uint16',
    'uint32',
    'uint64',
  ],
] as unknown as [StoredDType, ...StoredDType[]];
const ARITHMETIC: [BinaryOp, ...BinaryOp[]] = [
  'add',
  'sub',
  'mul',
  'floorDiv',
  'ceilDiv',
  'mod',
  'remainder',
  'min',
  'max',
];
const BITS: [BinaryOp, ...BinaryOp[]] = ['bitAnd', 'bitOr', 'bitXor', 'shl', 'shr', 'roundTowards0Div'];
const COMPARE: [BinaryOp, ...BinaryOp[]] = ['lt', 'le', 'gt', 'ge', 'eq', 'ne'];
const UNARY: [UnaryOp, ...UnaryOp[]] = ['sqrt', 'exp', 'square', 'sigmoid', 'tanh', 'abs', 'floor', 'ceil'];
const REDUCE: [ReduceOp, ...ReduceOp[]] = ['add', 'mul', 'min', 'max', 'lAnd', 'lOr'];

interface Tensor {
  readonly name: string;
  readonly dtype: StoredDType;
  readonly shape: readonly number[];
  readonly writable: boolean;
}

class Generator {
  private readonly r: Random;
  private readonly B = new Builder();
  private tensors: Tensor[] = [];
  private iters: { name: string; extent: number }[] = [];
  private count = 0;

  constructor(seed: number) {
    this.r = new Random(seed);
  }

  private name(prefix: string): string {
    return `${this.r.chance(0.05) ? 'odd ' : ''}${prefix}${this.count++}`;
  }

  private of(kind: 'int' | 'float'): Tensor[] {
    return this.tensors.filter((t) => t.dtype !== 'bool' && t.dtype.startsWith('float') === (kind === 'float'));
  }

  private int(depth: number): Expr {
    const tensor = this.of('int')[this.r.below(this.of('int').length)];
    const kind = this.r.below(depth <= 0 ? 3 : 8);
    if (kind === 0 && tensor) return this.load(tensor, depth - 1);
    const iter = this.iters[this.r.below(this.iters.length)];
    if (kind <= 1 && iter) return b.iter(iter.name);
    if (kind === 2) return this.r.chance(0.1) ? b.param('n') : b.int(this.r.below(5, -2));
    if (kind === 3) return b.binary(this.r.pick(BITS), this.int(depth - 1), this.int(depth - 1));
    if (kind === 4) return b.select(this.bool(depth - 1), this.int(depth - 1), this.int(depth - 1));
    if (kind === 5) return b.cast(this.r.pick(['int32', 'int64', 'int8', 'uint32']), this.float(depth - 1));
    if (kind === 6) return b.unary(this.r.pick(['abs', 'bitNot', 'square']), this.int(depth - 1));
    return depth <= 0 ? b.int(1) : b.binary(this.r.pick(ARITHMETIC), this.int(depth - 1), this.int(depth - 1));
  }

  private float(depth: number): Expr {
    const tensor = this.of('float')[this.r.below(this.of('float').length)];
    const kind = this.r.below(depth <= 0 ? 2 : 8);
    if (kind === 0 && tensor) return this.load(tensor, depth - 1);
    if (kind <= 1) return b.float(this.r.pick([0.5, -1.25, 1e-9, 3, Infinity, -0, Number.NaN]));
    if (kind === 2) return b.unary(this.r.pick(UNARY), this.float(depth - 1));
    if (kind === 3) return b.binary('realDiv', this.float(depth - 1), this.int(depth - 1));
    if (kind === 4) return b.intrinsic('powf(%, %)', [this.float(depth - 1), this.int(depth - 1)], 'float32');
    if (kind === 5) return b.cast(this.r.pick(['float32', 'float64', 'float16']), this.int(depth - 1));
    if (kind === 6) return b.select(this.bool(depth - 1), this.float(depth - 1), this.int(depth - 1));
    return b.binary(this.r.pick(ARITHMETIC), this.float(depth - 1), this.float(depth - 1));
  }

  private bool(depth: number): Expr {
    const kind = this.r.below(depth <= 0 ? 2 : 4);
    if (kind === 0) return b.bool(this.r.chance(0.5));
    if (kind === 1) return b.binary(this.r.pick(COMPARE), this.int(depth - 1), this.float(depth - 1));
    if (kind === 2) return b.unary('lNot', this.bool(depth - 1));
    return b.binary(this.r.pick(['lAnd', 'lOr']), this.bool(depth - 1), this.bool(depth - 1));
  }

  private value(depth: number): Expr {
    return this.r.chance(0.5) ? this.float(depth) : this.r.chance(0.2) ? this.bool(depth) : this.int(depth);
  }

  private indices(t: Tensor, depth: number): Expr[] {
    return t.shape.map((extent) => {
      const fitting = this.iters.filter((i) => i.extent <= extent);
      const iter = fitting[this.r.below(fitting.length)];
      if (iter && this.r.chance(0.7)) return b.iter(iter.name);
      if (this.r.chance(0.8) || depth <= 0) return b.int(this.r.below(extent));
      return this.r.chance(0.7) ? b.binary('mod', this.int(depth - 1), b.int(extent)) : this.int(depth - 1);
    });
  }

  private load(t: Tensor, depth: number): Expr {
    return b.load(t.name, this.indices(t, depth), t.dtype);
  }

  private write(): Stmt {
    const writable = this.tensors.filter((t) => t.writable);
    const t = writable[this.r.below(writable.length)];
    if (!t) return this.B.seq([]);
    const indices = this.indices(t, 2);
    const names = this.r.chance(0.1) ? [this.name('label->')] : [];
    if (this.r.chance(0.6)) return this.B.store(t.name, indices, this.value(3), undefined, { names });
    if (this.r.chance(0.2)) {
      return this.B.atomicRMW({
        tensor: t.name,
        indices,
        op: this.r.pick(['add', 'exchange', 'min']),
        value: this.value(2),
      });
    }
    return this.B.reduceTo(t.name, indices, this.r.pick(REDUCE), this.value(3), { atomic: this.r.chance(0.2) });
  }

  private varDef(depth: number): Stmt {
    const t: Tensor = {
      name: this.name('t'),
      dtype: this.r.pick(STORED),
      shape: Array.from({ length: this.r.below(4) }, () => this.r.below(5, 1)),
      writable: true,
    };
    const shape = t.shape.map((n) => b.int(n));
    const base = this.tensors.filter((x) => x.writable)[this.r.below(6)];
    const view = base && this.r.chance(0.3) ? { tensor: base.name, byteOffset: b.int(this.r.below(3) * 4) } : null;
    this.tensors.push(t);
    const fill = this.fill(t);
    const body = this.stmt(depth - 1);
    this.tensors.pop();
    const init = this.r.chance(0.8) ? this.B.seq([fill, body]) : body;
    return this.B.varDef({
      name: t.name,
      shape,
      dtype: t.dtype,
      view,
      body: init,
      aliasClass: this.r.chance(0.1) ? 'a' : null,
    });
  }

  /** Writes every element. */
  private fill(t: Tensor): Stmt {
    const names = t.shape.map(() => this.name('f'));
    let s: Stmt = this.B.store(
      t.name,
      names.map((n) => b.iter(n)),
      b.int(this.r.below(4)),
    );
    for (const [d, extent] of [...t.shape.entries()].reverse())
      s = this.B.forLoop(names[d] ?? '', { end: b.int(extent) }, s);
    return s;
  }

  private loop(depth: number): Stmt {
    const extent = this.r.below(5);
    const iter = { name: this.name('i'), extent };
    const parallel = this.r.chance(0.1) ? 'openmp' : 'serial';
    this.iters.push(iter);
    const body = this.stmt(depth - 1);
    this.iters.pop();
    const back = this.r.chance(0.2);
    const range = back
      ? { begin: b.int(extent - 1), end: b.int(-1), step: b.int(-1) }
      : { end: this.r.chance(0.1) ? this.int(1) : b.int(extent), step: b.int(this.r.pick([1, 1, 1, 2])) };
    return this.B.forLoop(iter.name, range, body, { parallel, unroll: this.r.chance(0.1) });
  }

  stmt(depth: number): Stmt {
    const kind = depth <= 0 ? 0 : this.r.below(10);
    if (kind <= 1) return this.write();
    if (kind <= 3) return this.B.seq(Array.from({ length: this.r.below(4) }, () => this.stmt(depth - 1)));
    if (kind <= 5) return this.loop(depth);
    if (kind === 6) return this.varDef(depth);
    if (kind === 7) {
      return this.B.ifThen(this.bool(2), this.stmt(depth - 1), this.r.chance(0.5) ? this.stmt(depth - 1) : null);
    }
    if (kind === 8) {
      const cond = b.binary('lOr', this.bool(1), b.bool(true));
      return this.r.chance(0.5)
        ? this.B.assertThat(cond, this.stmt(depth - 1))
        : this.B.assume(cond, this.stmt(depth - 1));
    }
    const rare = this.r.below(20);
    if (rare === 0) return this.B.any();
    if (rare === 1) return this.B.notModelled('random', null);
    if (rare <= 3) return this.B.barrier('workGroup');
    if (rare <= 5) return this.B.whileLoop(this.bool(1), this.stmt(depth - 1));
    return this.B.evaluate(this.value(2));
  }

  func(): Func {
    this.tensors = [
      { name: 'x', dtype: 'float32', shape: [4, 3], writable: false },
      { name: 'idx', dtype: 'int32', shape: [4], writable: false },
      { name: 'y', dtype: this.r.pick(STORED), shape: [4], writable: true },
      { name: 'z', dtype: 'float64', shape: [], writable: true },
    ];
    let body = this.stmt(6);
    for (const t of [...this.tensors].reverse()) {
      const access = !t.writable ? 'input' : t.name === 'y' ? 'output' : 'inout';
      body = this.B.varDef({ name: t.name, shape: t.shape.map((n) => b.int(n)), dtype: t.dtype, access, body });
    }
    const externals = [{ name: 'n', integer: true, origin: b.NO_SPAN }];
    return this.B.func('f', body, { params: ['x', 'idx', 'y', 'z'], externals });
  }
}

const options: RunOptions = {
  inputs: new Map([
    ['x', { dtype: 'float32', shape: [4, 3], data: [0.5, 1, -2, 3.25, 0, -0.125, 7, 8, 9, 1e10, -1e-10, 0.1] }],
    ['idx', { dtype: 'int32', shape: [4], data: [3, 0, 2, 1] }],
    ['z', { dtype: 'float64', shape: [], data: [1.5] }],
  ]),
  bindings: new Map([['n', 3n]]),
  zeroOutputs: true,
  maxSteps: 200_000,
  maxElements: 10_000,
};

const comparable = (value: unknown): string =>
  JSON.stringify(value, (key, v: unknown) => {
    if (key === 'span' || key === 'at' || key === 'origin' || key === 'stmt') return undefined;
    if (v instanceof Map) return [...v.entries()];
    return typeof v === 'bigint' || typeof v === 'number' ? String(v) : ArrayBuffer.isView(v) ? String(v) : v;
  });

test('2,000 random programs verify, print and parse back, and run to an answer, the same for both', () => {
  const ends = new Map<string, number>();
  for (let seed = 1; seed <= 2000; seed++) {
    const where = `seed ${seed}`;
    const f = new Generator(seed).func();
    expect(verifyFunc(f), where).toEqual([]);
    const text = printFunc(f);
    const again = parseFunc(text).value;
    if (!again) throw new Error(`${where}: ${parseFunc(text).error?.message}\n${text}`);
    expect(printFunc(again) === text && sameFunc(f, again), where).toBe(true);
    expect(mapStmt(f.body, { expr: (e) => mapExpr(e, (x) => x) }) === f.body, where).toBe(true);
    const result = run(f, options);
    expect(comparable(run(again, options)), where).toBe(comparable(result));
    const end = result.kind === 'fault' ? result.fault.kind : result.kind;
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  // The generator reaches what it is for: most runs end well, and the faults are met.
  expect(ends.get('finished') ?? 0).toBeGreaterThan(1000);
  for (const end of ['unsupported', 'index-out-of-bounds', 'uninitialised-read', 'division-by-zero', 'bad-view']) {
    expect(ends.get(end) ?? 0, `${end} of ${JSON.stringify([...ends])}`).toBeGreaterThan(0);
  }
});

test('the type of an expression is the type of its value: storing it in such a tensor changes nothing', () => {
  let checked = 0;
  for (let seed = 1; seed <= 2000; seed++) {
    const f = new Generator(seed).func();
    for (const e of exprsIn(f.body).slice(0, 40)) {
      const dtype: DType = dtypeOf(e);
      const free = (x: Expr): boolean => x.kind !== 'var' && x.kind !== 'load' && x.kind !== 'param';
      let closed = true;
      mapExpr(e, (x) => {
        closed &&= free(x);
        return x;
      });
      if (!closed || dtype === 'unknown' || e.kind === 'int' || e.kind === 'float') continue;
      const through = (inner: DType) => {
        const B = new Builder();
        const body = B.seq([B.store('t', [], e), B.store('y', [], b.load('t', [], inner))]);
        const t = B.varDef({ name: 't', shape: [], dtype: inner, body });
        const out = run(B.func('f', B.varDef({ name: 'y', shape: [], dtype, access: 'output', body: t })));
        return out.kind === 'finished' ? String(out.outputs.get('y')?.data) : out.kind;
      };
      const B = new Builder();
      const direct = run(
        B.func('f', B.varDef({ name: 'y', shape: [], dtype, access: 'output', body: B.store('y', [], e) })),
      );
      const plain = direct.kind === 'finished' ? String(direct.outputs.get('y')?.data) : direct.kind;
      const wide: DType =
        dtype === 'bool' ? 'bool' : dtype.startsWith('float') ? 'float64' : dtype === 'uint64' ? 'uint64' : 'int64';
      expect(through(wide), `seed ${seed}`).toBe(plain);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(500);
});

test('what is proved to read an unwritten element does not run to its end', () => {
  let proved = 0;
  for (let seed = 1; seed <= 4000; seed++) {
    const f = new Generator(seed).func();
    const [found] = checkUninitialised(f).filter((d) => d.class === 'proved');
    if (!found) continue;
    proved++;
    const result = run(f, { ...options, zeroOutputs: false });
    expect(result.kind, `seed ${seed}: ${found.message}`).not.toBe('finished');
  }
  expect(proved).toBeGreaterThan(50);
});
