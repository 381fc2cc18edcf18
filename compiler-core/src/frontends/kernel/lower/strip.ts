/** Leaves out what nobody asks for: flags of jumps that the structure says already, results that are not used. */

import type { Stmt } from '../../../ir/nodes.ts';
import { childStmts, foldStmt, ownExprs, visitExpr, visitStmt, withParts } from '../../../ir/walk.ts';
import type { Machine } from './machine.ts';

export const strip = (m: Machine, body: Stmt): Stmt => {
  const loaded = new Set<string>();
  visitStmt(body, {
    enter: (stmt) => {
      for (const e of ownExprs(stmt)) {
        visitExpr(e, (node) => {
          if (node.kind === 'load') loaded.add(node.tensor);
          return true;
        });
      }
      if (stmt.kind === 'varDef' && stmt.view !== null) loaded.add(stmt.view.tensor);
    },
  });
  const isIdleFlag = (tensor: string): boolean => m.flags.has(tensor) && !m.askedFlags.has(tensor);
  const isIdle = (tensor: string | null): boolean => tensor !== null && m.results.has(tensor) && !loaded.has(tensor);
  return foldStmt<Stmt>(body, (stmt, parts) => {
    const inner = parts;
    if (stmt.kind === 'seq') {
      // A list in a list is one; what is empty says nothing.
      const flat = parts.flatMap((part) => (part.kind === 'seq' ? part.stmts : [part]));
      const [only] = flat;
      return flat.length === 1 && only !== undefined ? only : { ...stmt, stmts: flat };
    }
    if (stmt.kind === 'varDef' && isIdle(stmt.name)) return inner[0] ?? stmt;
    const whole = childStmts(stmt).every((child, i) => child === inner[i])
      ? stmt
      : withParts(stmt, inner, ownExprs(stmt));
    if ((whole.kind === 'atomicRMW' || whole.kind === 'collective') && isIdle(whole.result))
      return { ...whole, result: null };
    if (whole.kind !== 'store' || !isIdleFlag(whole.tensor)) return whole;
    const { id, names, origin } = whole;
    return { kind: 'seq', id, names, origin, stmts: [] };
  });
};
