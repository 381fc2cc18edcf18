/**
 * Every schedule call by its Python name: parameters of both eras, the rewrite, and what the call returns.
 * Labels and selectors are turned into statements by the caller, who knows the language of its era.
 */

import type { Func, NodeId, Stmt } from '../ir/nodes.ts';
import { findById } from '../ir/paths.ts';
import type { Argument, Bound, Handle, Parameter } from './arguments.ts';
import { merge } from './merge.ts';
import { parallelize } from './parallelize.ts';
import { reorder } from './reorder.ts';
import type { Era, Options, Refused, Rewrite } from './rewrite.ts';
import { refused } from './rewrite.ts';
import { split } from './split.ts';
import { swap } from './swap.ts';
import { labelOf } from './tree.ts';
import { unroll } from './unroll.ts';
import { vectorize } from './vectorize.ts';

/** Finds the statement that an argument means; null where there is none. */
export type Resolve = (a: Argument) => NodeId | null;

export interface Primitive {
  readonly parameters: Readonly<Record<Era, readonly Parameter[]>>;
  readonly run: (func: Func, args: Bound, resolve: Resolve, options: Options) => Rewrite<Argument>;
}

export const both = (...parameters: readonly Parameter[]): Primitive['parameters'] => ({
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

export const returning = <R>(
  r: Rewrite<R>,
  value: (result: R, handle: ReturnType<typeof handles>) => Argument,
): Rewrite<Argument> => (r.kind === 'refused' ? r : { ...r, result: value(r.result, handles(r.ir)) });

export const entry = (
  parameters: Primitive['parameters'],
  run: (func: Func, args: Bound, at: (a: Argument) => NodeId, options: Options) => Rewrite<Argument>,
): Primitive => ({
  parameters,
  run: (func, args, resolve, options) => {
    try {
      return run(func, args, statement(func, resolve), options);
    } catch (e) {
      if (e instanceof Missing) return e.refusal;
      throw e;
    }
  },
});

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
};
