/**
 * A device of the user's: one of ours with other numbers, from `[device.NAME]` of `athanor.toml`. Each field of that table
 * is one entry of `OWN_FIELDS`, from which its reader, the schema and the page are made.
 */

import { bytes, bytesPerSecond, flopsPerSecond, hertz } from '../units/quantities.ts';
import { absent, B, features } from './cite.ts';
import {
  type Cited,
  type Device,
  FEATURES,
  type Feature,
  type Limits,
  type MemoryLevel,
  type PerDimension,
  type RateType,
} from './device.ts';

/** A value of TOML without its place. */
export type OwnValue = string | bigint | boolean | readonly bigint[] | { readonly [key: string]: OwnValue } | null;

/** What a field changes, or what is wrong with its value. */
type Change = ((device: Device) => Device) | { readonly wrong: string };

interface OwnField {
  /** What is written there, as the page says it. */
  readonly form: string;
  readonly meaning: string;
  /** A JSON schema of the value. */
  readonly schema: object;
  readonly read: (value: OwnValue, key: string) => Change;
}

const SOURCE = { title: 'athanor.toml', where: 'the user', date: '' };
const told = <T>(value: T, key: string): Cited<T> => ({ value, source: SOURCE, section: key });

const MOST = BigInt(Number.MAX_SAFE_INTEGER);
const count = (value: OwnValue): number | null =>
  typeof value === 'bigint' && value > 0n && value <= MOST ? Number(value) : null;
const counts = (value: OwnValue): readonly number[] | null => {
  if (!Array.isArray(value) || value.length === 0) return null;
  const numbers = value.map((each: bigint) => count(each));
  return numbers.every((n): n is number => n !== null) ? numbers : null;
};

const SCALES: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};
/** `48 KiB`, `1.41 GHz`: a number, a scale, the unit; a plain integer is in the unit itself. Null: none of these. */
const quantity = (value: OwnValue, unit: string): bigint | null => {
  if (typeof value === 'bigint') return value > 0n && value <= MOST ? value : null;
  if (typeof value !== 'string') return null;
  const [, digits = '', scale = '', found = ''] =
    /^\s*(\d{1,15}(?:\.\d{1,6})?)\s*(Ki|Mi|Gi|[kMGTP])?(\S+)\s*$/.exec(value) ?? [];
  const factor = SCALES[scale];
  if (factor === undefined || found !== unit) return null;
  const exact = Math.round(Number(digits) * factor);
  return exact > 0 && Number.isSafeInteger(exact) ? BigInt(exact) : null;
};

const COUNT = { type: 'integer', minimum: 1 };
const quantitySchema = (unit: string): object => ({
  oneOf: [COUNT, { type: 'string', pattern: `${unit.replace('/', '\\/')}\\s*$` }],
});

const limit = <K extends keyof Limits>(
  key: K,
  meaning: string,
  form: string,
  schema: object,
  parse: (value: OwnValue) => Limits[K]['value'],
  also: readonly (keyof Limits)[] = [],
): OwnField => ({
  form,
  meaning,
  schema,
  read: (value, name) => {
    const parsed = parse(value);
    if (parsed === null) return { wrong: `it is written ${form}` };
    return (device) => ({
      ...device,
      limits: { ...device.limits, ...Object.fromEntries([key, ...also].map((each) => [each, told(parsed, name)])) },
    });
  },
});

const bytesLimit = (
  key: 'localMemory' | 'localMemoryAsked' | 'registers' | 'constantMemory',
  meaning: string,
  also: readonly (keyof Limits)[] = [],
): OwnField =>
  limit(
    key,
    meaning,
    '49152 or "48 KiB"',
    quantitySchema('B'),
    (value) => {
      const n = quantity(value, 'B');
      return n === null ? null : bytes(n);
    },
    also,
  );

const triple = (value: OwnValue): PerDimension | null => {
  const [x, y, z, ...more] = counts(value) ?? [];
  return x === undefined || y === undefined || z === undefined || more.length > 0 ? null : [x, y, z];
};
const TRIPLE = { type: 'array', items: COUNT, minItems: 3, maxItems: 3 };

const feature = (name: Feature): OwnField => ({
  form: 'true or false',
  meaning: FEATURES[name],
  schema: { type: 'boolean' },
  read: (value, key) =>
    typeof value === 'boolean'
      ? (device) => ({ ...device, features: { ...device.features, [name]: told(value, key) } })
      : { wrong: 'it is true or false' },
});

const RATES: readonly RateType[] = ['float64', 'float32', 'tfloat32', 'float16', 'bfloat16', 'int8'];
const peaks = (unit: 'vector' | 'matrix'): OwnField => ({
  form: '{ float32 = "19.5 TFLOPS" }',
  meaning: unit === 'vector' ? 'peak rates of any code' : 'peak rates of units for matrices',
  schema: {
    type: 'object',
    properties: Object.fromEntries(RATES.map((type) => [type, quantitySchema('FLOPS')])),
    additionalProperties: false,
  },
  read: (value, key) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value))
      return { wrong: 'it is a table: { float32 = "19.5 TFLOPS" }' };
    const changed = new Map<string, bigint>();
    for (const [type, rate] of Object.entries(value as { readonly [k: string]: OwnValue })) {
      const parsed = quantity(rate, 'FLOPS');
      if (!RATES.some((known) => known === type)) return { wrong: `\`${type}\` is none of ${RATES.join(', ')}` };
      if (parsed === null) return { wrong: `\`${type}\` is written "19.5 TFLOPS"` };
      changed.set(type, parsed);
    }
    return (device) => ({
      ...device,
      peaks: [
        ...device.peaks.filter((p) => p.unit !== unit || !changed.has(p.dtype)),
        ...RATES.flatMap((dtype) => {
          const rate = changed.get(dtype);
          return rate === undefined ? [] : [{ dtype, unit, rate: told(flopsPerSecond(rate), key) }];
        }),
      ],
    });
  },
});

const text = (meaning: string, key: 'name' | 'about'): OwnField => ({
  form: 'a text',
  meaning,
  schema: { type: 'string', minLength: 1 },
  read: (value) =>
    typeof value === 'string' && value.trim() !== ''
      ? (device) => ({ ...device, [key]: value.trim() })
      : { wrong: 'it is a text' },
});

export const OWN_FIELDS: Readonly<Record<string, OwnField>> = {
  name: text('what messages call it', 'name'),
  about: text('what it is', 'about'),
  'work-group': limit('workGroup', 'work-items of a work-group', '1024', COUNT, count),
  'work-items': limit(
    'workItems',
    'work-items of a work-group along each dimension, the fastest first',
    '[1024, 1024, 64]',
    TRIPLE,
    triple,
  ),
  groups: limit(
    'groups',
    'work-groups of a launch along each dimension, the fastest first',
    '[65535, 65535, 65535]',
    TRIPLE,
    triple,
  ),
  'sub-groups': limit(
    'subGroups',
    'sub-group sizes that a kernel may require',
    '[16, 32]',
    { type: 'array', items: COUNT, minItems: 1 },
    (value) => {
      const sizes = counts(value);
      return sizes === null ? null : [...sizes].sort((a, b) => a - b);
    },
  ),
  'local-memory': bytesLimit('localMemory', 'local memory of a work-group', ['localMemoryAsked']),
  'local-memory-asked': bytesLimit('localMemoryAsked', 'the same where the host asks for more'),
  registers: bytesLimit('registers', 'register space of a work-item'),
  'constant-memory': bytesLimit('constantMemory', 'memory for constant arguments'),
  'compute-units': {
    form: '108',
    meaning: 'how many units run work-groups',
    schema: COUNT,
    read: (value, key) => {
      const n = count(value);
      return n === null ? { wrong: 'it is written 108' } : (device) => ({ ...device, computeUnits: told(n, key) });
    },
  },
  clock: {
    form: '"1.41 GHz"',
    meaning: 'the clock that rates are computed with',
    schema: quantitySchema('Hz'),
    read: (value, key) => {
      const n = quantity(value, 'Hz');
      return n === null
        ? { wrong: 'it is written "1.41 GHz"' }
        : (device) => ({ ...device, clock: told(hertz(n), key) });
    },
  },
  bandwidth: {
    form: '"1555 GB/s"',
    meaning: 'bandwidth of global memory',
    schema: quantitySchema('B/s'),
    read: (value, key) => {
      const n = quantity(value, 'B/s');
      if (n === null) return { wrong: 'it is written "1555 GB/s"' };
      return (device) => onGlobal(device, (level) => ({ ...level, bandwidth: told(bytesPerSecond(n), key) }));
    },
  },
  banks: {
    form: '[32, 4]',
    meaning: 'banks of local memory: how many, and the bytes of one',
    schema: { type: 'array', items: COUNT, minItems: 2, maxItems: 2 },
    read: (value, key) => {
      const [n, width, ...more] = counts(value) ?? [];
      if (n === undefined || width === undefined || more.length > 0) return { wrong: 'it is written [32, 4]' };
      return (device) => ({ ...device, localBanks: told({ count: n, width: B(width) }, key) });
    },
  },
  peak: peaks('vector'),
  'matrix-peak': peaks('matrix'),
  ...Object.fromEntries((Object.keys(FEATURES) as Feature[]).map((name) => [kebab(name), feature(name)])),
};

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const onGlobal = (device: Device, change: (level: MemoryLevel) => MemoryLevel): Device => {
  const [first, ...rest] = device.memory;
  const last = rest.pop();
  return { ...device, memory: last === undefined ? [change(first)] : [first, ...rest, change(last)] };
};

/**
 * What a device of the user's starts from: `base` itself, or, where that only says what every device has at least, a
 * device of which nothing is known yet.
 */
export const derivedFrom = (base: Device, id: string): Device => {
  const own = { ...base, id, aliases: [], name: id, about: `${id}, of athanor.toml, on the basis of ${base.id}` };
  if (base.numbers === 'exact') return own;
  const unsaid = absent(`[device.${id}] does not say it`);
  const limits: Limits = {
    workGroup: unsaid,
    workItems: unsaid,
    groups: unsaid,
    subGroups: unsaid,
    localMemory: unsaid,
    localMemoryAsked: unsaid,
    registers: unsaid,
    constantMemory: unsaid,
  };
  return { ...own, numbers: 'exact', limits, features: features([], unsaid) };
};
