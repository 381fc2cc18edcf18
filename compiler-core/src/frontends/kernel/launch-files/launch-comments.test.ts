import { expect, test } from 'vitest';
import { fileId, span } from '../../../text/span.ts';
import { configurationsOf, launchComments } from './launch-comments.ts';

const FILE = fileId('a.cpp');
const read = (text: string) => launchComments(FILE, text);

test('sizes in the order of the source, the local ones may be left out', () => {
  const { launches, problems } = read(
    '// athanor: launch global=1024,16 local=128,1\n/* athanor: launch global=7 */ x\n',
  );
  expect(launches.map(({ global, local }) => [global, local])).toEqual([
    [
      [1024, 16],
      [128, 1],
    ],
    [[7], null],
  ]);
  expect(problems).toEqual([]);
});

test.each(['', 'local=4', 'global=x', 'global=1,2,3,4', 'global=4 size=2', 'global=4 global=8'])(
  'malformed: %j is said, and does not count',
  (rest) => {
    const { launches, problems } = read(`int a;\n// athanor: launch ${rest}\n`);
    expect(launches).toEqual([]);
    expect(problems.map(({ code, span: at }) => [code, at.start])).toEqual([['bad-binding', 7]]);
  },
);

test('a comment is of the next kernel; several are several configurations', () => {
  const text = '// athanor: launch global=8\n// athanor: launch global=9\nK1;\n// athanor: launch global=3\nK2; K3;';
  const kernels = ['K1;', 'K2;', 'K3;'].map((name) => span(FILE, text.indexOf(name), text.indexOf(name) + 3));
  const comments = read(text);
  expect(kernels.map((k) => configurationsOf(comments, kernels, k).map(({ global }) => global))).toEqual([
    [[8], [9]],
    [[3]],
    [],
  ]);
});
