/** `docs/devices.md`: one table of what devices have, and each of them with the source of every number. */

import { factsOf, NOT_COMPARED } from './describe.ts';
import type { Device, Source } from './device.ts';
import { OWN_FIELDS } from './own-device.ts';

const NOTE = '<!-- Made by `npm run generate` from compiler-core/src/machine. Edit the descriptions there. -->';

/** The columns of the table at the top: what most kernels meet first. */
const SUMMARY = [
  'work-items of a work-group',
  'sub-group sizes',
  'local memory of a work-group, where the host asks',
  'compute units',
];
const HEADS = ['device', 'is', 'work-group', 'sub-groups', 'local memory', 'units', 'fp64', 'fp16', 'bandwidth'];

const cell = (text: string): string => text.replaceAll('|', '\\|');
const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
const yes = (value: boolean | null): string => (value === null ? '?' : value ? 'yes' : 'no');

const summaryOf = (device: Device): string => {
  const facts = factsOf(device);
  const shown = SUMMARY.map((wanted) => facts.find(({ field }) => field === wanted)?.value ?? '?');
  const bandwidth = facts.findLast(({ field }) => field.endsWith(': bandwidth'))?.value ?? '?';
  const link = `[${device.id}](#${device.id})`;
  return line([
    link,
    device.name,
    ...shown,
    yes(device.features.fp64.value),
    yes(device.features.fp16.value),
    bandwidth,
  ]);
};

const cite = ({ title, where, date, compared }: Source): string => {
  const place = /^https?:/.test(where) ? `<${where}>` : where;
  return `${title}, ${date}, ${place}${compared === false ? `; ${NOT_COMPARED}` : ''}`;
};

const sectionOf = (device: Device): string => {
  const facts = factsOf(device);
  const sources = [...new Set(facts.flatMap(({ source }) => source ?? []))];
  const rows = facts.map(({ field, value, source, where }) =>
    line([field, value ?? 'unknown', source === null ? where : `${sources.indexOf(source) + 1}: ${where}`]),
  );
  const least = device.numbers === 'least' ? ' Numbers are the least that such a device has.' : '';
  const also = device.aliases.length === 0 ? '' : ` Also called ${device.aliases.map((a) => `\`${a}\``).join(', ')}.`;
  return [
    `## ${device.id}`,
    `${device.name}. ${device.about}.${least}${also}`,
    [line(['field', 'value', 'source']), '|---|---|---|', ...rows].join('\n'),
    sources.map((source, n) => `${n + 1}. ${cite(source)}`).join('\n'),
  ].join('\n\n');
};

export const devicePage = (devices: readonly Device[]): string => {
  const fields = Object.entries(OWN_FIELDS).map(([key, { form, meaning }]) => line([`\`${key}\``, form, meaning]));
  const parts = [
    `${NOTE}\n\n# Devices`,
    'What Athanor knows of devices, by the names that `check --device`, `[device]` in [athanor.toml](config.md) and the editor setting `kernels.device` take. `athanor devices ID` prints one. Every number names its source, and whether it was compared with its text; one that is not known says why, and no verdict takes it for enough.',
    'Where nobody chose a device, kernels are held against `generic-sycl` or `generic-opencl`, and only what portable code may not rely on is said, as information. On a device of your choice a kernel that exceeds it for certain is an error: [work-group-too-large](diagnostics/work-group-too-large.md), [range-too-large](diagnostics/range-too-large.md), [local-memory-exceeded](diagnostics/local-memory-exceeded.md), [missing-feature](diagnostics/missing-feature.md), [sub-group-size](diagnostics/sub-group-size.md); [private-memory-spill](diagnostics/private-memory-spill.md) is a hint.',
    [line(HEADS), `|${HEADS.map(() => '---').join('|')}|`, ...devices.map(summaryOf)].join('\n'),
    '## Your own device\n\n`[device.NAME]` in `athanor.toml` describes one: `base` is the device that it extends, the fields are what is different.',
    '```toml\n[device]\n"kernels/**" = "our-card"\n\n[device.our-card]\nbase = "nvidia-a100"\nlocal-memory = "64 KiB"\nfp64 = false\nbandwidth = "1200 GB/s"\n```',
    [line(['field', 'is written', 'meaning']), '|---|---|---|', ...fields].join('\n'),
    ...devices.map(sectionOf),
  ];
  return `${parts.join('\n\n')}\n`;
};
