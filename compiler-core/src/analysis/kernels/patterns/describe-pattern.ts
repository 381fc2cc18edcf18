/** Access patterns in words: for hints and for hover. */

import type { AccessPattern, MemoryShape } from './patterns.ts';
import type { Stride } from './strides.ts';

export const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
export const VERB: Readonly<Record<AccessPattern['kind'], string>> = {
  read: 'read',
  write: 'written',
  update: 'updated',
};

/** `with stride 4 * n bytes`; empty for what is at one place. */
export const strideText = (stride: Stride): string => {
  switch (stride.kind) {
    case 'uniform':
      return 'at one address for all lanes';
    case 'single':
      return 'by one lane';
    case 'constant':
      return `with stride ${plural(stride.bytes, 'byte')}`;
    case 'symbolic':
      return `with stride ${stride.text} bytes`;
    case 'mixed':
      return `with stride ${plural(stride.bytes, 'byte')} between ${stride.times} of ${stride.of} neighbours`;
    case 'unknown':
      return `at addresses that are not known here: ${stride.reason}`;
  }
};

/** `32 lanes touch 32 sectors of 32 bytes, 4 would do`. */
export const sectorText = ({ lanes, sectors, ideal }: AccessPattern, { sectorBytes }: MemoryShape): string => {
  const touched = `${plural(lanes, 'lane')} ${lanes === 1 ? 'touches' : 'touch'} ${plural(sectors ?? 0, 'sector')} of ${sectorBytes} bytes`;
  return sectors === ideal ? touched : `${touched}, ${ideal} would do`;
};

/** `32 words of one bank: 32 passes`. */
export const bankText = ({ degree, lanes }: AccessPattern): string =>
  degree === 1
    ? `${plural(lanes, 'lane')} in one pass, no bank conflict`
    : `up to ${degree} words of one bank at a time: ${degree} passes instead of 1`;

const percent = (fraction: number): string => `${Number((100 * fraction).toPrecision(3))} %`;

/** One line for hover. */
export const patternText = (a: AccessPattern, shape: MemoryShape): string => {
  const head = `\`${a.name}\` is ${VERB[a.kind]} ${strideText(a.stride)}`;
  const parts: string[] = [];
  if (a.sectors !== null) parts.push(`${sectorText(a, shape)}, ${percent(a.usefulFraction ?? 1)} of the bytes useful`);
  if (a.degree !== null) parts.push(bankText(a));
  const { allSectors: s, allDegrees: d } = a;
  if (s && s.least < s.most) parts.push(`${s.least} to ${s.most} over the launch`);
  if (d && d.least < d.most) parts.push(`${d.least} to ${d.most} over the launch`);
  return [head, ...parts].join('; ');
};
