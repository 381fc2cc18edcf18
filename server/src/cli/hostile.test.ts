// accept: SP-10
/** Any input gives an answer: no crash, no hang. The full counts are in `hostile.slow.test.ts`. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { athanor } from './test/cli.ts';
import { mutate } from './test/mutate.ts';

const HEAD = 'import freetensor as ft\n';
const deep = (open: string, close: string, n = 10_000): string => `${HEAD}x = ${open.repeat(n)}1${close.repeat(n)}\n`;
const checked = async (data: string | Uint8Array, name = 'a.py') => {
  const ran = await athanor(['check', name, '--format', 'json'], { files: { [name]: data } });
  expect(ran.err).toBe('');
  expect([0, 1, 4, 5]).toContain(ran.code);
  return JSON.parse(ran.out);
};

describe('shapes of text', () => {
  test.each<[string, string]>([
    ['empty', ''],
    ['one line break', '\n'],
    ['only carriage returns', 'import freetensor\r\rx = 1\r'],
    ['CRLF', `${HEAD}x = 1\n`.replaceAll('\n', '\r\n')],
    ['tabs and spaces', `${HEAD}if 1:\n\tx = 1\n        y = 2\n`],
    ['no line break at the end', `${HEAD}x = 1`],
    ['form feeds', `${HEAD}\fx = 1\f\n`],
    ['lone surrogates', `${HEAD}x = "\\ud800"\n`],
    ['deep parentheses', deep('(', ')')],
    ['deep lists', deep('[', ']')],
    ['deep calls', deep('f(', ')')],
    ['deep unary', deep('-', '')],
    ['deep not', deep('not ', '')],
    ['deep attributes', `${HEAD}x = a${'.b'.repeat(10_000)}\n`],
    ['deep subscripts', `${HEAD}x = a${'[0]'.repeat(10_000)}\n`],
    ['long sum', `${HEAD}x = 1${' + 1'.repeat(20_000)}\n`],
    ['deep conditionals', deep('1 if 1 else ', '')],
    ['deep lambdas', deep('lambda: ', '')],
    [
      'deep blocks',
      `${HEAD}${Array.from({ length: 90 }, (_, i) => `${' '.repeat(i)}if 1:\n`).join('')}${' '.repeat(90)}x = 1\n`,
    ],
    ['open string', `${HEAD}x = """never closed\n`.repeat(50)],
    ['long line', `${HEAD}x = "${'a'.repeat(1_000_000)}" + = 1\n`],
    ['recursion', `${HEAD}def f(n):\n    return f(n + 1)\nf(0)\n`],
    ['endless loop', `${HEAD}while True:\n    x = 1\n`],
    ['huge number', `${HEAD}x = ${'9'.repeat(5000)}\n`],
    ['huge power', `${HEAD}x = 10 ** 10 ** 10\ny = 1 << 10 ** 12\n`],
    ['huge list', `${HEAD}x = [0] * 10 ** 12\ny = "a" * 10 ** 12\nz = list(range(10 ** 12))\n`],
    ['growing list', `${HEAD}x = [0]\nfor i in range(100):\n    x = x + x\n`],
    ['growing string', `${HEAD}x = "a"\nfor i in range(100):\n    x = x + x\n`],
    ['huge format', `${HEAD}x = f"{1:1000000000}"\n`],
  ])('%s', async (_, text) => {
    await checked(text);
  });
});

test('a megabyte of statements', async () => {
  await checked(HEAD + 'x = [1, 2, 3]\n'.repeat(45_000));
});

test('damaged examples', async () => {
  const folder = new URL('../../../examples/', import.meta.url);
  const examples = readdirSync(folder).filter((name) => name.endsWith('.py'));
  for (let seed = 0; seed < 100; seed++) {
    const name = examples[seed % examples.length] ?? '';
    const data = mutate(readFileSync(new URL(name, folder)), seed);
    await checked(data).catch((error: unknown) => {
      throw new Error(`seed ${seed} of ${name}`, { cause: error });
    });
  }
});

test.each([
  '{"cells": 1}',
  '{"cells": [1, null, {"cell_type": "code"}, {"cell_type": "code", "source": [1, {}]}]}',
  '{"worksheets": [{"cells": [{"cell_type": "code", "input": "import freetensor"}]}, 3]}',
  '[]',
  'null',
])('notebook %s', async (text) => {
  await checked(text, 'a.ipynb');
});
