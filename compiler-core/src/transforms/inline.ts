/**
 * Removes a local tensor: where it is read, its value is computed again.
 *
 * Before, and after `inline(D)`:
 *
 * ```text
 * D: @cache @cpu t: float32[8] {          for i in 0 : 8 : 1 {
 *   for i in 0 : 8 : 1 {                    y[i] = x[i] * 2.0 + 1.0
 *     t[i] = x[i] * 2.0                   }
 *   }
 *   for i in 0 : 8 : 1 {
 *     y[i] = t[i] + 1.0
 *   } }
 * ```
 *
 * Legality, for each read `R` of `t`: one store `W` serves every instance of `R`; there is one map `h` with
 * `R(r)` gets its value from `W(h(r))`; iterators of loops around both that the value uses are the same at both; and no
 * operand of the value is written between `W(h(r))` and `R(r)`.
 *
 * `h` is found by solving the subscripts: `f(w) = g(r)`. Iterators of loops around both are the same where `W` stands before
 * `R`, one iteration back where it stands behind; iterators that no subscript fixes have their last value.
 */

import { type AccessPoint, analyse, type Dependences, type Query } from '../analysis/dependences/index.ts';
import { binary, loopLength } from '../ir/build.ts';
import { sameExpr } from '../ir/match.ts';
import type { Expr, ExprOf, For, Func, NodeId, Stmt, StmtOf, VarDef } from '../ir/nodes.ts';
import { replaceAt } from '../ir/paths.ts';
import { childStmts, mapExpr, mapStmt, ownExprs, visitExpr, withParts } from '../ir/walk.ts';
import { ascending } from './ascending.ts';
import { writtenIn } from './bounding-box.ts';
import { alwaysHold } from './decide.ts';
import { finish } from './finish.ts';
import { hoistDefinitions } from './hoist-definitions.ts';
import { locateDef, unseenAccess } from './layout.ts';
import { linearOf } from './linear.ts';
import { type Caveat, DEFAULTS, type Options, type Refused, type Rewrite, refused } from './rewrite.ts';
import { builderFor, isRefused, type Located, locate } from './tree.ts';

export interface InlineArgs {
  readonly def: NodeId;
}

type Load = ExprOf<'load'>;

export const inline = (before: Func, args: InlineArgs, options: Options = DEFAULTS): Rewrite<null> => {
  const first = locateDef(before, args.def);
  // The version of 2022 removes the definition of this name and is content where there is none.
  if (isRefused(first)) return options.era === '2022' ? finish(before, before.body, null, options) : first;
  if (first.stmt.access !== 'cache')
    return refused(
      'io-tensor',
      first.stmt.origin.span,
      `\`${first.stmt.name}\` is passed by a caller and cannot be removed`,
    );
  const func = hoistDefinitions(before);
  const found = locateDef(func, args.def);
  if (isRefused(found)) return found;
  const unseen = unseenAccess(found.stmt);
  if (unseen)
    return refused('not-modelled', unseen.origin.span, `\`${found.stmt.name}\` is accessed here without subscripts`);
  const inliner = new Inliner(func, found.stmt, options);
  const failed = inliner.resolve();
  if (failed) return failed;
  const body = replaceAt(func.body, found.path, inliner.rewritten());
  return finish(before, body, null, options, { caveats: inliner.caveats });
};

class Inliner {
  private readonly deps: Dependences;
  private readonly reads: readonly AccessPoint[];
  /** Of each read, the value in terms of the place of the read; null while it is looked for. */
  private readonly values = new Map<AccessPoint, Expr | null>();
  readonly caveats: Caveat[] = [];

  constructor(
    private readonly func: Func,
    private readonly def: VarDef,
    private readonly options: Options,
  ) {
    this.deps = analyse(func);
    this.reads = this.deps.points.filter((p) => p.kind === 'read' && p.definition.id === def.id);
  }

  private isOwn = (s: Stmt): s is StmtOf<'store' | 'reduceTo'> =>
    (s.kind === 'store' || s.kind === 'reduceTo') && s.tensor === this.def.name;

  /** Finds the value of every read that stays; why not, where one has none. */
  resolve(): Refused | null {
    for (const read of this.reads) {
      if (this.isOwn(read.stmt)) continue;
      const value = this.valueAt(read, 0);
      if (isRefused(value)) return value;
    }
    return null;
  }

  /** Equal loads of one statement see one value. */
  private readOf(stmt: NodeId, e: Load): AccessPoint | undefined {
    return this.reads.find(
      (p) => p.stmt.id === stmt && p.indices?.every((x, d) => sameExpr(x.expr, e.indices[d] ?? e)),
    );
  }

  private valueAt(read: AccessPoint, depth: number): Expr | Refused {
    const known = this.values.get(read);
    if (known) return known;
    if (known === null || depth > MAX_CHAIN)
      return refused('not-covered', read.at, `stores of \`${this.def.name}\` are made of each other without end`, {
        truth: 'unknown',
      });
    this.values.set(read, null);
    const value = this.valueOf(read, depth);
    if (!isRefused(value)) this.values.set(read, value);
    return value;
  }

  private valueOf(read: AccessPoint, depth: number): Expr | Refused {
    const name = this.def.name;
    const load = loadsOf(read.stmt, name).find((e) => this.readOf(read.stmt.id, e) === read);
    if (!load || load.indices.some((e) => loadsAny(e, new Set([name]))))
      return refused('not-covered', read.at, `which element of \`${name}\` is read here is not known`, {
        truth: 'unknown',
      });
    const sources = this.deps.find({ kinds: ['RAW'], later: (p) => p === read, nearest: true });
    const writers = [...new Set(sources.map((d) => d.earlier.stmt))];
    const [only, ...more] = writers;
    if (!only) return refused('not-covered', read.at, `nothing is stored in \`${name}\` before this read`);
    const written = only.kind === 'store' ? only : null;
    const solved = more.length === 0 && written ? this.solve(written, read, load) : null;
    if (this.options.era === '2022' && solved && !isRefused(solved) && only && this.hidesCover(only)) {
      const message = `whether one store serves this read of \`${name}\` depends on data, which FreeTensor of 2022 may give up on`;
      return refused('not-covered', read.at, message, { truth: 'unknown' });
    }
    if (!solved || !written) {
      if (more.length === 0 && only.kind === 'reduceTo')
        return refused('update-inlined', read.at, 'an update cannot be written into its readers');
      const truth = more.length === 0 ? 'unknown' : 'structure';
      return refused('not-covered', read.at, `no one store serves this read of \`${name}\``, { truth });
    }
    if (isRefused(solved)) return solved;
    // What the store reads of the tensor has to be known as well.
    for (const e of loadsOf(written, name)) {
      const own = this.readOf(written.id, e);
      const value = own && this.valueAt(own, depth + 1);
      if (value && isRefused(value)) return value;
    }
    const there = this.replaced(written.id, written.value);
    const here = substitute(there, solved.map);
    if (isLarge(here))
      return refused('not-covered', read.at, `the value of \`${name}\` is too long to be written here`, {
        truth: 'unknown',
      });
    return this.changes(written, there, read, here, solved.back) ?? here;
  }

  /** The map `h` as the value of each iterator around the store; null where none is found that serves every read. */
  private solve(
    store: StmtOf<'store'>,
    read: AccessPoint,
    expr: Load,
  ): { readonly map: ReadonlyMap<string, Expr>; readonly back: boolean } | Refused | null {
    const [from, to] = [locate(this.func, store.id), locate(this.func, read.stmt.id)];
    if (!from || !to) return null;
    const shared = commonChain(from, to);
    // A load in the head of a loop is not inside it.
    const common = shared.filter((s): s is For => s.kind === 'for' && s.id !== read.stmt.id);
    const own = from.chain.slice(shared.length).filter((s): s is For => s.kind === 'for');
    if (from.chain.some((s) => s.kind === 'while')) return null;
    const map = new Map<string, Expr>(common.map((l) => [l.iter, iterator(l)]));
    const back = this.order(store) > read.ordinal;
    const turn = common.at(-1);
    if (back) {
      if (!turn) return null;
      map.set(turn.iter, binary('sub', iterator(turn), turn.step, turn.at));
    }
    const open = new Set(own.map((l) => l.iter));
    const must: Expr[] = [];
    const equations = store.indices.map((f, d) => ({ f, g: expr.indices[d] ?? f }));
    for (let progress = true; progress; ) {
      progress = false;
      for (const { f, g } of equations) {
        const { terms } = linearOf(f);
        const unknown = terms.filter((t) => mentions(t.atom, open));
        const [term, ...others] = unknown;
        if (!term || others.length > 0 || term.atom.kind !== 'var' || (term.coef !== 1n && term.coef !== -1n)) continue;
        const { name } = term.atom;
        const rest = substitute(replaceVar(f, name, { kind: 'int', value: 0n, at: f.at }), map);
        map.set(name, term.coef === 1n ? binary('sub', g, rest, g.at) : binary('sub', rest, g, g.at));
        open.delete(name);
        progress = true;
      }
    }
    for (const l of own) {
      if (open.has(l.iter)) {
        const last = binary('add', l.begin, binary('mul', binary('sub', loopLength(l), one(l)), l.step));
        map.set(l.iter, substitute(last, map));
        open.delete(l.iter);
      }
    }
    for (const { f, g } of equations) must.push(binary('eq', substitute(f, map), g, g.at));
    must.push(...this.reached(own, from.chain.slice(shared.length), map));
    if (back && turn) must.push(...inLoop(turn, map.get(turn.iter) ?? iterator(turn), map));
    const changing = writtenIn(this.def.body);
    if (must.some((e) => loadsAny(e, changing))) return null;
    if (alwaysHold(this.func, to, must, this.options.budget).includes(false)) return null;
    if (back && turn && mentions(store.value, new Set([turn.iter])))
      return refused(
        'iterators-unresolved',
        read.at,
        `\`${turn.iter}\` has another value where \`${this.def.name}\` is stored`,
      );
    return { map, back };
  }

  /** Conditions under which the store is reached at `map`. */
  private reached(own: readonly For[], chain: readonly Stmt[], map: ReadonlyMap<string, Expr>): readonly Expr[] {
    const out = own.flatMap((l) => inLoop(l, map.get(l.iter) ?? iterator(l), map));
    for (const [k, s] of chain.entries()) {
      if (s.kind !== 'if') continue;
      const cond = substitute(s.cond, map);
      out.push(chain[k + 1] === s.then ? cond : { kind: 'unary', op: 'lNot', operand: cond, at: cond.at });
    }
    return out;
  }

  /** Bounds and conditions with data in them, sizes passed as tensors too: a cover is not looked for. */
  private hidesCover(store: Stmt): boolean {
    return (locate(this.func, store.id)?.chain ?? []).some((x) =>
      (x.kind === 'for' ? [x.begin, x.end, x.step] : x.kind === 'if' ? [x.cond] : []).some((e) => loadsAny(e, null)),
    );
  }

  private order(store: Stmt): number {
    return this.deps.points.find((p) => p.stmt.id === store.id && p.kind === 'write')?.ordinal ?? 0;
  }

  /** Is an operand of the value written between the store and the read? */
  private changes(store: Stmt, value: Expr, read: AccessPoint, later: Expr, back: boolean): Refused | null {
    const loads = new Set<string>();
    visitExpr(value, (e) => {
      if (e.kind === 'load') loads.add(e.tensor);
      return true;
    });
    if (loads.size === 0) return null;
    const refuse = (what: string): Refused =>
      refused('value-changes', read.at, `the value stored in \`${this.def.name}\` is another one here: ${what}`, {
        truth: 'unknown',
      });
    const [from, to] = [locate(this.func, store.id), locate(this.func, read.stmt.id)];
    if (!from || !to) return refuse('it cannot be told');
    for (const t of loads) {
      if (definitionOf(from, t) !== definitionOf(to, t)) return refuse(`\`${t}\` is not defined here`);
    }
    const written = writtenIn(this.func.body);
    if (![...loads].some((t) => written.has(t) && t !== this.def.name)) return null;
    const build = builderFor(this.func);
    const probes = { before: build.evaluate(value), after: build.evaluate(later) };
    const body = mapStmt(this.func.body, {
      stmt: (s) => {
        const around = [
          ...(s.id === store.id ? [probes.before] : []),
          ...(s.id === read.stmt.id ? [probes.after] : []),
        ];
        return around.length === 0 ? s : build.seq([...around, s]);
      },
    });
    const probed = { ...this.func, body };
    const same = commonChain(from, to)
      .filter((s): s is For => s.kind === 'for' && s.id !== read.stmt.id)
      .map((l) => ({ loop: l.id, direction: 'same' as const }));
    const between = (func: Func, directions: Query['directions']): AccessPoint | null => {
      const deps = analyse(func);
      const others = (t: string): boolean => t !== this.def.name;
      const earlier = (p: AccessPoint): boolean => p.stmt.id === probes.before.id && others(p.tensor);
      const after = deps.find({ kinds: ['WAR'], earlier, ...(directions && { directions }) });
      const writes = [...new Set(after.map((d) => d.later))];
      const reaches = (w: AccessPoint): boolean =>
        deps.first({
          kinds: ['RAW'],
          earlier: (p) => p.stmt.id === w.stmt.id && p.kind === w.kind,
          later: (p) => p.stmt.id === probes.after.id,
          ...(directions && { directions }),
        }) !== null;
      return writes.find(reaches) ?? null;
    };
    // FreeTensor takes every loop to run upwards, and looks at one iteration of those around both.
    const seen = between(ascending(probed), [same]);
    if (seen) return refuse(`\`${seen.tensor}\` is written in between`);
    const real = between(probed, back ? undefined : [same]);
    if (real) {
      const text = `\`${real.tensor}\`, of which the value of \`${this.def.name}\` is made, is written before it is read here`;
      this.caveats.push({ kind: 'undecided', text, at: read.at, witness: null });
    }
    return null;
  }

  /** An expression of a statement without the tensor, where all of its reads have values. */
  private replaced(stmt: NodeId, root: Expr): Expr {
    return mapExpr(root, (e) => {
      const read = e.kind === 'load' && e.tensor === this.def.name ? this.readOf(stmt, e) : undefined;
      return (read && this.values.get(read)) ?? e;
    });
  }

  /** The body without the tensor. */
  rewritten(): Stmt {
    return mapStmt(this.def.body, {
      stmt: (s) =>
        this.isOwn(s)
          ? { kind: 'seq', id: s.id, names: [], origin: s.origin, stmts: [] }
          : withParts(
              s,
              childStmts(s),
              ownExprs(s).map((e) => this.replaced(s.id, e)),
            ),
    });
  }
}

/** Stores that are written into each other. */
const MAX_CHAIN = 8;
/** Nodes of a value, each as often as it stands in the text: values of values grow without measure. */
const MAX_VALUE = 2000;

const isLarge = (root: Expr): boolean => {
  let nodes = 0;
  visitExpr(root, () => ++nodes <= MAX_VALUE);
  return nodes > MAX_VALUE;
};

const loadsOf = (s: Stmt, tensor: string): Load[] => {
  const out: Load[] = [];
  for (const root of ownExprs(s)) {
    visitExpr(root, (e) => {
      if (e.kind === 'load' && e.tensor === tensor) out.push(e);
      return true;
    });
  }
  return out;
};

const commonChain = (a: Located, b: Located): readonly Stmt[] => {
  const n = a.chain.findIndex((s, k) => s !== b.chain[k]);
  return n < 0 ? a.chain : a.chain.slice(0, n);
};
const definitionOf = (at: Located, tensor: string): Stmt | null =>
  at.chain.findLast((s) => s.kind === 'varDef' && s.name === tensor) ?? null;

const iterator = (l: For): Expr => ({ kind: 'var', name: l.iter, dtype: 'int32', at: l.at });
const one = (l: For): Expr => ({ kind: 'int', value: 1n, at: l.at });
const mentions = (e: Expr, names: ReadonlySet<string>): boolean => {
  let found = false;
  visitExpr(e, (x) => {
    found ||= x.kind === 'var' && names.has(x.name);
    return !found;
  });
  return found;
};
/** `null`: any tensor. */
const loadsAny = (e: Expr, tensors: ReadonlySet<string> | null): boolean => {
  let found = false;
  visitExpr(e, (x) => {
    found ||= x.kind === 'load' && (tensors === null || tensors.has(x.tensor));
    return !found;
  });
  return found;
};
const replaceVar = (e: Expr, name: string, by: Expr): Expr =>
  mapExpr(e, (x) => (x.kind === 'var' && x.name === name ? by : x));
/** All iterators at once. */
const substitute = (e: Expr, map: ReadonlyMap<string, Expr>): Expr =>
  mapExpr(e, (x) => (x.kind === 'var' ? (map.get(x.name) ?? x) : x));

/** `value` is one of the values that the loop's iterator takes. */
const inLoop = (l: For, value: Expr, map: ReadonlyMap<string, Expr>): readonly Expr[] => {
  const [begin, end] = [substitute(l.begin, map), substitute(l.end, map)];
  const at = l.at;
  if (l.step.kind !== 'int') return [{ kind: 'bool', value: false, at }];
  const up = l.step.value > 0n;
  const size = up ? l.step.value : -l.step.value;
  const within = [binary(up ? 'ge' : 'le', value, begin, at), binary(up ? 'lt' : 'gt', value, end, at)];
  if (size === 1n) return within;
  const distance = binary('mod', binary('sub', value, begin, at), { kind: 'int', value: size, at }, at);
  return [...within, binary('eq', distance, { kind: 'int', value: 0n, at }, at)];
};
