/** Which devices a file is checked for, and the table of `check --device`. */

import type { DeviceRow } from '@athanor/compiler-core/diag/device-table.ts';
import { type Place, placeOf, type SourceView } from '@athanor/compiler-core/diag/source-view.ts';
import { DEVICES, findDevice, portable } from '@athanor/compiler-core/machine/catalogue.ts';
import type { Device } from '@athanor/compiler-core/machine/device.ts';
import type { DeviceChoice, LimitsRow } from '@athanor/compiler-core/session/kernel-limits.ts';
import type { FileId, Span } from '@athanor/compiler-core/text/span.ts';
import type { ConfigFinder } from '../config/discover.ts';
import { UsageError } from '../exit-codes.ts';

export const DEVICE_FLAG = '--device';

/** What portable code of this file's language may rely on. */
export const portableDevice = (path: string): DeviceChoice => ({ device: portable(path), chosen: null });

/** `a,b`, given any number of times; each once. */
export const deviceNames = (values: readonly string[]): readonly string[] => {
  const names = values.flatMap((value) => value.split(',')).map((name) => name.trim());
  if (names.includes('')) throw new UsageError(`${DEVICE_FLAG}: a name is empty; \`athanor devices\` lists them`);
  return [...new Set(names)];
};

/** @throws UsageError for a name that is no device here */
export const devicesOf = (path: string, config: ConfigFinder, named: readonly string[]): readonly DeviceChoice[] => {
  const own = config.governing(path).config.ownDevices;
  if (named.length > 0) {
    const devices = named.flatMap((name) => (name === 'all' ? [...DEVICES, ...own] : [known(name, own)]));
    return [...new Set(devices)].map((device) => ({ device, chosen: DEVICE_FLAG }));
  }
  const set = config.deviceOf(path);
  if (set === null) return [];
  const found = findDevice(set, own);
  return found.kind === 'found' ? [{ device: found.device, chosen: 'athanor.toml' }] : [];
};

/** @throws UsageError with the nearest name */
export const known = (name: string, own: readonly Device[]): Device => {
  const found = findDevice(name, own);
  if (found.kind === 'found') return found.device;
  const hint = found.nearest === null ? '`athanor devices` lists them' : `did you mean \`${found.nearest}\`?`;
  throw new UsageError(`\`${name}\` is no device; ${hint}`);
};

/** The same for an editor, which is told what is wrong and goes on. */
export const editorDevice = (
  path: string,
  wanted: string | null,
  config: ConfigFinder,
): { readonly choice: DeviceChoice; readonly problem: string | null } => {
  const [set = portableDevice(path)] = devicesOf(path, config, []);
  if (wanted === null) return { choice: set, problem: null };
  const found = findDevice(wanted, config.governing(path).config.ownDevices);
  if (found.kind === 'found') return { choice: { device: found.device, chosen: 'editor settings' }, problem: null };
  const hint = found.nearest === null ? '' : `; did you mean \`${found.nearest}\`?`;
  return { choice: set, problem: `athanor.kernels.device: \`${wanted}\` is no device${hint}` };
};

export const deviceRows = (
  rows: readonly LimitsRow[],
  viewOf: (file: FileId) => SourceView | null,
): readonly DeviceRow[] => {
  const placed = (span: Span): Place => {
    const view = viewOf(span.file);
    const nowhere = { line: 1, column: 1 };
    if (view === null) return { file: span.file, cell: null, start: nowhere, end: nowhere, excerpt: [] };
    return placeOf(view, span.start, span.end);
  };
  return rows.map(({ kernel, cells }) => ({
    kernel: kernel.name,
    place: placed(kernel.spelled),
    cells: cells.map(({ device, verdict, diagnostics, open }) => ({
      device,
      verdict,
      faults: diagnostics.map(({ code, severity, span, message }) => ({
        code,
        severity,
        place: placed(span),
        message,
      })),
      open,
    })),
  }));
};
