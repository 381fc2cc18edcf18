/** Programs with faults in them, from a seed: bytes and tokens dropped, doubled, exchanged, cut off or taken from another. */

import type { Seed } from './kernel-seeds.ts';
import { generator } from './random.ts';

/** Words, numbers, and the other characters one by one. */
const pieces = (text: string): string[] => text.match(/\w+|\s+|[^\w\s]/g) ?? [];

const STRANGE = [
  '<',
  '>',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  ';',
  ',',
  '::',
  '...',
  '#',
  '##',
  '\\\n',
  '"',
  "'",
  'R"(',
  '/*',
  '*/',
  '//',
  'template <',
  'typename',
  'operator',
  'auto',
  'struct',
  'static constexpr int',
  'decltype(',
  '[=]',
  '[&](',
  '->',
  'goto',
  'sizeof',
  '0',
  '-1',
  '999999999999',
  '1e400f',
  '0x',
  '\0',
  '\ufffd',
  '\ud800',
  '%:',
  '??=',
  '\n#if ',
  '\n#endif\n',
  '\n#define i i + i\n',
  '\n#include "a.cpp"\n',
  '*',
  '&',
  '=',
  '?',
  ':',
  'return',
  'case',
  'break',
  'this',
];

/** @param others Texts that pieces are taken from. */
export const mutate = (seed: number, seeds: readonly Seed[]): Seed => {
  const below = generator(seed);
  const { path, text } = seeds[below(seeds.length)] as Seed;
  let list = pieces(text);
  const place = (): number => below(list.length + 1);
  const few = (): number => 1 + below(below(4) === 0 ? 40 : 3);
  for (let count = few(); count > 0; count--) {
    const at = place();
    const to = Math.min(list.length, at + few());
    const taken = list.slice(at, to);
    switch (below(9)) {
      case 0:
        list.splice(at, taken.length);
        break;
      case 1:
        list.splice(at, 0, ...taken);
        break;
      case 2:
        list.splice(at, taken.length);
        list.splice(place(), 0, ...taken);
        break;
      case 3:
        list.splice(at, 0, STRANGE[below(STRANGE.length)] as string);
        break;
      case 4:
        if (taken.length > 0) list[at] = STRANGE[below(STRANGE.length)] as string;
        break;
      case 5:
        if (below(4) === 0) list = list.slice(0, at);
        break;
      case 6: {
        const other = pieces((seeds[below(seeds.length)] as Seed).text);
        const from = below(other.length);
        list.splice(at, below(2) * taken.length, ...other.slice(from, from + few() * 4));
        break;
      }
      case 7: {
        // A name in the place of another.
        const names = list.filter((piece) => /^\w/.test(piece));
        if (taken.length > 0 && names.length > 0) list[at] = names[below(names.length)] as string;
        break;
      }
      default: {
        const piece = list[at] ?? '';
        const k = below(piece.length + 1);
        list[at] = piece.slice(0, k) + (below(2) === 0 ? String.fromCharCode(below(256)) : '') + piece.slice(k + 1);
      }
    }
  }
  return { path, text: list.join('') };
};
