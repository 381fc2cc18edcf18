/** Programs in, findings out; and the order of commands against a plain closure of what orders them. */

import { describe, expect, test } from 'vitest';
import { generator } from '../../../testkit/random.ts';
import { parseProgram } from '../../ir/parse-program.ts';
import { programFindings } from './program-findings.ts';

const KERNELS = `
  func set(x) @!kernel(range, 1, "set") {
    @output @gpu/global x: float32[64] {
      @!parallel : @blockIdx.x
      for g0 in 0 : 64 : 1 {
        x[g0] = 1.0
      }
    }
  }
  func get(x, y) @!kernel(range, 1, "get") {
    @input @gpu/global x: float32[64] {
      @output @gpu/global y: float32[64] {
        @!parallel : @blockIdx.x
        for g0 in 0 : 64 : 1 {
          y[g0] = x[g0]
        }
      }
    }
  }
  queue q outOfOrder
  queue i inOrder
  queue u unknown
  memory a: float32[64] device
  memory b: float32[64] shared
  memory h: float32[64] system
  memory f: float32[64] buffer empty
  pointer p -> a, b
`;
/** \`class code\` of each finding that is no hint. */
const said = (steps: string): readonly string[] => {
  const { value, error } = parseProgram(`program main {${KERNELS}${steps}\n}`);
  if (value === null) throw new Error(error?.message);
  return programFindings(value)
    .diagnostics.filter(({ severity }) => severity !== 'hint')
    .map(({ class: of, code }) => `${of} ${code}`);
};
const SET = 'launch e0 = set(write a) over [64] on q\n';
const SET_B = 'launch e0 = set(write b) over [64] on q\n';
const GET = (tail = ''): string => `launch e1 = get(read a, write b) over [64] on q${tail}\n`;

describe('commands', () => {
  test.each([
    ['in an out-of-order queue', SET + GET(), ['proved kernel-race']],
    ['after an event', SET + GET(' after e0'), []],
    ['after something that is not known', SET + GET(' after?'), []],
    ['after a wait', `${SET}wait queue q\n${GET()}`, []],
    ['after a wait for its event', `${SET}wait e0\n${GET()}`, []],
    ['after a barrier', `${SET}command e9 = "barrier" on q\n${GET()}`, []],
    ['after unknown code', `${SET}unknown "x" of *\n${GET()}`, []],
    ['in an in-order queue', (SET + GET()).replaceAll('on q', 'on i'), []],
    ['in a queue of unknown order', (SET + GET()).replaceAll('on q', 'on u'), []],
    ['in two queues', SET.replace('on q', 'on i') + GET(), ['proved kernel-race']],
    ['in two queues that may be one', SET.replace('on q', 'on u') + GET(), []],
    ['perhaps', `branch {\n${SET}} or {\n}\n${GET()}`, ['possible kernel-race']],
    ['in a branch', `${SET}branch {\n${GET()}} or {\n}\n`, ['possible kernel-race']],
    ['through one of two pointers', `${SET_B}fill e2 = p on q\n`, ['possible kernel-race']],
    ['of parts', 'fill e0 = a inside on q\nfill e1 = a inside on q\n', ['possible kernel-race']],
    ['transitively', `${SET}fill e5 = b on q after e0\n${GET(' after e5')}`, []],
    ['with itself in the next iteration', `loop {\n${SET}}\n`, ['proved kernel-race']],
  ])('%s', (_, steps, expected) =>
    expect(said(steps).filter((text) => expected.includes(text) || !/uninit/.test(text))).toEqual(expected),
  );
});

describe('the host', () => {
  test.each([
    ['reads too early', `${SET_B}host read b\n`, ['proved missing-wait']],
    ['may read too early', `${SET_B}host read b perhaps\n`, ['possible missing-wait']],
    ['waits', `${SET_B}wait all\nhost read b\n`, []],
    ['waits on one path', `${SET_B}branch {\nwait queue q\n} or {\n}\nhost read b\n`, ['possible missing-wait']],
    [
      'leaves on one path',
      `${SET_B}branch {\nwait queue q\njump return\n} or {\n}\nhost read b\n`,
      ['proved missing-wait'],
    ],
    ['reads in a branch', `${SET_B}branch {\nhost read b\n} or {\n}\n`, ['possible missing-wait']],
    ['reads what is only read', `fill e0 = b on q\nwait e0\ncopy e1 = b to a on q\nhost read b\n`, []],
    ['frees too early', `${SET_B}free b\n`, ['proved missing-wait']],
    ['frees twice', 'free b\nfree b\n', ['proved freed-pointer']],
    ['frees on each of two paths', 'branch {\nfree b\n} or {\nfree b\n}\n', []],
    ['follows device memory', 'fill e0 = a on q\nwait e0\nhost read a\n', ['proved foreign-pointer']],
    ['makes it again in a loop', 'loop {\nmemory d: float32[4] shared\nhost write d\nfree d\n}\n', []],
  ])('%s', (_, steps, expected) => expect(said(steps)).toEqual(expected));
});

describe('memory', () => {
  test.each([
    ['freed before a kernel', `free b\n${SET_B}`, ['proved freed-pointer']],
    ['of the host', 'launch e0 = set(write h) over [64] on q\n', ['proved foreign-pointer']],
    ['nobody has written', GET(), ['proved uninitialised-read']],
    ['written on one path', `branch {\nfill e0 = a on i\nwait e0\n} or {\n}\n${GET()}`, []],
    [
      'a buffer that is given up',
      'fill e9 = f on i\nlaunch e0 = get(read f, write b) over [64] on i requires read f no_init\n',
      ['proved uninitialised-read'],
    ],
    ['only read', 'launch e0 = set(write f) over [64] on q requires read f\n', ['proved forbidden-access']],
    ['read and written by accessors', 'launch e0 = set(write f) over [64] on q requires read f, write f\n', []],
  ])('%s', (_, steps, expected) => expect(said(steps)).toEqual(expected));
});

test('a proved race is one of two commands that nothing orders', () => {
  const below = generator(7);
  for (let round = 0; round < 200; round++) {
    const count = 6;
    const ordered = Array.from({ length: count }, () => new Set<number>());
    const lines: string[] = [];
    const queues: string[] = [];
    for (let k = 0; k < count; k++) {
      const queue = below(3) === 0 ? 'i' : 'q';
      const after = Array.from({ length: k }, (_, j) => j).filter(() => below(4) === 0);
      const own = ordered[k] ?? new Set();
      const before = [
        ...after,
        ...Array.from({ length: k }, (_, j) => j).filter((j) => queue === 'i' && queues[j] === 'i'),
      ];
      for (const j of before) for (const other of [j, ...(ordered[j] ?? [])]) own.add(other);
      queues.push(queue);
      lines.push(
        `fill e${k} = b on ${queue}${after.length === 0 ? '' : ` after ${after.map((j) => `e${j}`).join(', ')}`}`,
      );
    }
    // All of them write the same: each but those that come behind all before it races.
    const racing = ordered.filter((own, k) => own.size < k).length;
    expect(said(lines.join('\n')), lines.join('\n')).toEqual(Array(racing).fill('proved kernel-race'));
  }
});
