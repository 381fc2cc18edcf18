/**
 * Takes definitions out of sequences: each stands around the whole sequence then, so that statements can move past it.
 * Local tensors of one name get names of their own. O(nodes · rounds).
 */

import type { Func, Stmt, VarDef } from '../ir/nodes.ts';
import { mapExpr, mapStmt, stmtsIn } from '../ir/walk.ts';
import { flatten } from './simplify.ts';
import { labelOf } from './tree.ts';

const renameTensor = (root: Stmt, from: string, to: string): Stmt =>
  mapStmt(root, {
    expr: (e) => mapExpr(e, (x) => (x.kind === 'load' && x.tensor === from ? { ...x, tensor: to } : x)),
    stmt: (s) => {
      if (s.kind === 'varDef') return s.name === from ? { ...s, name: to } : s;
      if ((s.kind === 'atomicRMW' || s.kind === 'collective') && s.result === from) return { ...s, result: to };
      if (s.kind === 'store' || s.kind === 'reduceTo' || s.kind === 'atomicRMW') {
        return s.tensor === from ? { ...s, tensor: to } : s;
      }
      if (s.kind === 'for' && s.property.noDeps.includes(from)) {
        return { ...s, property: { ...s.property, noDeps: s.property.noDeps.map((t) => (t === from ? to : t)) } };
      }
      return s;
    },
  });

const once = (root: Stmt): Stmt =>
  mapStmt(root, {
    stmt: (s) => {
      if (s.kind !== 'seq' || !s.stmts.some((k) => k.kind === 'varDef')) return s;
      const count = new Map<string, number>();
      for (const k of stmtsIn(s)) if (k.kind === 'varDef') count.set(k.name, (count.get(k.name) ?? 0) + 1);
      const defs: VarDef[] = [];
      const stmts = s.stmts.map((k) => {
        if (k.kind !== 'varDef') return k;
        const clash = (count.get(k.name) ?? 0) > 1 && k.access === 'cache';
        const def = clash ? (renameTensor(k, k.name, `${k.name}.${labelOf(k)}`) as VarDef) : k;
        defs.push(def);
        return def.body;
      });
      return defs.reduceRight<Stmt>((body, def) => ({ ...def, body }), { ...s, names: [], stmts });
    },
  });

const MAX_ROUNDS = 100;

export const hoistDefinitions = (func: Func): Func => {
  let now = flatten(func.body);
  for (let k = 0; k < MAX_ROUNDS; k++) {
    const next = flatten(once(now));
    if (next === now) break;
    now = next;
  }
  return { ...func, body: now };
};
