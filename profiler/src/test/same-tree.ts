/** Whether two directories hold the same files with the same bytes. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const filesIn = (root: string, below = ''): string[] =>
  readdirSync(join(root, below))
    .sort()
    .flatMap((name) => {
      const path = below === '' ? name : `${below}/${name}`;
      return statSync(join(root, path)).isDirectory() ? filesIn(root, path) : [path];
    });

/** Null when they do; else the first difference. */
export const difference = (a: string, b: string): string | null => {
  const [left, right] = [filesIn(a), filesIn(b)];
  const only = left.find((name) => !right.includes(name)) ?? right.find((name) => !left.includes(name));
  if (only !== undefined) return `${only} is in one only`;
  const other = left.find((name) => !readFileSync(join(a, name)).equals(readFileSync(join(b, name))));
  return other === undefined ? null : `${other} differs`;
};
