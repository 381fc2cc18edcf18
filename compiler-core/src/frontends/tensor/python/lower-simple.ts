/** Statements that have no block. */

import type { BinOp, ImportAlias, PyExpr, PyStmt } from './ast.ts';
import { identifierText, lowerExpr } from './lower-expr.ts';
import type { Walker } from './walker.ts';

type Reader = (w: Walker) => PyStmt;

/** The named children as expressions; the cursor stays. */
function children(w: Walker): PyExpr[] {
  const out: PyExpr[] = [];
  if (!w.first()) return out;
  do {
    if (w.cursor.nodeIsNamed) out.push(lowerExpr(w));
  } while (w.next());
  w.up();
  return out;
}

function lowerExpressionStatement(w: Walker): PyStmt {
  const at = w.at;
  const items: PyExpr[] = [];
  let isTuple = false;
  let statement: PyStmt | null = null;
  if (!w.first()) return { kind: 'errorStmt', at };
  do {
    const type = w.cursor.nodeType;
    if (type === 'assignment') statement = lowerAssignment(w);
    else if (type === 'augmented_assignment') statement = lowerAugmented(w);
    else if (type === ',') isTuple = true;
    else items.push(lowerExpr(w));
  } while (w.next());
  w.up();
  const [only] = items;
  if (statement || !only) return statement ?? { kind: 'errorStmt', at };
  return { kind: 'expr', at, value: isTuple ? { kind: 'tuple', at, items } : only };
}

/** `a = b = c` nests in the tree: its targets are gathered on the way down. */
function lowerAssignment(w: Walker): PyStmt {
  const at = w.at;
  const targets: PyExpr[] = [];
  let value: PyExpr | null = null;
  let annotation: PyExpr | null = null;
  let levels = 0;
  let known = true;
  for (let inner = true; inner; ) {
    inner = false;
    w.first();
    levels++;
    targets.push(lowerExpr(w));
    let afterColon = false;
    while (w.next()) {
      const type = w.cursor.nodeType;
      if (type === ':') afterColon = true;
      else if (type === '=') afterColon = false;
      else if (afterColon) {
        annotation = lowerExpr(w);
        if (targets.length > 1) known = false;
      } else if (type === 'assignment') {
        inner = true;
        if (annotation) known = false;
        break;
      } else if (type === 'augmented_assignment') known = false;
      else value = lowerExpr(w);
    }
  }
  while (levels-- > 0) w.up();
  const [target] = targets;
  if (!known || !target) return { kind: 'errorStmt', at };
  if (annotation) return { kind: 'annAssign', at, target, annotation, value };
  return value ? { kind: 'assign', at, targets, value } : { kind: 'errorStmt', at };
}

function lowerAugmented(w: Walker): PyStmt {
  const at = w.at;
  w.first();
  const target = lowerExpr(w);
  w.next();
  const op = w.cursor.nodeType.slice(0, -1) as BinOp;
  const known = w.next() && w.cursor.nodeType !== 'assignment' && w.cursor.nodeType !== 'augmented_assignment';
  const value = known ? lowerExpr(w) : null;
  w.up();
  return value ? { kind: 'augAssign', at, target, op, value } : { kind: 'errorStmt', at };
}

function lowerReturn(w: Walker): PyStmt {
  return { kind: 'return', at: w.at, value: children(w)[0] ?? null };
}

function lowerDelete(w: Walker): PyStmt {
  const at = w.at;
  w.first();
  const isList = w.next() && w.cursor.nodeType === 'expression_list';
  w.up();
  const [only] = children(w);
  const targets = isList && only?.kind === 'tuple' ? only.items : only ? [only] : [];
  return { kind: 'delete', at, targets };
}

function lowerRaise(w: Walker): PyStmt {
  const at = w.at;
  let value: PyExpr | null = null;
  let cause: PyExpr | null = null;
  let from = false;
  w.first();
  while (w.next()) {
    if (w.cursor.nodeType === 'from') from = true;
    else if (from) cause = lowerExpr(w);
    else value = lowerExpr(w);
  }
  w.up();
  return { kind: 'raise', at, value, cause };
}

function lowerAssert(w: Walker): PyStmt {
  const [test, message] = children(w);
  return test ? { kind: 'assert', at: w.at, test, message: message ?? null } : { kind: 'errorStmt', at: w.at };
}

function lowerScope(w: Walker): PyStmt {
  const kind = w.cursor.nodeType === 'global_statement' ? 'global' : 'nonlocal';
  const names = children(w).flatMap((name) => (name.kind === 'name' ? [name.id] : []));
  return { kind, at: w.at, names };
}

/** A dotted name without the spaces and comments that may stand around its dots. */
function dottedText(w: Walker): string {
  let text = '';
  if (w.first()) {
    do {
      const type = w.cursor.nodeType;
      text += type === 'identifier' ? identifierText(w) : type === '.' ? '.' : dottedText(w);
    } while (w.next());
    w.up();
  } else if (w.cursor.nodeType === '__future__') text = '__future__';
  return text;
}

function lowerAlias(w: Walker): ImportAlias {
  const at = w.at;
  if (w.cursor.nodeType === 'dotted_name') return { at, name: dottedText(w), asName: null };
  w.first();
  const name = dottedText(w);
  w.next();
  const asName = w.next() ? identifierText(w) : null;
  w.up();
  return { at, name, asName };
}

function lowerImport(w: Walker): PyStmt {
  const at = w.at;
  const names: ImportAlias[] = [];
  w.first();
  while (w.next()) if (w.cursor.nodeIsNamed) names.push(lowerAlias(w));
  w.up();
  return { kind: 'import', at, names };
}

function lowerImportFrom(w: Walker): PyStmt {
  const at = w.at;
  const names: ImportAlias[] = [];
  let all = false;
  w.first();
  w.next();
  const module = dottedText(w);
  while (w.next()) {
    const type = w.cursor.nodeType;
    if (type === 'wildcard_import') all = true;
    else if (type === 'dotted_name' || type === 'aliased_import') names.push(lowerAlias(w));
  }
  w.up();
  return { kind: 'importFrom', at, module, names: all ? null : names };
}

const bare =
  (kind: 'pass' | 'break' | 'continue'): Reader =>
  (w) => ({ kind, at: w.at });

/** By node type; the cursor is on the statement and stays. */
export const SIMPLE_READERS: Readonly<Record<string, Reader>> = {
  expression_statement: lowerExpressionStatement,
  return_statement: lowerReturn,
  delete_statement: lowerDelete,
  raise_statement: lowerRaise,
  assert_statement: lowerAssert,
  global_statement: lowerScope,
  nonlocal_statement: lowerScope,
  import_statement: lowerImport,
  import_from_statement: lowerImportFrom,
  future_import_statement: lowerImportFrom,
  pass_statement: bare('pass'),
  break_statement: bare('break'),
  continue_statement: bare('continue'),
  type_alias_statement: (w) => ({ kind: 'unsupported', at: w.at, what: 'type' }),
};
