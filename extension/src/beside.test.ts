import { expect, test } from 'vitest';
import { CODES } from '../../compiler-core/src/diag/codes.ts';
import { besidePython, REPEATED } from './beside.ts';

const none = (): boolean => false;
const pyright = (id: string): boolean => id === 'ms-pyright.pyright';

test.each<[string, unknown, (id: string) => boolean, unknown]>([
  ['without a Python server all stays', { bind: { n: 1 } }, none, { bind: { n: 1 } }],
  [
    'beside one, what it says is off',
    { bind: { n: 1 } },
    pyright,
    { bind: { n: 1 }, severity: { 'syntax-error': 'off', 'undefined-name': 'off' } },
  ],
  [
    'what the user set wins',
    { severity: { 'undefined-name': 'error', 'unused-tensor': 'hint' } },
    pyright,
    { severity: { 'syntax-error': 'off', 'undefined-name': 'error', 'unused-tensor': 'hint' } },
  ],
  ['no settings at all', null, pyright, { severity: { 'syntax-error': 'off', 'undefined-name': 'off' } }],
])('%s', (_name, section, installed, wanted) => {
  expect(besidePython(section, installed)).toEqual(wanted);
});

test('the codes exist', () => {
  expect(REPEATED.filter((code) => !(code in CODES))).toEqual([]);
});
