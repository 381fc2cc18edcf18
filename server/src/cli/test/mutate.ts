/** Seeded damage to a program's bytes: what a crash-proof reader must bear. */

import { randomOf } from '@athanor/compiler-core/session/test/edits.ts';

/** One to eight changes of bytes, lines or nesting; any of them may leave no Python and no UTF-8. */
export const mutate = (bytes: Uint8Array, seed: number): Uint8Array => {
  const random = randomOf(seed);
  const pick = (n: number): number => Math.floor(random() * n);
  let data = [...bytes];
  for (let changes = 1 + pick(8); changes > 0; changes--) {
    const at = pick(data.length + 1);
    const to = Math.min(data.length, at + pick(40));
    switch (pick(7)) {
      case 0:
        data.splice(at, 1 + pick(4));
        break;
      case 1:
        data.splice(at, 0, pick(256));
        break;
      case 2:
        data.splice(pick(data.length + 1), 0, ...data.slice(at, to));
        break;
      case 3:
        data = data.slice(0, at);
        break;
      case 4:
        data = data.map((byte) => (byte === 10 && pick(10) === 0 ? 13 : byte));
        break;
      case 5: {
        const bracket = [40, 91, 123, 34, 39][pick(5)] ?? 40;
        data.splice(at, 0, ...Array.from({ length: pick(300) }, () => bracket));
        break;
      }
      default: {
        const digit = data.findIndex((byte, i) => i >= at && byte >= 48 && byte <= 57);
        if (digit >= 0) data[digit] = 48 + pick(10);
      }
    }
  }
  return new Uint8Array(data);
};
