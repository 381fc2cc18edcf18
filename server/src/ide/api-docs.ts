/** What the names of `freetensor` mean, for hover, completion and signature help. A test compares with the front end. */

export interface ApiDoc {
  readonly name: string;
  /** `max(lhs, rhs)`; a name that is not called has none of the parentheses. */
  readonly signature: string;
  readonly doc: string;
  readonly kind: 'function' | 'decorator' | 'class' | 'scope';
}

const entry = (kind: ApiDoc['kind'], signature: string, doc: string): ApiDoc => ({
  name: /^\w+/.exec(signature)?.[0] ?? signature,
  signature,
  doc,
  kind,
});
const f = (signature: string, doc: string): ApiDoc => entry('function', signature, doc);
const decorator = (signature: string, doc: string): ApiDoc => entry('decorator', signature, doc);
const scope = (signature: string, doc: string): ApiDoc => entry('scope', signature, doc);
const type = (signature: string, doc: string): ApiDoc => entry('class', signature, doc);

const ELEMENTWISE = 'On whole tensors it works element by element and gives a new tensor.';

const ENTRIES: readonly ApiDoc[] = [
  decorator(
    'transform(func=None, verbose=0)',
    'Stages a Python function: loops over `range`, branches on tensor elements and assignments to elements become statements of the program.',
  ),
  decorator(
    'optimize(func=None, schedule_callback=None, target=None, device=None, verbose=0)',
    'Stages a function, applies a schedule, lowers and compiles it. `schedule_callback` gets the schedule.',
  ),
  decorator(
    'optimize_to_pytorch(func=None, tape_mode=None, schedule_callback=None)',
    'Like `optimize`, callable from PyTorch with gradients.',
  ),
  decorator(
    'inline(func=None)',
    'Marks a function that is staged where staged code calls it. Tensors it makes live in the caller.',
  ),
  f(
    'Var[shape, dtype, atype="input", mtype=None]',
    'Declares a parameter as a tensor: `x: ft.Var[(n, 4), "float32", "input", "cpu"]`. Access is `input`, `output`, `inout` or `cache`.',
  ),
  f(
    'empty(shape, dtype, mtype=None)',
    'A new tensor, not initialised. It comes to life when it is assigned to one plain name.',
  ),
  f('var(initializer, dtype, mtype=None)', 'A new tensor with the values of a nested list of numbers.'),
  f('capture_var(arr, name="captured")', 'An array of the surrounding Python as an input tensor.'),
  f('dynamic_range(start, stop, step=1)', 'What `range` means in staged code: a loop of the program.'),
  f('static_range(start, stop, step=1)', "Python's `range`: the loop is unrolled while staging."),
  scope(
    'VarDef(name, shape, dtype, atype, mtype=None)',
    'Builder form: defines a tensor for the body of `with`. A list of tuples defines several.',
  ),
  scope(
    'For(iter_var, begin, end, step=1, nid="", no_deps=None, prefer_libs=False)',
    'Builder form: a loop; `as` gives the iterator.',
  ),
  scope('If(cond)', 'Builder form: the body runs where the condition holds.'),
  scope('Else()', 'Builder form: the other branch of the `If` right before.'),
  scope('Assert(cond)', 'Builder form: checked at run time; the body may rely on it.'),
  scope('NamedScope(nid)', 'Builder form: gives the statements of the body one label.'),
  f('MarkNid(nid)', 'Builder form: gives the next statement a label for schedules.'),
  f('MarkLabel(label)', 'Builder form: gives the next statement a label for schedules (later versions).'),
  f('Eval(expr)', 'A statement that evaluates an expression for its side effect.'),
  f('Any()', 'A wildcard for any statement, in tests.'),
  f(
    'Invoke(func, args)',
    'Calls another staged function. Not modelled here: what it does with the tensors is unknown.',
  ),
  f('pop_ast(verbose=False)', 'Builder form: ends the program and returns it.'),
  f('Func(name, params, returns, body)', 'Builder form: a function of a program that `pop_ast` returned.'),
  f('max(lhs, rhs)', `The greater of two values. Python's own \`max\` keeps one operand. ${ELEMENTWISE}`),
  f('min(lhs, rhs)', `The lesser of two values. Python's own \`min\` keeps one operand. ${ELEMENTWISE}`),
  f('l_and(lhs, rhs)', 'Logical and of conditions.'),
  f('l_or(lhs, rhs)', 'Logical or of conditions.'),
  f('l_not(expr)', 'Logical not of a condition.'),
  f('ceildiv(lhs, rhs)', 'Division rounded up. Needs a divisor other than 0.'),
  f('round_towards_0_div(lhs, rhs)', 'Division rounded towards 0, as in C.'),
  f('remainder(lhs, rhs)', 'Remainder with the sign of the dividend, as in C; `%` has the sign of the divisor.'),
  f('abs(expr)', `Absolute value. ${ELEMENTWISE}`),
  f('sqrt(expr)', `Square root. ${ELEMENTWISE}`),
  f('exp(expr)', `e to the power of the value. ${ELEMENTWISE}`),
  f('square(expr)', `x * x. ${ELEMENTWISE}`),
  f('sigmoid(expr)', `1 / (1 + exp(-x)). ${ELEMENTWISE}`),
  f('tanh(expr)', `Hyperbolic tangent. ${ELEMENTWISE}`),
  f('floor(expr)', `Rounds down. ${ELEMENTWISE}`),
  f('ceil(expr)', `Rounds up. ${ELEMENTWISE}`),
  f('ln(expr)', 'Natural logarithm (later versions).'),
  f('sin(expr)', 'Sine of an angle in radians (later versions).'),
  f('cos(expr)', 'Cosine of an angle in radians (later versions).'),
  f('tan(expr)', 'Tangent of an angle in radians (later versions).'),
  f('unbound(expr)', 'The value itself; keeps an optimiser from using bounds of it.'),
  f(
    'if_then_else(cond, then_case, else_case)',
    'One of two values by a condition. Both are expressions; which one is evaluated is decided at run time.',
  ),
  f('cast(expr, dtype)', 'An element as another element type.'),
  f(
    'intrinsic(fmt, *params, ret_type="void", has_side_effect=False)',
    'Text of the target language with `%` for each parameter: `ft.intrinsic("sinf(%)", x, ret_type="float32")`.',
  ),
  f('any()', 'A wildcard for any expression, in tests.'),
  f('ndim(var)', 'Number of dimensions; 0 for a number.'),
  f('shape(var, i=None)', 'Lengths of the dimensions, or of one.'),
  f('dtype(var)', 'Element type.'),
  f('mtype(var)', 'Memory type.'),
  f('up_cast(lhs, rhs)', 'The element type of a result of both.'),
  f('same_mtype(lhs, rhs)', 'The memory type of both operands; they must agree, `byvalue` fits any.'),
  f('min_value(dtype)', 'The least value of an element type; negative infinity for floats.'),
  f('max_value(dtype)', 'The greatest value of an element type; infinity for floats.'),
  f('is_float(dtype)', 'Whether an element type is a float.'),
  f('add(lhs, rhs)', `lhs + rhs. ${ELEMENTWISE}`),
  f('sub(lhs, rhs)', `lhs - rhs. ${ELEMENTWISE}`),
  f('mul(lhs, rhs)', `lhs * rhs. ${ELEMENTWISE}`),
  f('truediv(lhs, rhs)', `lhs / rhs, a float. ${ELEMENTWISE}`),
  f('floordiv(lhs, rhs)', `lhs // rhs, rounded down. ${ELEMENTWISE}`),
  f('mod(lhs, rhs)', `lhs % rhs, with the sign of the divisor. ${ELEMENTWISE}`),
  f('lt(lhs, rhs)', `lhs < rhs. ${ELEMENTWISE}`),
  f('le(lhs, rhs)', `lhs <= rhs. ${ELEMENTWISE}`),
  f('gt(lhs, rhs)', `lhs > rhs. ${ELEMENTWISE}`),
  f('ge(lhs, rhs)', `lhs >= rhs. ${ELEMENTWISE}`),
  f('eq(lhs, rhs)', `lhs == rhs. ${ELEMENTWISE}`),
  f('ne(lhs, rhs)', `lhs != rhs. ${ELEMENTWISE}`),
  type(
    'Schedule(func, verbose=0)',
    'A schedule of a program: its methods rewrite loops, named by label. Read and left alone here.',
  ),
  f('schedule(func, callback=None, verbose=0)', 'Applies a schedule to a program. Read and left alone here.'),
  f('grad(func, requires, provides, tapes=None)', 'Reverse-mode derivative, out of place. Not modelled yet.'),
  f('grad_(func, requires, provides, tapes=None)', 'Reverse-mode derivative in place. Not modelled yet.'),
  f('grad_body(stmt, requires, provides, tapes=None)', 'Reverse-mode derivative of a statement. Not modelled yet.'),
  f('jacrev(func, inputs, output, flatten=False)', 'Jacobian by reverse mode. Not modelled yet.'),
  f('jacrev_(func, inputs, output, flatten=False)', 'Jacobian by reverse mode, in place. Not modelled yet.'),
  type('DataType(name)', 'An element type by name.'),
  type('MemType(name)', 'A memory type by name.'),
  type('AccessType(name)', 'An access type by name.'),
  scope('CPU()', 'The CPU as a target; inside `with` it is the default.'),
  scope('GPU()', 'A GPU as a target; inside `with` tensors live in its main memory by default.'),
  scope('Device(target, num=0)', 'A device of a target; inside `with` it is the default.'),
  type('Array(data, device=None)', 'An array that a compiled function takes; `numpy()` gives it back.'),
  type('StagingError', 'Raised while staging.'),
  type('TransformError', 'Raised where a function cannot be rewritten.'),
  type('InvalidSchedule', 'Raised by a schedule that would change what the program computes.'),
  type('InvalidProgram', 'Raised for a program that breaks a rule, such as writing an input.'),
  type('InvalidAutoGrad', 'Raised where a program has no derivative by these rules.'),
  type('DriverError', 'Raised by compiling or running.'),
  type('AssertAlwaysFalse', 'Raised where an assertion can never hold.'),
  type('SymbolNotFound', 'Raised for a name that the program lacks.'),
  type('ParserError', 'Raised for text that is no program.'),
  type('InvalidIO', 'Raised for reading and writing that cannot be staged.'),
  type('UnexpectedQueryResult', 'Raised where a query finds another number of statements than asked for.'),
];

export const API: ReadonlyMap<string, ApiDoc> = new Map(ENTRIES.map((e) => [e.name, e]));

export const DIRECTIVES: readonly { readonly name: string; readonly insert: string; readonly doc: string }[] = [
  { name: 'nid', insert: 'nid: ', doc: 'Names the next statement, for schedules.' },
  {
    name: 'label',
    insert: 'label: ',
    doc: 'Names the next statement, for schedules (later versions; several names may stand).',
  },
  { name: 'no_deps', insert: 'no_deps: ', doc: 'Says that the next loop carries no dependence through this tensor.' },
  {
    name: 'prefer_libs',
    insert: 'prefer_libs',
    doc: 'Asks for library calls instead of the next loop where there are any.',
  },
];

export const ACCESS_TYPES: Readonly<Record<string, string>> = {
  input: 'read only',
  output: 'written; its first contents are undefined',
  inout: 'read and written',
  cache: 'local to the function',
};
export const MEMORY_TYPES: Readonly<Record<string, string>> = {
  byvalue: 'passed by value, read only',
  cpu: 'main memory of the host',
  'gpu/global': 'main memory of the GPU',
  'gpu/shared': 'memory shared by a thread block',
  'gpu/local': 'registers of one thread',
};
export const DATA_TYPES: Readonly<Record<string, string>> = {
  float32: '32-bit float',
  float64: '64-bit float',
  int32: '32-bit integer',
  int64: '64-bit integer',
  bool: 'truth value',
};
