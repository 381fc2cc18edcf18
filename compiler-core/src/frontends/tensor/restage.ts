/** Staging of a module of which another version was staged: only what the difference concerns is staged again. */

import { isLaterEra } from './era.ts';
import { chunksOf } from './python/chunks.ts';
import { assemble, type Segment } from './segments.ts';
import { type Outline, outlinesOf, slice } from './slice.ts';
import { type SourceModule, type StagedModule, type StageOptions, stageModule } from './stage.ts';

/** Of the steps that one run may take: near the limit a whole run would end where the sum of parts does not. */
const MOST_STEPS = 0.9;

/** A staged module, and what the next version of its text needs of it. */
export class Staging {
  private constructor(
    readonly source: SourceModule,
    readonly staged: StagedModule,
    readonly outlines: readonly Outline[],
  ) {}

  static of(source: SourceModule, options: StageOptions): Staging {
    const outlines = outlinesOf(chunksOf(source.module), source.lines.text);
    return new Staging(source, stageModule(source, options), outlines);
  }

  /**
   * Equals `of(source, options)`; the options are those of this staging, and what the module imports is the same.
   * O(chunks + what is staged again).
   */
  next(source: SourceModule, options: StageOptions): Staging {
    const outlines = outlinesOf(chunksOf(source.module), source.lines.text, this.outlines);
    return new Staging(source, part(this, source, outlines, options) ?? stageModule(source, options), outlines);
  }
}

/** Null where all has to be staged. */
const part = (
  { source: { module, lines, file }, staged, outlines: old }: Staging,
  source: SourceModule,
  outlines: readonly Outline[],
  options: StageOptions,
): StagedModule | null => {
  if (!staged.separable || isLaterEra(lines) !== isLaterEra(source.lines)) return null;
  const by = source.lines.text.length - lines.text.length;
  const chunks = chunksOf(module);
  const { segments } = staged;
  const missing = new Set(segments.filter((s) => s.missing).map((s) => s.chunk));
  const lined = new Map<number, number>();
  for (const s of segments) lined.set(s.chunk, Math.max(lined.get(s.chunk) ?? -1, s.lined));
  // Names made of line numbers: those of places behind the edit are others where lines were added.
  const sameLines = lines.lineCount === source.lines.lineCount;
  const firstOther = chunksOf(source.module).findIndex(
    ({ start }, i) => start !== chunks[i]?.start || outlines[i]?.text !== old[i]?.text,
  );
  const unmoved = firstOther < 0 ? outlines.length : firstOther;
  // A blank line that goes from behind a statement to before it moves that one alone.
  const nowChunks = chunksOf(source.module);
  const other = chunks.findLastIndex(
    ({ start }, i) => nowChunks[i + nowChunks.length - chunks.length]?.start !== start + by,
  );
  const from = chunks[unmoved]?.start ?? lines.text.length;
  const forced = (chunk: number): boolean => !sameLines && (lined.get(chunk) ?? -1) >= from;
  const found = slice({
    old,
    now: outlines,
    unmoved,
    following: chunks.length - 1 - other,
    missing: (chunk) => missing.has(chunk),
    forced,
  });
  if (found === null || found.run.size * 2 > outlines.length + 8) return null;
  const { head, tail, affected, run } = found;
  const fresh = stageModule(source, options, { run, explore: affected });

  const move = { file, from: chunks[chunks.length - tail]?.start ?? lines.text.length, by };
  const shift = outlines.length - old.length;
  const kept = segments.flatMap((s): Segment[] => {
    if (s.chunk >= head && s.chunk < old.length - tail) return [];
    const chunk = s.chunk < head ? s.chunk : s.chunk + shift;
    return affected.has(chunk) ? [] : [by === 0 && shift === 0 ? s : s.movedTo(chunk, move)];
  });
  const all = [...kept, ...fresh.segments.filter((s) => affected.has(s.chunk))].sort((a, b) =>
    a.phase === b.phase ? a.chunk - b.chunk : a.phase === 'run' ? -1 : 1,
  );
  if (all.reduce((sum, { steps }) => sum + steps, 0) > options.maxSteps * MOST_STEPS) return null;
  return { ...assemble(all), names: new Map(), segments: all, separable: true };
};
