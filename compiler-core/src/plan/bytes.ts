/** Bytes that a function moves, as a formula in its sizes and as a number. */

import { trafficOf } from '../analysis/traffic.ts';
import type { Func } from '../ir/nodes.ts';
import { Budget, holdsAt, type Int, type System, variable } from '../presburger/index.ts';
import { Polynomial } from '../presburger/polynomial.ts';

export interface Bytes {
  /** Names of the sizes it depends on, as the user has them. */
  readonly sizes: readonly string[];
  /** `4*n*m + 8*n`; parts under a condition other than that sizes are at least 1 say it. */
  readonly formula: string;
  /** Data decide what is accessed: no more than this. */
  readonly atMost: boolean;
  /** Tensors of which it is not known. */
  readonly unknown: readonly string[];
  /** The number for values of all sizes; null where it is not known. */
  at(values: ReadonlyMap<string, number>): number | null;
}

interface Term {
  readonly domain: System;
  readonly value: Polynomial;
}

const WORK = 100_000;

export const bytesOf = (func: Func): Bytes => {
  const terms: Term[] = [];
  const unknown = new Set<string>();
  const sizes = new Set<string>();
  let atMost = false;
  const budget = new Budget(WORK);
  for (const nest of trafficOf(func)) {
    for (const { definition, bytes, loads, stores } of nest.tensors) {
      for (const part of [loads, stores]) {
        if (
          part.kind === 'unknown' ||
          !part.value.count.exact ||
          part.value.count.infinite.length > 0 ||
          bytes === null
        ) {
          unknown.add(definition.name);
          continue;
        }
        atMost ||= part.value.atMost;
        const names = new Map(part.value.sizes.map(({ id, name }) => [id, variable(name)]));
        const rename = (id: string) => names.get(id) ?? null;
        for (const { domain, value } of part.value.count.terms) {
          for (const v of domain.variables()) sizes.add(names.get(v)?.toString() ?? v);
          const renamed = value.substitute(rename, budget).times(Polynomial.constant(bytes), budget);
          terms.push({ domain: domain.substitute(rename), value: renamed });
        }
      }
    }
  }
  return {
    sizes: [...sizes].sort(),
    formula: formulaOf(terms),
    atMost,
    unknown: [...unknown],
    at: (values) => {
      if (unknown.size > 0) return null;
      const point = new Map<string, Int>(values);
      return terms.reduce((sum, t) => (holdsAt(t.domain, point) ? sum + Number(t.value.at(point)) : sum), 0);
    },
  };
};

/** Conditions that say no more than that a size is at least 1. */
const isUsual = (c: System['constraints'][number]): boolean => {
  const [only, ...more] = c.expr.terms;
  return c.kind === 'ge' && more.length === 0 && only?.coef === 1 && only.div === null && c.expr.constant === -1;
};

const formulaOf = (terms: readonly Term[]): string => {
  const sums = new Map<string, Polynomial>();
  for (const { domain, value } of terms) {
    const when = domain.constraints
      .filter((c) => !isUsual(c))
      .map((c) => `${c.expr} ${c.kind === 'eq' ? '= 0' : '>= 0'}`)
      .sort()
      .join(' and ');
    sums.set(when, (sums.get(when) ?? Polynomial.constant(0)).plus(value));
  }
  const parts = [...sums].map(([when, sum]) => (when === '' ? String(sum) : `(${sum} if ${when})`));
  return parts.length === 0 ? '0' : parts.join(' + ');
};
