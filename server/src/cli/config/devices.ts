/** `[device]` of `athanor.toml`: which device a file is meant for, and devices of the user's own (`[device.NAME]`). */

import { DEVICES, findDevice } from '@athanor/compiler-core/machine/catalogue.ts';
import type { Device } from '@athanor/compiler-core/machine/device.ts';
import { derivedFrom, OWN_FIELDS, type OwnValue } from '@athanor/compiler-core/machine/own-device.ts';
import type { TomlEntry, TomlNode } from '../../ports/toml.ts';

type Place = { readonly start: number; readonly end: number };
export interface DeviceReports {
  readonly report: (at: Place, message: string) => void;
  /** An unknown word, with the nearest that is known. */
  readonly unknown: (at: Place, word: string, what: string, names: readonly string[]) => void;
}

export interface DeviceSettings {
  readonly patterns: readonly { readonly pattern: string; readonly name: string }[];
  readonly own: readonly Device[];
}

const NAME = /^[a-z0-9][a-z0-9-]*$/;

/** In the order of the text, so a device may stand on one before it. */
export const readDevices = (entries: readonly TomlEntry[], reports: DeviceReports): DeviceSettings => {
  const own: Device[] = [];
  for (const entry of entries) {
    if (entry.value.kind !== 'table') continue;
    const device = ownDevice(entry, entry.value.entries, own, reports);
    if (device !== null) own.push(device);
  }
  const patterns = entries.flatMap(({ key, value }): DeviceSettings['patterns'] => {
    if (value.kind === 'table') return [];
    if (value.kind !== 'string' || value.value === '') {
      reports.report(value, 'a device is named by a text that is not empty, or described by a table');
      return [];
    }
    const found = findDevice(value.value, own);
    if (found.kind === 'found') return [{ pattern: key, name: value.value }];
    reports.unknown(value, value.value, 'device', names(own));
    return [];
  });
  return { patterns, own };
};

const names = (own: readonly Device[]): readonly string[] =>
  [...own, ...DEVICES].flatMap(({ id, aliases }) => [id, ...aliases]);

const ownDevice = (
  entry: TomlEntry,
  fields: readonly TomlEntry[],
  own: readonly Device[],
  { report, unknown }: DeviceReports,
): Device | null => {
  if (!NAME.test(entry.key)) {
    report(entry, `a device's name has small letters, digits and hyphens: \`${entry.key}\` has others`);
    return null;
  }
  if (findDevice(entry.key, own).kind === 'found') {
    report(entry, `there is a device \`${entry.key}\` already: give yours another name`);
    return null;
  }
  const base = fields.find(({ key }) => key === 'base');
  if (base === undefined || base.value.kind !== 'string') {
    const at = base === undefined ? entry : base.value;
    report(at, `[device.${entry.key}] says which device it extends: base = "nvidia-a100"`);
    return null;
  }
  const found = findDevice(base.value.value, own);
  if (found.kind === 'unknown') {
    unknown(base.value, base.value.value, 'device', names(own));
    return null;
  }
  let device = derivedFrom(found.device, entry.key);
  for (const { key, value, start, end } of fields) {
    if (key === 'base') continue;
    const field = Object.hasOwn(OWN_FIELDS, key) ? OWN_FIELDS[key] : undefined;
    if (field === undefined) {
      unknown({ start, end }, key, 'field of a device', ['base', ...Object.keys(OWN_FIELDS)]);
      continue;
    }
    const change = field.read(plain(value), key);
    if ('wrong' in change) report(value, `\`${key}\`, ${field.meaning}: ${change.wrong}`);
    else device = change(device);
  }
  const { localMemory, localMemoryAsked } = device.limits;
  if (localMemory.value !== null && localMemoryAsked.value !== null && localMemoryAsked.value < localMemory.value) {
    report(entry, `\`local-memory-asked\` is less than \`local-memory\`, which a launch gets without asking`);
    return null;
  }
  return device;
};

/** A value without its place; what no field is written as becomes null. */
const plain = (node: TomlNode): OwnValue => {
  switch (node.kind) {
    case 'string':
    case 'integer':
    case 'boolean':
      return node.value;
    case 'array':
      return node.items.every((item) => item.kind === 'integer')
        ? node.items.flatMap((item) => (item.kind === 'integer' ? [item.value] : []))
        : null;
    case 'table':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
    case 'float':
    case 'date':
      return null;
  }
};
