/** A program as rows of a picture: a line for each loop, branch, local tensor and statement, in order, and which rows a loop spans. */

import { loopLength } from '@athanor/compiler-core/ir/build.ts';
import type { Func, NodeId, Stmt, VarDef } from '@athanor/compiler-core/ir/nodes.ts';
import { printExpr, printStmt } from '@athanor/compiler-core/ir/print.ts';
import { childStmts } from '@athanor/compiler-core/ir/walk.ts';

export interface Row {
  readonly id: NodeId;
  readonly depth: number;
  readonly kind: 'loop' | 'branch' | 'tensor' | 'statement';
  readonly text: string;
}

/** A loop or branch around the rows `first` to `last`, its own row first. */
export interface Bar {
  readonly id: NodeId;
  readonly depth: number;
  readonly first: number;
  readonly last: number;
  readonly parallel: boolean;
}

export interface Rows {
  readonly rows: readonly Row[];
  readonly bars: readonly Bar[];
  /** All definitions, those of parameters too. */
  readonly tensors: readonly VarDef[];
}

const headerOf = (s: Stmt): Pick<Row, 'kind' | 'text'> | null => {
  switch (s.kind) {
    case 'seq':
      return null;
    case 'varDef':
      if (s.access !== 'cache') return null;
      return { kind: 'tensor', text: `${s.name}: ${s.dtype}[${s.shape.map((e) => printExpr(e)).join(', ')}]` };
    case 'for': {
      const { parallel, vectorize, unroll } = s.property;
      const how = [parallel === 'serial' ? '' : parallel, vectorize ? 'vectorised' : '', unroll ? 'unrolled' : ''];
      const marks = how.filter((word) => word !== '').map((word) => ` (${word})`);
      const name = s.names[0] === undefined ? '' : `${s.names[0]}: `;
      return { kind: 'loop', text: `${name}for ${s.iter}, ${printExpr(loopLength(s))} times${marks.join('')}` };
    }
    case 'while':
      return { kind: 'loop', text: `while ${printExpr(s.cond)}` };
    case 'if':
      return { kind: 'branch', text: `if ${printExpr(s.cond)}` };
    case 'assert':
    case 'assume':
      return { kind: 'statement', text: `${s.kind} ${printExpr(s.cond)}` };
    default:
      return { kind: 'statement', text: printStmt(s).trim().split('\n').at(-1) ?? '' };
  }
};

export const rowsOf = (func: Func): Rows => {
  const rows: Row[] = [];
  const bars: Bar[] = [];
  const tensors: VarDef[] = [];
  const visit = (s: Stmt, depth: number): void => {
    const header = headerOf(s);
    const first = rows.length;
    if (s.kind === 'varDef') tensors.push(s);
    if (header) rows.push({ id: s.id, depth, ...header });
    const isBar = header?.kind === 'loop' || header?.kind === 'branch';
    for (const [k, kid] of childStmts(s).entries()) {
      if (s.kind === 'if' && k === 1) rows.push({ id: s.id, depth, kind: 'branch', text: 'else' });
      visit(kid, isBar ? depth + 1 : depth);
    }
    if (isBar) {
      const parallel = s.kind === 'for' && s.property.parallel !== 'serial';
      bars.push({ id: s.id, depth, first, last: rows.length - 1, parallel });
    }
  };
  visit(func.body, 0);
  // Outer ones first, so that inner ones are drawn on top.
  bars.sort((a, b) => a.depth - b.depth || a.first - b.first);
  return { rows, bars, tensors };
};
