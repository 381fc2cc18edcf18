/** Allocations of the host that a device has no memory for. */

import type { Diagnostic } from '../../../diag/diagnostic.ts';
import { type MemoryKind, type Program, stepsOf } from '../../../ir/program.ts';
import { type Device, FEATURES, type Feature } from '../../../machine/device.ts';

const NEEDS: Readonly<Partial<Record<MemoryKind, Feature>>> = {
  device: 'usmDevice',
  shared: 'usmShared',
  host: 'usmHost',
};

/** Whether there is anything to look for. */
export const lacksMemory = (device: Device): boolean =>
  device.numbers === 'exact' && Object.values(NEEDS).some((feature) => device.features[feature].value === false);

/** Only of a device that the user chose: allocating without the aspect throws (SYCL 2020, 4.8.3). */
export const missingMemoryKinds = (program: Program, device: Device, chosen: string | null): readonly Diagnostic[] => {
  if (chosen === null || device.numbers === 'least') return [];
  return stepsOf(program.steps).flatMap((step): readonly Diagnostic[] => {
    const feature = step.kind === 'memory' ? NEEDS[step.memory] : undefined;
    if (feature === undefined || device.features[feature].value !== false) return [];
    const message = `memory of this kind: ${device.name} has no ${FEATURES[feature]}`;
    const place = { code: 'missing-feature', severity: 'error', class: 'proved', span: step.origin.span } as const;
    return [
      { ...place, message, related: [], witness: null, assumptions: [`device ${device.id} (${chosen})`], fixes: [] },
    ];
  });
};
