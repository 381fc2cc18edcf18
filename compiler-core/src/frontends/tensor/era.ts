/**
 * Which FreeTensor a file is written for. Versions since 1.0 let a `return`, `break` or `continue` leave static control
 * flow; the one of 2022 does not. A file tells by what the older version does not have.
 */

import type { LineIndex } from '../../text/line-index.ts';

const SIGNS = [
  /^[ \t]*#!\s*label:/m,
  /\bJIT\b/,
  /\bselect_slice\b/,
  /\boptimize_to_pytorch\b/,
  /\bstatic_range\b/,
  /\bmetadata\(/,
  /["'](?:float|int)\d+(?:[<>!=]=|[<>])0["']/,
  /\[\.\.\.\]/,
  /\bMarkLabel\(/,
  /\blabel=["']/,
  /["']\$[\w.]+\{/,
  /\bvar_(?:un)?squeeze\b|\bpluto_(?:fuse|permute)\b|\bparallelize_as\b/,
  /\bauto_(?:fission_fuse|inline|mem_layout|pluto|reorder|swap)\(/,
];

const known = new WeakMap<LineIndex, boolean>();

/** Does the text use what FreeTensor has since 1.0 only? False where nothing tells. O(length) once for each text. */
export const isLaterEra = (lines: LineIndex): boolean => {
  const later = known.get(lines) ?? SIGNS.some((sign) => sign.test(lines.text));
  known.set(lines, later);
  return later;
};
