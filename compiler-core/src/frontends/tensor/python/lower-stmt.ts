/** Blocks, the statements that have them, and where directives go. */

import type { ExceptHandler, Keyword, Params, PyExpr, PyStmt, PyStmtOf, WithItem } from './ast.ts';
import { identifierText, lowerArguments, lowerExpr } from './lower-expr.ts';
import { lowerParams } from './lower-params.ts';
import { SIMPLE_READERS } from './lower-simple.ts';
import type { Walker } from './walker.ts';

type Reader = (w: Walker) => PyStmt;

const NO_PARAMS: Params = { positionalOnly: [], positional: [], varArgs: null, keywordOnly: [], varKeywords: null };

/** Columns of white space before `at`, a tab counting to the next multiple of 8, as the tokenizer counts. */
function columnOf(w: Walker, at: number): number {
  let start = at;
  while (start > 0 && !'\n\r'.includes(w.text.charAt(start - 1))) start--;
  let column = 0;
  for (let i = start; i < at; i++) {
    const c = w.text.charAt(i);
    if (c === '\f') column = 0;
    else column = c === '\t' ? (Math.floor(column / 8) + 1) * 8 : column + 1;
  }
  return column;
}

/** The statements among the children of the current node (a module, a block or an ERROR). */
export function lowerStatements(w: Walker, out: PyStmt[] = []): PyStmt[] {
  if (!w.cursor.gotoFirstChild()) return out;
  do {
    const type = w.cursor.nodeType;
    if (type === 'directive') w.noteDirective();
    else if (type === 'ERROR') {
      flush(w, out);
      lowerDamage(w, out);
    } else if (type !== 'comment' && type !== 'line_continuation') lowerStatement(w, type, out);
  } while (w.cursor.gotoNextSibling());
  w.up();
  return out;
}

const flush = (w: Walker, out: PyStmt[]): void => {
  if (w.pending.length > 0) out.push(...w.pending.splice(0));
};

export function lowerStatement(w: Walker, type: string, out: PyStmt[]): void {
  flush(w, out);
  w.damaged = false;
  const simple = SIMPLE_READERS[type];
  if (simple) {
    const statement = simple(w);
    out.push(w.damaged ? { kind: 'errorStmt', at: w.at } : statement);
    return;
  }
  const compound = COMPOUND_READERS[type];
  if (!compound) {
    if (w.cursor.nodeIsNamed) out.push({ kind: 'errorStmt', at: w.at });
    return;
  }
  const place = out.length;
  out.push(compound(w));
  if (w.damaged) out.splice(place, 0, { kind: 'errorStmt', at: w.at });
}

/** Bytes that are not Python: what is whole inside them is kept. */
export function lowerDamage(w: Walker, out: PyStmt[]): void {
  const last = out.at(-1);
  const { at } = w;
  // Bytes that are no program at all would give a statement for each of them.
  if (last?.kind === 'errorStmt')
    out[out.length - 1] = { kind: 'errorStmt', at: w.spanOf(last.at.start, Math.max(last.at.end, at.end)) };
  else out.push({ kind: 'errorStmt', at });
  if (!w.enterBlock()) return;
  if (w.cursor.gotoFirstChild()) {
    do {
      const type = w.cursor.nodeType;
      if (type === 'directive') w.noteDirective();
      else if (type === 'block') lowerStatements(w, out);
      else if (SIMPLE_READERS[type] || COMPOUND_READERS[type]) lowerStatement(w, type, out);
    } while (w.cursor.gotoNextSibling());
    w.up();
  }
  w.leaveBlock();
}

/** The cursor is on a `block`. A directive that ends it stays in it when it is indented like it. */
function lowerBlock(w: Walker): PyStmt[] {
  const damaged = w.damaged;
  if (!w.enterBlock()) return [{ kind: 'errorStmt', at: w.at }];
  const start = w.cursor.startIndex;
  const out = lowerStatements(w);
  if (w.pending.length > 0) {
    const column = columnOf(w, start);
    while (w.pending[0] && columnOf(w, w.pending[0].at.start) >= column) out.push(...w.pending.splice(0, 1));
  }
  w.leaveBlock();
  w.damaged = damaged;
  return out;
}

/** The end of a statement that ends with a block: the tree's own includes directives and spaces after it. */
function endOf(statements: readonly PyStmt[] | null | undefined, otherwise: number): number {
  const last = statements?.findLast((statement) => statement.kind !== 'directive');
  return last ? last.at.end : otherwise;
}

interface Branch {
  readonly start: number;
  readonly end: number;
  readonly test: PyExpr;
  readonly body: PyStmt[];
}

function readBranch(w: Walker): Branch {
  const start = w.cursor.startIndex;
  const end = w.cursor.endIndex;
  let test: PyExpr = { kind: 'error', at: w.at };
  let body: PyStmt[] = [];
  w.first();
  while (w.next()) {
    if (w.cursor.nodeType === 'block') body = lowerBlock(w);
    else if (w.cursor.nodeIsNamed) test = lowerExpr(w);
  }
  w.up();
  return { start, end, test, body };
}

/** The block of an `else` or a `finally`. */
function readClause(w: Walker): PyStmt[] {
  let body: PyStmt[] = [];
  if (!w.first()) return body;
  do if (w.cursor.nodeType === 'block') body = lowerBlock(w);
  while (w.next());
  w.up();
  return body;
}

function lowerIf(w: Walker): PyStmt {
  const at = w.at;
  const branches: Branch[] = [];
  let orElse: PyStmt[] | null = null;
  let test: PyExpr = { kind: 'error', at };
  let body: PyStmt[] = [];
  w.first();
  while (w.next()) {
    const type = w.cursor.nodeType;
    if (type === 'block') body = lowerBlock(w);
    else if (type === 'elif_clause') branches.push(readBranch(w));
    else if (type === 'else_clause') orElse = readClause(w);
    else if (w.cursor.nodeIsNamed) test = lowerExpr(w);
  }
  w.up();
  if (!w.mayNest(branches.length)) return { kind: 'errorStmt', at };
  for (const branch of branches.reverse()) {
    const end = endOf(orElse ?? branch.body, branch.end);
    orElse = [{ kind: 'if', at: w.spanOf(branch.start, end), test: branch.test, body: branch.body, orElse }];
  }
  return { kind: 'if', at: w.spanOf(at.start, endOf(orElse ?? body, at.end)), test, body, orElse };
}

function lowerFor(w: Walker): PyStmt {
  const at = w.at;
  const header: PyExpr[] = [];
  let body: PyStmt[] = [];
  let orElse: PyStmt[] | null = null;
  w.first();
  const isAsync = w.cursor.nodeType === 'async';
  do {
    const type = w.cursor.nodeType;
    if (type === 'block') body = lowerBlock(w);
    else if (type === 'else_clause') orElse = readClause(w);
    else if (w.cursor.nodeIsNamed) header.push(lowerExpr(w));
  } while (w.next());
  w.up();
  const [target, iter] = header;
  if (!target || !iter) return { kind: 'errorStmt', at };
  const where = w.spanOf(at.start, endOf(orElse ?? body, at.end));
  return { kind: 'for', at: where, target, iter, body, orElse, isAsync };
}

function lowerWhile(w: Walker): PyStmt {
  const at = w.at;
  let test: PyExpr = { kind: 'error', at };
  let body: PyStmt[] = [];
  let orElse: PyStmt[] | null = null;
  w.first();
  while (w.next()) {
    const type = w.cursor.nodeType;
    if (type === 'block') body = lowerBlock(w);
    else if (type === 'else_clause') orElse = readClause(w);
    else if (w.cursor.nodeIsNamed) test = lowerExpr(w);
  }
  w.up();
  return { kind: 'while', at: w.spanOf(at.start, endOf(orElse ?? body, at.end)), test, body, orElse };
}

function lowerTry(w: Walker): PyStmt {
  const at = w.at;
  let body: PyStmt[] = [];
  const handlers: ExceptHandler[] = [];
  let orElse: PyStmt[] | null = null;
  let final: PyStmt[] | null = null;
  let end: number = at.end;
  w.first();
  while (w.next()) {
    const type = w.cursor.nodeType;
    if (type === 'block') body = lowerBlock(w);
    else if (type === 'except_clause') handlers.push(lowerHandler(w));
    else if (type === 'else_clause') orElse = readClause(w);
    else if (type === 'finally_clause') final = readClause(w);
  }
  w.up();
  end = endOf(final ?? orElse ?? handlers.at(-1)?.body ?? body, end);
  return { kind: 'try', at: w.spanOf(at.start, end), body, handlers, orElse, final };
}

function lowerHandler(w: Walker): ExceptHandler {
  const at = w.at;
  let type: PyExpr | null = null;
  let name: string | null = null;
  let body: PyStmt[] = [];
  w.first();
  while (w.next()) {
    const node = w.cursor.nodeType;
    if (node === 'block') body = lowerBlock(w);
    else if (node === 'as_pattern') {
      const { context, target } = lowerAs(w);
      type = context;
      name = target?.kind === 'name' ? target.id : null;
    } else if (w.cursor.nodeIsNamed) {
      const value = lowerExpr(w);
      if (type && value.kind === 'name') name = value.id;
      else type = value;
    }
  }
  w.up();
  return { at: w.spanOf(at.start, endOf(body, at.end)), type, name, body };
}

/** `value as target`; the cursor is on the `as_pattern`. */
function lowerAs(w: Walker): WithItem {
  const at = w.at;
  w.first();
  const context = lowerExpr(w);
  w.next();
  const target = w.next() ? lowerExpr(w) : null;
  w.up();
  return { at, context, target };
}

function lowerWith(w: Walker): PyStmt {
  const at = w.at;
  const items: WithItem[] = [];
  let body: PyStmt[] = [];
  w.first();
  const isAsync = w.cursor.nodeType === 'async';
  do {
    const type = w.cursor.nodeType;
    if (type === 'block') body = lowerBlock(w);
    else if (type === 'with_clause') readItems(w, items);
  } while (w.next());
  w.up();
  return { kind: 'with', at: w.spanOf(at.start, endOf(body, at.end)), items, body, isAsync };
}

function readItems(w: Walker, items: WithItem[]): void {
  if (!w.first()) return;
  do {
    if (w.cursor.nodeType === 'with_item') readItem(w, items);
  } while (w.next());
  w.up();
}

/** `(a as b, c)` is a list of items, though it can be read as an expression too. */
function readItem(w: Walker, items: WithItem[]): void {
  w.first();
  const type = w.cursor.nodeType;
  if (type === 'parenthesized_expression' || type === 'tuple') {
    w.first();
    while (w.next()) if (w.cursor.nodeIsNamed) items.push(lowerItem(w));
    w.up();
  } else items.push(lowerItem(w));
  w.up();
}

const lowerItem = (w: Walker): WithItem =>
  w.cursor.nodeType === 'as_pattern' ? lowerAs(w) : { at: w.at, context: lowerExpr(w), target: null };

function lowerDecorated(w: Walker): PyStmt {
  const at = w.at;
  const decorators: PyExpr[] = [];
  let definition: PyStmt = { kind: 'errorStmt', at };
  if (w.first()) {
    do {
      const type = w.cursor.nodeType;
      if (type === 'function_definition') definition = lowerFunction(w, decorators);
      else if (type === 'class_definition') definition = lowerClass(w, decorators);
      else if (type === 'decorator' && w.first()) {
        while (w.next()) if (w.cursor.nodeIsNamed) decorators.push(lowerExpr(w));
        w.up();
      }
    } while (w.next());
    w.up();
  }
  return definition;
}

function lowerFunction(w: Walker, decorators: readonly PyExpr[]): PyStmt {
  const at = w.at;
  let name = '';
  let nameAt = at;
  let params = NO_PARAMS;
  let returns: PyExpr | null = null;
  let body: PyStmt[] = [];
  w.first();
  const isAsync = w.cursor.nodeType === 'async';
  do {
    const type = w.cursor.nodeType;
    if (type === 'identifier') {
      name = identifierText(w);
      nameAt = w.at;
    } else if (type === 'parameters') params = lowerParams(w);
    else if (type === 'type') returns = lowerExpr(w);
    else if (type === 'block') body = lowerBlock(w);
  } while (w.next());
  w.up();
  const where = w.spanOf(at.start, endOf(body, at.end));
  return { kind: 'functionDef', at: where, name, nameAt, params, returns, body, decorators, isAsync };
}

function lowerClass(w: Walker, decorators: readonly PyExpr[]): PyStmtOf<'classDef'> {
  const at = w.at;
  let name = '';
  let nameAt = at;
  let bases: PyExpr[] = [];
  let keywords: Keyword[] = [];
  let body: PyStmt[] = [];
  w.first();
  while (w.next()) {
    const type = w.cursor.nodeType;
    if (type === 'identifier') {
      name = identifierText(w);
      nameAt = w.at;
    } else if (type === 'argument_list') ({ args: bases, keywords } = lowerArguments(w));
    else if (type === 'block') body = lowerBlock(w);
  }
  w.up();
  const where = w.spanOf(at.start, endOf(body, at.end));
  return { kind: 'classDef', at: where, name, nameAt, bases, keywords, body, decorators };
}

/** Not read, but its last block says where it ends. */
function lowerMatch(w: Walker): PyStmt {
  const at = w.at;
  let last: PyStmt[] = [];
  const visit = (): void => {
    if (!w.first()) return;
    do {
      const type = w.cursor.nodeType;
      if (type === 'case_clause') last = readClause(w);
      else if (type === 'block') visit();
    } while (w.next());
    w.up();
  };
  visit();
  return { kind: 'unsupported', at: w.spanOf(at.start, endOf(last, at.end)), what: 'match' };
}

const COMPOUND_READERS: Readonly<Record<string, Reader>> = {
  if_statement: lowerIf,
  for_statement: lowerFor,
  while_statement: lowerWhile,
  try_statement: lowerTry,
  with_statement: lowerWith,
  decorated_definition: lowerDecorated,
  function_definition: (w) => lowerFunction(w, []),
  class_definition: (w) => lowerClass(w, []),
  match_statement: lowerMatch,
};
