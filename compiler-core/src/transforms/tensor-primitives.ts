/** The schedule calls about tensors, by their Python names. */

import { type NodeId, nodeId } from '../ir/nodes.ts';
import type { MemType } from '../ir/types.ts';
import type { Argument, Bound, Parameter } from './arguments.ts';
import { asMatmul } from './as-matmul.ts';
import { cache } from './cache.ts';
import { cacheReduction } from './cache-reduction.ts';
import type { CacheArgs, CacheResult } from './cached.ts';
import { inline } from './inline.ts';
import { both, entry, type Primitive, returning } from './primitives.ts';
import type { Rewrite } from './rewrite.ts';
import { setMemType } from './set-mem-type.ts';
import { varMerge } from './var-merge.ts';
import { varReorder } from './var-reorder.ts';
import { varSplit } from './var-split.ts';
import { varSqueeze } from './var-squeeze.ts';
import { varUnsqueeze } from './var-unsqueeze.ts';

const vardef: Parameter = { name: 'vardef', kind: 'statement' };
const dim: Parameter = { name: 'dim', kind: 'integer' };

const AS_MATMUL: readonly Parameter[] = [
  { name: 'loop', kind: 'statement' },
  { name: 'mode', kind: 'text', default: null },
  { name: 'target', kind: 'target', default: null },
  { name: 'backend', kind: 'text', default: null },
];

/** No statement has this number: a label that names nothing is no error to two calls of the version of 2022. */
const NOBODY = nodeId(0);

const CACHE: readonly Parameter[] = [
  { name: 'stmt', kind: 'statement' },
  { name: 'var', kind: 'text' },
  { name: 'mtype', kind: 'memory' },
];
/** The binding layer has checked that it is one. */
const memoryOf = (a: Bound): MemType => a.text('mtype').toLowerCase() as MemType;
const cacheArgs = (a: Bound, at: (a: Argument) => NodeId): CacheArgs => ({
  stmt: at(a.raw('stmt')),
  tensor: a.text('var'),
  memory: memoryOf(a),
});
const cached = (r: Rewrite<CacheResult>): Rewrite<Argument> =>
  returning(r, ([fill, flush, name, def], h) => [h(fill), h(flush), name, h(def)]);

const nothing = (r: Rewrite<null>): Rewrite<Argument> => returning(r, () => null);
const mode = (a: Bound): 'FixedSize' | 'RelaxedSize' =>
  a.text('mode') === 'RelaxedSize' ? 'RelaxedSize' : 'FixedSize';

export const TENSOR_PRIMITIVES: Readonly<Record<string, Primitive>> = {
  cache: entry(both(...CACHE), (func, a, at, o) => cached(cache(func, cacheArgs(a, at), o))),
  cache_reduction: entry(both(...CACHE), (func, a, at, o) => cached(cacheReduction(func, cacheArgs(a, at), o))),
  set_mem_type: entry(
    {
      '2022': [vardef, { name: 'mtype', kind: 'memory' }],
      later: [
        vardef,
        { name: 'mtype', kind: 'memory' },
        { name: 'reject_indirect_access', kind: 'boolean', default: null },
      ],
    },
    (func, a, at, o) => {
      const reject = a.raw('reject_indirect_access');
      return nothing(
        setMemType(
          func,
          {
            def: at(a.raw('vardef')),
            memory: memoryOf(a),
            rejectIndirectAccess: typeof reject === 'boolean' ? reject : null,
          },
          o,
        ),
      );
    },
  ),
  inline: {
    parameters: both(vardef),
    run: (func, a, resolve, o) => nothing(inline(func, { def: resolve(a.raw('vardef')) ?? NOBODY }, o)),
  },
  as_matmul: {
    parameters: { '2022': [{ name: 'loop', kind: 'statement' }], later: AS_MATMUL },
    run: (func, a, resolve, o) => nothing(asMatmul(func, { loop: resolve(a.raw('loop')) ?? NOBODY }, o)),
  },
  var_split: entry(
    both(
      vardef,
      dim,
      { name: 'mode', kind: 'splitMode' },
      { name: 'factor', kind: 'integer', default: -1n },
      { name: 'nparts', kind: 'integer', default: -1n },
    ),
    (func, a, at, o) =>
      nothing(
        varSplit(
          func,
          {
            def: at(a.raw('vardef')),
            dim: a.integer('dim'),
            mode: mode(a),
            factor: a.optional('factor'),
            nparts: a.optional('nparts'),
          },
          o,
        ),
      ),
  ),
  var_merge: entry(both(vardef, dim), (func, a, at, o) =>
    nothing(varMerge(func, { def: at(a.raw('vardef')), dim: a.integer('dim') }, o)),
  ),
  var_reorder: entry(both(vardef, { name: 'order', kind: 'integers' }), (func, a, at, o) =>
    nothing(varReorder(func, { def: at(a.raw('vardef')), order: a.integers('order') }, o)),
  ),
  var_squeeze: entry(both(vardef, dim), (func, a, at, o) =>
    nothing(varSqueeze(func, { def: at(a.raw('vardef')), dim: a.integer('dim') }, o)),
  ),
  var_unsqueeze: entry(both(vardef, dim), (func, a, at, o) =>
    nothing(varUnsqueeze(func, { def: at(a.raw('vardef')), dim: a.integer('dim') }, o)),
  ),
};
