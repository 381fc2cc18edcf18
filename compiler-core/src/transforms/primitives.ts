/**
 * Every schedule call by its Python name: parameters of both eras, the rewrite, and what the call returns.
 * Labels and selectors are turned into statements by the caller, who knows the language of its era.
 */

import { int } from '../ir/build.ts';
import type { Expr, Func, NodeId, Stmt } from '../ir/nodes.ts';
import { findById } from '../ir/paths.ts';
import type { Argument, Bound, Handle, Parameter } from './arguments.ts';
import { blend } from './blend.ts';
import { fission } from './fission.ts';
import { fuse } from './fuse.ts';
import { merge } from './merge.ts';
import { moveTo } from './move-to.ts';
import { parallelize } from './parallelize.ts';
import { parallelizeAs } from './parallelize-as.ts';
import { permute } from './permute.ts';
import { reorder } from './reorder.ts';
import type { Era, Options, Refused, Rewrite } from './rewrite.ts';
import { applied, refused } from './rewrite.ts';
import { separateTail } from './separate-tail.ts';
import { split } from './split.ts';
import { swap } from './swap.ts';
import { labelOf } from './tree.ts';
import { unroll } from './unroll.ts';
import { vectorize } from './vectorize.ts';

/** Finds the statement that an argument means; null where there is none. */
export type Resolve = (a: Argument) => NodeId | null;

export interface Primitive {
  readonly parameters: Readonly<Record<Era, readonly Parameter[]>>;
  /** Absent in FreeTensor before this era. */
  readonly since?: Era;
  readonly run: (func: Func, args: Bound, resolve: Resolve, options: Options) => Rewrite<Argument>;
}

const both = (...parameters: readonly Parameter[]): Primitive['parameters'] => ({
  '2022': parameters,
  later: parameters,
});

/** Thrown inside `run` alone, where an argument means no statement. */
class Missing {
  constructor(readonly refusal: Refused) {}
}

const show = (a: Argument): string =>
  typeof a === 'string' ? a : a !== null && typeof a === 'object' && 'label' in a ? a.label : '?';

/** The statement an argument means. @throws Missing */
const statement =
  (func: Func, resolve: Resolve, what = 'Statement') =>
  (a: Argument): NodeId => {
    const id = resolve(a);
    if (id === null || !findById(func.body, id)) {
      throw new Missing(refused('statement-not-found', func.origin.span, `${what} ${show(a)} not found`));
    }
    return id;
  };

/** Handles of statements of a new program; those that are gone keep the label they would have. */
const handles = (ir: Func) => {
  const find = (id: NodeId): Stmt | null => findById(ir.body, id)?.stmt ?? null;
  return (id: NodeId, label = `#${id}`): Handle => {
    const s = find(id);
    return { kind: 'statement', id, label: s ? labelOf(s) : label };
  };
};

const labelIn = (func: Func, id: NodeId): string => {
  const s = findById(func.body, id)?.stmt;
  return s ? labelOf(s) : `#${id}`;
};

const returning = <R>(
  r: Rewrite<R>,
  value: (result: R, handle: ReturnType<typeof handles>) => Argument,
): Rewrite<Argument> => (r.kind === 'refused' ? r : { ...r, result: value(r.result, handles(r.ir)) });

/** FreeTensor of 2022 does not ask whether the loop of a fission exists. */
const ignored = (func: Func, label: string): Rewrite<Argument> => {
  const text = `there is no loop ${label}, so nothing is split`;
  const caveat = { kind: 'no-effect', text, at: func.origin.span, witness: null } as const;
  const empty = { kind: 'map', entries: new Map() } as const;
  return applied(func, func.body, [empty, empty], new Map(), [caveat]);
};

const entry = (
  parameters: Primitive['parameters'],
  run: (func: Func, args: Bound, at: (a: Argument) => NodeId, options: Options, resolve: Resolve) => Rewrite<Argument>,
): Primitive => ({
  parameters,
  run: (func, args, resolve, options) => {
    try {
      return run(func, args, statement(func, resolve), options, resolve);
    } catch (e) {
      if (e instanceof Missing) return e.refusal;
      throw e;
    }
  },
});

/** One that FreeTensor has since 1.0. */
const later = (...args: Parameters<typeof entry>): Primitive => ({ ...entry(...args), since: 'later' });

export const PRIMITIVES: Readonly<Record<string, Primitive>> = {
  split: entry(
    both(
      { name: 'node', kind: 'statement' },
      { name: 'factor', kind: 'integer', default: -1n },
      { name: 'nparts', kind: 'integer', default: -1n },
      { name: 'shift', kind: 'integer', default: 0n },
    ),
    (func, a, at, o) =>
      returning(
        split(
          func,
          {
            loop: at(a.raw('node')),
            factor: a.optional('factor'),
            nparts: a.optional('nparts'),
            shift: a.integer('shift'),
          },
          o,
        ),
        ([outer, inner], h) => [h(outer), h(inner)],
      ),
  ),
  merge: entry(both({ name: 'loop1', kind: 'statement' }, { name: 'loop2', kind: 'statement' }), (func, a, at, o) =>
    returning(merge(func, { loop1: at(a.raw('loop1')), loop2: at(a.raw('loop2')) }, o), (id, h) => h(id)),
  ),
  reorder: entry(both({ name: 'order', kind: 'statements' }), (func, a, at, o) =>
    reorder(func, { order: a.list('order').map(at) }, o),
  ),
  swap: entry(both({ name: 'order', kind: 'statements' }), (func, a, at, o) =>
    swap(func, { order: a.list('order').map(at) }, o),
  ),
  unroll: entry(
    both({ name: 'loop', kind: 'statement' }, { name: 'immediate', kind: 'boolean', default: false }),
    (func, a, at, o) => unroll(func, { loop: at(a.raw('loop')), immediate: a.flag('immediate') }, o),
  ),
  vectorize: entry(both({ name: 'loop', kind: 'statement' }), (func, a, at, o) =>
    vectorize(func, { loop: at(a.raw('loop')) }, o),
  ),
  parallelize: entry(
    both({ name: 'loop', kind: 'statement' }, { name: 'parallel', kind: 'parallel' }),
    (func, a, at, o) => parallelize(func, { loop: at(a.raw('loop')), parallel: a.text('parallel') }, o),
  ),
  fuse: entry(
    both(
      { name: 'loop0', kind: 'statement' },
      { name: 'loop1', kind: 'statement', default: null },
      { name: 'strict', kind: 'boolean', default: false },
    ),
    (func, a, at, o) => {
      const second = a.raw('loop1');
      const loop1 = second === null ? null : at(second);
      return returning(fuse(func, { loop0: at(a.raw('loop0')), loop1, strict: a.flag('strict') }, o), (id, h) => h(id));
    },
  ),
  fission: entry(
    both(
      { name: 'loop', kind: 'statement' },
      { name: 'side', kind: 'fissionSide' },
      { name: 'splitter', kind: 'statement' },
      { name: 'suffix0', kind: 'text', default: '.a' },
      { name: 'suffix1', kind: 'text', default: '.b' },
    ),
    (func, a, at, o, resolve) => {
      const side = a.text('side') === 'Before' ? 'before' : 'after';
      const splitter = at(a.raw('splitter'));
      if (o.era === '2022' && resolve(a.raw('loop')) === null) return ignored(func, show(a.raw('loop')));
      const suffixes = { suffix0: a.text('suffix0'), suffix1: a.text('suffix1') };
      const result = fission(func, { loop: at(a.raw('loop')), side, splitter, ...suffixes }, o);
      return returning(result, ({ first, second }, h) => {
        const map = (ids: ReadonlyMap<NodeId, NodeId>): Argument => ({
          kind: 'map',
          entries: new Map([...ids].map(([from, to]) => [labelIn(func, from), h(to)])),
        });
        return [map(first), map(second)];
      });
    },
  ),
  blend: entry(both({ name: 'loop', kind: 'statement' }), (func, a, at, o) =>
    blend(func, { loop: at(a.raw('loop')) }, o),
  ),
  move_to: entry(
    both({ name: 'stmt', kind: 'statement' }, { name: 'side', kind: 'moveToSide' }, { name: 'dst', kind: 'statement' }),
    (func, a, at, o) => {
      const side = a.text('side') === 'Before' ? 'before' : 'after';
      const result = moveTo(func, { stmt: at(a.raw('stmt')), side, dst: at(a.raw('dst')) }, o);
      return returning(result, ({ stmt, moved }, h) => (o.era === '2022' ? h(stmt) : [h(stmt), h(moved)]));
    },
  ),
  separate_tail: entry(both({ name: 'noDuplicateVarDefs', kind: 'boolean', default: false }), (func, a, _, o) =>
    separateTail(func, { noDuplicateVarDefs: a.flag('noDuplicateVarDefs') }, o),
  ),
  permute: later(
    both({ name: 'loops', kind: 'statements' }, { name: 'transform_func', kind: 'callable' }),
    (func, a, at, o) => {
      const f = a.raw('transform_func');
      const map = (iterators: readonly Expr[]): readonly Expr[] | null => {
        if (f === null || typeof f !== 'object' || !('kind' in f) || f.kind !== 'callable') return null;
        const image = f.call(iterators.map((expr) => ({ kind: 'expr', expr })));
        const list = Array.isArray(image) ? image : [image];
        const exprs = list.map(exprOf);
        return exprs.some((e) => e === null) ? null : exprs.filter((e) => e !== null);
      };
      return returning(permute(func, { loops: a.list('loops').map(at), map }, o), (ids, h) => ids.map((id) => h(id)));
    },
  ),
  parallelize_as: later(
    both(
      { name: 'nest', kind: 'statement' },
      { name: 'reference', kind: 'statement' },
      { name: 'vardef', kind: 'statement' },
    ),
    (func, a, at, o) =>
      parallelizeAs(func, { nest: at(a.raw('nest')), reference: at(a.raw('reference')), def: at(a.raw('vardef')) }, o),
  ),
};

const exprOf = (a: Argument): Expr | null => {
  if (typeof a === 'bigint') return int(a);
  return a !== null && typeof a === 'object' && 'kind' in a && a.kind === 'expr' ? a.expr : null;
};
