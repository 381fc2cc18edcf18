/**
 * Tensors that hide another of the same name: defined inside the scope of one that is spelled the same, by the same
 * call. FreeTensor keeps both apart; the outer one cannot be reached by its name from there on, which is rarely meant.
 */

import type { Diagnostic } from '../diag/diagnostic.ts';
import type { Func, Origin, VarDef } from '../ir/nodes.ts';
import { visitStmt } from '../ir/walk.ts';
import { isLibraryFile } from '../text/span.ts';
import { finding } from './dataflow.ts';

const spelledName = (def: VarDef): string => def.spelled ?? def.name;

/** Names of two functions do not meet: both definitions must come from one body, reached by one chain of calls. */
const inOneBody = (a: Origin, b: Origin): boolean =>
  a.span.file === b.span.file &&
  // One statement that is staged several times, by a loop that runs while staging: each name is a new tensor on purpose.
  a.span.start !== b.span.start &&
  a.calls.length === b.calls.length &&
  a.calls.every((c, k) => {
    const other = b.calls[k];
    return other !== undefined && c.span.file === other.span.file && c.span.start === other.span.start;
  });

/** O(definitions · those open around them). */
export const checkShadow = (func: Func): Diagnostic[] => {
  const open: VarDef[] = [];
  const out: Diagnostic[] = [];
  visitStmt(func.body, {
    enter: (s) => {
      if (s.kind !== 'varDef') return true;
      const name = spelledName(s);
      const hidden = open.findLast((d) => spelledName(d) === name && inOneBody(d.origin, s.origin));
      open.push(s);
      if (!hidden || isLibraryFile(s.origin.span.file)) return true;
      const message = `this ${name} hides the ${name} defined before; both exist, under one name`;
      const related = [{ span: hidden.origin.span, message: `the ${name} that is hidden` }];
      const about = { code: 'shadowed-tensor', severity: 'warning', class: 'proved', message } as const;
      out.push(finding(about, s.origin, s.origin.span, related));
      return true;
    },
    leave: (s) => {
      if (s.kind === 'varDef') open.pop();
    },
  });
  return out;
};
