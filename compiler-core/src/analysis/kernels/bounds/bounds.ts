/**
 * Accesses of a kernel outside their memory: global, local to a group, private to an item.
 *
 * As for tensor programs (`analysis/bounds.ts`): for an access reached at the points D, with subscript e and extent s,
 * V = D and (e < 0 or e >= s). Items are points; what host code tells of sizes stands in the extents.
 */

import type { Diagnostic, Related } from '../../../diag/diagnostic.ts';
import type { VarDef } from '../../../ir/nodes.ts';
import { extremes, holdsAt, type Int, valueAt } from '../../../presburger/index.ts';
import type { Span } from '../../../text/span.ts';
import type { Context } from '../../affine/context.ts';
import { assumptionsOf, loopsOf } from '../../affine/explain.ts';
import type { SymbolTable } from '../../affine/symbols.ts';
import type { Access } from '../../affine/traverse.ts';
import { decide, type Verdict } from '../../affine/verdict.ts';
import { notEmpty, subjectOf, type Violation, violationsOf } from '../../bounds.ts';
import { reportAt } from '../../report.ts';
import type { KernelAnswer, KernelQuestion, Open, Standing } from '../answer.ts';
import { elementsNeeded } from '../races/needed.ts';
import { isOfGrid, takenForGranted, witnessAt } from './items.ts';
import { sitesOf } from './sites.ts';
import { whyOpen } from './why-open.ts';

interface Asked {
  readonly access: Access;
  readonly definition: VarDef;
  readonly dimension: number;
  readonly violations: readonly Violation[];
  readonly subject: ReadonlySet<string>;
  readonly symbols: SymbolTable;
  readonly q: KernelQuestion;
}

/** Each subscript of each access of the kernel. Cost: an emptiness question or more for each, within the budget. */
export const kernelBounds = (q: KernelQuestion): KernelAnswer => {
  const { accesses, symbols, skipped, assumptions } = sitesOf(q.func);
  const open = new Map<string, Open>();
  const found = new Map<string, Diagnostic>();
  const counts: Record<Verdict['kind'], number> = { safe: 0, faulty: 0, possible: 0, unknown: 0 };
  const leaveOpen = (o: Open): void => {
    counts.unknown++;
    open.set(`${o.reason} ${o.at.file} ${o.at.start}`, o);
  };
  for (const at of skipped) leaveOpen({ code: 'budget', reason: 'statements nest too deep', at });
  const cache = new Map<Context, Map<string, Verdict>>();
  for (const access of accesses) {
    access.indices.forEach(({ expr, pieces }, dimension) => {
      const { definition } = access;
      const extents = definition?.extents[dimension];
      const at = placeOf(access, expr.at);
      if (!definition || !extents) {
        leaveOpen({ code: 'not-modelled', reason: `the memory of \`${access.tensor}\` is not known`, at });
        return;
      }
      if (q.shouldStop?.() || q.budget.left <= 0) {
        leaveOpen({ code: 'budget', reason: 'the budget of the kernel was used up before', at });
        return;
      }
      const unsized = hasUnknownSize(definition.stmt, dimension);
      const violations = violationsOf(pieces, extents).filter((v) => !unsized || v.side === 'below');
      const subject = subjectOf(pieces, extents);
      const wrong = violations.map((v) => v.system);
      const key = wrong.join(' or ');
      const known = cache.get(access.context) ?? new Map<string, Verdict>();
      cache.set(access.context, known);
      const verdict =
        known.get(key) ??
        decide({ context: access.context, wrong, subject, usual: notEmpty(access) }, symbols, q.budget);
      known.set(key, verdict);
      // Such a pointer may also point into the middle of its memory: not even -1 is certain to be outside.
      if (unsized) {
        const name = nameOf(definition.stmt);
        const needed = verdict.kind === 'safe' ? elementsNeeded(pieces, access.context, symbols) : null;
        const then = needed === null ? '' : `: in bounds if it has at least ${needed} elements`;
        leaveOpen({ code: 'not-modelled', reason: `the size of \`${name}\` is not known${then}`, at });
        return;
      }
      if (verdict.kind === 'unknown') {
        leaveOpen(whyOpen(verdict, access.context, subject, symbols, at));
        return;
      }
      counts[verdict.kind]++;
      if (verdict.kind === 'safe') return;
      const asked = { access, definition: definition.stmt, dimension, violations, subject, symbols, q };
      const d = report(asked, verdict);
      const id = `${d.code} ${d.span.file} ${d.span.start} ${d.span.end} ${access.tensor} ${dimension}`;
      const before = found.get(id);
      if (!before || (before.class === 'possible' && d.class === 'proved')) found.set(id, d);
    });
  }
  const standing: Standing =
    counts.faulty > 0 ? 'faulty' : counts.unknown > 0 ? 'unknown' : counts.possible > 0 ? 'possible' : 'safe';
  return {
    standing,
    diagnostics: [...found.values()],
    open: [...open.values()],
    assumptions: takenForGranted(assumptions),
  };
};

/** Memory behind a pointer that no allocation was seen of has a size that is a symbol of its own. */
const hasUnknownSize = (def: VarDef, dimension: number): boolean => {
  let e = def.shape[dimension];
  while (e?.kind === 'cast') e = e.operand;
  return e?.kind === 'param' && e.name.endsWith('.size');
};

/** The subscript, where it stands in the access; a variable may stand for an expression that is written elsewhere. */
const placeOf = ({ at }: Access, index: Span): Span =>
  index.file === at.file && index.start >= at.start && index.end <= at.end ? index : at;

const nameOf = (def: VarDef): string => def.spelled ?? def.name;

const SPACE: Readonly<Partial<Record<VarDef['memory'], string>>> = { 'gpu/shared': 'local ', 'gpu/local': 'private ' };

const report = (asked: Asked, verdict: Extract<Verdict, { kind: 'faulty' | 'possible' }>): Diagnostic => {
  const { access, definition, dimension, violations, subject, symbols, q } = asked;
  const { witness } = verdict;
  const violation = violations.find((v) => holdsAt(v.system, witness)) ?? (violations[0] as Violation);
  const below = violation.side === 'below';
  const reached = valueAt(violation.index, witness);
  const size = valueAt(violation.extent, witness);
  const place = reportAt(access.origin, placeOf(access, access.indices[dimension]?.expr.at ?? access.at));
  const extent = symbols.show(violation.extent);
  const related: Related[] = [
    ...place.related,
    { span: definition.origin.span, message: `\`${nameOf(definition)}\` is defined here, with size ${extent}` },
    ...loopsOf(access.context, subject).filter(({ span }) => !isGridLoop(access.context, span)),
  ];
  const proved = verdict.kind === 'faulty';
  return {
    code: below ? 'negative-index' : 'index-out-of-bounds',
    severity: proved ? 'error' : verdict.usual ? 'information' : 'hint',
    class: proved ? 'proved' : 'possible',
    span: place.span,
    message: messageOf(asked, violation, verdict, reached, size),
    related,
    witness: witnessAt(access.context, witness, subject, `the subscript is ${reached}, the size ${size}`, symbols),
    assumptions: [
      ...(verdict.kind === 'faulty' && verdict.assumed ? assumptionsOf(access.context, symbols) : []),
      ...takenForGranted(sitesOf(q.func).assumptions),
    ],
    fixes: [],
  };
};

const isGridLoop = (context: Context, span: { readonly start: number }): boolean =>
  context.loops.some(
    (l) => l.stmt.kind === 'for' && l.stmt.at.start === span.start && isOfGrid(context, l.iterator.id),
  );

const WRAPPED = 4294967296;

const messageOf = (
  { access, definition, dimension, symbols, q, subject }: Asked,
  violation: Violation,
  verdict: Extract<Verdict, { kind: 'faulty' | 'possible' }>,
  reached: Int,
  size: Int,
): string => {
  const space = SPACE[definition.memory] ?? '';
  const where = access.indices.length > 1 ? ` in dimension ${dimension}` : '';
  const subscript = `The subscript of ${space}\`${nameOf(definition)}\`${where}`;
  const extent = symbols.show(violation.extent);
  const sized = violation.extent.isConstant ? `, and its size is ${size}` : `; its size ${extent} is ${size} there`;
  const range = extremes(
    verdict.at.map((s) => s.intersect(violation.system)),
    violation.index,
    q.budget,
  );
  const far =
    violation.extent.isConstant && range.kind === 'known' && range.value
      ? (range.value[violation.side === 'below' ? 'min' : 'max'] ?? reached)
      : reached;
  const wraps = far > WRAPPED ? `: an unsigned value below 0 wraps around` : '';
  if (verdict.kind === 'faulty') return `${subscript} reaches ${far}${sized}${wraps}`;
  const past = violation.side === 'below' ? 'is negative' : 'runs past the end';
  if (verdict.always) return `${subscript} ${past} whenever it is reached: it reaches ${far}${sized}`;
  // A condition on counters of items says nothing to the user.
  const readable = verdict.condition !== null && ![...subject].some((id) => verdict.condition?.includes(` ${id} `));
  if (readable) return `${subscript} ${past} if ${verdict.condition}; its size is ${extent}`;
  return `${subscript} may be outside: it may reach ${far}${sized}`;
};
