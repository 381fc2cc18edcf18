/** Hints about access patterns: uncoalesced access, bank conflicts, reuse that local memory could serve. */

import { about } from '../../diag/about.ts';
import type { Diagnostic, Fix, Related } from '../../diag/diagnostic.ts';
import type { Func, VarDef } from '../../ir/nodes.ts';
import { stmtsIn } from '../../ir/walk.ts';
import type { Span } from '../../text/span.ts';
import type { KernelAnswer, KernelQuestion } from './answer.ts';
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
    const key = `${a.name} ${a.kind} ${strideText(a.stride)}`;
    const known = out.get(key);
    if (known) known.push(a);
    else out.set(key, [a]);
  }
  return [...out.values()];
};

const others = (rest: readonly AccessPattern[]): Related[] =>
  rest.map((a) => ({ span: a.at, message: `\`${a.name}\` is ${VERB[a.kind]} the same way here` }));

const isWasteful = (a: AccessPattern): boolean =>
  a.space === 'global' &&
  a.sectors !== null &&
  a.ideal !== null &&
  a.sectors >= WASTE * a.ideal &&
  a.stride.kind !== 'uniform' &&
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
  accesses.reduce<number | null>((sum, a) => (a.space === 'local' ? sum : sum === null || !a.allSectors ? null : sum + a.allSectors.sum / a.executions), 0);

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
    return patternsOf(func, this.options.shape, { sample: true, ...(shouldStop && { shouldStop }), ...(order && { order }) });
  }

  uncoalesced(): void {
    const wasteful = byTensor(this.patterns.accesses.filter(isWasteful));
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
      const better = isBetter ? turned?.accesses.find(({ at, kind }) => at.start === a.at.start && at.end === a.at.end && kind === a.kind) : undefined;
      const advice =
        better?.sectors != null && better.sectors < (a.sectors ?? 0)
          ? [{ span: a.at, message: `with ${this.dimensions()} of the work-item exchanged, ${sectorText(better, shape)}` }]
          : [];
      this.found.push({
        ...about('uncoalesced-access', a.at, `\`${a.name}\` is ${VERB[a.kind]} ${strideText(a.stride)}: ${sectorText(a, shape)}`),
        related: [{ span: a.at, message: arithmetic }, ...advice, ...others(rest)],
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
      const message = `\`${a.name}\` is ${VERB[a.kind]} ${strideText(a.stride)}: ${bankText(a)}`;
      const padding = this.padding(a);
      this.found.push({
        ...about('bank-conflict', a.at, message),
        related: [...(padding?.related ?? []), ...others(rest)],
        assumptions: [`${shape.banks} banks of ${shape.bankBytes} bytes; the memory begins in the first`, ...(a.assumed ? [REACHED] : [])],
        fixes: padding?.fixes ?? [],
      });
    }
  }

  /** A row that is one longer, where all accesses together then need fewer passes. */
  private padding(a: AccessPattern): { readonly related: readonly Related[]; readonly fixes: readonly Fix[] } | null {
    const def = stmtsIn(this.q.func.body).find((s): s is VarDef => s.kind === 'varDef' && s.memory === 'gpu/shared' && (s.spelled ?? s.name) === a.name);
    const padded = def && padLastDimension(this.q.func, def.name);
    if (!def || !padded) return null;
    const passes = (p: Patterns): number =>
      p.accesses.filter(({ name, space }) => name === a.name && space === 'local').reduce((sum, { allDegrees: d, executions: n }) => sum + (d ? d.sum / n : 0), 0);
    const then = this.look(padded);
    const same = then.accesses.find(({ at, kind }) => at.start === a.at.start && at.end === a.at.end && kind === a.kind);
    if (!same?.degree || passes(then) >= passes(this.look(this.q.func))) return null;
    const message = `with rows that are one element longer: ${same.degree === 1 ? 'no bank conflict' : plural(same.degree, 'pass')}`;
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
  const { at } = r;
  const times = Number((r.reads / r.elements).toPrecision(3));
  const looked = all ? 'the work-items of one group' : 'those work-items of one group that were looked at';
  return {
    ...about('local-memory-reuse', at, `each element of \`${r.name}\` is read by ${times} work-items of a group on average: local memory could serve it after one read`),
    related: [
      { span: at, message: `${looked} read ${plural(r.elements, 'element')} ${r.reads} times; one of them is read by ${plural(r.items, 'work-item')}` },
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
