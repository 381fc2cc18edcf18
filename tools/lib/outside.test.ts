import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { alone, installOutside, problemOf } from './outside.mjs';

const folder = mkdtempSync(join(tmpdir(), 'athanor-outside-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('work on one folder does not overlap, in one process or in several', async () => {
  const file = join(folder, 'busy');
  const lib = new URL('./outside.mjs', import.meta.url).href;
  const other = `import { alone } from ${JSON.stringify(lib)};
    import { existsSync, rmSync, writeFileSync } from 'node:fs';
    await alone(${JSON.stringify(folder)}, async () => {
      if (existsSync(${JSON.stringify(file)})) process.exit(3);
      writeFileSync(${JSON.stringify(file)}, '');
      await new Promise((done) => setTimeout(done, 100));
      rmSync(${JSON.stringify(file)});
    });`;
  const here = alone(folder, async () => {
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, '');
    await new Promise((done) => setTimeout(done, 300));
    rmSync(file);
  });
  const run = () => problemOf(process.execPath, ['--input-type=module', '-e', other], folder);
  expect(await Promise.all([here, run(), run()])).toEqual([undefined, null, null]);
});

test('a lock whose owner was killed is taken over, and one whose work fails is given back', async () => {
  const lib = new URL('./outside.mjs', import.meta.url).href;
  const dies = `import { alone } from ${JSON.stringify(lib)};
    await alone(${JSON.stringify(folder)}, async () => process.kill(process.pid, 'SIGKILL'));`;
  expect(await problemOf(process.execPath, ['--input-type=module', '-e', dies], folder)).toContain('SIGKILL');
  await expect(alone(folder, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await alone(folder, () => Promise.resolve(7))).toBe(7);
});

test('the reason is complete when npm above is silent', async () => {
  const before = process.env['npm_config_loglevel'];
  process.env['npm_config_loglevel'] = 'silent';
  try {
    // No lock file: npm refuses before it asks any registry.
    expect(await installOutside(folder)).toMatch(/^npm ci ended with exit code \d+ \| npm error code EUSAGE .*lock/);
  } finally {
    if (before === undefined) delete process.env['npm_config_loglevel'];
    else process.env['npm_config_loglevel'] = before;
  }
  expect(await problemOf('/no/such/command', ['x'], folder)).toBe('/no/such/command: spawn /no/such/command ENOENT');
});
