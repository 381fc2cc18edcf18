import {
  describeEdits,
  describeStart,
  type EditTimes,
  measureEdits,
  measureStart,
  type StartTimes,
  type Times,
} from '../../edit/measure.ts';
import { fail, measured, type Outcome, pass, type Row, type Runner, skipped } from '../../lib/verdict.ts';

/** Milliseconds, and a ratio. */
const EDIT = { floor: 100, aim: 50 };
const HOVER = { floor: 50, aim: 10 };
const COMPLETION = { floor: 50, aim: 30 };
const RATIO = 5;
const START = 1_000;
const RESIDENT = 300;
/** Less idle than this before the run: what was measured is the machine's other work too. */
const IDLE = 0.8;

const words = ({ median, p95, count }: Times): string =>
  `median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms over ${count}`;

interface Bound {
  readonly floor: number;
  readonly aim: number;
}

/** Below every aim: pass; above a floor: fail; between: the aim is missed, which is measured. */
const judge = (got: string, details: readonly string[], pairs: readonly (readonly [number, Bound])[]): Outcome => {
  if (pairs.some(([value, { floor }]) => value > floor)) return fail(got, details);
  return pairs.every(([value, { aim }]) => value <= aim) ? pass(got, details) : measured(got, details);
};

const ofEdits: Readonly<Record<string, (times: EditTimes, details: readonly string[]) => Outcome>> = {
  'ED-04': ({ edit }, details) => judge(words(edit), details, [[edit.p95, EDIT]]),
  'ED-05': ({ hover, completion }, details) =>
    judge(`hover ${words(hover)}; completion ${words(completion)}`, details, [
      [hover.p95, HOVER],
      [completion.p95, COMPLETION],
    ]),
  'ED-06': ({ edit, pyright, idle }, details) => {
    if (typeof pyright === 'string') return skipped(pyright);
    const ratio = pyright.median / edit.median;
    const busy = idle < IDLE ? `; only ${(idle * 100).toFixed(0)} % idle before` : '';
    const got = `${ratio.toFixed(1)} (pyright ${pyright.median.toFixed(1)} ms, ours ${edit.median.toFixed(1)} ms${busy})`;
    return ratio >= RATIO && busy === '' ? pass(got, details) : measured(got, details);
  },
};

const ofStart = (times: StartTimes): Outcome => {
  const { start, files, resident } = times;
  const memory = resident === null ? 'resident memory is not known here' : `${resident.toFixed(0)} MiB resident`;
  const got = `${start.toFixed(0)} ms; ${memory} with ${files} files`;
  const held = start <= START && resident !== null && resident <= RESIDENT;
  return held ? pass(got, describeStart(times)) : measured(got, describeStart(times));
};

/** SC-07: the bound of ED-04, with schedules in the file. */
const ofSchedules = async (): Promise<Outcome> => {
  const times = await measureEdits(true);
  if (typeof times === 'string') return skipped(times);
  const { hover, completion } = times;
  return judge(
    words(times.edit),
    [...describeEdits(times)],
    [
      [times.edit.p95, EDIT],
      [hover.p95, HOVER],
      [completion.p95, COMPLETION],
    ],
  );
};

/** Three rows are about one run. */
let edits: Promise<EditTimes | string> | null = null;

const runner: Runner = async (row: Row): Promise<Outcome> => {
  if (row.id === 'SC-07') return ofSchedules();
  const judged = ofEdits[row.id];
  if (judged === undefined) {
    const times = await measureStart();
    return typeof times === 'string' ? skipped(times) : ofStart(times);
  }
  edits ??= measureEdits();
  const times = await edits;
  return typeof times === 'string' ? skipped(times) : judged(times, describeEdits(times));
};
export default runner;
