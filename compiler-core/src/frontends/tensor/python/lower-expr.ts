/** Expressions: from the concrete tree to the AST. Each function leaves the cursor where it found it. */

import type { Span } from '../../../text/span.ts';
import type { BinOp, CmpOp, Comprehension, Keyword, PyExpr } from './ast.ts';
import { numberValue } from './literals.ts';
import { lowerLambdaParams } from './lower-params.ts';
import { lowerString } from './lower-string.ts';
import type { Walker } from './walker.ts';

type Entry = { readonly key: PyExpr | null; readonly value: PyExpr };
type Reader = (w: Walker) => PyExpr;

export const lowerExpr = (w: Walker): PyExpr =>
  w.expression(() => {
    const reader = READERS[w.cursor.nodeType];
    return reader ? reader(w) : { kind: 'error', at: w.at };
  });

const errorAt = (at: Span): PyExpr => ({ kind: 'error', at });

export function identifierText(w: Walker): string {
  const text = w.nodeText;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return text.normalize('NFKC');
  return text;
}

function lowerName(w: Walker): PyExpr {
  const at = w.at;
  return at.start === at.end ? errorAt(at) : { kind: 'name', at, id: identifierText(w) };
}

function lowerNumber(w: Walker): PyExpr {
  const value = numberValue(w.nodeText);
  return value ? { ...value, at: w.at } : errorAt(w.at);
}

/** The named children, each read by `lowerExpr`. */
function namedChildren(w: Walker): PyExpr[] {
  const out: PyExpr[] = [];
  if (!w.first()) return out;
  do {
    if (w.cursor.nodeIsNamed) out.push(lowerExpr(w));
  } while (w.next());
  w.up();
  return out;
}

const sequence =
  (kind: 'tuple' | 'list' | 'set'): Reader =>
  (w) => ({ kind, at: w.at, items: namedChildren(w) });

/** `(e)` is `e`. */
function lowerInner(w: Walker): PyExpr {
  const inner = namedChildren(w);
  return inner.length === 1 ? (inner[0] ?? errorAt(w.at)) : errorAt(w.at);
}

/** `(a) = 1` assigns to `a`: without a comma the parentheses only group. */
function lowerTuplePattern(w: Walker): PyExpr {
  let comma = false;
  if (w.first()) {
    do comma ||= w.cursor.nodeType === ',';
    while (w.next());
    w.up();
  }
  const at = w.at;
  const items = namedChildren(w);
  const [only] = items;
  return only && !comma ? only : { kind: 'tuple', at, items };
}

function lowerStarred(w: Walker): PyExpr {
  const [value] = namedChildren(w);
  return value ? { kind: 'starred', at: w.at, value } : errorAt(w.at);
}

function lowerDict(w: Walker): PyExpr {
  const entries: Entry[] = [];
  const at = w.at;
  if (w.first()) {
    do {
      const type = w.cursor.nodeType;
      if (type !== 'pair' && type !== 'dictionary_splat') continue;
      const [a, b] = namedChildren(w);
      if (type === 'pair') entries.push({ key: a ?? errorAt(at), value: b ?? errorAt(at) });
      else entries.push({ key: null, value: a ?? errorAt(at) });
    } while (w.next());
    w.up();
  }
  return { kind: 'dict', at, entries };
}

function lowerUnary(w: Walker): PyExpr {
  const at = w.at;
  w.first();
  const op = w.cursor.nodeType as '-' | '+' | '~' | 'not';
  const operand = w.next() ? lowerExpr(w) : errorAt(at);
  w.up();
  return { kind: 'unary', at, op, operand };
}

function lowerBinary(w: Walker): PyExpr {
  const at = w.at;
  w.first();
  const lhs = lowerExpr(w);
  w.next();
  const op = w.cursor.nodeType as BinOp;
  const rhs = w.next() ? lowerExpr(w) : errorAt(at);
  w.up();
  return { kind: 'binary', at, op, lhs, rhs };
}

/** `a and b and c` is one node, as in CPython; parentheses keep theirs. */
function lowerBool(w: Walker): PyExpr {
  const at = w.at;
  const values: PyExpr[] = [];
  w.first();
  const left = w.cursor.nodeType === 'boolean_operator' || w.cursor.nodeIsNamed ? lowerExpr(w) : errorAt(at);
  const leftIsPlain = w.cursor.nodeType === 'boolean_operator';
  w.next();
  const op = w.cursor.nodeType as 'and' | 'or';
  if (leftIsPlain && left.kind === 'boolOp' && left.op === op) values.push(...left.values);
  else values.push(left);
  values.push(w.next() ? lowerExpr(w) : errorAt(at));
  w.up();
  return { kind: 'boolOp', at, op, values };
}

function lowerCompare(w: Walker): PyExpr {
  const at = w.at;
  w.first();
  const first = lowerExpr(w);
  const rest: { op: CmpOp; value: PyExpr }[] = [];
  let known = true;
  while (w.next()) {
    const op = w.cursor.nodeType as CmpOp;
    if (w.nodeText === '<>') known = false;
    rest.push({ op, value: w.next() ? lowerExpr(w) : errorAt(at) });
  }
  w.up();
  return known ? { kind: 'compare', at, first, rest } : errorAt(at);
}

function lowerIfExp(w: Walker): PyExpr {
  const [then, test, other] = namedChildren(w);
  return then && test && other ? { kind: 'ifExp', at: w.at, test, then, else: other } : errorAt(w.at);
}

function lowerLambda(w: Walker): PyExpr {
  const at = w.at;
  w.first();
  w.next();
  const params = lowerLambdaParams(w);
  if (w.cursor.nodeType === 'lambda_parameters') w.next();
  const body = w.next() ? lowerExpr(w) : errorAt(at);
  w.up();
  return { kind: 'lambda', at, params, body };
}

function lowerNamedExpr(w: Walker): PyExpr {
  const [target, value] = namedChildren(w);
  return target && value ? { kind: 'namedExpr', at: w.at, target, value } : errorAt(w.at);
}

function lowerAttribute(w: Walker): PyExpr {
  const at = w.at;
  w.first();
  const object = lowerExpr(w);
  w.next();
  const named = w.next();
  const nameAt = w.at;
  const name = named ? identifierText(w) : '';
  w.up();
  return { kind: 'attribute', at, object, name, nameAt };
}

function lowerSubscript(w: Walker): PyExpr {
  const at = w.at;
  w.first();
  const object = lowerExpr(w);
  const items: PyExpr[] = [];
  let isTuple = false;
  let start = at.end as number;
  let end = start;
  w.next();
  while (w.next()) {
    const type = w.cursor.nodeType;
    if (type === ']') break;
    start = Math.min(start, w.cursor.startIndex);
    end = w.cursor.endIndex;
    if (type === ',') isTuple = true;
    else items.push(lowerExpr(w));
  }
  w.up();
  const [only] = items;
  if (!only) return errorAt(at);
  // `a[*b]` is a tuple too.
  const index: PyExpr = isTuple || only.kind === 'starred' ? { kind: 'tuple', at: w.spanOf(start, end), items } : only;
  return { kind: 'subscript', at, object, index };
}

function lowerSlice(w: Walker): PyExpr {
  const at = w.at;
  const parts: (PyExpr | null)[] = [null, null, null];
  let colons = 0;
  if (w.first()) {
    do {
      if (w.cursor.nodeIsNamed) parts[colons] = lowerExpr(w);
      else colons++;
    } while (w.next());
    w.up();
  }
  return { kind: 'slice', at, start: parts[0] ?? null, stop: parts[1] ?? null, step: parts[2] ?? null };
}

/** The arguments of a call or of a class, the cursor on the `argument_list`. */
export function lowerArguments(w: Walker): { args: PyExpr[]; keywords: Keyword[] } {
  const args: PyExpr[] = [];
  const keywords: Keyword[] = [];
  if (!w.first()) return { args, keywords };
  do {
    if (!w.cursor.nodeIsNamed) continue;
    const type = w.cursor.nodeType;
    if (type === 'keyword_argument') keywords.push(lowerKeyword(w));
    else if (type === 'dictionary_splat') {
      const [value] = namedChildren(w);
      keywords.push({ at: w.at, name: null, nameAt: null, value: value ?? errorAt(w.at) });
    } else args.push(lowerExpr(w));
  } while (w.next());
  w.up();
  return { args, keywords };
}

function lowerKeyword(w: Walker): Keyword {
  const at = w.at;
  w.first();
  const nameAt = w.at;
  const name = identifierText(w);
  w.next();
  const value = w.next() ? lowerExpr(w) : errorAt(at);
  w.up();
  return { at, name, nameAt, value };
}

function lowerCall(w: Walker): PyExpr {
  const at = w.at;
  w.first();
  const func = lowerExpr(w);
  w.next();
  const { args, keywords } =
    w.cursor.nodeType === 'argument_list' ? lowerArguments(w) : { args: [lowerExpr(w)], keywords: [] };
  w.up();
  return { kind: 'call', at, func, args, keywords };
}

/** The cursor is on a `for_in_clause` or an `if_clause`; stops at the last clause. */
function lowerClauses(w: Walker): Comprehension[] {
  const clauses: { target: PyExpr; iter: PyExpr; ifs: PyExpr[]; isAsync: boolean; at: Span }[] = [];
  do {
    const type = w.cursor.nodeType;
    if (type === 'for_in_clause') {
      const at = w.at;
      w.first();
      const isAsync = w.cursor.nodeType === 'async';
      w.up();
      const [target, iter, more] = namedChildren(w);
      clauses.push({ at, target: target ?? errorAt(at), iter: more || !iter ? errorAt(at) : iter, ifs: [], isAsync });
    } else if (type === 'if_clause') clauses.at(-1)?.ifs.push(lowerInner(w));
  } while (w.next());
  return clauses;
}

const comprehension =
  (kind: 'listComp' | 'setComp' | 'generator'): Reader =>
  (w) => {
    const at = w.at;
    w.first();
    w.next();
    const element = lowerExpr(w);
    const clauses = w.next() ? lowerClauses(w) : [];
    w.up();
    return { kind, at, element, clauses };
  };

function lowerDictComp(w: Walker): PyExpr {
  const at = w.at;
  w.first();
  w.next();
  const [key, value] = namedChildren(w);
  const clauses = w.next() ? lowerClauses(w) : [];
  w.up();
  return { kind: 'dictComp', at, key: key ?? errorAt(at), value: value ?? errorAt(at), clauses };
}

function lowerAwait(w: Walker): PyExpr {
  const [value] = namedChildren(w);
  return value ? { kind: 'await', at: w.at, value } : errorAt(w.at);
}

function lowerYield(w: Walker): PyExpr {
  const at = w.at;
  let from = false;
  w.first();
  if (w.next()) from = w.cursor.nodeType === 'from';
  w.up();
  const [value] = namedChildren(w);
  if (from) return { kind: 'yieldFrom', at, value: value ?? errorAt(at) };
  return { kind: 'yield', at, value: value ?? null };
}

const constant =
  (value: boolean | null | 'ellipsis'): Reader =>
  (w) => ({ kind: 'constant', at: w.at, value });

const READERS: Readonly<Record<string, Reader>> = {
  identifier: lowerName,
  integer: lowerNumber,
  float: lowerNumber,
  string: lowerString,
  concatenated_string: lowerString,
  true: constant(true),
  false: constant(false),
  none: constant(null),
  ellipsis: constant('ellipsis'),
  tuple: sequence('tuple'),
  tuple_pattern: lowerTuplePattern,
  expression_list: sequence('tuple'),
  pattern_list: sequence('tuple'),
  list: sequence('list'),
  list_pattern: sequence('list'),
  set: sequence('set'),
  dictionary: lowerDict,
  parenthesized_expression: lowerInner,
  type: lowerInner,
  as_pattern_target: lowerInner,
  list_splat: lowerStarred,
  list_splat_pattern: lowerStarred,
  splat_type: lowerStarred,
  unary_operator: lowerUnary,
  not_operator: lowerUnary,
  binary_operator: lowerBinary,
  boolean_operator: lowerBool,
  comparison_operator: lowerCompare,
  conditional_expression: lowerIfExp,
  lambda: lowerLambda,
  named_expression: lowerNamedExpr,
  attribute: lowerAttribute,
  subscript: lowerSubscript,
  slice: lowerSlice,
  call: lowerCall,
  list_comprehension: comprehension('listComp'),
  set_comprehension: comprehension('setComp'),
  generator_expression: comprehension('generator'),
  dictionary_comprehension: lowerDictComp,
  await: lowerAwait,
  yield: lowerYield,
};
