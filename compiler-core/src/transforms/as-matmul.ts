/**
 * Has a library run a nest of loops that is a matrix product.
 *
 * Before, and after `as_matmul(L)`:
 *
 * ```text
 * L: for i in 0 : m : 1 {                 L: @!library : matmul
 *   for j in 0 : n : 1 {                  for i in 0 : m : 1 {
 *     c[i, j] = 0.0                         for j in 0 : n : 1 {
 *     for k in 0 : p : 1 {                    c[i, j] = 0.0
 *       c[i, j] += a[i, k] * b[k, j]          for k in 0 : p : 1 {
 *     } } }                                     c[i, j] += a[i, k] * b[k, j]
 *                                           } } }
 * ```
 *
 * Legality, by FreeTensor's rule: the nest holds one `c += a * b`, after stores of zero to `c` if any. Each iterator is an
 * axis by the tensors it indexes: batch (a, b, c), m (a, c), k (a, b), n (b, c), in the same order in each of them, over
 * whole dimensions; dimensions of an axis lie side by side, and in each tensor one of its two axes has stride 1.
 *
 * What is true asks more: an iterator stands in all its tensors in the same way and once, in an axis; zeros are stored
 * once, before the sum; and `c` is neither `a` nor `b`. Then the product is the same up to the order of additions.
 */

import { int, loopLength } from '../ir/build.ts';
import { sameExpr } from '../ir/match.ts';
import type { Expr, ExprOf, For, Func, NodeId, Stmt, StmtOf, VarDef } from '../ir/nodes.ts';
import { replaceAt } from '../ir/paths.ts';
import { isFloat } from '../ir/types.ts';
import { stmtsIn, visitExpr } from '../ir/walk.ts';
import { finish } from './finish.ts';
import { linearOf } from './linear.ts';
import { makeReduction } from './make-reduction.ts';
import { type Caveat, DEFAULTS, type Options, type Refused, type Rewrite, refused } from './rewrite.ts';
import { simplify } from './simplify.ts';
import { labelOf, locate, notFound, traced } from './tree.ts';

export interface AsMatmulArgs {
  readonly loop: NodeId;
}

/** A tensor of the product: which of its dimensions an iterator of the nest runs over, as `±i + bias`. */
interface Operand {
  readonly tensor: string;
  readonly shape: readonly Expr[];
  /** Per dimension the loop of the nest, by depth; null where the subscript is fixed. */
  readonly loops: readonly (number | null)[];
  readonly factors: readonly { readonly coef: bigint; readonly bias: bigint }[];
  /** Subscripts with 0 where a loop runs. */
  readonly base: readonly Expr[];
}

class NoMatmul {
  constructor(
    readonly at: Stmt,
    readonly message: string,
  ) {}
}

export const asMatmul = (func: Func, args: AsMatmulArgs, options: Options = DEFAULTS): Rewrite<null> => {
  const plain = simplify({ ...func, body: makeReduction(func.body) }, options.budget, 'all', options.settled);
  const body = plain.kind === 'done' ? plain.body : func.body;
  const found = locate({ ...func, body }, args.loop);
  if (found?.stmt.kind !== 'for') {
    // The version of 2022 looks for a loop of this name and is content where there is none.
    return options.era === '2022' ? finish(func, body, null, options) : notFound(func, args.loop, 'Loop');
  }
  const nest = found.stmt;
  const outside = found.chain.slice(0, -1);
  try {
    const { caveats, inner } = new Reader(nest, outside).read();
    const marked: For = {
      ...withoutDefs(nest),
      origin: traced(nest.origin, `as_matmul ${labelOf(nest)}`),
      property: { ...nest.property, library: 'matmul' },
    };
    const wrapped = inner.reduce<Stmt>((s, def) => ({ ...def, body: s }), marked);
    return finish(func, replaceAt(body, found.path, wrapped), null, options, { caveats });
  } catch (e) {
    if (e instanceof NoMatmul) return refusal(e);
    throw e;
  }
};

const refusal = (e: NoMatmul): Refused => refused('not-a-matmul', e.at.origin.span, e.message);

/** Definitions in the nest go around it. */
const withoutDefs = <S extends Stmt>(s: S): S => {
  const go = (x: Stmt): Stmt => {
    if (x.kind === 'varDef') return go(x.body);
    if (x.kind === 'for') return { ...x, body: go(x.body) };
    return x.kind === 'seq' ? { ...x, stmts: x.stmts.map(go) } : x;
  };
  return go(s) as S;
};

class Reader {
  private readonly loops: For[] = [];
  private readonly shapes = new Map<string, readonly Expr[]>();
  /** Names that mean one thing during the whole nest. */
  private readonly fixed = new Set<string>();
  private readonly inner: VarDef[] = [];
  private readonly caveats: Caveat[] = [];
  private zero: { readonly operand: Operand; readonly stmt: Stmt; readonly inside: readonly For[] } | null = null;
  private leaf: StmtOf<'reduceTo'> | null = null;
  private dtype: VarDef['dtype'] = 'unknown';

  constructor(
    private readonly nest: For,
    outside: readonly Stmt[],
  ) {
    for (const s of outside) {
      if (s.kind === 'for') this.fixed.add(s.iter);
      if (s.kind === 'varDef') this.define(s);
    }
  }
  private define(s: VarDef): void {
    this.fixed.add(s.name);
    this.shapes.set(s.name, s.shape);
  }

  read(): { readonly caveats: readonly Caveat[]; readonly inner: readonly VarDef[] } {
    this.visit(this.nest);
    if (!this.leaf) throw new NoMatmul(this.nest, 'there is no `c += a * b` in the loops');
    return { caveats: this.caveats, inner: this.inner };
  }

  private visit(s: Stmt): void {
    switch (s.kind) {
      case 'seq':
        for (const x of s.stmts) this.visit(x);
        return;
      case 'for':
        this.loops.push(s);
        this.visit(s.body);
        this.loops.pop();
        return;
      case 'varDef':
        this.define(s);
        this.visit(s.body);
        this.fixed.delete(s.name);
        this.inner.push(s);
        return;
      case 'store':
        this.initial(s);
        return;
      case 'reduceTo':
        this.sum(s);
        return;
      default:
        throw new NoMatmul(s, `a matrix product has no \`${s.kind}\` in it`);
    }
  }

  private initial(s: StmtOf<'store'>): void {
    if (this.leaf) throw new NoMatmul(s, 'a store stands behind the sum');
    const isZero =
      (s.value.kind === 'int' && s.value.value === 0n) || (s.value.kind === 'float' && s.value.value === 0);
    if (!isZero) throw new NoMatmul(s, 'the result starts with other values than zeros');
    this.zero = { operand: this.operand(s, s.tensor, s.indices), stmt: s, inside: [...this.loops] };
  }

  private sum(s: StmtOf<'reduceTo'>): void {
    if (this.leaf) throw new NoMatmul(s, 'there is a second sum');
    this.leaf = s;
    if (s.op !== 'add') throw new NoMatmul(s, 'the update is not `+=`');
    const { value } = s;
    if (value.kind !== 'binary' || value.op !== 'mul') throw new NoMatmul(s, 'what is added is no product');
    const [left, right] = [value.lhs, value.rhs];
    if (left.kind !== 'load') throw new NoMatmul(s, 'the first factor is no element');
    if (right.kind !== 'load') throw new NoMatmul(s, 'the second factor is no element');
    const a = this.load(s, left);
    const b = this.load(s, right);
    const c = this.operand(s, s.tensor, s.indices);
    this.axes(s, a, b, c);
    this.trueAsWell(s, a, b, c);
  }

  private load(s: Stmt, e: ExprOf<'load'>): Operand {
    this.dtype = e.dtype;
    return this.operand(s, e.tensor, e.indices);
  }

  private operand(s: Stmt, tensor: string, indices: readonly Expr[]): Operand {
    const shape = this.shapes.get(tensor) ?? [];
    const base = [...indices];
    const loops = indices.map((e, d) => {
      const linear = linearOf(e);
      const [term, ...more] = linear.terms;
      const plain = term && more.length === 0 && (term.coef === 1n || term.coef === -1n) && term.atom.kind === 'var';
      if (!plain || term.atom.kind !== 'var') {
        if (!this.isFixed(e)) throw new NoMatmul(s, `a subscript of \`${tensor}\` is no plain iterator`);
        return null;
      }
      const { name } = term.atom;
      const depth = this.loops.findIndex((l) => l.iter === name);
      const loop = this.loops[depth];
      if (!loop) return null;
      base[d] = int(0, e.at);
      const extent = shape[d];
      if (!extent || !sameExpr(loopLength(loop), extent))
        throw new NoMatmul(s, `\`${name}\` does not run over the whole of dimension ${d} of \`${tensor}\``);
      return depth;
    });
    const factors = indices.map((e) => {
      const linear = linearOf(e);
      return { coef: linear.terms[0]?.coef ?? 0n, bias: linear.constant };
    });
    return { tensor, shape, loops, base, factors };
  }

  private isFixed(e: Expr): boolean {
    let fixed = true;
    visitExpr(e, (x) => {
      if (x.kind === 'var') fixed &&= this.fixed.has(x.name);
      if (x.kind === 'load') fixed &&= this.fixed.has(x.tensor);
      return fixed;
    });
    return fixed;
  }

  /** The rule of FreeTensor. */
  private axes(s: Stmt, a: Operand, b: Operand, c: Operand): void {
    const uses = (o: Operand, depth: number): boolean => o.loops.includes(depth);
    const pick = (inA: boolean, inB: boolean, inC: boolean): ReadonlySet<number> =>
      new Set(
        this.loops.flatMap((_, k) => (uses(a, k) === inA && uses(b, k) === inB && uses(c, k) === inC ? [k] : [])),
      );
    const axes = {
      batch: pick(true, true, true),
      m: pick(true, false, true),
      k: pick(true, true, false),
      n: pick(false, true, true),
    };
    const order = (o: Operand, axis: ReadonlySet<number>): string =>
      o.loops.filter((k) => k !== null && axis.has(k)).join();
    const agree = (axis: keyof typeof axes, ...of: readonly Operand[]): void => {
      if (new Set(of.map((o) => order(o, axes[axis]))).size > 1)
        throw new NoMatmul(s, `the ${axis} axis has its dimensions in another order in each matrix`);
    };
    agree('batch', a, b, c);
    agree('m', a, c);
    agree('k', a, b);
    agree('n', b, c);
    const { zero } = this;
    if (zero) {
      agree('batch', zero.operand, c);
      agree('m', zero.operand, c);
      agree('n', zero.operand, c);
    }
    for (const o of [a, b, c]) this.stride(s, o, axes.batch);
    const unit = (o: Operand, first: ReadonlySet<number>, second: ReadonlySet<number>): void => {
      const [x, y] = [this.stride(s, o, first), this.stride(s, o, second)];
      if (!x && !y) throw new NoMatmul(s, `no axis of \`${o.tensor}\` has stride 1`);
    };
    unit(a, axes.k, axes.m);
    unit(b, axes.n, axes.k);
    unit(c, axes.n, axes.m);
    if (zero && !(zero.operand.tensor === c.tensor && zero.operand.base.every((e, d) => sameExpr(e, c.base[d] ?? e))))
      throw new NoMatmul(zero.stmt, 'what is set to zero is not what is summed up');
  }

  /** Whether the axis has stride 1 in a tensor. Its dimensions must lie side by side. */
  private stride(s: Stmt, o: Operand, axis: ReadonlySet<number>): boolean {
    let seen = false;
    let last = false;
    const behind: Expr[] = [];
    for (const [d, k] of o.loops.entries()) {
      const here = k !== null && axis.has(k);
      if (here && seen && !last)
        throw new NoMatmul(s, `dimensions of one axis of \`${o.tensor}\` do not lie side by side`);
      if (here) seen = true;
      else if (seen) behind.push(o.shape[d] ?? int(0));
      last = here;
    }
    const [first, ...more] = behind;
    return first === undefined || (more.length === 0 && first.kind === 'int' && first.value === 1n);
  }

  // ---- what is true ------------------------------------------------------------------------------------------------

  private trueAsWell(s: StmtOf<'reduceTo'>, a: Operand, b: Operand, c: Operand): void {
    const wrong = (text: string, proved = true): void => {
      this.caveats.push({ kind: proved ? 'result-changes' : 'undecided', text, at: s.at, witness: null });
    };
    const operands = [a, b, c];
    for (const [k, loop] of this.loops.entries()) {
      const length = loopLength(loop);
      if (length.kind === 'int' && length.value <= 1n) continue;
      const many = length.kind === 'int';
      const users = operands.filter((o) => o.loops.includes(k));
      if (users.length < 2) {
        wrong(`\`${loop.iter}\` is no axis of a product, and the library leaves it out`, many);
        continue;
      }
      const ways = new Set(
        users.flatMap((o) =>
          o.loops.flatMap((l, d) => (l === k ? [`${o.factors[d]?.coef} ${o.factors[d]?.bias}`] : [])),
        ),
      );
      if (ways.size > 1) wrong(`\`${loop.iter}\` runs through the matrices in different directions`, many);
      if (users.some((o) => o.loops.filter((l) => l === k).length > 1))
        wrong(`\`${loop.iter}\` runs along a diagonal, and the library takes the whole matrix`, many);
      if (this.zero?.inside.includes(loop) && !c.loops.includes(k))
        wrong('zeros are stored again during the sum', many);
    }
    if (a.tensor === c.tensor || b.tensor === c.tensor) wrong(`\`${c.tensor}\` is read while it is summed up`, false);
    if (isFloat(this.dtype)) {
      const text = 'a library adds in an order of its own';
      this.caveats.push({ kind: 'reordered-reduction', text, at: s.at, witness: null });
    }
  }
}

/** Nests in the scope of a statement that a library runs and that touch a tensor. */
export const libraryUse = (scope: Stmt, tensor: string): Stmt | null =>
  stmtsIn(scope).find(
    (s) =>
      s.kind === 'for' &&
      s.property.library !== undefined &&
      stmtsIn(s).some((x) => {
        if ((x.kind === 'store' || x.kind === 'reduceTo') && x.tensor === tensor) return true;
        let reads = false;
        if (x.kind === 'store' || x.kind === 'reduceTo')
          visitExpr(x.value, (e) => {
            reads ||= e.kind === 'load' && e.tensor === tensor;
            return !reads;
          });
        return reads;
      }),
  ) ?? null;
