/** `athanor devices [ID]`: what is known of devices, and from where. */

import { DEVICES } from '@athanor/compiler-core/machine/catalogue.ts';
import { describeDevice, deviceJson } from '@athanor/compiler-core/machine/describe.ts';
import type { Device } from '@athanor/compiler-core/machine/device.ts';
import type { Ports } from '../../ports/ports.ts';
import { paletteOf, wantsColour } from '../colour.ts';
import { configFinder } from '../config/discover.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { known } from '../kernels/devices.ts';
import { configFindings } from '../own-findings.ts';
import { join } from '../paths.ts';

export interface DevicesFlags {
  readonly format: string;
  readonly color: boolean;
}

export const devices = async (id: string | null, flags: DevicesFlags, ports: Ports): Promise<ExitCode> => {
  const { files, terminal } = ports;
  const config = await configFinder(ports);
  const own = config.governing(join(files.cwd, 'any.cpp')).config.ownDevices;
  const wanted: readonly Device[] = id === null ? [...DEVICES, ...own] : [known(id, own)];
  if (flags.format === 'json') {
    await terminal.out(`${JSON.stringify({ version: 1, devices: wanted.map(deviceJson) }, null, 2)}\n`);
  } else if (id === null) {
    const palette = paletteOf(wantsColour(terminal, flags.color));
    const width = Math.max(...wanted.map((device) => device.id.length));
    const lines = wanted.map((device) => `${palette.bold(device.id.padEnd(width))}  ${device.name}`);
    await terminal.out(`${lines.join('\n')}\n`);
  } else {
    const lines = wanted.flatMap((device) => describeDevice(device));
    await terminal.out(`${lines.join('\n')}\n`);
  }
  const wrong = configFindings(config.problems());
  for (const { place, message } of wrong)
    await terminal.err(`athanor: ${place.file}:${place.start.line}: ${message}\n`);
  return wrong.length > 0 ? EXIT.usage : EXIT.clean;
};
