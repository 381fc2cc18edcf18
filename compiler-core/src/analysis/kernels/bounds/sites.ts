/** One walk over a kernel, shared by the analyses that ask about its accesses. */

import type { Func } from '../../../ir/nodes.ts';
import { type Sites, traverse } from '../../affine/traverse.ts';

const KNOWN = new WeakMap<Func, Sites>();

/** The accesses, divisions and assertions of a kernel, walked once as long as somebody holds the function. */
export const sitesOf = (func: Func): Sites => {
  const known = KNOWN.get(func);
  if (known) return known;
  const sites = traverse(func);
  KNOWN.set(func, sites);
  return sites;
};
