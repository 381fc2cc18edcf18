/**
 * Schedule calls that the editor offers for the loop under the cursor: to join it with another one, and to parallelise,
 * vectorise or unroll it. Offered without judgement; `resolveSuggestion` runs the calls on the program as the file's own
 * schedule leaves it, and says what they do and which edits write them: labels where there are none, and the calls.
 */

import { isLaterEra } from '@athanor/compiler-core/frontends/tensor/era.ts';
import { sameStmt } from '@athanor/compiler-core/ir/match.ts';
import type { For, Func, NodeId } from '@athanor/compiler-core/ir/nodes.ts';
import { mapStmt, stmtsIn } from '@athanor/compiler-core/ir/walk.ts';
import { advise } from '@athanor/compiler-core/plan/advise/advise.ts';
import { ScheduleRun } from '@athanor/compiler-core/plan/calls.ts';
import { asPython, type DraftCall, isHandle, meant, spelledCall } from '@athanor/compiler-core/plan/draft-call.ts';
import { draftOf, pairsOf } from '@athanor/compiler-core/plan/fusions.ts';
import { type CallsPreview, type PlannedCall, previewCalls } from '@athanor/compiler-core/plan/preview.ts';
import { scheduleHost } from '@athanor/compiler-core/plan/schedule-host.ts';
import type { StagedUnit } from '@athanor/compiler-core/session/pipeline.ts';
import { line0, offset, type Span } from '@athanor/compiler-core/text/span.ts';
import type { Argument } from '@athanor/compiler-core/transforms/arguments.ts';
import { DEFAULTS, type Options } from '@athanor/compiler-core/transforms/rewrite.ts';
import type { ActionEdit } from './code-actions.ts';
import { definitionOf, recordsOf, schedulePlace } from './schedule-place.ts';
import type { FileView } from './view.ts';

export const ALONE = ['parallelize', 'vectorize', 'unroll'] as const;

export interface Suggestion {
  readonly call: 'fuse' | 'advise' | (typeof ALONE)[number];
  readonly unit: string;
  /** Where the function begins. */
  readonly at: number;
  /** Where its loops begin in the text; of a `fuse` both; of `advise` the function. */
  readonly first: number;
  readonly second: number;
  readonly title: string;
}

/** A function as its schedule in the file leaves it; null where no schedule can be made of it. */
export const programOf = (
  view: FileView,
  unit: StagedUnit,
): { readonly func: Func; readonly options: Options } | null =>
  view.part(`program ${unit.name} ${unit.span.start}`, () => {
    const era = isLaterEra(view.lines) ? 'later' : '2022';
    const options: Options = { ...DEFAULTS, era };
    const records = recordsOf(view, unit);
    const last = records.at(-1);
    if (last) {
      // Behind a call whose outcome is not known nothing is.
      if (last.verdict === 'unknown') return null;
      const func = last.after ?? last.before;
      return func && { func, options };
    }
    const start = scheduleHost.begin(unit.func, era);
    return start.kind === 'applied' ? { func: start.func, options } : null;
  });

export const unitsIn = (view: FileView): readonly StagedUnit[] =>
  view.staged.units.filter((u) => u.kind !== 'inline' && !u.failed && u.span.file === view.file);

/** Loops whose `for` begins in the lines of a range. O(loops + pairs). */
export const suggestionsAt = (
  view: FileView,
  range: { readonly start: number; readonly end: number },
): readonly Suggestion[] => {
  const all = unitsIn(view).flatMap((unit) => offered(view, unit, range));
  // One text may be staged several times.
  const keys = all.map((s) => `${s.call} ${s.first} ${s.second}`);
  return all.filter((_, k) => keys.indexOf(keys[k] ?? '') === k);
};

const offered = (
  view: FileView,
  unit: StagedUnit,
  range: { readonly start: number; readonly end: number },
): readonly Suggestion[] => {
  const program = programOf(view, unit);
  if (!program) return [];
  const [from, to] = [lineOf(view, range.start), lineOf(view, range.end)];
  const isHere = (l: For): boolean =>
    isOwn(view, unit, l) && from <= lineOf(view, l.origin.span.start) && lineOf(view, l.origin.span.start) <= to;
  const here = stmtsIn(program.func.body).filter((s): s is For => s.kind === 'for' && isHere(s));
  const pairs = here.length === 0 ? [] : pairsOf(program.func, program.options);
  const [name, at] = [unit.name, unit.span.start];
  const head = view.part(`definition ${at}`, () => definitionOf(view.module, unit))?.nameAt.start ?? at;
  const isHead = from <= lineOf(view, head) && lineOf(view, at) <= to;
  return [
    ...(isHead ? [{ call: 'advise', unit: name, at, first: at, second: at, title: ADVISE } as const] : []),
    ...pairs
      .filter(
        (p) =>
          isOwn(view, unit, p.first) &&
          isOwn(view, unit, p.second) &&
          (here.includes(p.first) || here.includes(p.second)),
      )
      .map(({ first, second }): Suggestion => {
        const other = here.includes(first) ? second : first;
        const title = `Fuse with ${other.names[0] ?? `for ${other.iter}`} in line ${lineOf(view, other.origin.span.start) + 1}`;
        return {
          call: 'fuse',
          unit: name,
          at,
          first: first.origin.span.start,
          second: second.origin.span.start,
          title,
        };
      }),
    ...here.slice(0, 1).flatMap((l) =>
      ALONE.filter((call) => !isAlready(l, call)).map(
        (call): Suggestion => ({
          ...{ call, unit: name, at, first: l.origin.span.start, second: l.origin.span.start },
          title: `${TITLES[call]} ${l.names[0] ?? `for ${l.iter}`}`,
        }),
      ),
    ),
  ];
};

const ADVISE = 'Write a schedule that accesses memory less';
const TITLES = { parallelize: 'Parallelise', vectorize: 'Vectorise', unroll: 'Unroll' } as const;
const isAlready = ({ property }: For, call: (typeof ALONE)[number]): boolean =>
  call === 'parallelize' ? property.parallel !== 'serial' : call === 'vectorize' ? property.vectorize : property.unroll;

const lineOf = (view: FileView, at: number): number => view.lines.position0(offset(at)).line;

/** Written as a `for` in the function itself, whoever called what defines it. */
const isOwn = (view: FileView, unit: StagedUnit, { origin }: For): boolean => {
  const def = view.part(`definition ${unit.span.start}`, () => definitionOf(view.module, unit));
  const isInside = (at: Span): boolean =>
    def !== null && at.file === view.file && def.at.start <= at.start && at.end <= def.at.end;
  return (
    isInside(origin.span) &&
    !origin.calls.some((c) => isInside(c.span)) &&
    /^for\b/.test(view.text.slice(origin.span.start, origin.span.start + 4))
  );
};

export type Resolved =
  | { readonly kind: 'possible'; readonly preview: CallsPreview; readonly edits: readonly ActionEdit[] }
  | { readonly kind: 'impossible'; readonly reason: string; readonly preview: CallsPreview | null };

const impossible = (reason: string): Resolved => ({ kind: 'impossible', reason, preview: null });

export const resolveSuggestion = (view: FileView, s: Omit<Suggestion, 'title'>): Resolved => {
  const unit = unitsIn(view).find((u) => u.name === s.unit && u.span.start === s.at);
  const program = unit && programOf(view, unit);
  if (!unit || !program) return impossible(`\`${s.unit}\` is not there any more`);
  const { func, options } = program;
  if (s.call === 'advise') {
    const calls = advise(func, options).steps.flatMap((step) => step.calls);
    return calls.length === 0
      ? impossible('no call that is proved legal saves anything')
      : withCalls(view, unit, func, options, calls);
  }
  const loopAt = (start: number): For | undefined =>
    stmtsIn(func.body).find((x): x is For => x.kind === 'for' && isOwn(view, unit, x) && x.origin.span.start === start);
  const [first, second] = [loopAt(s.first), loopAt(s.second)];
  if (!first || !second) return impossible('the loop is not there any more');
  if (s.call !== 'fuse') {
    const rest: Argument[] = s.call === 'parallelize' ? ['openmp'] : [];
    return withCalls(view, unit, func, options, [{ name: s.call, args: [meant(func, first.id), ...rest] }]);
  }
  const pair = pairsOf(func, options).find((p) => p.first === first && p.second === second);
  if (!pair) return impossible('these loops are one already');
  const fusion = pair.fusion();
  return withCalls(
    view,
    unit,
    func,
    options,
    fusion.calls.map((c) => draftOf(func, c)),
  );
};

const withCalls = (
  view: FileView,
  unit: StagedUnit,
  func: Func,
  options: Options,
  drafts: readonly DraftCall[],
): Resolved => {
  const place = schedulePlace(view, unit);
  if (typeof place === 'string') return impossible(place);
  const labels = new Labels(view, unit, func);
  for (const { id } of drafts.flatMap((d) => d.args.filter(isHandle))) labels.want(id);
  const labelled = labels.labelled();
  const texts = asPython(labelled, drafts, place, options);
  const run = new ScheduleRun(labelled, options);
  const calls = drafts.map(
    (d, k): PlannedCall => ({
      text: texts?.[k] ?? spelledCall(d, place),
      invoke: () => run.invoke(d.name, d.args),
    }),
  );
  const preview = previewCalls(run, calls);
  const { outcome } = preview;
  if (outcome.kind === 'refused') return { kind: 'impossible', reason: outcome.refusal.message, preview };
  if (preview.verdict !== 'legal') {
    const doubt = outcome.caveats.find((c) => c.kind === 'result-changes' || c.kind === 'undecided');
    const what =
      preview.verdict === 'undecided'
        ? 'that results stay the same is not proved'
        : 'FreeTensor accepts it, but results change';
    return { kind: 'impossible', reason: `${what}: ${doubt?.text ?? ''}`, preview };
  }
  if (texts === null || outcome.kind !== 'applied') return impossible('a statement has no name that a call could use');
  const { newline } = view;
  const lines = calls.map((c) => `\n${place.indent}${c.text}`).join('');
  const text = `${place.opening}${lines}`.replaceAll('\n', newline);
  const call = { span: view.span(place.at, place.at), newText: text };
  const named = labels.edits(options, newline);
  const problem = problemOf(view, named, call, { calls: calls.length, after: outcome.after });
  return problem === null
    ? { kind: 'possible', preview, edits: [...named, call] }
    : { kind: 'impossible', reason: problem, preview };
};

/**
 * Whether the text with the edits does what was planned: staged anew, each of the calls is reached and accepted, for every
 * program that the text makes of the function, and nothing else that is said of the file is new. Null, or why it does not.
 */
const problemOf = (
  view: FileView,
  labels: readonly ActionEdit[],
  call: ActionEdit,
  planned: { readonly calls: number; readonly after: Func },
): string | null => {
  const { snapshot, file } = view;
  const state = snapshot.files.get(file);
  if (!state) return 'the file is not there any more';
  const edits = [...labels, call].sort((a, b) => b.span.start - a.span.start);
  const text = edits.reduce((t, e) => t.slice(0, e.span.start) + e.newText + t.slice(e.span.end), view.text);
  const after = snapshot.next(new Map(snapshot.files).set(file, { ...state, text })).staged(file).module;
  const failures = (module: typeof after): readonly string[] => [
    ...module.diagnostics.filter((d) => d.severity !== 'information').map((d) => d.message),
    ...(module.schedules ?? []).filter((r) => r.verdict !== 'applied').map((r) => r.reason ?? r.primitive),
  ];
  const known = [...failures(view.staged)];
  const fresh = failures(after).filter((message) => {
    const at = known.indexOf(message);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
  if (fresh[0] !== undefined) return `with the call in the text: ${fresh[0]}`;
  const start =
    call.span.start + labels.reduce((n, e) => (e.span.start <= call.span.start ? n + e.newText.length : n), 0);
  const end = start + call.newText.length;
  const made = (after.schedules ?? []).filter(
    (r) => r.primitive !== 'Schedule' && r.at.file === file && r.at.start >= start && r.at.end <= end,
  );
  if (new Set(made.map((r) => r.at.start)).size !== planned.calls)
    return 'the call would stand where it is not reached, or is about something else';
  return made.some((r) => r.after && sameStmt(r.after.body, planned.after.body))
    ? null
    : 'with the call in the text another program would come out';
};

/** Labels of loops that calls name, new ones for those that have none. */
class Labels {
  private readonly added = new Map<NodeId, { readonly name: string; readonly loop: For }>();
  private readonly taken: Set<string>;
  private readonly loops: ReadonlyMap<NodeId, For>;

  constructor(
    private readonly view: FileView,
    private readonly unit: StagedUnit,
    private readonly func: Func,
  ) {
    const all = stmtsIn(func.body);
    this.loops = new Map(all.filter((s): s is For => s.kind === 'for').map((l) => [l.id, l]));
    this.taken = new Set([...all.flatMap((s) => s.names), ...view.labels.places.map((p) => p.name)]);
  }

  /** Gives a loop of the function's own text a label, where it has none. */
  want(id: NodeId): void {
    const loop = this.loops.get(id);
    if (!loop || loop.names.length > 0 || this.added.has(id)) return;
    if (!isOwn(this.view, this.unit, loop) || loop.origin.trail.length > 0) return;
    for (let k = 0; ; k++) {
      const name = `loop_${loop.iter.replace(/\W/g, '_')}${k === 0 ? '' : `_${k}`}`;
      if (this.taken.has(name)) continue;
      this.taken.add(name);
      this.added.set(id, { name, loop });
      return;
    }
  }

  labelled(): Func {
    const body = mapStmt(this.func.body, {
      stmt: (s) => {
        const label = this.added.get(s.id);
        return label ? { ...s, names: [label.name] } : s;
      },
    });
    return { ...this.func, body };
  }

  edits({ era }: Options, newline: string): readonly ActionEdit[] {
    return [...this.added.values()].map(({ name, loop }) => {
      const { line } = this.view.lines.position0(offset(loop.origin.span.start));
      const start = this.view.lines.lineStart(line0(line));
      const indent = this.view.text.slice(start, loop.origin.span.start);
      const directive = era === '2022' ? 'nid' : 'label';
      return { span: this.view.span(start, start), newText: `${indent}#! ${directive}: ${name}${newline}` };
    });
  }
}
