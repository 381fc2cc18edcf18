/** What of a device decides how accesses lie in memory, from its description. */

import { type Device, globalMemory } from '../../../machine/device.ts';
import type { MemoryShape } from './patterns.ts';

/** Where nobody says: what most GPUs have in common. */
const USUAL: MemoryShape = { subGroupSize: 32, sectorBytes: 32, banks: 32, bankBytes: 4 };

export interface NamedShape {
  readonly shape: MemoryShape;
  /** What was taken where the description has no number. */
  readonly assumptions: readonly string[];
}

/** Sub-groups are of 32 lanes where the device has them so, else the widest it has. */
export const memoryShapeOf = (device: Device): NamedShape => {
  const assumptions: string[] = [];
  const usual = <T>(known: T | null | undefined, other: T, what: string): T => {
    if (known != null) return known;
    assumptions.push(what);
    return other;
  };
  const sizes = device.limits.subGroups.value;
  const size = sizes === null ? null : sizes.includes(USUAL.subGroupSize) ? USUAL.subGroupSize : sizes.at(-1);
  const memory = globalMemory(device);
  const sector =
    memory.sector.value ?? memory.line.value ?? device.memory.find((m) => m.sector.value !== null)?.sector.value;
  const banks = device.localBanks.value;
  return {
    shape: {
      subGroupSize: usual(size, USUAL.subGroupSize, 'sub-groups of 32'),
      sectorBytes: usual(
        sector === null || sector === undefined ? null : Number(sector),
        USUAL.sectorBytes,
        'sectors of 32 bytes',
      ),
      banks: usual(banks?.count, USUAL.banks, '32 banks of 4 bytes'),
      bankBytes: banks === null ? USUAL.bankBytes : Number(banks.width),
    },
    assumptions,
  };
};
