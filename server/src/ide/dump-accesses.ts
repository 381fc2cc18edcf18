/** Every access of a staged function in program order: what, where to, by which statement, inside which loops. */

import { placeInWords } from '@athanor/compiler-core/diag/excerpt.ts';
import { placeOf, type SourceView } from '@athanor/compiler-core/diag/source-view.ts';
import type { Expr, Func, Stmt } from '@athanor/compiler-core/ir/nodes.ts';
import { printExpr } from '@athanor/compiler-core/ir/print.ts';
import { ownExprs, visitExpr, visitStmt } from '@athanor/compiler-core/ir/walk.ts';
import type { FileId, Span } from '@athanor/compiler-core/text/span.ts';

export const dumpAccesses = (func: Func, lookup: (file: FileId) => SourceView | null): string => {
  const rows: (readonly [string, string, string, string])[] = [];
  const around: string[] = [];
  const place = (at: Span): string => {
    const view = lookup(at.file);
    return view === null ? at.file : placeInWords(placeOf(view, at.start, at.end));
  };
  const row = (kind: string, tensor: string, indices: readonly Expr[], at: Span): void => {
    rows.push([kind, `${tensor}[${indices.map(printExpr).join(', ')}]`, around.join(' '), place(at)]);
  };
  const loads = (s: Stmt): void => {
    for (const own of ownExprs(s))
      visitExpr(own, (e) => {
        if (e.kind === 'load') row('read', e.tensor, e.indices, e.at);
        return true;
      });
  };
  visitStmt(func.body, {
    enter: (s) => {
      loads(s);
      if (s.kind === 'store') row('write', s.tensor, s.indices, s.at);
      if (s.kind === 'reduceTo') row(`reduce ${s.op}`, s.tensor, s.indices, s.at);
      if (s.kind === 'atomicRMW') row(`atomic ${s.op}`, s.tensor, s.indices, s.at);
      const frame = frameOf(s);
      if (frame !== null) around.push(frame);
      return true;
    },
    leave: (s) => {
      if (frameOf(s) !== null) around.pop();
    },
  });
  const widths = [0, 1, 2].map((i) => Math.max(0, ...rows.map((cells) => (cells[i] ?? '').length)));
  const lines = rows.map((cells) => `  ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd());
  return `${func.name}: ${rows.length} accesses\n${lines.join('\n')}${rows.length === 0 ? '' : '\n'}`;
};

const frameOf = (s: Stmt): string | null => {
  if (s.kind === 'for') return `for ${s.iter} in ${printExpr(s.begin)} : ${printExpr(s.end)} : ${printExpr(s.step)}`;
  if (s.kind === 'if' || s.kind === 'assert' || s.kind === 'assume' || s.kind === 'while')
    return `${s.kind} ${printExpr(s.cond)}`;
  return null;
};
