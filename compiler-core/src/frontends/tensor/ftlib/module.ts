/** The module `freetensor`, of both eras. What is known by name but not modelled is an unknown value. */

import type { MemType } from '../../../ir/types.ts';
import type { Span } from '../../../text/span.ts';
import { enumeration, enumerator } from '../schedule/statement.ts';
import type { State } from '../state.ts';
import {
  type Args,
  argumentAt,
  Builtin,
  Declaration,
  dtypeValue,
  NewTensor,
  PyClass,
  PyFunction,
  PyInstance,
  PyMisc,
  PyModuleValue,
  PyTuple,
  StagedRange,
  surplusAt,
  TypeName,
  Unknown,
  type Value,
  WithScope,
} from '../values.ts';
import { shapeExprs } from './bounds.ts';
import { builderApi } from './builder.ts';
import { dtypeOf } from './declare.ts';
import { expressionApi, take } from './expressions.ts';
import { applySchedule, makeSchedule, runCallback } from './schedule.ts';
import { decorator, inline, transform } from './transform.ts';

/** Names that exist and work on whole programs after staging: their results are not modelled. */
const OPAQUE = `ArgRetDict Array AutoSchedule BuiltinDType Device Driver GradTapeMode ID NativeCode
Parameter Return ReturnValuesPack RPCTool Target TargetType TaskScheduler RemoteTaskScheduler UserGrad UserGradStaged VarRef AST Expr Stmt Tensor
StagedAssignable StagedIterable StagedPredicate StagedTypeAnnotation Alloc Free ReduceOp UserGradForPrevStmt VarRefFromVarDef
analyze auto_schedule build_binary codegen config context cpu_lower_parallel_reduction debug default_device default_target driver dump_ast dump_target dump_device dump_array
load_ast load_target load_device load_array load_func fast_math set_fast_math ffi find_multi_level_tiling fixed_length_feature flatten_stmt_seq float_simplify gpu_lower_parallel_reduction
gpu_lower_vector gpu_make_sync gpu_multiplex_buffers gpu_normalize_threads gpu_simplex_buffers hoist_var_over_stmt_seq import_func lower make_1d_var make_const_shape make_heap_alloc
make_parallel_reduction make_reduction make_sync mark_version match merge_and_hoist_if metadata move_out_first_or_last_iter neutral_val optimize_to_pytorch output_intermediates passes pb_simplify
undo_make_reduction pretty_print print_all_id prop_one_time_use push_for_backward register_target remove_cyclic_assign remove_dead_var remove_writes scalar_prop_const schedule serialize
set_default_device set_default_target set_pretty_print set_print_all_id set_werror set_backend_compiler_cxx set_backend_compiler_nvcc set_debug_binary set_debug_runtime_check set_print_source_location
shrink_for shrink_var simplify sink_var structural_feature tensor_prop_const use_builtin_div werror with_cuda with_mkl with_pytorch z3_simplify zeros_like backend_compiler_cxx backend_compiler_nvcc
attach_backward_ast core stmt expr staging frontend meta autograd libop transformer jit JIT JITCache autoGraph mkl_include debug_binary as_decorator ParamRetDict enable_attach_backward
autograd_utils SymbolTable Metadata ParserError UnexpectedQueryResult StmtRange pop_ast_and_user_grads MarkVersion load_at_version
VarVersionRef BSPScope lookup_id is_writable attach_backward JITTemplate AlreadyMadeReduceTo ReductionItem ForProperty`.split(
  /\s+/,
);

const EXCEPTIONS = [
  'StagingError',
  'TransformError',
  'InvalidSchedule',
  'InvalidProgram',
  'InvalidAutoGrad',
  'DriverError',
  'AssertAlwaysFalse',
  'SymbolNotFound',
  'ParserError',
  'InvalidIO',
  'UnexpectedQueryResult',
];

const GPU: MemType = 'gpu/global';

/** A target or device: inside `with`, tensors without a memory type live in its main memory. */
const place = (st: State, type: 'device' | 'target', name: string): Value => {
  const memory: MemType = /gpu|cuda/i.test(name) ? GPU : 'cpu';
  return new WithScope(name, (body) => {
    const before = st.memory;
    st.memory = memory;
    try {
      body(new PyMisc(type, name));
    } finally {
      st.memory = before;
    }
  });
};

/** Schedules, gradients and the rest of what follows staging are read and left alone, once each. */
const leftAlone = (st: State, name: string, what: string): Builtin =>
  new Builtin(name, (args) => {
    if (!(args.positional[0] instanceof Unknown)) st.notModelled(args.at, what, false);
    return new Unknown(`${name}(…)`, args.at);
  });

/** The function to differentiate is staged; what comes out is unknown. Also written as a decorator with options. */
const gradient = (st: State, name: string): Builtin =>
  new Builtin(name, (args) => {
    const what = 'gradients are not modelled yet: the functions that come out are unknown';
    const apply = (f: Value, at: Span): Value => {
      if (f instanceof PyFunction) transform(st, f);
      return new Unknown(`${name}(…)`, at);
    };
    const func = args.positional[0] ?? args.keywords.get('func') ?? args.keywords.get('ast');
    if (func instanceof Unknown) return apply(func, args.at);
    st.notModelled(args.at, what, false);
    if (func !== undefined) return apply(func, args.at);
    return new Builtin(name, (inner) => apply(inner.positional[0] ?? null, inner.at));
  });

const optimized = (st: State, name: string): Builtin => {
  const scheduled = (made: Value, options: Args): Value => {
    const callback = options.keywords.get('schedule_callback') ?? options.positional[1] ?? null;
    return callback === null ? made : runCallback(st, made, callback, options.at);
  };
  return decorator(st, name, (f, options) => scheduled(transform(st, f), options), scheduled);
};

export const freetensorModule = (st: State): PyModuleValue => {
  const f = (name: string, call: (args: Args) => Value): Builtin => new Builtin(name, call);
  const newTensor = (name: string): Builtin =>
    f(name, (args) => {
      const first = name === 'empty' ? 'shape' : 'initializer';
      const [a, dtype, mtype] = take(st, name, args, [first, 'dtype'], ['mtype']) as [Value, Value, Value];
      if (!st.emitter.staging) return new Unknown(`${name}(…)`, args.at);
      const places = [first, 'dtype', 'mtype'].map((n, i) => argumentAt(args, i, n)) as [Span, Span, Span];
      return name === 'empty'
        ? new NewTensor(a, dtype, mtype, undefined, args.at, places, st.emitter.here)
        : new NewTensor(null, dtype, mtype, a, args.at, places, st.emitter.here);
    });
  const variable = new Builtin(
    'Var',
    (args) => {
      const count = args.positional.length;
      const [shape, dtype] = [
        args.positional[0] ?? args.keywords.get('shape'),
        args.positional[1] ?? args.keywords.get('dtype'),
      ];
      if (shape === undefined || dtype === undefined)
        return st.fail(
          'bad-declaration',
          args.at,
          'a declaration is `Var[shape, dtype]`: the element type is missing',
          'TypeError',
          true,
        );
      if (count > 4)
        return st.fail(
          'bad-declaration',
          surplusAt(args, 4),
          `a declaration has at most four parts, ${count} are given: shape, element type, access type, memory type`,
          'TypeError',
          true,
        );
      const at = (i: number, name: string): Value => args.positional[i] ?? args.keywords.get(name) ?? null;
      return new Declaration(shape, dtype, at(2, 'atype') ?? 'input', at(3, 'mtype'), args.at, args.spans);
    },
    true,
  );
  const target = (name: string): Builtin => f(name, () => place(st, 'target', name));
  const members: Record<string, Value> = {
    ...expressionApi(st),
    ...builderApi(st),
    Var: variable,
    transform: decorator(st, 'transform', (fn) => transform(st, fn)),
    optimize: optimized(st, 'optimize'),
    optimize_to_pytorch: optimized(st, 'optimize_to_pytorch'),
    inline: decorator(st, 'inline', (fn) => inline(st, fn)),
    empty: newTensor('empty'),
    var: newTensor('var'),
    capture_var: f('capture_var', (args) => captureVar(st, args)),
    dynamic_range: f('dynamic_range', (args) => {
      const [a, b, c] = [args.positional[0], args.positional[1], args.positional[2]];
      if (a === undefined) return st.fail('wrong-arguments', args.at, 'a range has a stop', 'TypeError', true);
      return new StagedRange(b === undefined ? 0n : a, b === undefined ? a : b, c ?? 1n, args.at);
    }),
    static_range: f('static_range', (args) => st.call(st.builtin('range'), args)),
    grad: gradient(st, 'grad'),
    grad_: gradient(st, 'grad_'),
    grad_body: leftAlone(st, 'grad_body', 'gradients are not modelled yet: the statements that come out are unknown'),
    jacrev: gradient(st, 'jacrev'),
    jacrev_: gradient(st, 'jacrev_'),
    Schedule: f('Schedule', (args) => makeSchedule(st, args)),
    schedule: f('schedule', (args) => {
      const at = (i: number, name: string): Value => args.positional[i] ?? args.keywords.get(name) ?? null;
      const func = at(0, 'ast');
      if (func !== null) return applySchedule(st, func, at(1, 'callback'), args.at);
      // As a decorator it has the rest of the file go on.
      return f('schedule', (inner) => runCallback(st, inner.positional[0] ?? null, at(1, 'callback'), args.at));
    }),
    ASTNodeType: enumeration('ASTNodeType'),
    FissionSide: enumeration('FissionSide', ['Before', 'After']),
    MoveToSide: enumeration('MoveToSide', ['Before', 'After']),
    VarSplitMode: enumeration('VarSplitMode', ['FixedSize', 'RelaxedSize']),
    ParallelScope: f('ParallelScope', (args) => {
      const name = args.positional[0];
      return typeof name === 'string'
        ? enumerator('ParallelScope', name || 'serial')
        : new Unknown('ParallelScope', args.at);
    }),
    DataType: new TypeName('python', 'DataType', (args) => {
      const v = args.positional[0] ?? null;
      return v instanceof TypeName || v instanceof Unknown ? v : dtypeValue(st.dtypeName(v, args.at));
    }),
    MemType: new TypeName('python', 'MemType', (args) => new TypeName('mtype', String(args.positional[0]))),
    AccessType: new TypeName('python', 'AccessType', (args) => new TypeName('atype', String(args.positional[0]))),
    CPU: target('CPU'),
    GPU: target('GPU'),
    Device: f('Device', (args) => {
      const of = args.positional[0];
      return place(st, 'device', of instanceof WithScope ? of.name : of instanceof Unknown ? of.name : 'CPU');
    }),
    Array: f('Array', (args) => {
      const data = args.positional[0];
      return data instanceof PyInstance ? data : new Unknown('Array(…)', args.at);
    }),
  };
  for (const name of EXCEPTIONS) members[name] = new PyClass(name, [], null);
  st.facts?.api(members);
  const opaque = new Set(OPAQUE);
  const get = (name: string): Value | undefined => {
    const own = Object.hasOwn(members, name) ? members[name] : undefined;
    if (own !== undefined) return own;
    if (name === 'libop') return st.module('freetensor.libop');
    const operator = st.libopNames().has(name) ? st.libopFunction(name) : undefined;
    if (operator !== undefined) return operator;
    return opaque.has(name) || name.startsWith('__') ? new Unknown(`freetensor.${name}`, st.emitter.here) : undefined;
  };
  return new PyModuleValue('freetensor', get, () => [...Object.keys(members), ...st.libopNames()], true);
};

/** An array of the surrounding Python as an input tensor. Its shape must be known. */
const captureVar = (st: State, args: Args): Value => {
  const [data, name] = take(st, 'capture_var', args, ['arr'], ['name']) as [Value, Value];
  const [shape, dtype] = data instanceof PyInstance ? [data.members.get('shape'), data.members.get('dtype')] : [];
  if (!(shape instanceof PyTuple) || dtype === undefined || !st.emitter.staging) {
    if (st.emitter.staging) st.notModelled(args.at, 'an array of unknown shape is captured');
    return new Unknown('captured array', args.at);
  }
  const ref = st.emitter.defineHere(
    typeof name === 'string' ? name : 'captured',
    shapeExprs(st, shape, args.at),
    dtypeOf(st, dtype, args.at),
    'input',
    st.memory,
    args.at,
  );
  st.emitter.captured.push(ref.def.name);
  return ref;
};
