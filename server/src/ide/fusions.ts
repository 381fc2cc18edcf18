/** Which loops of a function could be one, as the file's own schedule leaves it: for its lens and for the document behind it. */

import { stmtsIn } from '@athanor/compiler-core/ir/walk.ts';
import { savedShare } from '@athanor/compiler-core/plan/effect.ts';
import { pairsOf } from '@athanor/compiler-core/plan/fusions.ts';
import { type Preview, previewFusions } from '@athanor/compiler-core/plan/preview.ts';
import type { StagedUnit } from '@athanor/compiler-core/session/pipeline.ts';
import { percent } from './preview-text.ts';
import { programOf } from './suggestions.ts';
import type { FileView } from './view.ts';

/** Pairs times statements, beyond which a lens does not try them: some 300 ms. */
const QUICK = 800;
/** Beyond these a document does not, either: the thread that tries them is the one that answers. */
const MOST = 3200;

/** Cheap: no pair is tried. */
const pairsIn = (view: FileView, unit: StagedUnit): { readonly pairs: number; readonly work: number } => {
  const program = programOf(view, unit);
  const pairs = program ? pairsOf(program.func, program.options).length : 0;
  return { pairs, work: program ? pairs * stmtsIn(program.func.body).length : 0 };
};
export const hasPairs = (view: FileView, unit: StagedUnit): boolean => pairsIn(view, unit).pairs > 0;

/** A text says why there is none. */
export const fusionsOf = (view: FileView, unit: StagedUnit): Preview | string =>
  view.part(`fusions ${unit.name} ${unit.span.start}`, () => {
    const program = programOf(view, unit);
    if (!program) return `no schedule can be made of \`${unit.name}\``;
    const { pairs, work } = pairsIn(view, unit);
    if (work > MOST)
      return `${pairs} pairs of loops are too many to be tried while you type: \`athanor preview\` tries them, or one pair with \`--fuse\``;
    return previewFusions(program.func, program.options);
  });

/** `3 fusions possible, the best saves 41 % of the traffic`. */
export const fusionsTitle = (view: FileView, unit: StagedUnit): string => {
  const { pairs, work } = pairsIn(view, unit);
  if (work > QUICK) return `${pairs} pairs of loops: which can be one?`;
  const preview = fusionsOf(view, unit);
  const legal = typeof preview === 'string' ? [] : preview.fusions.filter((f) => f.verdict === 'legal');
  if (typeof preview === 'string') return `${pairs} pairs of loops: which can be one?`;
  if (legal.length === 0)
    return preview.fusions.some((f) => f.verdict === 'undecided') ? 'no fusion is proved legal' : 'no fusion possible';
  const shares = legal.map((f) => (f.bytes && savedShare(preview.bytes, f.bytes)) ?? 0);
  const best = Math.max(0, ...shares);
  const count = `${legal.length} ${legal.length === 1 ? 'fusion' : 'fusions'} possible`;
  if (best === 0) return count;
  return `${count}, ${legal.length === 1 ? 'saves' : 'the best saves'} ${percent(best)} of the traffic`;
};
