/**
 * C++'s abstract syntax as device code needs it. A node has the range of its tokens, `[from, to)` in the expanded text;
 * `tree.spanOf(node)` is its place in the file. What does not parse is an `error` node, so any tokens give a tree.
 */

import type { TextLiteral } from '../lex/literals.ts';
import type { NumberLiteral } from '../lex/numbers.ts';

export interface Node {
  readonly from: number;
  readonly to: number;
}

// names

/** One component of a name: `vec<float, 4>`, `operator+`, `~T`, `operator int`. */
export interface NamePart extends Node {
  readonly form: 'identifier' | 'operator' | 'conversion' | 'literal' | 'destructor' | 'decltype';
  /** The identifier; the operator's symbol (`+`, `()`, `new[]`); the class behind `~`; the suffix behind `operator""`. */
  readonly text: string;
  readonly arguments: readonly TemplateArgument[] | null;
  /** The type of a conversion function. */
  readonly type: TypeId | null;
  /** The operand of `decltype`. */
  readonly expression: Expr | null;
}
export interface Name extends Node {
  /** Begins with `::`. */
  readonly global: boolean;
  readonly typename: boolean;
  /** At least one. */
  readonly parts: readonly NamePart[];
}
export type TemplateArgument =
  | (Node & { readonly kind: 'type'; readonly type: TypeId; readonly pack: boolean })
  | (Node & { readonly kind: 'value'; readonly value: Expr; readonly pack: boolean })
  /** A name of which it is not known whether it is a type, a template or a value. */
  | (Node & { readonly kind: 'name'; readonly name: Name; readonly pack: boolean });

// types

export type TypeSpecifier = Node &
  (
    | { readonly kind: 'builtin'; readonly words: readonly string[] }
    | { readonly kind: 'named'; readonly name: Name }
    | { readonly kind: 'elaborated'; readonly key: string; readonly name: Name }
    | { readonly kind: 'class'; readonly definition: ClassDefinition }
    | { readonly kind: 'enum'; readonly definition: EnumDefinition }
    | { readonly kind: 'auto'; readonly decltype: boolean; readonly constraint: Name | null }
    | { readonly kind: 'decltype'; readonly operand: Expr | TypeId }
    /** Constructors, destructors, conversions and deduction guides have none. */
    | { readonly kind: 'none' }
  );
export interface Attribute extends Node {
  /** With its namespace: `sycl::reqd_work_group_size`, `gnu::aligned`, `alignas`. */
  readonly name: string;
  /** Null where it has none, or where they are no expressions. */
  readonly arguments: readonly Expr[] | null;
}
export interface Specifiers extends Node {
  /** `static`, `extern`, `typedef`, `inline`, `constexpr`, `virtual`, `friend`, ... in their order. */
  readonly words: readonly string[];
  readonly const: boolean;
  readonly volatile: boolean;
  readonly type: TypeSpecifier;
  readonly attributes: readonly Attribute[];
  /** The condition of `explicit(...)`. */
  readonly explicit: Expr | null;
}
export interface TypeId extends Node {
  readonly kind: 'typeId';
  readonly specifiers: Specifiers;
  readonly declarator: Declarator;
}

export type Chunk = Node &
  (
    | { readonly kind: 'pointer'; readonly const: boolean; readonly volatile: boolean; readonly restrict: boolean }
    | { readonly kind: 'reference'; readonly rvalue: boolean; readonly restrict: boolean }
    | { readonly kind: 'memberPointer'; readonly name: Name; readonly const: boolean }
    | { readonly kind: 'array'; readonly size: Expr | null }
    | FunctionPart
  );
export interface FunctionPart {
  readonly kind: 'function';
  readonly parameters: readonly Parameter[];
  /** Ends in `...`. */
  readonly variadic: boolean;
  readonly const: boolean;
  readonly volatile: boolean;
  readonly reference: '' | '&' | '&&';
  readonly noexcept: Expr | boolean;
  readonly trailing: TypeId | null;
  /** `override`, `final`. */
  readonly words: readonly string[];
  readonly requires: Expr | null;
  readonly attributes: readonly Attribute[];
}
export interface Declarator extends Node {
  /** Null in an abstract one. */
  readonly name: Name | null;
  /** `[a, b]` of a structured binding. */
  readonly bindings: readonly NamePart[] | null;
  /** From the name outwards: `int (*f)(int)` has pointer, function. */
  readonly chunks: readonly Chunk[];
  /** Declares a pack. */
  readonly pack: boolean;
  readonly attributes: readonly Attribute[];
}
export interface Parameter extends Node {
  readonly specifiers: Specifiers;
  readonly declarator: Declarator;
  readonly default: Expr | null;
}
export type Initializer = Node &
  (
    | { readonly kind: 'copy'; readonly value: Expr }
    | { readonly kind: 'paren'; readonly arguments: readonly Expr[] }
    | { readonly kind: 'brace'; readonly list: ListExpr }
  );
export interface InitDeclarator extends Node {
  readonly declarator: Declarator;
  readonly bitField: Expr | null;
  readonly initializer: Initializer | null;
}

// expressions

export type CastStyle = 'c' | 'static_cast' | 'dynamic_cast' | 'const_cast' | 'reinterpret_cast';
export interface ListItem extends Node {
  /** `.x.y` or `[3]`, for designated initialisers. */
  readonly designators: readonly (string | Expr)[];
  readonly value: Expr;
}
export interface ListExpr extends Node {
  readonly kind: 'list';
  readonly items: readonly ListItem[];
}
export interface Capture extends Node {
  /** `this`, `*this`, or the name. */
  readonly name: string;
  readonly byReference: boolean;
  readonly initializer: Initializer | null;
  readonly pack: boolean;
}
export interface LambdaExpr extends Node {
  readonly kind: 'lambda';
  readonly default: '' | '=' | '&';
  readonly captures: readonly Capture[];
  readonly template: TemplateHead | null;
  /** Null where the list is left out. */
  readonly function: FunctionPart | null;
  readonly words: readonly string[];
  readonly attributes: readonly Attribute[];
  readonly body: CompoundStmt;
}
export type Expr =
  | (Node & { readonly kind: 'number'; readonly literal: NumberLiteral | null })
  | (Node & { readonly kind: 'character'; readonly literal: TextLiteral })
  /** Adjacent ones are one. */
  | (Node & { readonly kind: 'string'; readonly literals: readonly TextLiteral[] })
  | (Node & { readonly kind: 'boolean'; readonly value: boolean })
  | (Node & { readonly kind: 'nullptr' | 'this' })
  | (Node & { readonly kind: 'name'; readonly name: Name })
  | (Node & { readonly kind: 'paren'; readonly inner: Expr })
  | (Node & { readonly kind: 'unary'; readonly operator: string; readonly operand: Expr })
  | (Node & { readonly kind: 'postfix'; readonly operator: '++' | '--'; readonly operand: Expr })
  /** `,` too. */
  | (Node & { readonly kind: 'binary'; readonly operator: string; readonly left: Expr; readonly right: Expr })
  | (Node & { readonly kind: 'assign'; readonly operator: string; readonly left: Expr; readonly right: Expr })
  /** `then` null: the extension `a ?: b`. */
  | (Node & { readonly kind: 'conditional'; readonly test: Expr; readonly then: Expr | null; readonly else: Expr })
  | (Node & { readonly kind: 'call'; readonly callee: Expr; readonly arguments: readonly Expr[] })
  | (Node & { readonly kind: 'subscript'; readonly object: Expr; readonly indices: readonly Expr[] })
  | (Node & { readonly kind: 'member'; readonly object: Expr; readonly arrow: boolean; readonly name: Name })
  | (Node & { readonly kind: 'cast'; readonly style: CastStyle; readonly type: TypeId; readonly operand: Expr })
  /** `float(x)`, `range<1>{n}`, `typename T::type()`. */
  | (Node & { readonly kind: 'construct'; readonly type: TypeSpecifier; readonly initializer: Initializer })
  | ListExpr
  | (Node & {
      readonly kind: 'new';
      readonly placement: readonly Expr[];
      readonly type: TypeId;
      readonly initializer: Initializer | null;
    })
  | (Node & { readonly kind: 'delete'; readonly array: boolean; readonly operand: Expr })
  /** `sizeof`, `alignof`, `typeid`, `noexcept`, `sizeof...`. */
  | (Node & { readonly kind: 'query'; readonly operator: string; readonly operand: Expr | TypeId })
  | LambdaExpr
  /** `(... op pack)`, `(pack op ...)`, `(init op ... op pack)`. */
  | (Node & {
      readonly kind: 'fold';
      readonly operator: string;
      readonly left: Expr | null;
      readonly right: Expr | null;
    })
  | (Node & { readonly kind: 'expansion'; readonly pattern: Expr })
  /** `throw`, `co_await`, `co_yield`. */
  | (Node & { readonly kind: 'jump'; readonly operator: string; readonly operand: Expr | null })
  /** `requires (T a) { ... }`; what it asks for is not read. */
  | (Node & { readonly kind: 'requires' })
  /** `({ ... })` */
  | (Node & { readonly kind: 'statements'; readonly body: CompoundStmt })
  /** A type where an argument stands: `va_arg(list, int)`, `offsetof(S, x)`, `__is_same(A, B)`. */
  | (Node & { readonly kind: 'type'; readonly type: TypeId });

// statements

export interface CompoundStmt extends Node {
  readonly kind: 'compound';
  readonly body: readonly Stmt[];
}
export type Stmt =
  | CompoundStmt
  | (Node & { readonly kind: 'expression'; readonly value: Expr; readonly attributes: readonly Attribute[] })
  | (Node & { readonly kind: 'declaration'; readonly declaration: Decl })
  | (Node & { readonly kind: 'empty' })
  | (Node & {
      readonly kind: 'if';
      readonly form: '' | 'constexpr' | 'consteval' | '!consteval';
      readonly init: Stmt | null;
      readonly condition: Stmt | null;
      readonly then: Stmt;
      readonly else: Stmt | null;
    })
  | (Node & { readonly kind: 'while'; readonly condition: Stmt; readonly body: Stmt })
  | (Node & { readonly kind: 'do'; readonly body: Stmt; readonly condition: Expr })
  | (Node & {
      readonly kind: 'for';
      readonly init: Stmt | null;
      readonly condition: Stmt | null;
      readonly step: Expr | null;
      readonly body: Stmt;
    })
  | (Node & {
      readonly kind: 'rangeFor';
      readonly init: Stmt | null;
      readonly specifiers: Specifiers;
      readonly declarator: Declarator;
      readonly range: Expr;
      readonly body: Stmt;
    })
  | (Node & { readonly kind: 'switch'; readonly init: Stmt | null; readonly condition: Stmt; readonly body: Stmt })
  /** `end`: the extension `case 1 ... 3`. A null value is `default`. */
  | (Node & {
      readonly kind: 'case';
      readonly value: Expr | null;
      readonly end: Expr | null;
      readonly body: Stmt | null;
    })
  | (Node & { readonly kind: 'label'; readonly name: string; readonly body: Stmt | null })
  | (Node & { readonly kind: 'break' | 'continue' })
  | (Node & { readonly kind: 'goto'; readonly label: string })
  | (Node & { readonly kind: 'return'; readonly value: Expr | null })
  | (Node & { readonly kind: 'try'; readonly body: CompoundStmt; readonly handlers: readonly Handler[] })
  | (Node & { readonly kind: 'asm' })
  /** A call of something unknown that no `;` ends, perhaps with a block: a macro that nobody defined here. */
  | (Node & { readonly kind: 'macro'; readonly name: string; readonly body: CompoundStmt | null })
  /** `inner`: lambdas in the region that were read before it went wrong. */
  | (Node & { readonly kind: 'error'; readonly inner: readonly LambdaExpr[] });
export interface Handler extends Node {
  /** Null: `catch (...)`. */
  readonly parameter: Parameter | null;
  readonly body: CompoundStmt;
}

// declarations

export interface TemplateHead extends Node {
  readonly parameters: readonly TemplateParameter[];
  readonly requires: Expr | null;
}
export type TemplateParameter = Node & { readonly name: string; readonly pack: boolean } & (
    | { readonly kind: 'type'; readonly constraint: Name | null; readonly default: TypeId | null }
    | { readonly kind: 'value'; readonly parameter: Parameter }
    | { readonly kind: 'template'; readonly head: TemplateHead; readonly default: Name | null }
  );
export interface BaseClass extends Node {
  readonly access: string;
  readonly virtual: boolean;
  readonly name: Name;
  readonly pack: boolean;
}
export interface ClassDefinition extends Node {
  readonly key: string;
  readonly name: Name | null;
  readonly attributes: readonly Attribute[];
  readonly bases: readonly BaseClass[];
  readonly members: readonly Decl[];
}
export interface EnumDefinition extends Node {
  readonly scoped: boolean;
  readonly name: Name | null;
  readonly underlying: TypeId | null;
  /** Null: only declared. */
  readonly enumerators: readonly (Node & { readonly name: string; readonly value: Expr | null })[] | null;
}
export interface MemberInit extends Node {
  readonly name: Name;
  readonly initializer: Initializer;
  readonly pack: boolean;
}
export interface FunctionDecl extends Node {
  readonly kind: 'function';
  readonly specifiers: Specifiers;
  readonly declarator: Declarator;
  /** `= default`, `= delete`; both members below are empty then. */
  readonly form: '' | 'default' | 'delete';
  /** Members' are read when their class is complete. */
  inits: readonly MemberInit[];
  body: CompoundStmt | null;
  handlers: readonly Handler[];
}
export type Decl =
  | FunctionDecl
  | (Node & {
      readonly kind: 'simple';
      readonly specifiers: Specifiers;
      readonly declarators: readonly InitDeclarator[];
    })
  /** An empty name: unnamed. */
  | (Node & {
      readonly kind: 'namespace';
      readonly names: readonly string[];
      readonly inline: boolean;
      readonly body: readonly Decl[];
    })
  | (Node & { readonly kind: 'namespaceAlias'; readonly name: string; readonly target: Name })
  | (Node & { readonly kind: 'usingNamespace'; readonly name: Name })
  | (Node & { readonly kind: 'using'; readonly names: readonly Name[] })
  | (Node & { readonly kind: 'alias'; readonly name: string; readonly type: TypeId })
  | (Node & { readonly kind: 'template'; readonly head: TemplateHead; readonly declaration: Decl })
  /** `template class X<int>;` */
  | (Node & { readonly kind: 'instantiation'; readonly extern: boolean; readonly declaration: Decl })
  | (Node & { readonly kind: 'concept'; readonly name: string; readonly value: Expr })
  | (Node & { readonly kind: 'linkage'; readonly language: string; readonly body: readonly Decl[] })
  | (Node & { readonly kind: 'staticAssert'; readonly condition: Expr; readonly message: Expr | null })
  | (Node & { readonly kind: 'access'; readonly access: string })
  | (Node & { readonly kind: 'empty' | 'asm' })
  /** `NAME(...)` or `NAME(...) { ... }` of a macro that nobody defined here. */
  | (Node & { readonly kind: 'macro'; readonly name: string; readonly body: CompoundStmt | null })
  | (Node & { readonly kind: 'error'; readonly inner: readonly LambdaExpr[] });
