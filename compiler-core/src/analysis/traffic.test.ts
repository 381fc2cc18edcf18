import { expect, test } from 'vitest';
import { parseFunc } from '../ir/parse.ts';
import { nestInputs, randomNest } from '../transforms/test/nests.ts';
import { countTraffic } from './test/counted-traffic.ts';
import { trafficOf } from './traffic.ts';

const COUNT = Number(process.env['COUNT'] ?? 40);

test(`${COUNT} random programs: elements moved are those that a run moves, at three sizes`, () => {
  let exact = 0;
  for (let seed = 1; seed <= COUNT; seed++) {
    const func = randomNest(seed);
    const nests = trafficOf(func);
    for (const n of [1, 3, 5]) {
      const counted = countTraffic(func, nestInputs(seed, n));
      if (!counted) continue;
      for (const [k, nest] of nests.entries()) {
        for (const { definition, loads, stores } of nest.tensors) {
          const now = counted.get(`${k} ${definition.name}`) ?? { loads: 0, stores: 0 };
          for (const [answer, wanted] of [
            [loads, now.loads],
            [stores, now.stores],
          ] as const) {
            if (answer.kind === 'unknown') continue;
            const names = new Map(answer.value.sizes.map(({ id, name }) => [id, name === 'n' ? n : 0]));
            const { least, most } = answer.value.count.at(names);
            const what = `seed ${seed}, n = ${n}, nest ${k}, ${definition.name}`;
            expect(most, what).toBeGreaterThanOrEqual(wanted);
            if (answer.value.atMost || !answer.value.count.exact) continue;
            expect([least, most], what).toEqual([wanted, wanted]);
            exact++;
          }
        }
      }
    }
  }
  expect(exact).toBeGreaterThan(COUNT);
});

test('a consumer in a nest of its own loads what the producer stored; in one nest it does not', () => {
  const body = (nests: string): string => `func f(x, z) with $n: int {
    @input @cpu x: float32[$n] { @cache @cpu y: float32[$n] { @output @cpu z: float32[$n] { ${nests} } } } }`;
  const show = (nests: string): readonly string[] => {
    const { value, error } = parseFunc(body(nests));
    if (!value) throw new Error(error?.message);
    return trafficOf(value).flatMap((nest, k) =>
      nest.tensors.map((t) => {
        const [a, b] = [t.loads, t.stores].map((e) =>
          e.kind === 'unknown' ? '?' : e.value.count.at(new Map(e.value.sizes.map((s) => [s.id, 7]))).least,
        );
        return `${k} ${t.definition.name} ${a} ${b}`;
      }),
    );
  };
  expect(show('for i in 0 : $n : 1 { y[i] = x[i] } for i in 0 : $n : 1 { z[i] = y[i] + y[0] }')).toEqual([
    '0 x 7 0',
    '0 y 0 7',
    '1 y 7 0',
    '1 z 0 7',
  ]);
  expect(show('for i in 0 : $n : 1 { y[i] = x[i] z[i] = y[i] }')).toEqual(['0 x 7 0', '0 y 0 7', '0 z 0 7']);
});
