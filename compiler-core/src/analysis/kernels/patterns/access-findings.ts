/** Hints about access patterns: uncoalesced access, bank conflicts, reuse that local memory could serve. */

import { about } from '../../../diag/about.ts';
import type { Diagnostic, Fix, Related } from '../../../diag/diagnostic.ts';
import type { Func, VarDef } from '../../../ir/nodes.ts';
import { stmtsIn } from '../../../ir/walk.ts';
import type { Span } from '../../../text/span.ts';
import type { KernelAnswer, KernelQuestion } from '../answer.ts';
import { bankText, plural, sectorText, strideText, VERB } from './describe-pattern.ts';
import { levelOf, nestOf } from './lane-grid.ts';
import { paddedExtent, padLastDimension } from './padding.ts';
import { type AccessPattern, type MemoryShape, type Patterns, patternsOf } from './patterns.ts';
import type { TensorReuse } from './reuse.ts';

export interface AccessOptions {
  readonly shape: MemoryShape;
  /** The text at a place, for fixes; null where it is not at hand. */
  readonly textAt?: (at: Span) => string | null;
}

/** Sectors touched by those that would do, from which on it is said. */
const WASTE = 2;
/** Reads of one element by different items, on average over a group, from which on it is said. */
const REUSE = 2;
/** Fewer elements than these stay in any cache. */
const MIN_ELEMENTS = 16;

const byTensor = (accesses: readonly AccessPattern[]): readonly (readonly [AccessPattern, ...AccessPattern[]])[] => {
  const out = new Map<string, [AccessPattern, ...AccessPattern[]]>();
  for (const a of accesses) {
    const key = `${a.name} ${strideText(a.stride)}`;
    const known = out.get(key);
    if (known) known.push(a);
    else out.set(key, [a]);
  }
  return [...out.values()];
};

/** Read, written or both at the place of the first. */
const verbOf = (a: AccessPattern, rest: readonly AccessPattern[]): string => {
  const here = [a, ...rest].filter(({ at }) => isAt(at, a.at));
  return [...new Set(here.map(({ kind }) => VERB[kind]))].join(' and ');
};
const isAt = (a: Span, b: Span): boolean => a.file === b.file && a.start === b.start && a.end === b.end;

const others = (a: AccessPattern, rest: readonly AccessPattern[]): Related[] =>
  rest
    .filter(({ at }) => !isAt(at, a.at))
    .map((a) => ({ span: a.at, message: `\`${a.name}\` is ${VERB[a.kind]} the same way here` }));

/** Lanes that share an element are no waste: what counts is what they would touch side by side. */
const isWasteful = (a: AccessPattern, { sectorBytes }: MemoryShape): boolean =>
  a.sectors !== null &&
  a.sectors >= WASTE * Math.ceil((a.lanes * a.bytes) / sectorBytes) &&
  (a.allSectors?.sum ?? 0) >= WASTE * (a.allIdeal?.sum ?? 1);

/** Dimensions of the items with the two fastest exchanged; null where there is only one. */
const exchanged = (func: Func): readonly number[] | null => {
  const loops = stmtsIn(func.body).filter((s) => s.kind === 'for');
  const items = loops.find((s) => levelOf(s) === 'threadIdx') ?? loops.find((s) => levelOf(s) === 'blockIdx');
  const rank = items ? nestOf(items).loops.length : 0;
  if (rank < 2) return null;
  const order = Array.from({ length: rank }, (_, d) => d);
  return [...order.slice(0, -2), rank - 1, rank - 2];
};

const sumOfSectors = ({ accesses }: Patterns): number | null =>
  accesses.reduce<number | null>(
    (sum, a) =>
      a.space === 'local' ? sum : sum === null || !a.allSectors ? null : sum + a.allSectors.sum / a.executions,
    0,
  );

const ALIGNED = 'sizes that are not known here are multiples of what one transaction moves';
const REACHED = 'conditions that depend on data hold';
const assumptionsOf = (a: AccessPattern, shape: MemoryShape): string[] => [
  `${shape.subGroupSize} work-items run together, ${shape.sectorBytes} bytes move at once`,
  ...(a.assumesAlignment ? [ALIGNED] : []),
  ...(a.assumed ? [REACHED] : []),
];

class Hints {
  readonly found: Diagnostic[] = [];

  constructor(
    private readonly q: KernelQuestion,
    private readonly options: AccessOptions,
    private readonly patterns: Patterns,
  ) {}

  private look(func: Func, order?: readonly number[]): Patterns {
    const { shouldStop } = this.q;
    return patternsOf(func, this.options.shape, {
      sample: true,
      ...(shouldStop && { shouldStop }),
      ...(order && { order }),
    });
  }

  uncoalesced(): void {
    const wasteful = byTensor(this.patterns.accesses.filter((a) => isWasteful(a, this.options.shape)));
    if (wasteful.length === 0) return;
    const order = exchanged(this.q.func);
    const [now, turned] = order ? [this.look(this.q.func), this.look(this.q.func, order)] : [];
    const [before, after] = [now && sumOfSectors(now), turned && sumOfSectors(turned)];
    const isBetter = before != null && after != null && before >= 1.5 * after;
    for (const [a, ...rest] of wasteful) {
      const { shape } = this.options;
      const wanted = a.lanes * a.bytes;
      const moved = (a.sectors ?? 0) * shape.sectorBytes;
      const arithmetic = `${plural(a.lanes, 'lane')} of ${plural(a.bytes, 'byte')} want ${wanted} bytes; ${a.sectors} * ${shape.sectorBytes} = ${moved} bytes move`;
      const better = isBetter ? turned?.accesses.find(({ at, kind }) => isAt(at, a.at) && kind === a.kind) : undefined;
      const advice =
        better?.sectors != null && better.sectors < (a.sectors ?? 0)
          ? [
              {
                span: a.at,
                message: `with ${this.dimensions()} of the work-item exchanged, ${sectorText(better, shape)}`,
              },
            ]
          : [];
      this.found.push({
        ...about(
          'uncoalesced-access',
          a.at,
          `\`${a.name}\` is ${verbOf(a, rest)} ${strideText(a.stride)}: ${sectorText(a, shape)}`,
        ),
        related: [{ span: a.at, message: arithmetic }, ...advice, ...others(a, rest)],
        assumptions: assumptionsOf(a, shape),
      });
    }
  }

  /** The two that run fastest, as the source counts them. */
  private dimensions(): string {
    const { func } = this.q;
    const rank = func.kernel?.dimensions ?? 2;
    return /\.cl$/i.test(func.origin.span.file) ? 'dimensions 0 and 1' : `dimensions ${rank - 2} and ${rank - 1}`;
  }

  conflicts(): void {
    const { shape } = this.options;
    for (const [a, ...rest] of byTensor(this.patterns.accesses.filter(({ degree }) => degree !== null && degree > 1))) {
      const message = `\`${a.name}\` is ${verbOf(a, rest)} ${strideText(a.stride)}: ${bankText(a)}`;
      const padding = this.padding(a);
      this.found.push({
        ...about('bank-conflict', a.at, message),
        related: [...(padding?.related ?? []), ...others(a, rest)],
        assumptions: [
          `${shape.banks} banks of ${shape.bankBytes} bytes; the memory begins in the first`,
          ...(a.assumed ? [REACHED] : []),
        ],
        fixes: padding?.fixes ?? [],
      });
    }
  }

  /** A row that is one longer, where all accesses together then need fewer passes. */
  private padding(a: AccessPattern): { readonly related: readonly Related[]; readonly fixes: readonly Fix[] } | null {
    const def = stmtsIn(this.q.func.body).find(
      (s): s is VarDef => s.kind === 'varDef' && s.memory === 'gpu/shared' && (s.spelled ?? s.name) === a.name,
    );
    const padded = def && padLastDimension(this.q.func, def.name);
    if (!def || !padded) return null;
    const passes = (p: Patterns): number =>
      p.accesses
        .filter(({ name, space }) => name === a.name && space === 'local')
        .reduce((sum, { allDegrees: d, executions: n }) => sum + (d ? d.sum / n : 0), 0);
    const then = this.look(padded);
    const same = then.accesses.find(({ at, kind }) => isAt(at, a.at) && kind === a.kind);
    if (!same?.degree || passes(then) >= passes(this.look(this.q.func))) return null;
    const message = `with rows that are one element longer: ${same.degree === 1 ? 'no bank conflict' : `${same.degree} passes`}`;
    const edit = paddedExtent(def, this.options.textAt ?? (() => null));
    return {
      related: [{ span: a.at, message }],
      fixes: edit ? [{ title: `Pad the rows of ${a.name} by one element`, edits: [edit] }] : [],
    };
  }

  reuse(): void {
    if (this.q.func.kernel?.launch !== 'nd_range') return;
    for (const r of this.patterns.reuse) {
      const isLarge = r.elements >= MIN_ELEMENTS || r.isCut;
      if (isLarge && r.items > 1 && r.reads >= REUSE * r.elements) this.found.push(reuseHint(r, this.patterns.all));
    }
  }
}

const reuseHint = (r: TensorReuse, all: boolean): Diagnostic => {
  const least = all ? '' : 'at least ';
  const times = Number((r.reads / r.elements).toPrecision(3));
  const message = `each element of \`${r.name}\` is read by ${least}${times} work-items of a group on average: local memory could serve it after one read`;
  const looked = all ? 'the work-items of one group' : 'those of its work-items that were looked at';
  const arithmetic = `${looked} read ${plural(r.elements, 'element')} ${plural(r.reads, 'time')}; one of them is read by ${plural(r.items, 'work-item')}`;
  return {
    ...about('local-memory-reuse', r.at, message),
    related: [
      { span: r.at, message: arithmetic },
      ...r.others.map((s) => ({ span: s.at, message: `\`${r.name}\` is read here too, ${plural(s.reads, 'time')}` })),
    ],
  };
};

/** The standing says whether all addresses are known; nothing here is a fault. */
export const accessFindings =
  (options: AccessOptions) =>
  (q: KernelQuestion): KernelAnswer => {
    const patterns = patternsOf(q.func, options.shape, q.shouldStop ? { shouldStop: q.shouldStop } : {});
    const hints = new Hints(q, options, patterns);
    hints.uncoalesced();
    hints.conflicts();
    hints.reuse();
    const open = patterns.accesses.flatMap(({ at, stride }) =>
      stride.kind === 'unknown' ? [{ code: 'data-dependent' as const, reason: stride.reason, at }] : [],
    );
    return { standing: open.length > 0 ? 'unknown' : 'safe', diagnostics: hints.found, open, assumptions: [] };
  };
