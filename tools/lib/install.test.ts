import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { isInstalled } from './install.mjs';

/** A folder with a lock file and what is installed; null: nothing is. */
function installed(wanted: object, found: object | null): boolean {
  const root = mkdtempSync(join(tmpdir(), 'athanor-install-'));
  try {
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: wanted }));
    const hidden = join(root, 'node_modules/.package-lock.json');
    mkdirSync(dirname(hidden));
    if (found !== null) writeFileSync(hidden, JSON.stringify({ packages: found }));
    return isInstalled(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const one = { 'node_modules/one': { version: '1.0.0' } };

test.each<[string, object, object | null, boolean]>([
  ['nothing installed', one, null, false],
  ['what the lock names', { '': {}, server: {}, ...one }, one, true],
  ['another version', one, { 'node_modules/one': { version: '1.0.1' } }, false],
  ['a package is missing', { ...one, 'node_modules/two': { version: '2.0.0' } }, one, false],
  [
    'one for another platform is missing',
    { ...one, 'node_modules/two': { version: '2.0.0', optional: true } },
    one,
    true,
  ],
  ['a link to a workspace that is not there', { 'node_modules/own': { link: true, resolved: 'own' } }, {}, false],
])('%s', (_name, wanted, found, expected) => {
  expect(installed(wanted, found)).toBe(expected);
});
