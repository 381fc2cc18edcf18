/**
 * Writes `docs/schedules/NAME.md` from the first comment of each `compiler-core/src/transforms/*.ts` that shows what its
 * call does (`Before, and after \`NAME(`). `--check` only compares, and exits 1 with a message when a page is not fresh.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/root.mjs';

const SOURCES = join(ROOT, 'compiler-core/src/transforms');
const PAGES = join(ROOT, 'docs/schedules');
const NOTE = '<!-- Made by `npm run generate` from compiler-core/src/transforms. Edit the comment there. -->';

/** The comment as Markdown, and the name of the call. */
const pageOf = (text) => {
  const comment = /^\/\*\*\n([\s\S]*?)\n \*\//.exec(text)?.[1];
  const name = comment && /Before, and after `([a-z_]+)\(/.exec(comment)?.[1];
  if (!name) return null;
  const body = comment
    .split('\n')
    .map((line) => line.replace(/^ \* ?/, ''))
    .join('\n');
  return { name, text: `${NOTE}\n\n# ${name}\n\n${body}\n` };
};

const pages = readdirSync(SOURCES)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .sort()
  .flatMap((file) => pageOf(readFileSync(join(SOURCES, file), 'utf8').replaceAll('\r\n', '\n')) ?? []);
const index = `${NOTE}\n\n# Schedules\n\nWhat each call does, and when it is allowed.\n\n${pages
  .map(({ name }) => `- [${name}](${name}.md)`)
  .sort()
  .join('\n')}\n`;
const wanted = new Map([['README.md', index], ...pages.map(({ name, text }) => [`${name}.md`, text])]);

const found = existsSync(PAGES) ? readdirSync(PAGES) : [];
const stale = [
  ...[...wanted].filter(([file, text]) => {
    if (!found.includes(file)) return true;
    return readFileSync(join(PAGES, file), 'utf8').replaceAll('\r\n', '\n') !== text;
  }),
].map(([file]) => file);
const orphans = found.filter((file) => !wanted.has(file));

if (process.argv.includes('--check')) {
  if (stale.length + orphans.length > 0) {
    process.stderr.write(`docs/schedules: ${[...stale, ...orphans].join(', ')}: run \`npm run generate\`\n`);
    process.exit(1);
  }
} else {
  mkdirSync(PAGES, { recursive: true });
  for (const file of stale) writeFileSync(join(PAGES, file), wanted.get(file));
  for (const file of orphans) rmSync(join(PAGES, file));
}
