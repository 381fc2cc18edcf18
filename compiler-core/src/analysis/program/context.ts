/** Where in a program a question is asked, and what all questions share. */

import type { CallStep } from '../../ir/program.ts';
import type { Findings, Said } from './findings.ts';
import type { Names } from './memory.ts';
import type { State } from './state.ts';
import type { Uses } from './uses.ts';

export interface Context {
  readonly names: Names;
  readonly uses: Uses;
  readonly findings: Findings;
  /** Before the step. */
  readonly state: State;
  /** Branches around the step, the outer first. */
  readonly path: readonly number[];
  readonly calls: readonly CallStep[];
  /** What loops around it are taken to do. */
  readonly assumptions: readonly string[];
}

/** What happened there happened wherever the step is reached: no branch leads to the step that did not lead there. */
export const isUnconditional = (there: readonly number[], { path }: Context): boolean =>
  path.every((id, k) => there[k] === id);

export const say = (context: Context, said: Said): void =>
  context.findings.add({ ...said, assumptions: [...(said.assumptions ?? []), ...context.assumptions] }, context.calls);
