/**
 * Unrolls a loop and interleaves its iterations: each statement is repeated for all of them before the next one.
 *
 * Before, and after `blend(L)`:
 *
 * ```text
 * L: for i in 0 : 2 : 1 {             S1.0: y[0] = x[0]
 *   S1: y[i] = x[i]                   S1.1: y[1] = x[1]
 *   S2: z[i] = y[i]                   S2.0: z[0] = y[0]
 * }                                   S2.1: z[1] = y[1]
 * ```
 *
 * Legality: the length is constant, and for each scope `s` inside the loop, a loop or a sequence, there is no dependence
 * that is `normal` along the loop and inverse along `s`. FreeTensor takes the reads and the write of one statement for
 * members of the sequence, though they stay together. Local tensors whose contents vary with the loop get a copy per
 * iteration; the others are shared, which is wrong where they are accumulated.
 */

import { type AccessPoint, analyse, type Instance, type Query } from '../analysis/dependences/index.ts';
import type { Builder } from '../ir/build.ts';
import { binary, int, iter, loopLength, unary } from '../ir/build.ts';
import type { Expr, For, Func, NodeId, Stmt, VarDef } from '../ir/nodes.ts';
import { replaceAt } from '../ir/paths.ts';
import { childStmts, mapExpr, ownExprs, stmtsIn, withParts } from '../ir/walk.ts';
import { isEq, isGt, isLt, System, type Union } from '../presburger/index.ts';
import { constantLength } from './constant-length.ts';
import { finishAsIs } from './finish.ts';
import { caveatsOf, judge } from './legality.ts';
import { type LoopVariance, varianceOf } from './loop-variance.ts';
import { DEFAULTS, type Era, type Options, type Rewrite, refused } from './rewrite.ts';
import { flatten } from './simplify.ts';
import {
  builderFor,
  type Copies,
  isRefused,
  labelOf,
  locateLoop,
  loopsAround,
  noteCopy,
  suffixed,
  traced,
} from './tree.ts';

export interface BlendArgs {
  readonly loop: NodeId;
}

/** Copies of a statement beyond which blending is refused. */
const MOST = 4096;

export const blend = (func: Func, args: BlendArgs, options: Options = DEFAULTS): Rewrite<null> => {
  const found = locateLoop(func, args.loop);
  if (isRefused(found)) return found;
  const { stmt: loop, path } = found;
  const variance = varianceOf(func.body);
  const deps = analyse(func);
  const around = loopsAround(found);
  const shape = new Shape(loop, variance);
  const judgement = judge(
    { func, deps, rule: ruleOf(shape), truth: { within: loop.id, where: (e, l) => shape.turned(e, l, around) } },
    loop.at,
  );
  if (isRefused(judgement)) return judgement;
  const length = constantLength(loop);
  if (length === null)
    return refused('not-constant-length', loop.at, `the length of ${labelOf(loop)} should be a constant`);
  if (length > MOST) return refused('bad-argument', loop.at, `${labelOf(loop)} has ${length} iterations`);

  const accumulated: Query = {
    within: loop.id,
    scope: 'ignore',
    earlier: (p) => shape.accumulated.has(p.definition.id),
    where: (e, l) => shape.turned(e, l, around),
  };
  const copies: Copies = new Map();
  const build = builderFor(func, traced(loop.origin, `blend ${labelOf(loop)}`));
  const body = new Blend(loop, Number(length), shape, build, copies, options.era).stmt(loop.body);
  const caveats = [...judgement.caveats, ...(shape.accumulated.size > 0 ? caveatsOf(deps, accumulated) : [])];
  return finishAsIs(func, flatten(replaceAt(func.body, path, body)), null, { copies, caveats });
};

/** What inside the loop varies with it. */
class Shape {
  /** Loops that end up around each copy of a statement: their length varies, or something around them does. */
  readonly inner = new Set<NodeId>();
  /** Branches likewise. */
  readonly branches = new Set<NodeId>();
  readonly copied = new Set<NodeId>();
  /** Tensors that all iterations share though they are accumulated. */
  readonly accumulated = new Set<NodeId>();
  /** Loops in whose bodies sequences stand directly. */
  readonly withSequence = new Set<NodeId>();

  constructor(
    readonly loop: For,
    variance: LoopVariance,
  ) {
    const go = (s: Stmt, inside: boolean, body: NodeId): void => {
      let deeper = inside;
      let here = body;
      if (s.kind === 'seq') this.withSequence.add(body);
      if (s.kind === 'for') {
        deeper ||= variance.expr(loopLength(s), s, loop.id);
        if (deeper) this.inner.add(s.id);
        here = s.id;
      } else if (s.kind === 'if' || s.kind === 'assert') {
        deeper ||= variance.expr(s.cond, s, loop.id);
        if (deeper) this.branches.add(s.id);
      } else if (s.kind === 'varDef') {
        if (variance.tensor(s.id, loop.id)) this.copied.add(s.id);
        else if (stmtsIn(s.body).some((x) => x.kind === 'reduceTo' && x.tensor === s.name)) this.accumulated.add(s.id);
      }
      for (const k of childStmts(s)) go(k, deeper, here);
    };
    go(loop.body, false, loop.id);
  }

  /** The pairs that change their order, in one iteration of the loops around. */
  turned(e: Instance, l: Instance, around: readonly For[]): Union {
    const [a, b] = [e.time(this.loop.id), l.time(this.loop.id)];
    if (!a || !b) return [System.universe];
    let before = System.of(isLt(a, b));
    for (const { id } of around) {
      const [x, y] = [e.time(id), l.time(id)];
      if (x && y) before = before.and(isEq(x, y));
    }
    const out: System[] = [];
    const shared = e.point.loops.filter(({ stmt }) => l.point.loops.some((o) => o.stmt.id === stmt.id));
    const at = shared.findIndex(({ stmt }) => stmt.id === this.loop.id);
    for (const { stmt } of shared.slice(at + 1)) {
      if (this.inner.has(stmt.id)) break;
      const [x, y] = [e.time(stmt.id), l.time(stmt.id)];
      if (!x || !y) return [...out, before];
      out.push(before.and(isGt(x, y)));
      before = before.and(isEq(x, y));
    }
    if (e.point.stmt.id !== l.point.stmt.id && e.point.ordinal > l.point.ordinal) out.push(before);
    return out.filter((s) => !s.contradictory);
  }
}

/** Along a loop inside: both inside it. Along a sequence: they part there, the earlier access further down. */
const ruleOf = (shape: Shape): Query => {
  const { loop } = shape;
  const scopes = stmtsIn(loop.body).flatMap((s) => (s.kind === 'for' ? [s.id] : []));
  const common = (e: AccessPoint, l: AccessPoint): NodeId | undefined =>
    e.loops.filter(({ stmt }) => l.loops.some((o) => o.stmt.id === stmt.id)).at(-1)?.stmt.id;
  return {
    within: loop.id,
    where: (e, l) => {
      const [a, b] = [e.iterator(loop.id), l.iterator(loop.id)];
      if (!a || !b) return [System.universe];
      const carried = System.of(isLt(a, b));
      const out: System[] = [];
      for (const id of scopes) {
        const [x, y] = [e.iterator(id), l.iterator(id)];
        if (x && y) out.push(carried.and(isGt(x, y)));
      }
      const parted = common(e.point, l.point);
      if (parted !== undefined && shape.withSequence.has(parted) && e.point.ordinal > l.point.ordinal)
        out.push(carried);
      return out.filter((s) => !s.contradictory);
    },
  };
};

/** A scope that is repeated around each copy. */
type Around =
  | { readonly kind: 'for'; readonly stmt: For }
  | { readonly kind: 'if' | 'assert'; readonly cond: Expr; readonly stmt: Stmt };

class Blend {
  private around: readonly Around[] = [];
  /** Loops that now run from 0 by 1. */
  private readonly plain = new Map<string, For>();
  private readonly tensors: VarDef[] = [];

  constructor(
    private readonly loop: For,
    private readonly length: number,
    private readonly shape: Shape,
    private readonly build: Builder,
    private readonly copies: Copies,
    private readonly era: Era,
  ) {}

  stmt(s: Stmt): Stmt {
    switch (s.kind) {
      case 'seq':
        return { ...s, stmts: s.stmts.map((k) => this.stmt(k)) };
      case 'for':
        return this.inner(s);
      case 'if': {
        if (!this.shape.branches.has(s.id)) {
          return { ...s, cond: this.at(0, s.cond), then: this.stmt(s.then), else: s.else && this.stmt(s.else) };
        }
        const then = this.under({ kind: 'if', cond: s.cond, stmt: s }, s.then);
        if (!s.else) return then;
        return this.build.seq([then, this.under({ kind: 'if', cond: unary('lNot', s.cond), stmt: s }, s.else)]);
      }
      case 'assert':
        if (this.shape.branches.has(s.id)) return this.under({ kind: 'assert', cond: s.cond, stmt: s }, s.body);
        return { ...s, cond: this.at(0, s.cond), body: this.stmt(s.body) };
      case 'varDef':
        return this.definition(s);
      case 'assume':
      case 'while':
        return { ...s, cond: this.at(0, s.cond), body: this.stmt(s.body) };
      default:
        return this.build.seq(Array.from({ length: this.length }, (_, k) => this.copy(s, k)));
    }
  }

  private under(a: Around, body: Stmt): Stmt {
    const outer = this.around;
    this.around = [...outer, a];
    const done = this.stmt(body);
    this.around = outer;
    return done;
  }

  private inner(s: For): Stmt {
    if (this.shape.inner.has(s.id)) return this.under({ kind: 'for', stmt: s }, s.body);
    this.plain.set(s.iter, s);
    const body = this.stmt(s.body);
    this.plain.delete(s.iter);
    return { ...s, begin: int(0, s.at), end: this.at(0, loopLength(s)), step: int(1, s.at), body };
  }

  private definition(s: VarDef): Stmt {
    const shape = s.shape.map((e) => this.at(0, e));
    if (!this.shape.copied.has(s.id)) return { ...s, shape, body: this.stmt(s.body) };
    this.tensors.push(s);
    let body = this.stmt(s.body);
    this.tensors.pop();
    for (let k = this.length - 1; k >= 0; k--) {
      const id = this.build.nextId();
      noteCopy(this.copies, s.id, id);
      body = { ...s, id, names: [], name: `${s.name}.${k}`, shape, body };
    }
    return body;
  }

  private copy(s: Stmt, k: number): Stmt {
    const id = this.build.nextId();
    noteCopy(this.copies, s.id, id);
    const names = suffixed(this.era, `.${k}`, `blend.${k}`)(s.names);
    let own: Stmt = {
      ...withParts(
        s,
        [],
        ownExprs(s).map((e) => this.at(k, e)),
      ),
      id,
      names,
    };
    if (own.kind === 'store' || own.kind === 'reduceTo' || own.kind === 'atomicRMW')
      own = { ...own, tensor: this.named(own.tensor, k) };
    for (const a of [...this.around].reverse()) {
      if (a.kind === 'for') {
        const { begin, end, step } = a.stmt;
        const range = { begin: this.at(k, begin), end: this.at(k, end), step: this.at(k, step), at: a.stmt.at };
        own = this.build.forLoop(a.stmt.iter, range, own, a.stmt.property);
      } else
        own =
          a.kind === 'if' ? this.build.ifThen(this.at(k, a.cond), own) : this.build.assertThat(this.at(k, a.cond), own);
    }
    return own;
  }

  private named(tensor: string, k: number): string {
    return this.tensors.some((d) => d.name === tensor) ? `${tensor}.${k}` : tensor;
  }

  /** An expression in iteration `k`. */
  private at(k: number, e: Expr): Expr {
    const { begin, step, iter: name, at } = this.loop;
    return mapExpr(e, (x) => {
      if (x.kind === 'load') return { ...x, tensor: this.named(x.tensor, k) };
      if (x.kind !== 'var') return x;
      if (x.name === name) return binary('add', begin, binary('mul', int(k, at), step, at), at);
      const plain = this.plain.get(x.name);
      if (!plain) return x;
      const value = binary('mul', iter(x.name, x.at), this.at(k, plain.step), x.at);
      return binary('add', value, this.at(k, plain.begin), x.at);
    });
  }
}
