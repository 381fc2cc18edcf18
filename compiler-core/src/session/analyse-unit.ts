/** All analyses of one staged function: from the cache where its content is known, else run, guarded one by one. */

import type { Diagnostic } from '../diag/diagnostic.ts';
import { moved } from '../text/move.ts';
import type { FileId, Span } from '../text/span.ts';
import { type ContentKey, contentKey, fromPortable, toPortable } from './content-key.ts';
import type { Limits } from './limits.ts';
import type { Analysis, AnalysisResult, StagedUnit } from './pipeline.ts';
import { budgetExceeded, internalError } from './problems.ts';
import type { World } from './snapshot.ts';

export interface UnitResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly asked: number;
  readonly decided: number;
  /** False when an analysis crashed or was stopped: silence about the function means less then. */
  readonly whole: boolean;
}

export const analyseUnit = (unit: StagedUnit, home: FileId, at: Span, world: World, limits: Limits): UnitResult => {
  const known = world.caches.units.get(unit.original ?? unit);
  if (known !== undefined) return { ...known, diagnostics: moved(known.diagnostics, unit.moves ?? []) };
  const result = analyse(unit, home, at, world, limits);
  // A moved function has other places than the one it is the same as: what is said of it is kept with its own.
  if (result.whole) world.caches.units.set(unit, result);
  return result;
};

const analyse = (unit: StagedUnit, home: FileId, at: Span, world: World, limits: Limits): UnitResult => {
  const diagnostics: Diagnostic[] = [];
  const stopped: string[] = [];
  let asked = 0;
  let decided = 0;
  let whole = true;
  let key: ContentKey | null = null;
  try {
    // Without a second version to come, a key costs more than it can save.
    if (world.caches.incremental) key = contentKey(unit.func, home, [unit.name]);
  } catch (error) {
    world.log.crash(`reading ${unit.name} in ${home}`, error);
    return { diagnostics: [internalError('reading', at)], asked, decided, whole: false };
  }
  for (const analysis of world.pipeline.analyses) {
    if (limits.cancel.cancelled) return { diagnostics, asked, decided, whole: false };
    try {
      const result = cachedRun(analysis, unit, key, world, limits);
      asked += result.asked;
      decided += result.decided;
      diagnostics.push(...result.diagnostics.map((diagnostic) => withAssumptions(diagnostic, unit.assumptions)));
      if (!result.complete) stopped.push(analysis.name);
    } catch (error) {
      world.log.crash(`${analysis.name} on ${unit.name} in ${home}`, error);
      diagnostics.push(internalError(analysis.name, at));
      whole = false;
    }
  }
  if (stopped.length > 0 && !limits.cancel.cancelled) diagnostics.push(budgetExceeded(stopped, unit.name, at));
  return { diagnostics, asked, decided, whole: whole && stopped.length === 0 };
};

const cachedRun = (
  analysis: Analysis,
  unit: StagedUnit,
  key: ContentKey | null,
  { caches }: World,
  limits: Limits,
): AnalysisResult => {
  const name = `${analysis.name} ${key?.hash ?? ''}`;
  const cached = key === null ? undefined : caches.analyses.get(name);
  if (key !== null && cached !== undefined)
    return { ...cached, diagnostics: fromPortable(cached.portable, key.layout), complete: true };
  const begun = limits.clock();
  let stopped = false;
  const shouldStop = (): boolean => {
    stopped ||= limits.cancel.cancelled || limits.clock() - begun > limits.perAnalysis;
    return stopped;
  };
  const result = analysis.run(unit.func, shouldStop);
  const complete = result.complete && !stopped;
  const portable = complete && key !== null ? toPortable(result.diagnostics, key.layout) : null;
  if (portable !== null) caches.analyses.set(name, { portable, asked: result.asked, decided: result.decided });
  return { ...result, complete };
};

const withAssumptions = (diagnostic: Diagnostic, assumptions: readonly string[]): Diagnostic =>
  diagnostic.class === null || assumptions.length === 0
    ? diagnostic
    : { ...diagnostic, assumptions: [...new Set([...assumptions, ...diagnostic.assumptions])] };
