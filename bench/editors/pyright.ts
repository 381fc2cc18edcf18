/** Pyright's language server from npm: the Python server that others run beside ours. */

import { join } from 'node:path';
import { installOutside } from '../../tools/lib/outside.mjs';
import { ROOT } from '../../tools/lib/root.mjs';

const HOME = join(ROOT, 'bench/editors/pyright');

export const PYRIGHT = join(HOME, 'node_modules/pyright/langserver.index.js');

/** Installs it. @returns Null, or why it cannot be had. */
export const obtainPyright = async (): Promise<string | null> => {
  const problem = await installOutside(HOME);
  return problem === null ? null : `pyright cannot be had from npm: ${problem}`;
};
