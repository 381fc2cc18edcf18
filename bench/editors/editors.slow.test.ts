// accept: ED-03
// accept: SC-04
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPEATED } from '../../extension/src/beside.ts';
import { type Drive, drive, failures, has } from './drive.ts';

const HERE = import.meta.dirname;
const ALL = [
  'diagnostics',
  'hover',
  'definition',
  'definition into the operator library',
  'rename of a label',
  'code action',
];

const EDITORS: readonly (Drive & { readonly name: string; readonly wanted: readonly string[] })[] = [
  {
    name: 'Neovim',
    command: 'nvim',
    args: ['--headless', '--clean', '-i', 'NONE', '-n', '-c', `luafile ${join(HERE, 'drive.lua')}`],
    config: 'neovim.lua',
    off: REPEATED,
    wanted: [
      'Python without freetensor has no client',
      ...ALL,
      'a fusion is applied, undone as one, applied again; then it is offered no more',
    ],
  },
  {
    name: 'Emacs with eglot',
    command: 'emacs',
    args: ['--batch', '-q', '-l', join(HERE, 'drive-eglot.el')],
    config: 'eglot.el',
    off: [],
    wanted: ALL,
  },
  {
    name: 'Emacs with lsp-mode',
    command: 'emacs',
    args: ['--batch', '-q', '-l', join(HERE, 'drive-lsp-mode.el')],
    config: 'lsp-mode.el',
    off: REPEATED,
    wanted: ALL,
  },
];

for (const { name, wanted, ...how } of EDITORS) {
  test(`${name}, headless`, async (context) => {
    if (!has(how.command)) return context.skip(`needs ${how.command}`);
    const said = await drive(how);
    process.stdout.write(`ED-03: ${name}: ${said.filter(({ ok }) => ok).length} of ${wanted.length} checks\n`);
    expect(failures(said)).toEqual([]);
    expect(said.map((each) => each.name)).toEqual(wanted);
  });
}
