import { afterAll, expect, test } from 'vitest';
import { attack } from '../test/attack.ts';
import { HOSTILE } from '../test/hostile.ts';
import { temporary } from '../test/temporary.ts';

const folder = temporary();
afterAll(folder.remove);

test.each(HOSTILE.map((hostile, index) => [hostile.name, hostile, index] as const))(
  '%s: said, and nothing else is lost',
  async (_name, hostile, index) => {
    expect(await attack(hostile, folder.in(String(index)))).toBe(null);
  },
);
