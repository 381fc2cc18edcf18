import { expect, test } from 'vitest';
import { CODES } from '../../compiler-core/src/diag/codes.ts';
import { besideOthers, REPEATED } from './beside.ts';

const none = (): boolean => false;
const pyright = (id: string): boolean => id === 'ms-pyright.pyright';

const clangd = (id: string): boolean => id === 'llvm-vs-code-extensions.vscode-clangd';

const OFF = { 'syntax-error': 'off', 'undefined-name': 'off' };

test.each<[string, unknown, (id: string) => boolean, unknown]>([
  [
    'alone, names are completed',
    { bind: { n: 1 } },
    none,
    { bind: { n: 1 }, completion: { names: true }, kernels: { names: true }, severity: {} },
  ],
  [
    'beside one, what it does is off',
    {},
    pyright,
    { completion: { names: false }, kernels: { names: true }, severity: OFF },
  ],
  [
    'what the user set for a code wins',
    { severity: { 'undefined-name': 'error', 'unused-tensor': 'hint' } },
    pyright,
    {
      completion: { names: false },
      kernels: { names: true },
      severity: { ...OFF, 'undefined-name': 'error', 'unused-tensor': 'hint' },
    },
  ],
  [
    'names by wish',
    { completion: { names: 'always' } },
    pyright,
    { completion: { names: true }, kernels: { names: true }, severity: OFF },
  ],
  [
    'no names by wish',
    { completion: { names: 'never' } },
    none,
    { completion: { names: false }, kernels: { names: true }, severity: {} },
  ],
  [
    'beside clangd, names of C++ are left to it',
    {},
    clangd,
    { completion: { names: true }, kernels: { names: false }, severity: {} },
  ],
  [
    'names of C++ by wish',
    { kernels: { names: 'always' } },
    clangd,
    { completion: { names: true }, kernels: { names: true }, severity: {} },
  ],
  ['no settings at all', null, pyright, { completion: { names: false }, kernels: { names: true }, severity: OFF }],
])('%s', (_name, section, installed, wanted) => {
  expect(besideOthers(section, installed)).toEqual(wanted);
});

test('the codes exist', () => {
  expect(REPEATED.filter((code) => !(code in CODES))).toEqual([]);
});
