/**
 * Python values during staging. JavaScript primitives stand for themselves: `null` is None, `bigint` int,
 * `number` float, `string` str, `boolean` bool. Everything else is one of the classes below.
 */

import type { Expr, Func } from '../../ir/nodes.ts';
import type { DType } from '../../ir/types.ts';
import type { Span } from '../../text/span.ts';
import type { FunctionDef, PyExprOf, PyStmt, PyStmtOf } from './python/ast.ts';
import type { Scope } from './scope.ts';
import type { TensorRef } from './tensor.ts';

export type Value = null | boolean | bigint | number | string | PyObject;
export type PyObject =
  | PyTuple
  | PyList
  | PyDict
  | PySet
  | PySlice
  | PyIterator
  | PyFunction
  | Builtin
  | BoundMethod
  | PyClass
  | PyInstance
  | PyModuleValue
  | PyMisc
  | PyException
  | Unknown
  | ExprValue
  | TensorRef
  | NewTensor
  | Declaration
  | StagedRange
  | StagedFunc
  | WithScope
  | Undeclared
  | TypeName
  | NativeObject;

export class PyTuple {
  readonly kind = 'tuple';
  constructor(
    readonly items: readonly Value[],
    /** Where each item of a display is written. */
    readonly places: readonly Span[] | null = null,
  ) {}
}
export class PyList {
  readonly kind = 'list';
  constructor(
    readonly items: Value[],
    /** Where each item of a display is written; the list may have changed since. */
    readonly places: readonly Span[] | null = null,
  ) {}
}
/** Keys are primitives or tuples of primitives: `keyOf` gives the map key. */
export class PyDict {
  readonly kind = 'dict';
  readonly entries = new Map<string, { readonly key: Value; value: Value }>();
}
export class PySet {
  readonly kind = 'set';
  readonly entries = new Map<string, Value>();
}
export class PySlice {
  readonly kind = 'slice';
  constructor(
    readonly start: Value,
    readonly stop: Value,
    readonly step: Value,
  ) {}
}
/** A lazily consumed sequence (`zip`, `map`, generators, `range` outside staging), as its remaining items. */
export class PyIterator {
  readonly kind = 'iterator';
  constructor(
    readonly items: readonly Value[],
    /** What `type()` would say: range objects may be subscripted and iterated again, the others are used up. */
    readonly what: 'range' | 'iterator',
  ) {}
  next = 0;
}
export class PyFunction {
  readonly kind = 'function';
  readonly attributes = new Map<string, Value>();
  constructor(
    readonly name: string,
    readonly def: FunctionDef | PyExprOf<'lambda'>,
    readonly scope: Scope,
    readonly defaults: ReadonlyMap<string, Value>,
    /** Its body was rewritten by FreeTensor: `inline`, `transform`, or nested in one. */
    readonly staged: boolean,
    /** Decorated with `inline`: rewritten when called while staging, plain Python otherwise. */
    readonly inlined: boolean,
  ) {}
}

/** The arguments of one call, before they are bound. */
export interface Args {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** The whole call, and the spans of its arguments, for findings. */
  readonly at: Span;
  readonly spans: readonly Span[];
  /** What is called, where it is written out. */
  readonly callee?: Span;
  /** Of the keyword arguments that are written out. */
  readonly named?: ReadonlyMap<string, { readonly nameAt: Span; readonly at: Span }>;
}
/** Where an argument is written; the whole call where it is not. */
export const argumentAt = (args: Args, i: number, name: string): Span =>
  args.spans[i] ?? args.named?.get(name)?.at ?? args.at;
/** Where the arguments from the `i`-th on are written. */
export const surplusAt = (args: Args, i: number): Span => {
  const [first, last] = [args.spans[i], args.spans.at(-1)];
  return first && last ? { ...first, end: last.end } : args.at;
};
export class Builtin {
  readonly kind = 'builtin';
  constructor(
    readonly name: string,
    readonly call: (args: Args) => Value,
    /** `name[...]` calls it too, the parts of the key being the arguments. */
    readonly bySubscript = false,
  ) {}
}
export class BoundMethod {
  readonly kind = 'method';
  constructor(
    readonly self: Value,
    readonly func: PyFunction,
  ) {}
}
export class PyClass {
  readonly kind = 'class';
  readonly members = new Map<string, Value>();
  constructor(
    readonly name: string,
    readonly bases: readonly Value[],
    readonly def: PyStmtOf<'classDef'> | null,
  ) {}
  /** Field names in order, of a `@dataclass`. */
  fields: readonly string[] | null = null;
}
export class PyInstance {
  readonly kind = 'instance';
  readonly members = new Map<string, Value>();
  constructor(
    readonly of: PyClass,
    /** It stands for any instance: its constructor was not run, and what it sets is unknown. */
    readonly any = false,
  ) {}
}
export class PyModuleValue {
  readonly kind = 'module';
  constructor(
    readonly name: string,
    readonly get: (name: string) => Value | undefined,
    /** Names for `from module import *`. */
    readonly names: () => readonly string[],
    /** No name but these exists: an unknown attribute is an error, not an unknown value. */
    readonly complete: boolean,
  ) {}
  /** It has further names that were not found out. */
  open = false;
}
/** Values that only need an identity: `Ellipsis`, `NotImplemented`, a device. */
export class PyMisc {
  readonly kind = 'misc';
  constructor(
    readonly type: 'ellipsis' | 'device' | 'target',
    readonly name: string,
  ) {}
}
export class PyException {
  readonly kind = 'exception';
  constructor(
    readonly className: string,
    readonly message: string,
  ) {}
}
/**
 * A value that staging cannot know. `expr` is set where it is a number made from named unknowns;
 * the same `name` always means the same value.
 */
export class Unknown {
  readonly kind = 'unknown';
  constructor(
    readonly name: string,
    readonly at: Span,
    readonly expr: Expr | null = null,
    /** Known to be of this Python type though its value is not. */
    readonly type: 'int' | 'float' | 'bool' | 'str' | null = null,
  ) {}
  /** It stands for the result of something that failed, which was said: nothing more is said about it. */
  broken = false;
  /** Attributes and items that were read of it: the same unknown each time, until something may have changed them. */
  readonly parts = new Map<string, Value>();
  /** What this is a part of. */
  owner: Unknown | null = null;

  /** The part `key`; made where it is new. */
  part(key: string, make: () => Value): Value {
    const known = this.parts.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (made instanceof Unknown && made.owner === null) made.owner = this;
    this.parts.set(key, made);
    return made;
  }
}
/** What an expression or statement that raised would have given. */
export const brokenValue = (name: string, at: Span): Unknown => {
  const v = new Unknown(name, at);
  v.broken = true;
  return v;
};
/** An expression of the IR, as a Python object. */
export class ExprValue {
  readonly kind = 'expr';
  constructor(readonly expr: Expr) {}
}
/** What `empty`, `var` and the like return: a tensor once it is assigned to a name. */
export class NewTensor {
  readonly kind = 'newTensor';
  constructor(
    readonly shape: Value,
    readonly dtype: Value,
    readonly mtype: Value,
    readonly initial: Value | undefined,
    readonly at: Span,
    /** Where shape or initialiser, element type and memory type are written. */
    readonly places: readonly [Span, Span, Span] = [at, at, at],
    /** The statement that makes it. */
    readonly statement: Span = at,
  ) {}
}
/** `Var[shape, dtype, access, memory]`. */
export class Declaration {
  readonly kind = 'declaration';
  constructor(
    readonly shape: Value,
    readonly dtype: Value,
    readonly access: Value,
    readonly memory: Value,
    readonly at: Span,
    /** Places of the parts, in order, where they are written one by one. */
    readonly parts: readonly Span[],
  ) {}
}
/** `range(...)` in rewritten code: a loop of the program, never iterable by Python. */
export class StagedRange {
  readonly kind = 'stagedRange';
  constructor(
    readonly begin: Value,
    readonly end: Value,
    readonly step: Value,
    readonly at: Span,
    /** Where begin, end and step are written. */
    readonly places: readonly [Span, Span, Span] = [at, at, at],
  ) {}
}
/** What `transform` returns. */
export class StagedFunc {
  readonly kind = 'stagedFunc';
  constructor(
    readonly name: string,
    /** Index of the staged unit; null where it is not ours to show (`ft.Func` of an unknown body). */
    readonly unit: number | null,
    /** The program where a schedule made another one of the unit's. */
    readonly func: Func | null = null,
  ) {}
}
/** A context manager: runs the body of `with`, giving it what `as` binds. */
export class WithScope {
  readonly kind = 'with';
  constructor(
    readonly name: string,
    /** `statements`: those of the body. */
    readonly run: (body: (bound: Value) => void, statements: readonly PyStmt[]) => void,
  ) {}
}
/** A parameter of a transformed function before its declaration; FreeTensor passes its name as a string. */
export class Undeclared {
  readonly kind = 'undeclared';
  constructor(
    readonly name: string,
    readonly at: Span,
  ) {}
}
/** `DataType("float32")`, `MemType("cpu")`, and Python's own types such as `int`. */
export class TypeName {
  readonly kind = 'typeName';
  constructor(
    readonly of: 'dtype' | 'mtype' | 'atype' | 'python',
    readonly name: string,
    readonly call: ((args: Args) => Value) | null = null,
  ) {}
}

/** An object of FreeTensor's own that is known: a schedule, a statement of a program, a member of an enumeration. */
export class NativeObject {
  readonly kind = 'native';
  constructor(
    /** What `type()` would say. */
    readonly type: string,
    /** Objects of one type and identity are equal to Python; a number or text, or the object itself. */
    readonly identity: unknown,
    /** Undefined: it has no such attribute. */
    readonly member: (name: string, at: Span) => Value | undefined,
    readonly item: ((key: Value, at: Span) => Value) | null = null,
  ) {}
}

export const dtypeValue = (t: DType): TypeName => new TypeName('dtype', t);

/** The word Python would use for the type of a value. */
export const typeOf = (v: Value): string => {
  if (v === null) return 'NoneType';
  switch (typeof v) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float';
    case 'string':
      return 'str';
    default:
  }
  switch (v.kind) {
    case 'tuple':
    case 'list':
    case 'dict':
    case 'set':
    case 'slice':
    case 'function':
    case 'module':
      return v.kind;
    case 'iterator':
      return v.what;
    case 'builtin':
      return 'builtin_function_or_method';
    case 'method':
      return 'method';
    case 'class':
    case 'typeName':
      return v.kind === 'class' || v.of === 'python' ? 'type' : 'DataType';
    case 'instance':
      return v.of.name;
    case 'misc':
      return v.name;
    case 'exception':
      return v.className;
    case 'unknown':
      return v.type ?? 'unknown';
    case 'expr':
      return 'Expr';
    case 'tensor':
      return 'VarRef';
    case 'newTensor':
      return 'VarCreator';
    case 'declaration':
      return 'Var';
    case 'stagedRange':
      return 'dynamic_range';
    case 'stagedFunc':
      return 'Func';
    case 'with':
      return v.name;
    case 'undeclared':
      return 'str';
    case 'native':
      return v.type;
  }
};

/** The key under which a value is stored in a dict or set; null where it has none (unhashable or unknown). */
export const keyOf = (v: Value): string | null => {
  if (v === null) return 'N';
  switch (typeof v) {
    case 'boolean':
      return `i${v ? 1 : 0}`;
    case 'bigint':
      return `i${v}`;
    case 'number':
      return Number.isInteger(v) ? `i${BigInt(v)}` : `f${v}`;
    case 'string':
      return `s${v}`;
    default:
  }
  if (v.kind === 'tuple') {
    const parts = v.items.map(keyOf);
    return parts.includes(null) ? null : `(${parts.map((p) => `${(p as string).length}:${p}`).join(',')})`;
  }
  if (v.kind === 'typeName') return `t${v.of}:${v.name}`;
  if (v.kind === 'native') return `n${v.type}:${typeof v.identity === 'object' ? identity(v) : v.identity}`;
  if (v.kind === 'class' || v.kind === 'function' || v.kind === 'builtin' || v.kind === 'instance')
    return `o${identity(v)}`;
  return null;
};

const identities = new WeakMap<object, number>();
let nextIdentity = 1;
const identity = (o: object): number => {
  const id = identities.get(o) ?? nextIdentity++;
  identities.set(o, id);
  return id;
};
