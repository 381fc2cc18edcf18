/** The tensor language as a pipeline: its front end, then every analysis that reads a staged function. */

import { libraryOf } from '../frontends/tensor/library.ts';
import { parsePython } from '../frontends/tensor/python/parse.ts';
import { Staging } from '../frontends/tensor/restage.ts';
import type { StageOptions, SourceModule as StageSource } from '../frontends/tensor/stage.ts';
import { scheduleHost } from '../plan/schedule-host.ts';
import type { SyntaxParser } from '../syntax/cst.ts';
import { LineIndex } from '../text/line-index.ts';
import { ANALYSES } from './analyses.ts';
import type { Pipeline, SourceModule } from './pipeline.ts';
import { remembered } from './remembered-schedules.ts';

/** Evaluation steps of one file: some seconds. Real programs need thousands. */
const MAX_STEPS = 1_000_000;

/** `parser` reads the operator library, each module when a program first uses it. */
export const tensorLanguage = (parser: SyntaxParser): Pipeline => {
  const schedules = remembered(scheduleHost);
  return {
    parse: parsePython,
    stage: (source, { bindings, resolveModule, shouldStop, facts, broken, before }) => {
      const options: StageOptions = {
        bindings,
        resolveModule: (from, name) => {
          const found = resolveModule(from, name);
          return found === null ? null : toSource(found);
        },
        library: libraryOf(parser),
        maxSteps: MAX_STEPS,
        cancelled: shouldStop,
        schedules,
        facts,
        broken,
      };
      const again =
        before instanceof Staging ? before.next(toSource(source), options) : Staging.of(toSource(source), options);
      const { units, diagnostics, usedBindings, imports, facts: known, factsAt, schedules: calls } = again.staged;
      return { units, diagnostics, usedBindings, imports, facts: known, factsAt, schedules: calls, again };
    },
    analyses: ANALYSES,
  };
};

const toSource = ({ file, text, module }: SourceModule): StageSource => ({ file, module, lines: new LineIndex(text) });
