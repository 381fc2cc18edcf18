/** `athanor dump --stage dependences` on a stencil, as text and as JSON. */

import { expect, test } from 'vitest';
import { athanor } from './test/cli.ts';

const STENCIL = `import freetensor as ft

@ft.transform
def f(a: ft.Var[(8,), "float32", "inout"]):
    for i in range(1, 8):
        a[i] = a[i - 1]
`;
const files = { 'a.py': STENCIL };

test('text: certainty, kind, both ends with their places, the loop and the distance', async () => {
  const { code, out } = await athanor(['dump', '--stage', 'dependences', 'a.py:f'], { files });
  expect(code).toBe(0);
  expect(out).toBe(`f: 2 accesses, dependences: 1 must
  must RAW: READ a[i - 1] after WRITE a[i]
    a.py:6:16 after a.py:6:9
    must along i (i: 1)
`);
});

test('JSON: one object per function, with the relation in isl notation and a witness', async () => {
  const { code, out } = await athanor(['dump', '--stage', 'dependences', '--format', 'json', 'a.py'], { files });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject([
    {
      function: 'f',
      accesses: 2,
      dependences: [
        {
          tensor: 'a',
          kinds: ['RAW'],
          certainty: 'must',
          earlier: { access: 'write', indices: ['i'], loops: ['i'], line: 6, column: 9 },
          later: { access: 'read', indices: ['i - 1'], loops: ['i'], line: 6, column: 16 },
          levels: [
            {
              carrier: 'i',
              ordered: true,
              certainty: 'must',
              distances: [{ loop: 'i', direction: '<', min: 1, max: 1 }],
              relation: expect.stringMatching(/^\{ \[i\] -> \[i'\]/),
            },
          ],
          witness: { earlier: { i: 1 }, later: { i: 2 }, index: [1] },
        },
      ],
    },
  ]);
});
