/** C++ text to a tree, with no file but itself. */

import { parseUnit, type SyntaxUnit } from '../src/frontends/kernel/parse/parse.ts';
import { preprocess } from '../src/frontends/kernel/preprocess/preprocess.ts';

export const parseText = (text: string): SyntaxUnit =>
  parseUnit(preprocess({ path: '/a.cpp', text, host: { read: () => null } }).tokens);
