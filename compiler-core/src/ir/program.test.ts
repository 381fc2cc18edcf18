/** Programs: text in, text out; and what the verifier says of those that are not well-formed. */

import { expect, test } from 'vitest';
import { parseProgram } from './parse-program.ts';
import { printProgram } from './print-program.ts';
import { stepsOf } from './program.ts';
import { verifyProgram } from './verify-program.ts';

const ALL_STEPS = `program p {
  func scale(a, n) {
    @input @byvalue n: int32[] {
      @inout @gpu/global a: float32[4] {
        a[0] *= 2.0
      }
    }
  }
  queue q inOrder
  queue \`queue\` unknown
  memory h: float32[$n] system
  memory b: float32[4] buffer over h
  memory d: float32[uint64($n * 4)] device
  memory c: float32[4] buffer empty
  memory s: int32[] shared
  memory u: int32[] host
  memory g: uint8[1] given
  memory v: int32[] system unfollowed
  pointer p -> b, d
  pointer r -> ?
  launch e0 = scale(readWrite b, $n) over [$n, 16] by [uint64($m), 4] on q requires read b, write b no_init
  launch e1 = scale(write b, 4) over [] on \`queue\` after e0
  launch e2 = scale(read p, 4) over ? on q requires read b after? e0, e1
  copy e3 = h to d inside on q after?
  copy e4 = ? to ? on q
  fill e5 = d on q after e4
  fill e6 = ? inside on q
  command e7 = "prefetch" of s on q
  command e8 = "barrier" on q after e5
  command e9 = "host_task" of * on q
  host read b
  host readWrite b by accessor
  host read b perhaps
  wait e0, e1
  wait? e2
  wait?
  wait
  wait queue \`queue\`
  wait all
  loop {
    branch {
      free d
      jump return
    } or {
    } or {
      jump break
    }
    call "step" {
      jump exit
    }
  }
  jump continue
  destroy b writes_back
  destroy b
  unknown "\`f\` is \\"not\\" known" of s, u
  unknown "anything" of *
  unknown "nothing of ours"
}
`;

test('every step comes back as it was printed', () => {
  const { value, error } = parseProgram(ALL_STEPS);
  expect(error).toBeNull();
  expect(value && printProgram(value)).toBe(ALL_STEPS);
  expect(value && verifyProgram(value)).toEqual([]);
  expect(value && stepsOf(value.steps).length).toBe(44);
});

test('deep nesting', () => {
  const depth = 2_000;
  const { value } = parseProgram(`program p { ${'loop { '.repeat(depth)}${'}'.repeat(depth)} }`);
  expect(value && stepsOf(value.steps).length).toBe(depth);
  expect(value && printProgram(value).split('\n').length).toBe(2 * depth + 3);
});

test.each([
  ['program p { launch e = f(read b) }', 'expected `over`, got `}`'],
  ['program p { lunch e = f(b) }', 'expected a step, got `lunch`'],
  ['program p { memory m: float32[] gpu }', 'expected a kind of memory, got `gpu`'],
  ['program p { loop {', 'expected a step, got the end'],
])('%s', (text, message) => expect(parseProgram(text).error?.message).toBe(message));

test('what is used is defined before, once, and fits', () => {
  const { value } = parseProgram(`program p { func f(a) { @inout @cpu a: int32[1] { } } func f() { }
    queue q unknown
    memory b: float32[1.5] buffer
    memory b: float32[2] buffer over x
    launch e = f(read b) over ? on q
    launch e = g(read c) over ? on r after x
    host read d
    loop { wait e, z }
    wait queue w
    pointer p -> y }`);
  expect(value && verifyProgram(value).map((p) => `${p.code} ${p.message.split(' ')[0]}`)).toEqual([
    'duplicate-name two',
    'shape-dtype an',
    'undefined-memory x',
    'duplicate-name two',
    'argument-count f',
    'undefined-memory c',
    'undefined-function function',
    'undefined-queue r',
    'undefined-event x',
    'duplicate-name two',
    'undefined-memory d',
    'undefined-event z',
    'undefined-queue w',
    'undefined-memory y',
  ]);
});
