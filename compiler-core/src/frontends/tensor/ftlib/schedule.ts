/**
 * Schedules are read and left alone; only the labels that the first call on one names are checked, since after it
 * statements may have been renamed.
 */

import type { Stmt } from '../../../ir/nodes.ts';
import { stmtsIn } from '../../../ir/walk.ts';
import { nearest } from '../../../text/nearest.ts';
import { isLibraryFile, type Span } from '../../../text/span.ts';
import { sequence } from '../calls.ts';
import { Raised } from '../errors.ts';
import type { StagedUnit, State } from '../state.ts';
import { type Args, argumentAt, Builtin, PyFunction, StagedFunc, Unknown, type Value } from '../values.ts';

export const SCHEDULES = 'schedules are read and left alone: the program is analysed as it is before them';

/** Which arguments of a method name statements, by position and keyword. */
const STATEMENTS: Readonly<Record<string, readonly (readonly [position: number, keyword: string])[]>> = {
  split: [[0, 'node']],
  reorder: [[0, 'order']],
  merge: [
    [0, 'loop1'],
    [1, 'loop2'],
  ],
  permute: [[0, 'loops']],
  fission: [
    [0, 'loop'],
    [2, 'splitter'],
  ],
  fuse: [
    [0, 'loop0'],
    [1, 'loop1'],
  ],
  swap: [[0, 'order']],
  blend: [[0, 'loop']],
  cache: [[0, 'stmt']],
  cache_reduction: [[0, 'stmt']],
  move_to: [
    [0, 'stmt'],
    [2, 'dst'],
  ],
  parallelize: [[0, 'loop']],
  unroll: [[0, 'loop']],
  vectorize: [[0, 'loop']],
  as_matmul: [[0, 'loop']],
  find: [[0, 'filter']],
};
/** They only look. */
const READERS: ReadonlySet<string> = new Set([
  'ast',
  'func',
  'find',
  'find_all',
  'find_at_least_one',
  'logs',
  'pretty_logs',
  'verbose',
]);

const ownNames = (s: Stmt): readonly string[] =>
  s.names.map((n) => n.slice(n.lastIndexOf('>') + 1).replace(/\$\d+$/, ''));
const namesIn = (body: Stmt): readonly string[] => stmtsIn(body).flatMap(ownNames);
/** Names of statements in the user's text: what is meant by a name is one of these. */
const written = (body: Stmt): readonly string[] =>
  stmtsIn(body).flatMap((s) => (isLibraryFile(s.origin.span.file) ? [] : ownNames(s)));

/** `ft.Schedule(func)`: unknown but for its methods. */
const scheduleOf = (st: State, unit: StagedUnit, at: Span): Unknown => {
  const made = new Unknown('Schedule(…)', at);
  const names = new Set(namesIn(unit.func.body));
  let untouched = unit.complete && !unit.failed;
  made.member = (name) =>
    new Builtin(name, (args) => {
      const first = untouched;
      untouched &&= READERS.has(name);
      if (first) for (const [i, keyword] of STATEMENTS[name] ?? []) checkLabels(st, unit, names, args, i, keyword);
      return new Unknown(`Schedule.${name}(…)`, args.at);
    });
  return made;
};

const checkLabels = (
  st: State,
  unit: StagedUnit,
  names: ReadonlySet<string>,
  args: Args,
  i: number,
  keyword: string,
): void => {
  const value = args.positional[i] ?? args.keywords.get(keyword);
  if (value === undefined) return;
  const at = argumentAt(args, i, keyword);
  const places = value !== null && typeof value === 'object' && 'places' in value ? value.places : null;
  const labels = sequence(value) ?? [value];
  labels.forEach((label, k) => {
    // Anything but a plain word is a selector of later versions.
    if (typeof label !== 'string' || !/^[A-Za-z_]\w*$/.test(label) || names.has(label)) return;
    const there = new Set(written(unit.func.body));
    const near = nearest(label, there);
    const some = stmtsIn(unit.func.body).find((s) => near !== null && ownNames(s).includes(near));
    const place = (Array.isArray(places) ? (places[k] as Span | undefined) : undefined) ?? at;
    const text = st.sourceText(place);
    const quoted = /^(['"])(\w+)\1$/.exec(text);
    throw new Raised(
      'unknown-label',
      place,
      `no statement of \`${unit.name}\` has the label "${label}"${near ? `; did you mean "${near}"?` : there.size > 0 ? `; there are ${[...there].join(', ')}` : ': none has a label'}`,
      'InvalidSchedule',
      {
        dsl: true,
        related: some ? [{ span: some.origin.span, message: `"${near}" is here` }] : [],
        fixes:
          near && quoted?.[2] === label
            ? [{ title: `Write "${near}"`, edits: [{ span: place, newText: `${quoted[1]}${near}${quoted[1]}` }] }]
            : [],
      },
    );
  });
};

const unitOf = (st: State, v: Value): StagedUnit | null =>
  v instanceof StagedFunc && v.unit !== null ? (st.units[v.unit] ?? null) : null;

/** `ft.Schedule(func)`. */
export const makeSchedule = (st: State, args: Args): Value => {
  const func = args.positional[0] ?? args.keywords.get('func') ?? args.keywords.get('ast') ?? null;
  if (!(func instanceof Unknown)) st.notModelled(args.at, SCHEDULES, false);
  const unit = unitOf(st, func);
  return unit ? scheduleOf(st, unit, args.at) : new Unknown('Schedule(…)', args.at);
};

/** A schedule in a callback: `optimize(schedule_callback=…)`, `ft.schedule(func, callback)`. */
export const runCallback = (st: State, func: Value, callback: Value, at: Span): void => {
  const unit = unitOf(st, func);
  if (!unit || !(callback instanceof PyFunction)) return;
  const schedule = scheduleOf(st, unit, at);
  try {
    st.call(callback, { positional: [schedule], keywords: new Map(), at, spans: [at] });
  } catch (e) {
    if (!(e instanceof Raised)) throw e;
    if (st.handlers > 0) throw e;
    if (e.code === 'unknown-label') st.report(e);
  }
};
