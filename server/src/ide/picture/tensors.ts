/** Tensors as boxes whose width grows with the root of their bytes, and the bytes in words. */

import type { VarDef } from '@athanor/compiler-core/ir/nodes.ts';
import { printExpr } from '@athanor/compiler-core/ir/print.ts';
import { bitsOf } from '@athanor/compiler-core/ir/types.ts';
import { estimated } from '@athanor/compiler-core/plan/advise/weight.ts';
import { ASSUMED_SIZE } from '@athanor/compiler-core/plan/effect.ts';
import { escaped } from './markup.ts';

/** Null where its size is not known; sizes that stay open count as `ASSUMED_SIZE`. */
const bytesOf = (def: VarDef, assumed = new Set<string>()): number | null => {
  const bits = bitsOf(def.dtype);
  if (bits === null) return null;
  return def.shape.reduce<number | null>((product, e) => {
    const size = estimated(e, new Map(), assumed);
    return product === null || size === null ? null : product * Math.max(0, size);
  }, bits / 8);
};

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
const inUnits = (bytes: number): string => {
  const unit = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 2 ** (10 * unit);
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${UNITS[unit]}`;
};

const WIDEST = 160;

/** @param largest bytes of the largest one in any picture beside this one, so that boxes can be compared. */
export const tensorBoxes = (tensors: readonly VarDef[], largest: number): string => {
  const assumed = new Set<string>();
  const rows = tensors.map((def) => {
    const bytes = bytesOf(def, assumed);
    const width = bytes === null || largest === 0 ? 2 : Math.max(2, Math.round(WIDEST * Math.sqrt(bytes / largest)));
    const name = `${def.name}[${def.shape.map((e) => printExpr(e)).join(', ')}]`;
    const kind = def.access === 'cache' ? 'local' : 'passed';
    return `<tr><td><code>${escaped(name)}</code></td><td>${kind}</td><td class="size">${bytes === null ? 'not known' : inUnits(bytes)}</td><td><svg aria-hidden="true" width="${WIDEST}" height="12"><rect class="box ${kind}" width="${width}" height="12" rx="2"/></svg></td></tr>`;
  });
  const sizes = assumed.size === 0 ? '' : escaped(` with ${[...assumed].join(', ')} = ${ASSUMED_SIZE}`);
  return `<table><thead><tr><th>tensor</th><th></th><th class="size">bytes${sizes}</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
};

export const largestOf = (tensors: readonly VarDef[]): number => Math.max(0, ...tensors.map((d) => bytesOf(d) ?? 0));
