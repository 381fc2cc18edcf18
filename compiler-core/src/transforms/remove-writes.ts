/** Writes that nobody reads before they are overwritten. */

import type { Func, Stmt } from '../ir/nodes.ts';

export const removeWrites = (func: Func): Stmt => func.body;
