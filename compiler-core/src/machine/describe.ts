/** A description as rows of field, value and source: for the terminal, JSON, and the generated page. */

import { type Device, type Fact, FEATURES, type Feature, type Source } from './device.ts';

export interface DescribedFact {
  readonly field: string;
  /** In words and units; null: not known. */
  readonly value: string | null;
  readonly source: Source | null;
  /** Where in the source, or why there is no number. */
  readonly where: string;
}

const scaled = (n: bigint, step: bigint, units: readonly string[]): string => {
  let unit = 0;
  let power = 1n;
  while (unit + 1 < units.length && n >= power * step) {
    power *= step;
    unit++;
  }
  const whole = n / power;
  if (n % power === 0n) return `${whole} ${units[unit]}`;
  const digits = (Number(n) / Number(power)).toPrecision(Math.max(4, `${whole}`.length));
  return `${Number(digits)} ${units[unit]}`;
};
const inBytes = (n: bigint): string => scaled(n, 1024n, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);
const rate = (unit: string) => (n: bigint) =>
  scaled(n, 1000n, [unit, `k${unit}`, `M${unit}`, `G${unit}`, `T${unit}`, `P${unit}`]);

const row = <T>(field: string, fact: Fact<T>, show: (value: T) => string): DescribedFact =>
  'why' in fact
    ? { field, value: null, source: null, where: fact.why }
    : { field, value: show(fact.value), source: fact.source, where: fact.section };

const plain = (value: unknown): string => `${value}`;
const listed = (value: readonly number[]): string => value.join(', ');
const triple = (value: readonly number[]): string => value.join(' x ');

export const factsOf = (device: Device): readonly DescribedFact[] => {
  const { limits } = device;
  return [
    row('work-items of a work-group', limits.workGroup, plain),
    row('work-items along each dimension (fastest first)', limits.workItems, triple),
    row('work-groups along each dimension (fastest first)', limits.groups, triple),
    row('sub-group sizes', limits.subGroups, listed),
    row('local memory of a work-group', limits.localMemory, inBytes),
    row('local memory of a work-group, where the host asks', limits.localMemoryAsked, inBytes),
    row('registers of a work-item', limits.registers, inBytes),
    row('constant memory', limits.constantMemory, inBytes),
    ...(Object.keys(FEATURES) as Feature[]).map((name) =>
      row(FEATURES[name], device.features[name], (has) => (has ? 'yes' : 'no')),
    ),
    ...device.memory.flatMap(({ name, of, size, line, sector, bandwidth }) => {
      const each = of === 'device' ? name : `${name}, of a ${of}`;
      return [
        row(`${each}: size`, size, inBytes),
        ...(of === 'compute unit' && 'why' in line ? [] : [row(`${each}: line`, line, inBytes)]),
        ...(sector === line ? [] : [row(`${each}: sector`, sector, inBytes)]),
        row(`${name}: bandwidth`, bandwidth, rate('B/s')),
      ];
    }),
    row('banks of local memory', device.localBanks, ({ count, width }) => `${count} of ${inBytes(width)}`),
    row('compute units', device.computeUnits, plain),
    row('clock', device.clock, rate('Hz')),
    ...device.peaks.map(({ dtype, unit, rate: peak }) =>
      row(`peak ${dtype}, ${unit}`, peak, rate(dtype === 'int8' ? 'OPS' : 'FLOPS')),
    ),
  ];
};

/** Of a source whose numbers still have to be held against its text. */
export const NOT_COMPARED = 'not compared with its text yet';

const sourceText = ({ title, where, date, compared }: Source): string =>
  [title, date, where, compared === false ? NOT_COMPARED : ''].filter((part) => part !== '').join(', ');

export const describeDevice = (device: Device): readonly string[] => {
  const facts = factsOf(device);
  const sources = [...new Set(facts.flatMap(({ source }) => source ?? []))];
  const width = Math.max(...facts.map(({ field }) => field.length));
  const values = Math.max(...facts.map(({ value }) => (value ?? 'unknown').length));
  const least = device.numbers === 'least' ? ['Numbers are the least that such a device has.'] : [];
  return [
    `${device.id}: ${device.name}`,
    `${device.about}.`,
    ...least,
    ...(device.aliases.length > 0 ? [`Also called ${device.aliases.join(', ')}.`] : []),
    '',
    ...facts.map(({ field, value, source, where }) => {
      const from = source === null ? where : `[${sources.indexOf(source) + 1}] ${where}`;
      return `${field.padEnd(width)}  ${(value ?? 'unknown').padEnd(values)}  ${from}`;
    }),
    '',
    ...sources.map((source, n) => `[${n + 1}] ${sourceText(source)}`),
  ];
};

/** Units are in the names: bytes, hertz, per second. */
export const deviceJson = (device: Device): object =>
  JSON.parse(JSON.stringify(device, (_, value) => (typeof value === 'bigint' ? Number(value) : value)));
