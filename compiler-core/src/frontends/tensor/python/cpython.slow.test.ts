/**
 * Our trees and our verdicts against CPython's own, over its standard library and over mutations of it. Needs a
 * python3 of 3.12, whose grammar is the one we read; ATHANOR_PYTHON names another command.
 */

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createParser } from '../../../../../server/src/host/tree-sitter.ts';
import { firstDifference, plainAst } from '../../../../testkit/print-ast.ts';
import { fileId } from '../../../text/span.ts';
import { parsePython } from './parse.ts';
import { syntaxFaults } from './strict/strict.ts';

const PYTHON = process.env['ATHANOR_PYTHON'] ?? 'python3.12';
const SCRIPT = fileURLToPath(new URL('../../../../testkit/cpython-ast.py', import.meta.url));

interface Case {
  readonly id: string;
  readonly text: string;
  readonly tree: boolean;
}
interface Answer {
  readonly tree: unknown;
  readonly error: readonly [number | null, string] | null;
}

const probe = spawnSync(PYTHON, [
  '-c',
  'import sys, os; print(sys.version_info[:2] == (3, 12), os.path.dirname(os.__file__))',
]);
const [isRight, library = ''] = probe.status === 0 ? probe.stdout.toString().trim().split(' ') : [];
const missing = isRight === 'True' ? null : `${PYTHON} is not Python 3.12 here`;

/** The texts of the library that are UTF-8 and not huge. */
function libraryTexts(): Case[] {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return ['', 'test', 'asyncio', 'json', 'unittest'].flatMap((folder) =>
    readdirSync(join(library, folder))
      .filter((name) => name.endsWith('.py'))
      .sort()
      .flatMap((name) => {
        try {
          const text = decoder.decode(readFileSync(join(library, folder, name)));
          return text.length > 300_000 || text.includes('\0') ? [] : [{ id: join(folder, name), text, tree: true }];
        } catch {
          return [];
        }
      }),
  );
}

function ask(cases: readonly Case[]): Answer[] {
  const answers: Answer[] = [];
  for (let at = 0; at < cases.length; at += 100) {
    const input = cases.slice(at, at + 100).map((item) => `${JSON.stringify(item)}\n`);
    const run = spawnSync(PYTHON, [SCRIPT], { input: input.join(''), encoding: 'utf8', maxBuffer: 1 << 30 });
    if (run.status !== 0) throw new Error(run.stderr);
    for (const line of run.stdout.trim().split('\n')) answers.push(JSON.parse(line));
  }
  return answers;
}

test('trees and spans equal CPython 3.12 on its standard library', { timeout: 600_000 }, async ({ skip }) => {
  if (missing) skip(missing);
  const parser = await createParser();
  const cases = libraryTexts();
  expect(cases.length).toBeGreaterThan(400);
  const differences: string[] = [];
  ask(cases).forEach(({ tree, error }, i) => {
    const { id, text } = cases[i] ?? { id: '', text: '' };
    const { module, problems } = parsePython(fileId(id), text, parser);
    if (error || problems.length > 0) {
      if (!error || problems.length === 0) differences.push(`${id}: ${error?.[1]} for ${problems[0]?.message}`);
      return;
    }
    const difference = firstDifference(plainAst(module), tree);
    if (difference) differences.push(`${id}${difference}`);
  });
  expect(differences).toEqual([]);
});

const TOKEN =
  /"""[\s\S]*?"""|[rfb]?"[^"\n]*"|[rfb]?'[^'\n]*'|#[^\n]*|\w+|\n[ \t]*|[ \t]+|[-+*/%=<>!:]=|->|\*\*|\/\/|[^\s\w]/g;
const OTHERS = (
  'if else for while def return yield lambda in not or None break import as with try except global await ( ) [ ] { } ' +
  ': , . ; = == + * ** / @ -> := < ! 0777 1__0 1.5 x "s" f"{x}" print \\'
)
  .split(' ')
  .concat('\n', '\n    ', '\t');

function mutate(text: string, next: (below: number) => number): string | null {
  const tokens = text.match(TOKEN) ?? [];
  const places = [...tokens.keys()].filter((i) => /^[^\s#]/.test(tokens[i] ?? ''));
  const i = places[next(places.length)];
  const j = places[next(places.length)];
  if (i === undefined || j === undefined || tokens.join('') !== text) return null;
  const other = OTHERS[next(OTHERS.length)] ?? '';
  const token = tokens[i] ?? '';
  const lines = [...tokens.keys()].filter((at) => tokens[at]?.startsWith('\n'));
  const line = lines[next(lines.length)] ?? i;
  switch (next(6)) {
    case 0:
      tokens.splice(i, 1);
      break;
    case 1:
      tokens.splice(i, 0, other, ' ');
      break;
    case 2:
      tokens[i] = other;
      break;
    case 3:
      tokens[i] = tokens[j] ?? '';
      tokens[j] = token;
      break;
    case 4:
      tokens[line] = `${tokens[line]}${['  ', '    ', '\t'][next(3)]}`;
      break;
    default:
      tokens[line] = tokens[line]?.slice(0, -2) || '\n';
  }
  return tokens.join('');
}

test('3,000 mutations: the verdict and the line are CPython 3.12’s', { timeout: 600_000 }, ({ skip }) => {
  if (missing) skip(missing);
  const seed = 4;
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const sources = libraryTexts().filter(({ text }) => text.length < 30_000);
  const cases: Case[] = [];
  while (cases.length < 3_000) {
    const { id, text } = sources[next(sources.length)] ?? { id: '', text: '' };
    const mutant = mutate(text, next);
    if (mutant !== null) cases.push({ id, text: mutant, tree: false });
  }
  let agreed = 0;
  let bothWrong = 0;
  let sameLine = 0;
  ask(cases).forEach(({ error }, i) => {
    const text = cases[i]?.text ?? '';
    const [fault] = syntaxFaults(text);
    if ((fault !== undefined) === (error !== null)) agreed++;
    if (!fault || !error) return;
    bothWrong++;
    if (text.slice(0, fault.start).split('\n').length === error[0]) sameLine++;
  });
  expect(agreed / cases.length, `seed ${seed}`).toBeGreaterThan(0.995);
  expect(sameLine / bothWrong, `seed ${seed}`).toBeGreaterThan(0.98);
});
