/** Every dependence of a staged function: of what on what, along which loops, how far, and two instances that show it. */

import {
  type AccessPoint,
  analyse,
  type Dependence,
  type Dependences,
  loopName,
  showLevel,
  showPoint,
} from '@athanor/compiler-core/analysis/dependences/index.ts';
import { placeInWords } from '@athanor/compiler-core/diag/excerpt.ts';
import { type Place, placeOf, type SourceView } from '@athanor/compiler-core/diag/source-view.ts';
import type { Func } from '@athanor/compiler-core/ir/nodes.ts';
import { printExpr } from '@athanor/compiler-core/ir/print.ts';
import type { FileId } from '@athanor/compiler-core/text/span.ts';

type Lookup = (file: FileId) => SourceView | null;

const placed = ({ at }: AccessPoint, lookup: Lookup): Place | null => {
  const view = lookup(at.file);
  return view === null ? null : placeOf(view, at.start, at.end);
};

export const dumpDependences = (func: Func, lookup: Lookup): string => {
  const deps = analyse(func);
  const found = deps.find();
  const where = (p: AccessPoint): string => {
    const place = placed(p, lookup);
    return place === null ? p.at.file : placeInWords(place);
  };
  const lines = found.flatMap((d) => [
    `  ${d.certainty} ${d.kinds.join(' ')}: ${showPoint(d.later)} after ${showPoint(d.earlier)}`,
    `    ${where(d.later)} after ${where(d.earlier)}`,
    ...d.levels.map((level) => `    ${level.certainty} ${showLevel(level)}`),
  ]);
  const counts = (['must', 'may', 'unknown'] as const)
    .map((certainty) => [found.filter((d) => d.certainty === certainty).length, certainty] as const)
    .filter(([n]) => n > 0)
    .map(([n, certainty]) => `${n} ${certainty}`);
  const summary = counts.length === 0 ? 'no dependences' : `dependences: ${counts.join(', ')}`;
  return `${func.name}: ${deps.points.length} accesses, ${summary}\n${lines.map((line) => `${line}\n`).join('')}`;
};

const endAsData = (p: AccessPoint, lookup: Lookup) => {
  const place = placed(p, lookup);
  return {
    access: p.kind,
    ...(p.operator === null ? {} : { operator: p.operator }),
    indices: p.indices?.map((i) => printExpr(i.expr)) ?? null,
    loops: p.loops.map((l) => loopName(l.stmt)),
    labels: p.stmt.names,
    file: place?.file ?? p.at.file,
    line: place?.start.line ?? null,
    column: place?.start.column ?? null,
  };
};

const dependenceAsData = (d: Dependence, deps: Dependences, lookup: Lookup) => {
  const witness = d.witness();
  const shown = witness.kind === 'known' ? witness.value : null;
  const number = (x: number | bigint | null): number | string | null => (typeof x === 'bigint' ? String(x) : x);
  const iterators = (end: 'earlier' | 'later') =>
    Object.fromEntries(shown?.[end].iterators.map((i) => [i.name, number(i.value)]) ?? []);
  return {
    tensor: d.tensor,
    kinds: d.kinds,
    certainty: d.certainty,
    earlier: endAsData(d.earlier, lookup),
    later: endAsData(d.later, lookup),
    levels: d.levels.map((level) => ({
      carrier: level.carrier === null ? null : loopName(level.carrier),
      ordered: level.ordered,
      certainty: level.certainty,
      distances: level.distances().map(({ loop, direction, min, max }) => ({
        loop: loopName(loop),
        direction,
        min: number(min),
        max: number(max),
      })),
      relation: deps.relationText(d, level),
    })),
    witness: shown && {
      text: shown.text,
      values: shown.values,
      earlier: iterators('earlier'),
      later: iterators('later'),
      index: shown.later.index.map(number),
    },
  };
};

/** The same as plain data for JSON; relations in isl notation. */
export const dependencesAsData = (func: Func, lookup: Lookup) => {
  const deps = analyse(func);
  return {
    function: func.name,
    accesses: deps.points.length,
    dependences: deps.find().map((d) => dependenceAsData(d, deps, lookup)),
  };
};
