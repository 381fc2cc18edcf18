/**
 * What of a kernel and its launch a device does not hold: sizes of groups and ranges, local and private memory,
 * features, sub-group sizes. Arithmetic over the launch and the declarations: O(nodes).
 *
 * An error is certain: the device is chosen by the user, its number is exact, and the kernel exceeds it for every value
 * of what is not known. Without a choice only what portable code may not rely on is said, as information.
 */

import type { Expr, Func } from '../../../ir/nodes.ts';
import { LARGEST_WORK_GROUP } from '../../../machine/catalogue.ts';
import type { Span } from '../../../text/span.ts';
import { missingFeatures } from './limits-features.ts';
import { exceeded, type LimitsAnswer, type LimitsQuestion, openFact, possibly } from './limits-finding.ts';
import { localMemory, privateMemory } from './limits-memory.ts';
import { constantSize } from './limits-size.ts';

export type { LimitsAnswer, LimitsQuestion } from './limits-finding.ts';

const NOTHING: LimitsAnswer = { diagnostics: [], open: [] };

export const limits = (q: LimitsQuestion): LimitsAnswer => {
  const answers = [workGroup(q), range(q), subGroup(q), localMemory(q), privateMemory(q), missingFeatures(q)];
  return { diagnostics: answers.flatMap((a) => a.diagnostics), open: [...new Set(answers.flatMap((a) => a.open))] };
};

/** Sizes of a group in the source's order; null where one is not known. */
const localSizes = ({ func, launch }: LimitsQuestion): readonly (number | null)[] | null => {
  if (launch.local !== null) return launch.local.map((e) => constantSize(e));
  return func.kernel?.reqdWorkGroupSize ?? null;
};

/** OpenCL's number of a dimension, in whose order devices are described. */
const fromFastest = (dimensions: number, d: number): number => dimensions - 1 - d;
/** The number of a dimension in the source. */
const inWords = ({ fastestFirst }: LimitsQuestion, dimensions: number, d: number): number =>
  fastestFirst ? fromFastest(dimensions, d) : d;
/** Where a size stands in the text; the launch, for one that comes from elsewhere. */
const placeOf = (size: Expr | undefined, launch: Span): Span =>
  size === undefined || size.at.end <= size.at.start ? launch : size.at;
const hasGroups = ({ kernel }: Func): boolean => kernel?.launch === 'nd_range' || kernel?.launch === 'work_group';

const workGroup = (q: LimitsQuestion): LimitsAnswer => {
  const { func, launch, device } = q;
  if (!hasGroups(func)) return NOTHING;
  const sizes = localSizes(q);
  if (sizes === null) return { diagnostics: [], open: ['the work-group size is not known'] };
  const known = sizes.filter((n): n is number => n !== null && n > 0);
  const items = known.reduce((product, n) => product * n, 1);
  const open = known.length < sizes.length ? ['the work-group size is not known'] : [];
  const written = q.fastestFirst ? [...sizes].reverse() : sizes;
  const shape = written.map((n) => n ?? '?').join(' x ');
  const at = placeOf(launch.local?.[0], launch.at);
  const values = Object.fromEntries(sizes.flatMap((n, d) => (n === null ? [] : [[`local_${d}`, `${n}`]])));
  const witness = {
    text: Object.entries(values)
      .map(([name, n]) => `${name} = ${n}`)
      .join(', '),
    values,
  };
  const size = sizes.filter((n) => n !== 1).length > 1 ? `${items} work-items (${shape})` : `${items} work-items`;
  if (device.numbers === 'least') {
    if (items <= LARGEST_WORK_GROUP) return { diagnostics: [], open };
    const message = `a work-group of ${size} is larger than that of every device described here: ${LARGEST_WORK_GROUP}`;
    return { diagnostics: [possibly(q, 'work-group-too-large', at, message, { witness })], open };
  }
  const { workGroup: most, workItems } = device.limits;
  if (most.value !== null && items > most.value) {
    const message = `a work-group of ${size}: ${device.name} has at most ${most.value}`;
    return { diagnostics: [exceeded(q, 'work-group-too-large', at, message, { witness })], open };
  }
  const perItem = workItems.value;
  const d = perItem === null ? -1 : sizes.findIndex((n, k) => (n ?? 0) > (perItem[fromFastest(sizes.length, k)] ?? 0));
  if (perItem !== null && d >= 0) {
    const bound = perItem[fromFastest(sizes.length, d)];
    const message = `${sizes[d]} work-items of a group along dimension ${inWords(q, sizes.length, d)}: ${device.name} has at most ${bound} there`;
    return { diagnostics: [exceeded(q, 'work-group-too-large', at, message, { witness })], open };
  }
  return {
    diagnostics: [],
    open: [...open, ...openFact('work-group size', most), ...openFact('work-group size', workItems)],
  };
};

const range = (q: LimitsQuestion): LimitsAnswer => {
  const { func, launch, device } = q;
  const most = device.limits.groups.value;
  const local = localSizes(q);
  if (!hasGroups(func) || most === null || launch.global === null || local === null) return NOTHING;
  for (const [d, e] of launch.global.entries()) {
    const [global, size] = [constantSize(e), local[d] ?? null];
    const bound = most[fromFastest(launch.global.length, d)] ?? null;
    if (global === null || size === null || size < 1 || bound === null) continue;
    const groups = Math.ceil(global / size);
    if (groups <= bound) continue;
    const values = { [`global_${d}`]: `${global}`, [`local_${d}`]: `${size}` };
    const witness = { text: `global_${d} = ${global}, local_${d} = ${size}`, values };
    const message = `${groups} work-groups along dimension ${inWords(q, launch.global.length, d)}: ${device.name} starts at most ${bound} there`;
    return { diagnostics: [exceeded(q, 'range-too-large', placeOf(e, launch.at), message, { witness })], open: [] };
  }
  return NOTHING;
};

const subGroup = (q: LimitsQuestion): LimitsAnswer => {
  const { func, launch, device } = q;
  const required = func.kernel?.reqdSubGroupSize;
  if (required === undefined) return NOTHING;
  const sizes = device.limits.subGroups.value;
  if (sizes === null) return { diagnostics: [], open: openFact('sub-group sizes', device.limits.subGroups) };
  if (sizes.includes(required)) return NOTHING;
  const message = `the kernel requires sub-groups of ${required}: ${device.name} has ${listed(sizes)}`;
  return { diagnostics: [exceeded(q, 'sub-group-size', launch.at, message)], open: [] };
};

const listed = (sizes: readonly number[]): string =>
  sizes.length === 1 ? `${sizes[0]} alone` : `${sizes.slice(0, -1).join(', ')} and ${sizes.at(-1)}`;
