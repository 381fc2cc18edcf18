/** What `cache` and `cache_reduction` share: a copy of the part of a tensor that a statement accesses. */

import type { Builder } from '../ir/build.ts';
import { binary, int, iter, load } from '../ir/build.ts';
import type { Expr, For, Func, NodeId, Stmt, VarDef } from '../ir/nodes.ts';
import { replaceAt } from '../ir/paths.ts';
import type { MemType } from '../ir/types.ts';
import { mapStmt } from '../ir/walk.ts';
import type { Span } from '../text/span.ts';
import { type Box, boundingBox, type Prover, type Wanted } from './bounding-box.ts';
import { isSharedAmong } from './cross-parallel.ts';
import { alwaysHold } from './decide.ts';
import { mapAccesses, unseenAccess } from './layout.ts';
import { type Caveat, type Refused, refused } from './rewrite.ts';
import { builderFor, type Located, labelOf, locate, loopsAround, notFound, traced } from './tree.ts';

export interface CacheArgs {
  readonly stmt: NodeId;
  readonly tensor: string;
  readonly memory: MemType;
}
/** Ids of what fills or starts the copy and of what brings it back, its name, its definition. */
export type CacheResult = readonly [fill: NodeId, flush: NodeId, name: string, def: NodeId];

export interface Site {
  readonly found: Located;
  readonly def: VarDef;
  readonly name: string;
  readonly build: Builder;
  /** Of all accesses, of writes; null where there are none. */
  readonly all: Box | null;
  readonly written: Box | null;
  readonly caveats: readonly Caveat[];
}

const SUFFIX: Partial<Record<MemType, string>> = {
  'gpu/local': '.local',
  'gpu/shared': '.shared',
  'gpu/global': '.global',
  'gpu/warp': '.warp',
};

export const cacheSite = (func: Func, args: CacheArgs, mark: '.c' | '.r', budget: number): Site | Refused => {
  const found = locate(func, args.stmt);
  if (!found) return notFound(func, args.stmt);
  const { stmt, chain } = found;
  const def = chain.slice(0, -1).findLast((s): s is VarDef => s.kind === 'varDef' && s.name === args.tensor);
  if (!def)
    return refused(
      'tensor-not-found',
      stmt.origin.span,
      `no tensor \`${args.tensor}\` is defined around ${labelOf(stmt)}`,
    );
  const unseen = unseenAccess(def);
  if (unseen) return refused('not-modelled', unseen.origin.span, `\`${def.name}\` is accessed here without subscripts`);
  const prove = (conditions: readonly Expr[]): readonly boolean[] => alwaysHold(func, found, conditions, budget);
  const box = (wanted: Wanted): Box | null =>
    boundingBox({ stmt, tensor: def.name, shape: def.shape, together: togetherIn(found, args.memory) }, wanted, prove);
  const all = box('all');
  return {
    found,
    def,
    name: `${args.tensor}${mark}${SUFFIX[args.memory] ?? ''}`,
    build: builderFor(func, traced(stmt.origin, `cache${mark === '.r' ? '_reduction' : ''} ${labelOf(stmt)}`)),
    all,
    written: box('written'),
    caveats: all ? negativeExtents(def, all, prove, stmt.origin.span) : [],
  };
};

/** Bounds of a loop that has no iteration may lie the wrong way around. */
const negativeExtents = (def: VarDef, box: Box, prove: Prover, at: Span): readonly Caveat[] => {
  const extents = def.shape.map((_, d) => extent(box, d));
  const text = `the copy of \`${def.name}\` may get a negative extent, where a loop around its accesses has no iteration`;
  return prove(extents.map((e) => binary('ge', e, int(0)))).every((sure) => sure)
    ? []
    : [{ kind: 'undecided', text, at, witness: null }];
};

/** Loops around the statement all of whose iterations use one copy: what it holds does not depend on them. */
const togetherIn = (found: Located, memory: MemType): readonly For[] =>
  loopsAround(found).filter((l) => isSharedAmong(memory, l.property.parallel));

const extent = (box: Box, d: number): Expr => {
  const [low, high] = [box.low[d] ?? int(0), box.high[d] ?? int(0)];
  return binary('add', binary('sub', high, low), int(1));
};

export class Copy {
  constructor(
    private readonly site: Site,
    private readonly box: Box,
  ) {}

  /** Subscripts in the copy. */
  inside(indices: readonly Expr[]): readonly Expr[] {
    return indices.map((e, d) => binary('sub', e, this.box.low[d] ?? int(0), e.at));
  }

  /** A loop nest over a box with one statement in it, given the subscripts in the tensor. */
  over(box: Box, make: (indices: readonly Expr[]) => Stmt): Stmt {
    const { build, def, name } = this.site;
    const iterators = def.shape.map((_, d) => `.${name}.i${d}`);
    const indices = iterators.map((i) => iter(i));
    let body = make(indices);
    const limit = this.sizeLimit(indices);
    if (limit) body = build.ifThen(limit, body);
    for (let d = iterators.length - 1; d >= 0; d--) {
      const [begin, high] = [box.low[d] ?? int(0), box.high[d] ?? int(0)];
      const loop: For = build.forLoop(iterators[d] ?? '', { begin, end: binary('add', high, int(1)) }, body);
      body = loop;
    }
    return box.when ? build.ifThen(box.when, body) : body;
  }

  /** An allocation that kept its size holds the first elements only. */
  private sizeLimit(indices: readonly Expr[]): Expr | null {
    const { def } = this.site;
    const [first, ...rest] = indices;
    if (!def.ioShape || !first) return null;
    const at = rest.reduce<Expr>(
      (sum, e, d) => binary('add', binary('mul', sum, def.shape[d + 1] ?? int(1)), e),
      first,
    );
    const size = def.ioShape.reduce<Expr | null>((product, e) => (product ? binary('mul', product, e) : e), null);
    return binary('lt', at, size ?? int(1));
  }

  element(indices: readonly Expr[]): Expr {
    return load(this.site.name, this.inside(indices), this.site.def.dtype);
  }

  /**
   * The statement on the copy, its writes guarded where a subscript might lie beyond it: data may put it anywhere.
   */
  redirected(): Stmt {
    const { def, name, found, build } = this.site;
    const guards = new Map<NodeId, readonly Expr[]>();
    const root = found.stmt;
    const marked = mapStmt(root, {
      stmt: (s) => {
        if ((s.kind === 'store' || s.kind === 'reduceTo') && s.tensor === def.name) guards.set(s.id, s.indices);
        return s;
      },
    });
    const moved = mapAccesses(marked, def.name, (indices) => ({ tensor: name, indices: this.inside(indices) }));
    return mapStmt(moved, {
      stmt: (s) => {
        const indices = guards.get(s.id);
        if (!indices) return s;
        return indices.reduce<Stmt>((body, e, d) => {
          const high = this.box.high[d];
          return high && isDataDependent(e)
            ? build.ifThen(binary('le', redirectLoads(e, this, def.name, name), high, e.at), body)
            : body;
        }, s);
      },
    });
  }

  /** The whole: definition of the copy around the statements, in the place of the old statement. */
  place(func: Func, memory: MemType, stmts: readonly Stmt[]): { readonly body: Stmt; readonly def: NodeId } {
    const { build, def, name, found } = this.site;
    const body = stmts.length === 1 ? (stmts[0] as Stmt) : build.seq(stmts);
    const shape = def.shape.map((_, d) => extent(this.box, d));
    const made = build.varDef({ name, shape, dtype: def.dtype, memory, body });
    return { body: replaceAt(func.body, found.path, made), def: made.id };
  }
}

const isDataDependent = (e: Expr): boolean => {
  const stack = [e];
  for (let x = stack.pop(); x; x = stack.pop()) {
    if (x.kind === 'load') return true;
    if (x.kind === 'binary') stack.push(x.lhs, x.rhs);
    else if (x.kind === 'unary' || x.kind === 'cast') stack.push(x.operand);
    else if (x.kind === 'select') stack.push(x.cond, x.then, x.else);
  }
  return false;
};

const redirectLoads = (e: Expr, copy: Copy, from: string, to: string): Expr => {
  if (e.kind === 'load' && e.tensor === from) return { ...e, tensor: to, indices: copy.inside(e.indices) };
  if (e.kind === 'binary')
    return { ...e, lhs: redirectLoads(e.lhs, copy, from, to), rhs: redirectLoads(e.rhs, copy, from, to) };
  return e;
};
