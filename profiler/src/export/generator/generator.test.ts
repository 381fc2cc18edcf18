import { expect, test } from 'vitest';
import { generate } from './generate.ts';
import { groupsOf } from './groups.ts';
import { KERNELS } from './program.ts';
import { ENVELOPES, readSpec, type Spec } from './spec.ts';

const spec = (input: object): Spec => {
  const { spec: made, problems } = readSpec({ seed: 3, steps: 2, model: { layers: 2, kernelsPerLayer: 2 }, ...input });
  expect(problems).toEqual([]);
  return made;
};

const textOf = (made: Spec): ReadonlyMap<string, string> =>
  new Map([...generate(made).files].map(({ name, pieces }) => [name, [...pieces].join('')]));

interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly cat?: string;
  readonly ts: number;
  readonly dur?: number;
  readonly args: Readonly<Record<string, number | string>>;
}

const eventsOf = (text: string): readonly TraceEvent[] => {
  const parsed = JSON.parse(text);
  return Array.isArray(parsed) ? parsed : parsed.traceEvents;
};

test('the same seed gives the same bytes, another one others', () => {
  const input = {
    layout: { dp: 2, tp: 2, pp: 2, ep: 2 },
    model: { layers: 2, experts: 4 },
    clocks: { offsetNs: 1e6, driftPpb: 1e4 },
  };
  const [a, b, c] = [textOf(spec(input)), textOf(spec(input)), textOf(spec({ ...input, seed: 4 }))];
  expect([...a]).toEqual([...b]);
  expect(a.get('rank-3.pt.trace.json')).not.toBe(c.get('rank-3.pt.trace.json'));
  expect(a.size).toBe(9);
});

test.each(ENVELOPES)('envelope %s is JSON with all events', (envelope) => {
  const texts = textOf(spec({ envelope, layout: { dp: 2, tp: 1, pp: 1, ep: 1 } }));
  const events = eventsOf(texts.get('rank-1.pt.trace.json') ?? '');
  const steps = events.filter(({ name }) => name.startsWith('ProfilerStep#'));
  expect(steps.map(({ name }) => name)).toEqual(['ProfilerStep#10', 'ProfilerStep#11']);
  // Per step and micro-batch: two layers of two kernels, forward and backward; two of the optimiser.
  expect(events.filter(({ name }) => (KERNELS as readonly string[]).includes(name))).toHaveLength(2 * (2 * 8 + 2));
});

test('every collective ends within the stated spread on all its ranks, and starts before', () => {
  const made = spec({ layout: { dp: 2, tp: 2, pp: 2, ep: 2 }, model: { layers: 4, kernelsPerLayer: 2, experts: 4 } });
  const ends = new Map<string, number[]>();
  for (const [name, text] of textOf(made)) {
    if (name === 'truth.json') continue;
    for (const { args, ts, dur = 0, cat } of eventsOf(text)) {
      if (cat !== 'kernel' || args['Collective name'] === undefined) continue;
      expect(dur).toBeGreaterThan(0);
      const key = `${args['Process Group Name']}/${args['Seq']}`;
      ends.set(key, [...(ends.get(key) ?? []), Math.round((ts + dur) * 1000)]);
    }
  }
  for (const [key, times] of ends) {
    const members = groupsOf(made.layout).all.find(({ name }) => name === key.split('/')[0])?.ranks.length;
    expect(times.length, key).toBe(members);
    expect(Math.max(...times) - Math.min(...times), key).toBeLessThanOrEqual(made.noise.endNs + 2);
  }
  expect(ends.size).toBeGreaterThan(50);
});

test('a slow rank costs what the truth says: the job without it is faster', () => {
  const { truth } = generate(
    spec({ layout: { dp: 4, tp: 1, pp: 1, ep: 1 }, faults: [{ kind: 'slow-rank', rank: 2, factor: 1.5 }] }),
  );
  expect(truth.stragglers).toHaveLength(1);
  expect(truth.stragglers[0]).toMatchObject({ rank: 2, why: 'slow-rank' });
  expect(truth.stragglers[0]?.effect).toBeGreaterThan(0.1);
});

test('missing, duplicated and truncated files', () => {
  const input = {
    layout: { dp: 4, tp: 1, pp: 1, ep: 1 },
    faults: [
      { kind: 'missing-rank', rank: 0 },
      { kind: 'duplicate-rank', rank: 1 },
      { kind: 'truncated-file', rank: 2, keep: 0.5 },
    ],
  };
  const texts = textOf(spec(input));
  expect([...texts.keys()]).toEqual([
    'rank-1.pt.trace.json',
    'restart.rank-1.pt.trace.json',
    'rank-2.pt.trace.json',
    'rank-3.pt.trace.json',
    'truth.json',
  ]);
  const [cut, whole] = [texts.get('rank-2.pt.trace.json') ?? '', texts.get('rank-3.pt.trace.json') ?? ''];
  expect(cut.length / whole.length).toBeCloseTo(0.5, 1);
  expect(() => JSON.parse(cut)).toThrow();
});

test('the imbalance of experts is in the splits and in the truth', () => {
  const { truth } = generate(
    spec({
      layout: { dp: 4, tp: 1, pp: 1, ep: 4 },
      model: { layers: 2, experts: 8 },
      faults: [{ kind: 'expert-imbalance', skew: 1 }],
    }),
  );
  const shares = truth.experts[0] ?? [];
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
  expect(Math.max(...shares)).toBeGreaterThan(1.5 / 8);
});

test('graphs: one launch, many kernels', () => {
  const events = eventsOf(
    textOf(spec({ model: { layers: 2, kernelsPerLayer: 4, graphs: true } })).get('rank-0.pt.trace.json') ?? '',
  );
  const launch = events.find(({ name }) => name === 'cudaGraphLaunch');
  const kernels = events.filter(
    ({ cat, args }) => cat === 'kernel' && args['correlation'] === launch?.args['correlation'],
  );
  expect(kernels.map(({ args }) => args['graph node id'])).toEqual([0, 1]);
});

test.each<[string, unknown, string]>([
  ['no object', [], 'a specification is a JSON object'],
  ['an unknown field', { step: 3 }, 'step: there is no such field'],
  ['a wrong type', { steps: '3' }, 'steps: wants a number'],
  ['one rank', { layout: { dp: 1 } }, 'layout: dp * tp * pp is 1, wants 2 to 4096'],
  ['too many ranks', { layout: { dp: 4096, tp: 2 } }, 'layout: dp * tp * pp is 8192, wants 2 to 4096'],
  ['an expert degree that does not divide', { layout: { dp: 4, ep: 3 } }, 'layout.ep: wants a divisor of layout.dp'],
  [
    'a rank outside',
    { faults: [{ kind: 'slow-rank', rank: 9, factor: 2 }] },
    'faults[0].rank: wants a rank from 0 to 3',
  ],
  ['no such fault', { faults: [{ kind: 'fire' }] }, 'faults[0].kind: one of slow-rank'],
  [
    'a share above one',
    { faults: [{ kind: 'truncated-file', rank: 0, keep: 2 }] },
    'faults[0].keep: wants the kept share',
  ],
])('%s is a problem', (_name, input, problem) => {
  expect(readSpec(input).problems.join('; ')).toContain(problem);
});
