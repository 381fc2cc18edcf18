/**
 * What to generate: the layout of a training job, the model it runs, its noise, its clocks, and the faults put in.
 * A specification is JSON; every field has a default, an unknown one is a problem.
 */

export interface Layout {
  readonly dp: number;
  readonly tp: number;
  readonly pp: number;
  /** Expert-parallel degree: this many data-parallel neighbours share the experts; divides `dp`. */
  readonly ep: number;
}

export interface ModelSpec {
  /** Layers in all stages together, at least one per stage. */
  readonly layers: number;
  readonly microBatches: number;
  /** Computation kernels of one layer, forward; backward has as many of twice the length. */
  readonly kernelsPerLayer: number;
  readonly kernelNs: number;
  /** Experts of each mixture-of-experts layer, in all; 0 means dense layers. A multiple of `ep`. */
  readonly experts: number;
  /** Tokens of one micro-batch on one rank. */
  readonly tokens: number;
  readonly hidden: number;
  /** Records operators, flows and Python frames around a launch; without, runtime calls alone. */
  readonly hostOps: boolean;
  /** One `cudaGraphLaunch` starts all forward kernels of a layer. */
  readonly graphs: boolean;
}

export interface NoiseSpec {
  /** Relative deviation of one kernel. */
  readonly kernel: number;
  /** Relative deviation of a rank's speed, constant over the run: no two chips are alike. */
  readonly rank: number;
  /** Largest difference between the ends of one collective on its ranks, ns. */
  readonly endNs: number;
}

export interface ClockSpec {
  /** Largest offset of a host's clock, ns, either sign. Host 0 is the reference. */
  readonly offsetNs: number;
  /** Largest drift of a host's clock, parts per thousand million, either sign. */
  readonly driftPpb: number;
}

/** `from` and `to` count steps of the run from 0; `to` is not included. */
interface Span {
  readonly from: number;
  readonly to: number;
}

export type Fault =
  | ({ readonly kind: 'slow-rank'; readonly rank: number; readonly factor: number } & Span)
  | ({ readonly kind: 'slow-link'; readonly ranks: readonly [number, number]; readonly factor: number } & Span)
  | ({ readonly kind: 'late-loader'; readonly rank: number; readonly delayNs: number } & Span)
  | ({ readonly kind: 'gc-pause'; readonly rank: number; readonly delayNs: number } & Span)
  | { readonly kind: 'expert-imbalance'; readonly skew: number }
  | { readonly kind: 'missing-rank'; readonly rank: number }
  | { readonly kind: 'duplicate-rank'; readonly rank: number }
  | { readonly kind: 'truncated-file'; readonly rank: number; readonly keep: number };

export type FaultKind = Fault['kind'];

export const ENVELOPES = ['standard', 'base-at-end', 'string-ranks', 'minified', 'bare-array', 'absolute-us'] as const;
export type Envelope = (typeof ENVELOPES)[number];

export interface Spec {
  readonly seed: number;
  readonly steps: number;
  /** Number of the first `ProfilerStep`. */
  readonly firstStep: number;
  readonly layout: Layout;
  readonly ranksPerHost: number;
  readonly model: ModelSpec;
  readonly noise: NoiseSpec;
  readonly clocks: ClockSpec;
  readonly envelope: Envelope;
  readonly faults: readonly Fault[];
}

export const DEFAULT_SPEC: Spec = {
  seed: 1,
  steps: 4,
  firstStep: 10,
  layout: { dp: 4, tp: 1, pp: 1, ep: 1 },
  ranksPerHost: 8,
  model: {
    layers: 4,
    microBatches: 2,
    kernelsPerLayer: 6,
    kernelNs: 120_000,
    experts: 0,
    tokens: 4096,
    hidden: 2048,
    hostOps: true,
    graphs: false,
  },
  noise: { kernel: 0.02, rank: 0.003, endNs: 2_000 },
  clocks: { offsetNs: 0, driftPpb: 0 },
  envelope: 'standard',
  faults: [],
};

export const MAX_RANKS = 4096;

export const worldSize = ({ dp, tp, pp }: Layout): number => dp * tp * pp;

/** Fields of each kind of fault besides `kind`; a span may be left out and then covers the whole run. */
const FAULT_FIELDS: Readonly<Record<FaultKind, readonly string[]>> = {
  'slow-rank': ['rank', 'factor', 'from', 'to'],
  'slow-link': ['ranks', 'factor', 'from', 'to'],
  'late-loader': ['rank', 'delayNs', 'from', 'to'],
  'gc-pause': ['rank', 'delayNs', 'from', 'to'],
  'expert-imbalance': ['skew'],
  'missing-rank': ['rank'],
  'duplicate-rank': ['rank'],
  'truncated-file': ['rank', 'keep'],
};

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a specification. Never throws: what is wrong is a line in `problems`, and then `spec` must not be used.
 * @param input Parsed JSON.
 */
export function readSpec(input: unknown): { readonly spec: Spec; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const merged = isFields(input) ? merge(DEFAULT_SPEC, input, '', problems) : DEFAULT_SPEC;
  if (!isFields(input)) problems.push('a specification is a JSON object');
  const faults = isFields(input) ? readFaults(input['faults'], merged, problems) : [];
  const spec: Spec = { ...merged, faults };
  checkCounts(spec, problems);
  return { spec, problems };
}

/** Takes over each field whose type is that of its default. */
function merge<T extends object>(base: T, input: Fields, path: string, problems: string[]): T {
  const result: Record<string, unknown> = Object.fromEntries(Object.entries(base));
  for (const [key, value] of Object.entries(input)) {
    const name = path === '' ? key : `${path}.${key}`;
    const known = result[key];
    if (known === undefined) problems.push(`${name}: there is no such field`);
    else if (key === 'faults') continue;
    else if (isFields(known)) {
      if (isFields(value)) result[key] = merge(known, value, name, problems);
      else problems.push(`${name}: wants an object`);
    } else if (typeof value !== typeof known || (typeof value === 'number' && !Number.isFinite(value))) {
      problems.push(`${name}: wants a ${typeof known}`);
    } else result[key] = value;
  }
  return result as T;
}

function readFaults(input: unknown, spec: Spec, problems: string[]): readonly Fault[] {
  if (input === undefined) return [];
  if (!Array.isArray(input)) {
    problems.push('faults: wants a list');
    return [];
  }
  return input.flatMap((item: unknown, at) => {
    const fields = isFields(item) ? item : {};
    const kind = fields['kind'];
    const wanted = typeof kind === 'string' ? FAULT_FIELDS[kind as FaultKind] : undefined;
    if (wanted === undefined) {
      problems.push(`faults[${at}].kind: one of ${Object.keys(FAULT_FIELDS).join(', ')}`);
      return [];
    }
    const whole: Record<string, unknown> = wanted.includes('from')
      ? { from: 0, to: spec.steps, ...fields }
      : { ...fields };
    for (const key of Object.keys(whole)) {
      if (key !== 'kind' && !wanted.includes(key)) problems.push(`faults[${at}].${key}: there is no such field`);
    }
    for (const key of wanted) checkFaultField(whole[key], key, `faults[${at}].${key}`, spec, problems);
    return [whole as unknown as Fault];
  });
}

function checkFaultField(value: unknown, key: string, name: string, spec: Spec, problems: string[]): void {
  const ranks = worldSize(spec.layout);
  const isRank = (rank: unknown): boolean => Number.isInteger(rank) && Number(rank) >= 0 && Number(rank) < ranks;
  if (key === 'ranks') {
    const pair = Array.isArray(value) && value.length === 2 && value.every(isRank) && value[0] !== value[1];
    if (!pair) problems.push(`${name}: wants two different ranks below ${ranks}`);
  } else if (key === 'rank') {
    if (!isRank(value)) problems.push(`${name}: wants a rank from 0 to ${ranks - 1}`);
  } else if (typeof value !== 'number' || !(value >= 0) || !Number.isFinite(value)) {
    problems.push(`${name}: wants a number, 0 or more`);
  } else if (key === 'keep' && value > 1) problems.push(`${name}: wants the kept share of the file, 0 to 1`);
}

function checkCounts(spec: Spec, problems: string[]): void {
  const { layout, model } = spec;
  const counts: readonly (readonly [string, number, number, number])[] = [
    ['steps', spec.steps, 1, 100_000],
    ['ranksPerHost', spec.ranksPerHost, 1, MAX_RANKS],
    ['layout.dp', layout.dp, 1, MAX_RANKS],
    ['layout.tp', layout.tp, 1, MAX_RANKS],
    ['layout.pp', layout.pp, 1, MAX_RANKS],
    ['layout.ep', layout.ep, 1, MAX_RANKS],
    ['model.layers', model.layers, layout.pp, 10_000],
    ['model.microBatches', model.microBatches, 1, 10_000],
    ['model.kernelsPerLayer', model.kernelsPerLayer, 2, 10_000],
    ['model.kernelNs', model.kernelNs, 1_000, 1e10],
    ['model.experts', model.experts, 0, 4096],
    ['model.tokens', model.tokens, 1, 1e9],
    ['model.hidden', model.hidden, 1, 1e6],
    ['noise.endNs', spec.noise.endNs, 0, 1e9],
  ];
  for (const [name, value, low, high] of counts) {
    if (!Number.isInteger(value) || value < low || value > high) {
      problems.push(`${name}: wants a whole number from ${low} to ${high}`);
    }
  }
  const ranks = worldSize(layout);
  if (ranks < 2 || ranks > MAX_RANKS) problems.push(`layout: dp * tp * pp is ${ranks}, wants 2 to ${MAX_RANKS}`);
  if (layout.dp % layout.ep !== 0) problems.push('layout.ep: wants a divisor of layout.dp');
  if (model.experts > 0 && model.experts % layout.ep !== 0)
    problems.push('model.experts: wants a multiple of layout.ep');
  if (!ENVELOPES.includes(spec.envelope)) problems.push(`envelope: one of ${ENVELOPES.join(', ')}`);
}
