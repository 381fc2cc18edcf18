/**
 * Schedule calls of the user's text: `scheduleHover(view, offset)` gives the verdict and the program after the call as a
 * diff, `verdictOf(call)` the verdict in a few words. Programs are printed when they are asked for.
 */

import type { ScheduleRecord } from '@athanor/compiler-core/frontends/tensor/schedule/host.ts';
import { printFunc } from '@athanor/compiler-core/ir/print.ts';
import type { Span } from '@athanor/compiler-core/text/span.ts';
import { lineDiff } from './line-diff.ts';
import { isScheduleMethod } from './schedule-methods.ts';
import type { FileView } from './view.ts';

/** Of a diff, and of the steps of an automatic pass. */
const MOST_LINES = 40;
const MOST_STEPS = 8;
const LONGEST = 60;
/** A place that is staged several times says at most so many verdicts. */
const SHOWN = 3;

/** Recorded calls of this file, by their text. */
const recorded = (view: FileView): ReadonlyMap<string, readonly ScheduleRecord[]> =>
  view.part('schedule calls', () => {
    const made = new Map<string, ScheduleRecord[]>();
    for (const call of view.staged.schedules ?? []) {
      if (call.at.file !== view.file || call.primitive === 'Schedule') continue;
      const key = keyOf(call.at);
      made.set(key, [...(made.get(key) ?? []), call]);
    }
    return made;
  });
const keyOf = ({ start, end }: Pick<Span, 'start' | 'end'>): string => `${start}-${end}`;

/** What was recorded of the call whose text is `at`. */
export const callsAt = (view: FileView, at: Pick<Span, 'start' | 'end'>): readonly ScheduleRecord[] =>
  recorded(view).get(keyOf(at)) ?? [];

/** Of the innermost call of this method around an offset. */
const callsAround = (view: FileView, primitive: string, offset: number): readonly ScheduleRecord[] => {
  let best: readonly ScheduleRecord[] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const calls of recorded(view).values()) {
    const call = calls[0];
    if (call?.primitive !== primitive || call.at.start > offset || call.at.end < offset) continue;
    if (call.at.end - call.at.start >= length) continue;
    length = call.at.end - call.at.start;
    best = calls;
  }
  return best;
};

const short = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`);

/** `legal`, `refused: b[4] i=3 -> j=2`, `changes the result: …`, `not modelled`. */
export const verdictOf = (call: ScheduleRecord): string => {
  const [finding] = call.findings;
  switch (call.verdict) {
    case 'refused':
      return `refused${finding ? `: ${short(finding.brief)}` : ''}`;
    case 'raised':
      return 'raises';
    case 'unknown':
      return 'not modelled';
    case 'applied':
      if (finding?.possible) return `may change the result: ${short(finding.brief)}`;
      if (finding) return `changes the result: ${short(finding.brief)}`;
      if (call.notes.some(({ kind }) => kind === 'undecided')) return 'accepted, not proved';
      return call.notes.some(({ kind }) => kind === 'no-effect') ? 'no effect' : 'legal';
  }
};

/** The verdicts at one place: of a call in a loop there may be several. */
export const verdictsOf = (calls: readonly ScheduleRecord[]): string => {
  const all = [...new Set(calls.map(verdictOf))];
  return all.length > SHOWN ? `${all.slice(0, SHOWN).join(' | ')} | …` : all.join(' | ');
};

export interface CallHover {
  readonly markdown: string;
  readonly start: number;
  readonly end: number;
}

export const scheduleHover = (view: FileView, offset: number): CallHover | null => {
  const name = methodAt(view.text, offset);
  if (!name) return null;
  const met = callsAround(view, view.text.slice(name.start, name.end), name.start);
  if (met.length === 0) return null;
  const texts = [...new Set(met.map(textOf))];
  const more = texts.length > SHOWN ? [`and ${texts.length - SHOWN} more`] : [];
  const times = met.length > 1 ? [`met ${met.length} times`] : [];
  return { markdown: [...texts.slice(0, SHOWN), ...more, ...times].join('\n\n---\n\n'), ...name };
};

/** `.split` of a call: by the text alone, since most places are none. */
const methodAt = (text: string, offset: number): { readonly start: number; readonly end: number } | null => {
  const before = /\.\s*(\w*)$/.exec(text.slice(Math.max(0, offset - LONGEST), offset));
  if (!before) return null;
  const start = offset - (before[1] ?? '').length;
  const end = start + (/^\w*/.exec(text.slice(start, start + LONGEST))?.[0].length ?? 0);
  return isScheduleMethod(text.slice(start, end)) ? { start, end } : null;
};

const NOTE: Readonly<Record<ScheduleRecord['notes'][number]['kind'], string>> = {
  undecided: 'Whether results stay the same could not be decided: ',
  'reordered-reduction': 'Updates change their order, which may change roundings: ',
  'no-effect': '',
};

const textOf = (call: ScheduleRecord): string => {
  const head = `**${headline(call)}**, of \`${call.scheduled}\``;
  const notes = call.notes.map(({ kind, text }) => `${NOTE[kind]}${text}`);
  const said = [...new Set([...call.findings.map((f) => f.message), ...notes])].slice(0, SHOWN);
  const reason = call.verdict === 'raised' || call.verdict === 'unknown' ? [call.reason ?? ''] : [];
  return [head, ...reason, ...said, ...stepsOf(call), ...diffOf(call)].join('\n\n');
};

const headline = (call: ScheduleRecord): string => {
  if (call.verdict === 'refused') return call.caught ? 'refused, and caught' : 'refused';
  return call.verdict === 'applied' ? verdictOf(call).replace(/:.*/s, '') : verdictOf(call);
};

const stepsOf = ({ steps }: ScheduleRecord): readonly string[] => {
  if (steps.length === 0) return [];
  const list = steps.slice(0, MOST_STEPS).map((s) => `- ${s}`);
  return [
    [...list, ...(steps.length > MOST_STEPS ? [`- and ${steps.length - MOST_STEPS} more steps`] : [])].join('\n'),
  ];
};

const diffOf = ({ before, after }: ScheduleRecord): readonly string[] => {
  if (!before || !after) return [];
  const { lines, changed } = lineDiff(printFunc(before), printFunc(after), MOST_LINES);
  if (changed === 0) return ['The program stays as it is.'];
  return [`The program after it:\n\n\`\`\`diff\n${lines.join('\n')}\n\`\`\``];
};
