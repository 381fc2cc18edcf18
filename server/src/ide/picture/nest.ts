/** A program as an SVG picture: loops as nested bars, dependences as arrows beside them, local tensors as boxes. */

import type { NodeId } from '@athanor/compiler-core/ir/nodes.ts';
import { escaped } from './markup.ts';
import type { Row, Rows } from './rows.ts';

/** From the row of one statement to that of another. */
export interface Arrow {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly text: string;
  /** The two iterations of one that stands against the change, a line each, written beside it; null for others. */
  readonly blocking: readonly string[] | null;
}

const ROW = 24;
const INDENT = 16;
const CHARACTER = 7.25;
const MOST_CHARACTERS = 64;
const LINE = 15;
const LANE = 14;
const MOST_LANES = 8;

const cut = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;

/** @param title names the picture for those who do not see it. @param marked loops that the change is about. */
export const nestPicture = (
  { rows, bars }: Rows,
  arrows: readonly Arrow[],
  marked: ReadonlySet<NodeId>,
  title: string,
): string => {
  const deepest = Math.max(0, ...rows.map((r) => r.depth));
  const longest = Math.max(10, ...rows.map((r) => cut(r.text).length));
  const right = (deepest + 1) * INDENT + longest * CHARACTER + 16;
  const lanes = placedInLanes(arrows, rows);
  const labelled = Math.max(0, ...arrows.flatMap((a) => a.blocking ?? []).map((line) => line.length)) * CHARACTER;
  const beside = right + (1 + Math.max(0, ...lanes.map((l) => l.lane))) * LANE + 6;
  const width = beside + 10 + labelled;
  const height = rows.length * ROW + 8;
  const out = [
    `<svg role="img" viewBox="0 0 ${round(width)} ${height}" width="${round(width)}" height="${height}">`,
    `<title>${escaped(title)}</title>`,
  ];
  for (const b of bars) {
    const x = 4 + b.depth * INDENT;
    const kind = ['bar', b.parallel ? 'parallel' : '', marked.has(b.id) ? 'marked' : ''].filter((c) => c !== '');
    out.push(
      `<rect class="${kind.join(' ')}" x="${x}" y="${4 + b.first * ROW}" width="${round(right - x - b.depth * 4)}" height="${(b.last - b.first + 1) * ROW - 3}" rx="4"/>`,
    );
  }
  rows.forEach((r, k) => {
    const x = 10 + r.depth * INDENT;
    const y = k * ROW + 19;
    const short = cut(r.text);
    const whole = short === r.text ? '' : `<title>${escaped(r.text)}</title>`;
    if (r.kind === 'tensor') out.push(`<rect class="local" x="${x}" y="${y - 9}" width="9" height="9" rx="2"/>`);
    out.push(
      `<text class="${r.kind}" x="${r.kind === 'tensor' ? x + 14 : x}" y="${y}">${escaped(short)}${whole}</text>`,
    );
  });
  for (const { arrow, from, to, lane } of lanes) {
    const [y1, y2] = [from * ROW + 14, to * ROW + (from === to ? 20 : 14)];
    const x = right + (1 + lane) * LANE;
    const path = `M${round(right)} ${y1} H${round(x - 5)} Q${round(x)} ${y1} ${round(x)} ${bend(y1, y2)} V${bend(y2, y1)} Q${round(x)} ${y2} ${round(x - 5)} ${y2} H${round(right + 4)}`;
    const kind = arrow.blocking === null ? 'arrow' : 'arrow blocking';
    const why = (arrow.blocking ?? []).map(
      (line, k) => `<text class="why" x="${round(beside)}" y="${(y1 + y2) / 2 - 3 + k * LINE}">${escaped(line)}</text>`,
    );
    out.push(
      `<g class="${kind}"><title>${escaped(arrow.text)}</title><path d="${path}"/><path class="head" d="M${round(right)} ${y2} l6 -4 v8 z"/>${why.join('')}</g>`,
    );
  }
  out.push('</svg>');
  return out.join('\n');
};

const round = (x: number): number => Math.round(x * 10) / 10;
/** Where a corner at `y` ends on the way to the other end. */
const bend = (y: number, other: number): number =>
  other > y ? y + Math.min(5, (other - y) / 2) : y - Math.min(5, (y - other) / 2);

interface Placed {
  readonly arrow: Arrow;
  readonly from: number;
  readonly to: number;
  readonly lane: number;
}

/** Arrows whose spans overlap go in different lanes while there are any; short ones stay near the text. */
const placedInLanes = (arrows: readonly Arrow[], rows: readonly Row[]): readonly Placed[] => {
  // The first row of a statement: `else` has a row of its own.
  const rowOf = new Map([...rows.entries()].reverse().map(([k, r]) => [r.id, k]));
  const spans = arrows.flatMap((arrow) => {
    const [from, to] = [rowOf.get(arrow.from), rowOf.get(arrow.to)];
    return from === undefined || to === undefined ? [] : [{ arrow, from, to }];
  });
  spans.sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from));
  const taken: { top: number; bottom: number }[][] = [];
  const placed = spans.map(({ arrow, from, to }) => {
    const [top, bottom] = [Math.min(from, to), Math.max(from, to)];
    const free = taken.findIndex((lane) => lane.every((o) => o.bottom < top || bottom < o.top));
    const lane = Math.min(free < 0 ? taken.length : free, MOST_LANES - 1);
    const all = taken[lane] ?? [];
    taken[lane] = [...all, { top, bottom }];
    return { arrow, from, to, lane };
  });
  // The blocking one on top.
  return placed.sort((a, b) => Number(a.arrow.blocking !== null) - Number(b.arrow.blocking !== null));
};
