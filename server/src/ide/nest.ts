/** What the staged functions of a file say about places of its text: who reads and writes each tensor. */

import type { CallSite, Expr, Stmt, StmtOf } from '@athanor/compiler-core/ir/nodes.ts';
import { childExprs, childStmts, ownExprs } from '@athanor/compiler-core/ir/walk.ts';
import type { StagedUnit } from '@athanor/compiler-core/session/pipeline.ts';
import { movedOffset, moveSpan } from '@athanor/compiler-core/text/move.ts';
import type { FileId, Span } from '@athanor/compiler-core/text/span.ts';

export interface Access {
  readonly kind: 'read' | 'write';
  /** The place in the file; of an access in an inlined function of another file, the call. */
  readonly at: Span;
  /** Start of the definition of the tensor in the file; accesses of tensors defined elsewhere are left out. */
  readonly definition: number;
  readonly unit: string;
  /** The function of the library or of another file that does it; null where it stands in this file. */
  readonly through: string | null;
}
/** Who reads and writes the tensor defined at an offset, in the order of the text. O(nodes) once for each function that changed. */
export const accessesOf = (units: readonly StagedUnit[], file: FileId, definition: number): readonly Access[] =>
  units
    .flatMap((unit) => {
      const moves = unit.moves ?? [];
      return inUnit(unit.original ?? unit, file)
        .filter((access) => movedOffset(access.definition, moves) === definition)
        .map((access) => ({ ...access, definition, at: moveSpan(access.at, moves) }));
    })
    .sort((a, b) => a.at.start - b.at.start);

const known = new WeakMap<StagedUnit, readonly Access[]>();

/** All accesses of a function, without repeats. */
const inUnit = (unit: StagedUnit, file: FileId): readonly Access[] => {
  const before = known.get(unit);
  if (before !== undefined) return before;
  const found = unit.kind === 'inline' ? [] : read(unit, file);
  known.set(unit, found);
  return found;
};

const read = (unit: StagedUnit, file: FileId): readonly Access[] => {
  const found = new Map<string, Access>();
  const defs = new Map<string, Span>();
  const add = (kind: Access['kind'], tensor: string, at: Span, calls: readonly CallSite[]): void => {
    const definition = defs.get(tensor);
    const shown = definition?.file === file ? shownAt(at, calls, file) : null;
    if (definition === undefined || shown === null) return;
    const key = `${kind}${definition.start}:${shown.at.start}-${shown.at.end}`;
    if (!found.has(key)) found.set(key, { kind, ...shown, definition: definition.start, unit: unit.name });
  };
  const reads = (root: Expr, calls: readonly CallSite[]): void => {
    const stack = [root];
    for (let e = stack.pop(); e; e = stack.pop()) {
      if (e.kind === 'load') add('read', e.tensor, e.at, calls);
      stack.push(...childExprs(e));
    }
  };
  const stack: Stmt[] = [unit.func.body];
  for (let s = stack.pop(); s; s = stack.pop()) {
    const { calls } = s.origin;
    if (s.kind === 'varDef') defs.set(s.name, definitionIn(s, file));
    if (s.kind === 'store' || s.kind === 'reduceTo' || s.kind === 'atomicRMW') {
      add('write', s.tensor, s.at, calls);
      if (s.kind !== 'store') add('read', s.tensor, s.at, calls);
    }
    for (const e of ownExprs(s)) reads(e, calls);
    const inner = childStmts(s);
    for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i] as Stmt);
  }
  return [...found.values()];
};

/** Of a tensor made in the library, the call in the file that it comes from. */
const definitionIn = (s: StmtOf<'varDef'>, file: FileId): Span => {
  const { span, calls } = s.origin;
  return span.file === file ? span : (calls.findLast((c) => c.span.file === file)?.span ?? span);
};

const shownAt = (at: Span, calls: readonly CallSite[], file: FileId): { at: Span; through: string | null } | null => {
  if (at.file === file) return { at, through: null };
  const call = calls.findLast((c) => c.span.file === file);
  return call ? { at: call.span, through: call.callee } : null;
};
