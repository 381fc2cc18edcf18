/** A race in words: both places, the work-items of a witness, the element, and what would order them. */

import { CODES } from '../../../diag/codes.ts';
import type { Diagnostic, Fix, Related } from '../../../diag/diagnostic.ts';
import { inWords, type WorkItem } from '../../../diag/work-item.ts';
import { holdsAt, type Int, type Point, valueAt } from '../../../presburger/index.ts';
import type { Piece } from '../../affine/convert.ts';
import { originalOf, type Pair } from './pairs.ts';
import type { Access, KernelWalk } from './skeleton.ts';

interface Raced {
  readonly kind: 'faulty' | 'possible' | 'same value';
  readonly pair: Pair;
  readonly witness: Point;
  readonly condition: string | null;
  readonly sure?: boolean;
}

/** The witness with every symbol of a side, whether the question mentions it or not: 0 where nothing is asked of it. */
const at = (point: Point, id: string): Int => point.get(id) ?? 0;
const worth = (pieces: readonly Piece[], point: Point): number | null => {
  const full = withDefaults(point, pieces);
  const piece = pieces.find((p) => holdsAt(p.when, full)) ?? pieces[0];
  return piece ? Number(valueAt(piece.value, full)) : null;
};
const withDefaults = (point: Point, pieces: readonly Piece[]): Point => {
  const full = new Map(point);
  for (const p of pieces)
    for (const id of [...p.value.variables(), ...p.when.variables()]) if (!full.has(id)) full.set(id, 0);
  return full;
};

/** The point as the second item sees it, under the names of the first. */
export const secondPoint = (isShared: (id: string) => boolean, point: Point): Point => {
  const out = new Map<string, Int>();
  for (const [id, value] of point) if (!id.endsWith("'") && isShared(id)) out.set(id, value);
  for (const [id, value] of point) if (id.endsWith("'")) out.set(originalOf(id), value);
  return out;
};

export const itemInWords = (walk: KernelWalk, point: Point, launch: Launch): string =>
  inWords(itemOf(walk, point, launch));

const itemOf = (walk: KernelWalk, point: Point, launch: Launch): WorkItem => {
  const grouped = walk.dimensions.some((d) => d.item);
  const group = walk.dimensions.map((d) => Number(d.group ? at(point, d.group.id) : 0));
  const local = walk.dimensions.map((d) => Number(d.item ? at(point, d.item.id) : 0));
  if (!grouped) return { global: group, group: [], local: [] };
  return { global: group.map((g, k) => g * (launch.local[k] ?? 1) + (local[k] ?? 0)), group, local };
};

export interface Launch {
  readonly global: readonly number[];
  readonly local: readonly number[];
}

/** Sizes at the witness: at least what its work-items need. */
export const launchOf = (walk: KernelWalk, points: readonly Point[]): Launch => {
  const most = (id: string | undefined): number =>
    Math.max(0, ...points.map((p) => (id === undefined ? 0 : Number(at(p, id)))));
  const first = points[0] ?? new Map<string, Int>();
  const grouped = walk.dimensions.some((d) => d.item);
  const local = walk.dimensions.map((d) => Math.max(worth(d.size, first) ?? 1, grouped ? most(d.item?.id) + 1 : 1));
  const groups = walk.dimensions.map((d) => Math.max(worth(d.groups, first) ?? 1, most(d.group?.id) + 1));
  return { global: groups.map((g, k) => g * (local[k] ?? 1)), local: grouped ? local : [] };
};

const VERB = { read: 'reads', write: 'writes', update: 'updates' } as const;
const NOUN = { read: 'read', write: 'write', update: 'update' } as const;

export const raceDiagnostic = (
  walk: KernelWalk,
  raced: Raced,
  assumptions: readonly string[],
  fixes: readonly Fix[],
): Diagnostic => {
  const { pair, witness, kind } = raced;
  // The read is the place; of two writes the later one in the text.
  const swap =
    pair.second.kind !== 'read' && (pair.first.kind === 'read' || pair.first.at.start > pair.second.at.start);
  const [main, other] = swap ? [pair.first, pair.second] : [pair.second, pair.first];
  const mine = witness;
  const theirs = secondPoint(pair.isShared, witness);
  const points = [mine, theirs];
  const launch = launchOf(walk, points);
  const [mainAt, otherAt] = swap ? [mine, theirs] : [theirs, mine];
  const said = (a: Access, p: Point): string => `${itemInWords(walk, p, launch)} ${VERB[a.kind]} ${element(a, p)}`;
  const same = kind === 'same value';
  const code = same ? 'uniform-write' : 'data-race';
  const name = main.def?.spelled ?? main.tensor;
  const where =
    pair.relation === 'group'
      ? 'of one group between the same barriers'
      : walk.dimensions.some((d) => d.item)
        ? 'of different groups'
        : 'of the launch';
  const what =
    main.stmt === other.stmt && main.at.start === other.at.start
      ? `Two work-items ${where} ${main.kind === 'update' ? 'update' : 'write'} one element of ${name} here`
      : `This ${main.atomic ? 'atomic ' : ''}${NOUN[main.kind]} of ${name} and the ${other.atomic ? 'atomic ' : ''}${NOUN[other.kind]} by another work-item ${where} touch one element`;
  const unordered = same
    ? ', with the same value'
    : `, and nothing orders them${raced.condition ? ` if ${raced.condition}` : ''}`;
  const related: Related[] = [
    ...(main.at.start === other.at.start && main.at.file === other.at.file
      ? []
      : [{ span: other.at, message: `the other work-item ${VERB[other.kind]} here` }]),
    ...main.stmt.origin.calls
      .slice(1)
      .map((call) => ({ span: call.span, message: `in \`${call.callee}\`, called here` })),
  ];
  return {
    code,
    severity: same ? 'information' : kind === 'faulty' ? CODES[code].severity : 'information',
    class: kind === 'possible' || (same && raced.sure !== true) ? 'possible' : 'proved',
    span: main.at,
    message: `${kind === 'possible' ? 'Perhaps: ' : ''}${what}${unordered}`,
    related,
    witness: { text: `${said(other, otherAt)}; ${said(main, mainAt)}`, values: valuesOf(walk, witness, launch) },
    assumptions,
    fixes,
  };
};

const element = (a: Access, point: Point): string => {
  const index = a.element.map((pieces) => worth(pieces, point) ?? '?');
  return `${a.def?.spelled ?? a.tensor}${index.length > 0 ? `[${index.join(', ')}]` : ''}`;
};

/** Sizes and scalar arguments by their names, and the launch. */
export const valuesOf = (walk: KernelWalk, point: Point, launch: Launch): Record<string, string> => {
  const out: Record<string, string> = {};
  for (const [id, value] of point) {
    if (id.endsWith("'") || walk.named.has(id)) continue;
    const info = walk.symbols.get(id);
    if (info.kind === 'size') out[info.display] = String(value);
  }
  for (const [d, n] of launch.global.entries()) out[`global_${d}`] = String(n);
  for (const [d, n] of launch.local.entries()) out[`local_${d}`] = String(n);
  return out;
};
