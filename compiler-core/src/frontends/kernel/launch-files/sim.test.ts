import { describe, expect, test } from 'vitest';
import { readSim, simData } from './sim.ts';

const HEAD = 'vecadd.cl\nvecadd\n1024 1 1\n16 1 1\n';

test('a launch with arguments of every form', () => {
  const { launch, mistakes } = readSim(`# ARGS: --build-options -cl-std=CL2.0
${HEAD}
<size=16 range=0:1:3 dump>
<size=8 uchar hex>
FF 0x10 3 4 5 6 7 8
# the next is local memory
<size=64>
<size=4>   -7
<null>
<size=16 fill=-1.5 noinit_ >`);
  expect(mistakes).toEqual([{ line: 14, message: '`noinit_` means nothing in the header of an argument' }]);
  expect(launch).toBeNull();
});

test('sizes, options and data', () => {
  const { launch } = readSim(
    `# ARGS: -i\n${HEAD}<size=16 range=0:2:6 dump wo>\n<size=2 uchar hex>FF 10\n<size=64>\n<size=4>-7\n<null>`,
  );
  expect(launch).toMatchObject({
    program: 'vecadd.cl',
    kernel: 'vecadd',
    global: [1024, 1, 1],
    local: [16, 1, 1],
    options: ['-i'],
  });
  const [a, b, c, d, e] = launch?.args ?? [];
  if (!a || !b || !c || !d || !e) throw new Error('five arguments');
  expect([a.dump, a.writeOnly, b.dtype, e.size]).toEqual([true, true, 'uint8', null]);
  expect([simData(a, 'int32', 4), simData(b, 'uint8', 2), simData(c, 'int32', 2), simData(d, 'int32', 1)]).toEqual([
    [0, 2, 4, 6],
    [255n, 16n],
    [0, 0],
    [-7n],
  ]);
});

describe('mistakes', () => {
  test.each([
    ['', 1, 'the program file is expected and the file ends'],
    ['a.cl\nk\n4 1\n', 3, 'the global size in z is expected and the file ends'],
    ['a.cl\nk\n0 1 1\n1 1 1', 3, 'the global size in x is a positive number, not `0`'],
    [`${HEAD}7`, 5, 'an argument begins with `<size=...>`, not `7`'],
    [`${HEAD}<size=4`, 5, 'an argument begins with `<size=...>`, not `<size=4`'],
    [`${HEAD}<fill=3>`, 5, 'the header lacks `size=` in bytes'],
    [`${HEAD}<size=4 fill=3> 4`, 5, 'the argument is initialised twice'],
    [`${HEAD}<size=4 ro wo>`, 5, '`ro` and `wo` exclude each other'],
    [`${HEAD}<size=4 int uint>`, 5, 'the argument has two types, uint is the second'],
    [`${HEAD}<size=999999999999>`, 5, '999999999999 bytes are more than 268435456'],
  ])('%j', (text, line, message) => expect(readSim(text).mistakes[0]).toEqual({ line, message }));
  test('data that does not fit', () => {
    const of = (header: string) => readSim(`${HEAD}${header}`).launch?.args[0];
    const [values, range, word] = [of('<size=8> 1'), of('<size=8 range=0:1:5>'), of('<size=4> x')];
    if (!values || !range || !word) throw new Error('arguments');
    expect([simData(values, 'int32', 2), simData(range, 'int32', 2), simData(word, 'float32', 1)]).toEqual([
      '1 values are given, 2 fit',
      'the range 0:1:5 does not have 2 elements',
      '`x` is no float32',
    ]);
  });
});
