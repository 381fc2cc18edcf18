/** Questions about the dependences of the bundled examples, as isl text. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse } from '../../compiler-core/src/analysis/dependences/index.ts';
import {
  Budget,
  IntegerRelation,
  isGe,
  parseRelation,
  System,
  variable,
} from '../../compiler-core/src/presburger/index.ts';
import { stageText } from '../../compiler-core/testkit/stage.ts';
import { createParser } from '../../server/src/host/tree-sitter.ts';
import { ROOT } from '../lib/process.ts';
import type { Query } from './queries.ts';

interface Found {
  readonly text: string;
  readonly relation: IntegerRelation;
  /** The function it is of. */
  readonly of: object;
}

/** Pairs of instances of each level of each dependence; once each. */
const relations = async (): Promise<readonly Found[]> => {
  const parser = await createParser();
  const folder = join(ROOT, 'examples');
  const out = new Map<string, Found>();
  for (const name of readdirSync(folder).filter((n) => n.endsWith('.py'))) {
    for (const { func } of stageText(readFileSync(join(folder, name), 'utf8'), parser).units) {
      const deps = analyse(func);
      for (const d of deps.every)
        for (const level of d.levels) {
          const text = deps.relationText(d, level);
          out.set(text, { text, relation: read(text), of: func });
        }
    }
  }
  return [...out.values()];
};

/** Those in the middle of the list too, where it is too long. */
const some = <T>(all: readonly T[], count: number): readonly T[] =>
  all.length <= count ? all : Array.from({ length: count }, (_, k) => all[Math.floor((k * all.length) / count)] as T);

const read = (text: string): IntegerRelation => {
  const parsed = parseRelation(text);
  if (parsed.kind === 'malformed') throw new Error(`${parsed.message} in ${text}`);
  return parsed.value;
};

/** Its pairs two iterations or more apart in the innermost loops: often none. Null where an end is in no loop. */
const farApart = (relation: IntegerRelation): string | null => {
  const { space } = relation;
  const [x, y] = [space.in?.dims.at(-1), space.out.dims.at(-1)];
  if (x === undefined || y === undefined) return null;
  const far = IntegerRelation.from(space, [System.of(isGe(variable(y), variable(x).plusConstant(2)))]);
  const both = relation.intersect(far, new Budget(1_000_000));
  return both.kind === 'known' ? String(both.value) : null;
};

/** Whether there is a pair, and one farther apart; the last instance of each; who depends on whom over two steps. */
export const exampleQueries = async (count: number): Promise<readonly Query[]> => {
  const all = await relations();
  const farther = all.flatMap(({ relation }) => farApart(relation) ?? []);
  const chains = all.flatMap((a) => {
    const width = a.relation.space.out.dims.length;
    const b = all.find((x) => x !== a && x.of === a.of && x.relation.space.in?.dims.length === width);
    return b ? [{ a: a.text, b: b.text }] : [];
  });
  const of = 'examples' as const;
  return [
    ...some([...all.map((x) => x.text), ...farther], count).map((a): Query => ({ of, kind: 'emptiness', a, b: '' })),
    ...some(all, count).map(({ text: a }): Query => ({ of, kind: 'lexmax', a, b: '' })),
    ...some(chains, count).map(({ a, b }): Query => ({ of, kind: 'composition', a, b })),
  ];
};
