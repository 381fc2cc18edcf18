/**
 * Python's abstract syntax as the evaluator needs it; names follow CPython's `ast` module.
 * Every node has its span. Bytes that do not parse become `error` nodes, so any text gives a tree.
 */

import type { Span } from '../../../text/span.ts';

interface Node {
  readonly at: Span;
}

export type BinOp = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '&' | '|' | '^' | '<<' | '>>';
export type CmpOp = '<' | '<=' | '>' | '>=' | '==' | '!=' | 'in' | 'not in' | 'is' | 'is not';

export interface Keyword extends Node {
  readonly name: string | null /* null: `**value` */;
  readonly nameAt: Span | null;
  readonly value: PyExpr;
}
export interface Comprehension extends Node {
  readonly target: PyExpr;
  readonly iter: PyExpr;
  readonly ifs: readonly PyExpr[];
  readonly isAsync: boolean;
}

export type PyExpr =
  | (Node & { readonly kind: 'name'; readonly id: string })
  | (Node & { readonly kind: 'int'; readonly value: bigint })
  | (Node & { readonly kind: 'float'; readonly value: number })
  | (Node & { readonly kind: 'complex'; readonly imag: number })
  /** Adjacent literals are joined; escapes are decoded. */
  | (Node & { readonly kind: 'str'; readonly value: string })
  | (Node & { readonly kind: 'bytes'; readonly value: string })
  | (Node & { readonly kind: 'fstring'; readonly parts: readonly (string | FormatPart)[] })
  | (Node & { readonly kind: 'constant'; readonly value: boolean | null | 'ellipsis' })
  | (Node & { readonly kind: 'tuple' | 'list' | 'set'; readonly items: readonly PyExpr[] })
  /** `key` null: `**value`. */
  | (Node & {
      readonly kind: 'dict';
      readonly entries: readonly { readonly key: PyExpr | null; readonly value: PyExpr }[];
    })
  | (Node & { readonly kind: 'attribute'; readonly object: PyExpr; readonly name: string; readonly nameAt: Span })
  /** Several indices are one tuple. */
  | (Node & { readonly kind: 'subscript'; readonly object: PyExpr; readonly index: PyExpr })
  | (Node & {
      readonly kind: 'slice';
      readonly start: PyExpr | null;
      readonly stop: PyExpr | null;
      readonly step: PyExpr | null;
    })
  | (Node & {
      readonly kind: 'call';
      readonly func: PyExpr;
      readonly args: readonly PyExpr[];
      readonly keywords: readonly Keyword[];
    })
  | (Node & { readonly kind: 'starred'; readonly value: PyExpr })
  | (Node & { readonly kind: 'unary'; readonly op: '-' | '+' | '~' | 'not'; readonly operand: PyExpr })
  | (Node & { readonly kind: 'binary'; readonly op: BinOp; readonly lhs: PyExpr; readonly rhs: PyExpr })
  | (Node & { readonly kind: 'boolOp'; readonly op: 'and' | 'or'; readonly values: readonly PyExpr[] })
  | (Node & {
      readonly kind: 'compare';
      readonly first: PyExpr;
      readonly rest: readonly { readonly op: CmpOp; readonly value: PyExpr }[];
    })
  | (Node & { readonly kind: 'ifExp'; readonly test: PyExpr; readonly then: PyExpr; readonly else: PyExpr })
  | (Node & { readonly kind: 'lambda'; readonly params: Params; readonly body: PyExpr })
  | (Node & { readonly kind: 'namedExpr'; readonly target: PyExpr; readonly value: PyExpr })
  | (Node & {
      readonly kind: 'listComp' | 'setComp' | 'generator';
      readonly element: PyExpr;
      readonly clauses: readonly Comprehension[];
    })
  | (Node & {
      readonly kind: 'dictComp';
      readonly key: PyExpr;
      readonly value: PyExpr;
      readonly clauses: readonly Comprehension[];
    })
  | (Node & { readonly kind: 'await' | 'yieldFrom'; readonly value: PyExpr })
  | (Node & { readonly kind: 'yield'; readonly value: PyExpr | null })
  | (Node & { readonly kind: 'error' });
export interface FormatPart {
  readonly value: PyExpr;
  readonly conversion: string | null;
  readonly spec: string | null;
}
export type PyExprOf<K extends PyExpr['kind']> = Extract<PyExpr, { kind: K }>;

export interface ParamDecl extends Node {
  readonly name: string;
  readonly annotation: PyExpr | null;
  readonly default: PyExpr | null;
}
export interface Params {
  readonly positionalOnly: readonly ParamDecl[];
  readonly positional: readonly ParamDecl[];
  readonly varArgs: ParamDecl | null;
  readonly keywordOnly: readonly ParamDecl[];
  readonly varKeywords: ParamDecl | null;
}

export interface ExceptHandler extends Node {
  readonly type: PyExpr | null;
  readonly name: string | null;
  readonly body: readonly PyStmt[];
}
export interface WithItem extends Node {
  readonly context: PyExpr;
  readonly target: PyExpr | null;
}
export interface ImportAlias extends Node {
  readonly name: string;
  readonly asName: string | null;
}

export type PyStmt =
  | (Node & { readonly kind: 'expr'; readonly value: PyExpr })
  | (Node & { readonly kind: 'assign'; readonly targets: readonly PyExpr[]; readonly value: PyExpr })
  | (Node & { readonly kind: 'augAssign'; readonly target: PyExpr; readonly op: BinOp; readonly value: PyExpr })
  | (Node & {
      readonly kind: 'annAssign';
      readonly target: PyExpr;
      readonly annotation: PyExpr;
      readonly value: PyExpr | null;
    })
  | (Node & {
      readonly kind: 'for';
      readonly target: PyExpr;
      readonly iter: PyExpr;
      readonly body: readonly PyStmt[];
      readonly orElse: readonly PyStmt[] | null;
      readonly isAsync: boolean;
    })
  | (Node & {
      readonly kind: 'while';
      readonly test: PyExpr;
      readonly body: readonly PyStmt[];
      readonly orElse: readonly PyStmt[] | null;
    })
  /** `elif` is an `if` alone in `orElse`, as in CPython. */
  | (Node & {
      readonly kind: 'if';
      readonly test: PyExpr;
      readonly body: readonly PyStmt[];
      readonly orElse: readonly PyStmt[] | null;
    })
  | (Node & {
      readonly kind: 'with';
      readonly items: readonly WithItem[];
      readonly body: readonly PyStmt[];
      readonly isAsync: boolean;
    })
  | (Node & {
      readonly kind: 'try';
      readonly body: readonly PyStmt[];
      readonly handlers: readonly ExceptHandler[];
      readonly orElse: readonly PyStmt[] | null;
      readonly final: readonly PyStmt[] | null;
    })
  | FunctionDef
  | (Node & {
      readonly kind: 'classDef';
      readonly name: string;
      readonly nameAt: Span;
      readonly bases: readonly PyExpr[];
      readonly keywords: readonly Keyword[];
      readonly body: readonly PyStmt[];
      readonly decorators: readonly PyExpr[];
    })
  | (Node & { readonly kind: 'return'; readonly value: PyExpr | null })
  | (Node & { readonly kind: 'raise'; readonly value: PyExpr | null; readonly cause: PyExpr | null })
  | (Node & { readonly kind: 'assert'; readonly test: PyExpr; readonly message: PyExpr | null })
  | (Node & { readonly kind: 'delete'; readonly targets: readonly PyExpr[] })
  | (Node & { readonly kind: 'import'; readonly names: readonly ImportAlias[] })
  /** `names` null: `from module import *`. `module` has its leading dots. */
  | (Node & { readonly kind: 'importFrom'; readonly module: string; readonly names: readonly ImportAlias[] | null })
  | (Node & { readonly kind: 'global' | 'nonlocal'; readonly names: readonly string[] })
  | (Node & { readonly kind: 'pass' | 'break' | 'continue' })
  /** `#! text`, a directive of the DSL, standing where a statement may stand. `text` is what follows `#!`, trimmed. */
  | (Node & { readonly kind: 'directive'; readonly text: string })
  /** A construct that this front end does not read (`match`, `type`): said once, then skipped. */
  | (Node & { readonly kind: 'unsupported'; readonly what: string })
  | (Node & { readonly kind: 'errorStmt' });
export type PyStmtOf<K extends PyStmt['kind']> = Extract<PyStmt, { kind: K }>;

export interface FunctionDef extends Node {
  readonly kind: 'functionDef';
  readonly name: string;
  readonly nameAt: Span;
  readonly params: Params;
  readonly returns: PyExpr | null;
  readonly body: readonly PyStmt[];
  readonly decorators: readonly PyExpr[];
  readonly isAsync: boolean;
}

export interface PyModule {
  readonly body: readonly PyStmt[];
  /** The body by top-level node of the tree, for the next version of the text; absent where there is none to come. */
  readonly chunks?: readonly Chunk[];
}

/** One top-level statement as it was read, or bytes that are none. */
export interface Chunk {
  readonly start: number;
  readonly end: number;
  readonly body: readonly PyStmt[];
  /** Directives at its end that belong to what follows. */
  readonly after: readonly PyStmtOf<'directive'>[];
  /** All of it was read: the same text gives the same statements again. */
  readonly whole: boolean;
}

/** A place where the text is not Python: `at` is never empty where a character can be shown. */
export interface SyntaxProblem {
  readonly at: Span;
  readonly message: string;
}
