/** The methods of a schedule, of both eras, by the kinds of their parameters. */

export type ParamKind =
  | 'stmt'
  /** A list of statements; in it, selectors that match several stand for all of them. */
  | 'stmts'
  /** One statement of several that a selector matches: the first or the last of them, by the side asked for. */
  | 'bySide'
  | 'loops'
  | 'int'
  | 'ints'
  | 'bool'
  | 'text'
  | 'memory'
  | 'scope'
  | 'fissionSide'
  | 'moveSide'
  | 'splitMode'
  | 'target'
  | 'map'
  /** Something that changes nothing in the program: a seed, a callback that traces. */
  | 'ignored';

export interface ParamSpec {
  readonly name: string;
  readonly kind: ParamKind;
  /** Undefined: it has to be given. */
  readonly default?: null | boolean | number | string;
}
export type Signature = readonly ParamSpec[];

const p = (name: string, kind: ParamKind, ...given: readonly [ParamSpec['default']?]): ParamSpec =>
  given.length === 0 ? { name, kind } : { name, kind, default: given[0] ?? null };

const loop = [p('loop', 'stmt')];
const target = [p('target', 'target')];

export const SIGNATURES: Readonly<Record<string, Signature>> = {
  split: [p('node', 'stmt'), p('factor', 'int', -1), p('nparts', 'int', -1), p('shift', 'int', 0)],
  reorder: [p('order', 'loops'), p('mode', 'text', null)],
  merge: [p('loop1', 'stmt'), p('loop2', 'stmt')],
  permute: [p('loops', 'loops'), p('transform_func', 'map')],
  fission: [
    p('loop', 'stmt'),
    p('side', 'fissionSide'),
    p('splitter', 'bySide'),
    p('suffix0', 'text', '.a'),
    p('suffix1', 'text', '.b'),
  ],
  fuse: [p('loop0', 'stmt'), p('loop1', 'stmt', null), p('strict', 'bool', false)],
  swap: [p('order', 'stmts')],
  blend: loop,
  cache: [p('stmt', 'stmt'), p('var', 'text'), p('mtype', 'memory')],
  cache_reduction: [p('stmt', 'stmt'), p('var', 'text'), p('mtype', 'memory')],
  set_mem_type: [p('vardef', 'stmt'), p('mtype', 'memory'), p('reject_indirect_access', 'bool', null)],
  var_split: [
    p('vardef', 'stmt'),
    p('dim', 'int'),
    p('mode', 'splitMode'),
    p('factor', 'int', -1),
    p('nparts', 'int', -1),
  ],
  var_merge: [p('vardef', 'stmt'), p('dim', 'int')],
  var_reorder: [p('vardef', 'stmt'), p('order', 'ints')],
  var_squeeze: [p('vardef', 'stmt'), p('dim', 'int')],
  var_unsqueeze: [p('vardef', 'stmt'), p('dim', 'int')],
  move_to: [p('stmt', 'stmt'), p('side', 'moveSide'), p('dst', 'bySide')],
  inline: [p('vardef', 'stmt')],
  parallelize: [p('loop', 'stmt'), p('parallel', 'scope'), p('allow_reduction', 'bool', true)],
  parallelize_as: [p('nest', 'stmt'), p('reference', 'stmt'), p('vardef', 'stmt')],
  unroll: [p('loop', 'stmt'), p('immediate', 'bool', false)],
  vectorize: loop,
  separate_tail: [p('noDuplicateVarDefs', 'bool', false)],
  as_matmul: [p('loop', 'stmt'), p('mode', 'text', null), p('target', 'target', null), p('backend', 'ignored', null)],
  pluto_fuse: [
    p('loop0', 'stmt'),
    p('loop1', 'stmt'),
    p('nest_level_0', 'int', 0),
    p('nest_level_1', 'int', 0),
    p('fusable_overlap_threshold', 'int', 1),
    p('fusable_nonoverlap_tolerance', 'int', 4),
    p('do_simplify', 'bool', true),
  ],
  pluto_permute: [p('loop', 'stmt'), p('nest_level', 'int', 0), p('do_simplify', 'bool', true)],
  auto_schedule: target,
  auto_inline: target,
  auto_use_lib: target,
  auto_fuse: target,
  auto_fission: target,
  auto_fission_fuse: target,
  auto_reorder: target,
  auto_swap: target,
  auto_pluto: target,
  auto_parallelize: target,
  auto_mem_layout: target,
  auto_set_mem_type: target,
  auto_unroll: target,
};
