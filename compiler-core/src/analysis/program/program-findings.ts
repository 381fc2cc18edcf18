/** What is said of a program of the host: see the checks beside this file for each question. */

import type { Diagnostic } from '../../diag/diagnostic.ts';
import type { Program } from '../../ir/program.ts';
import type { Span } from '../../text/span.ts';
import type { Open } from '../kernels/answer.ts';
import { deadStores } from './dead-stores.ts';
import { Findings } from './findings.ts';
import { Names } from './memory.ts';
import { Uses } from './uses.ts';
import { Walk } from './walk.ts';

/** What the front end knows of the text around a program. */
export interface Around {
  /** A launch's call, and the name in it that findings are shown at. */
  readonly kernels?: readonly { readonly at: Span; readonly spelled: Span }[];
  /** Places where text is missing: includes that were not found. A kernel around one may do more than is read. */
  readonly gaps?: readonly Span[];
}

/**
 * Races between commands, missing waits, memory that is freed, foreign, unwritten, or never read. An error holds on every
 * path that leads to its step, loops taken to run once (`assumptions` says where twice); what the steps leave open is in
 * `open`, never an error.
 * @cost grows with the steps times the commands that run at once; within a budget of steps
 */
export const programFindings = (
  program: Program,
  { kernels = [], gaps = [] }: Around = {},
  shouldStop: () => boolean = () => false,
): { readonly diagnostics: readonly Diagnostic[]; readonly open: readonly Open[] } => {
  const names = new Names(program);
  const uses = new Uses(program.funcs, names, gaps);
  const findings = new Findings(kernels);
  const walk = new Walk(program, names, uses, findings, shouldStop);
  walk.run();
  deadStores(program, names, uses, findings);
  return { diagnostics: findings.all(), open: walk.open };
};
