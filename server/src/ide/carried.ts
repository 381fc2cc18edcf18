/** What a loop carries: the dependences between its iterations, in words. */

import {
  type Dependence,
  type Dependences,
  type LoopDistance,
  showPoint,
} from '@athanor/compiler-core/analysis/dependences/index.ts';
import type { For } from '@athanor/compiler-core/ir/nodes.ts';
import { visitStmt } from '@athanor/compiler-core/ir/walk.ts';
import { Budget } from '@athanor/compiler-core/presburger/index.ts';
import type { StagedUnit } from '@athanor/compiler-core/session/pipeline.ts';
import type { FileView } from './view.ts';

/** Work of one loop: a hover waits for it. */
const BUDGET = 400_000;
const SHOWN = 6;
/** A loop of a function that is inlined stands in several programs. */
const LOOPS = 3;

interface Placed {
  readonly unit: StagedUnit;
  readonly loop: For;
  /** The loops around it. */
  readonly outer: readonly For[];
}

const loopsOf = (view: FileView): ReadonlyMap<number, readonly Placed[]> =>
  view.part('loops by range', () => {
    const made = new Map<number, Placed[]>();
    for (const unit of view.staged.units) {
      if (unit.kind === 'inline' || unit.failed) continue;
      const open: For[] = [];
      visitStmt(unit.func.body, {
        enter: (s) => {
          if (s.kind !== 'for') return;
          if (s.at.file === view.file)
            made.set(s.at.start, [...(made.get(s.at.start) ?? []), { unit, loop: s, outer: [...open] }]);
          open.push(s);
        },
        leave: (s) => {
          if (s.kind === 'for') open.pop();
        },
      });
    }
    return made;
  });

/** Of the loop whose range begins at an offset, Markdown; null where no program has such a loop. */
export const carriedText = (view: FileView, range: number): string | null => {
  const found = loopsOf(view).get(range) ?? [];
  if (found.length === 0) return null;
  const texts = [...new Set(found.slice(0, LOOPS).map((p) => ofLoop(view, p)))];
  const rest = found.length - LOOPS;
  if (rest > 0)
    texts.push(`So in ${LOOPS} of the ${found.length} programs that it stands in; the others were not looked at.`);
  return texts.join('\n\n');
};

const ofLoop = (view: FileView, { unit, loop, outer }: Placed): string => {
  const deps = view.snapshot.dependences(view.file, unit);
  const directions = [
    [
      { loop: loop.id, direction: 'different' as const },
      ...outer.map((l) => ({ loop: l.id, direction: 'same' as const })),
    ],
  ];
  const ask = { within: loop.id, directions, parallel: 'serial' as const };
  const carried = deps.find({ ...ask, budget: new Budget(BUDGET) });
  const assumed = loop.property.noDeps.length > 0 ? ` if \`no_deps: ${loop.property.noDeps.join(', ')}\` holds` : '';
  if (carried.length > 0) return `Carries${assumed}:\n\n${listOf(view, loop, carried)}`;
  const updated = updatedIn(deps, ask);
  const but =
    updated.length > 0 ? `, but for updates of ${updated.map((t) => `\`${t}\``).join(', ')}, which commute` : '';
  return `Its iterations are independent${but}${assumed}.`;
};

/** Tensors that several iterations update with one operator. */
const updatedIn = (deps: Dependences, ask: Parameters<Dependences['find']>[0]): readonly string[] => {
  const kept = deps.find({ ...ask, reductions: 'kept', budget: new Budget(BUDGET) });
  return [...new Set(kept.map((d) => d.tensor))];
};

const KIND = { RAW: 'read after write', WAR: 'write after read', WAW: 'write after write' } as const;

const listOf = (view: FileView, loop: For, carried: readonly Dependence[]): string => {
  const lines = new Set(carried.map((d) => `- ${inWords(view, loop, d)}`));
  const shown = [...lines].slice(0, SHOWN);
  return [...shown, ...(lines.size > SHOWN ? [`- and ${lines.size - SHOWN} more`] : [])].join('\n');
};

const inWords = (view: FileView, loop: For, d: Dependence): string => {
  if (d.certainty === 'unknown') return `\`${d.tensor}\`: not decided within the budget`;
  const level = d.levels.find((l) => l.carrier?.id === loop.id) ?? d.levels[0];
  const far = level?.distances().find((x) => x.loop.id === loop.id);
  const kinds = d.kinds.map((k) => KIND[k]).join(', ');
  const line = (at: Dependence['later']['at']): string =>
    at.file === view.file ? ` (line ${view.lines.position1(at.start).line})` : '';
  const pair = `\`${showPoint(d.later)}\`${line(d.later.at)} after \`${showPoint(d.earlier)}\`${line(d.earlier.at)}`;
  return `\`${d.tensor}\`: ${(level?.certainty ?? d.certainty) === 'must' ? '' : 'perhaps '}${kinds}${distance(far)}: ${pair}`;
};

const distance = (far: LoopDistance | undefined): string => {
  if (!far || (far.min === null && far.max === null)) return '';
  if (far.min === far.max) return `, distance ${far.min}`;
  return `, distance ${far.min === null ? `at most ${far.max}` : far.max === null ? `${far.min} or more` : `${far.min} to ${far.max}`}`;
};
