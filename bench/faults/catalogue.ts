/**
 * The planted faults: programs with one mistake each, and their twins with the mistake mended.
 *
 *     #= name of the fault            the faulty program follows, as marked text (compiler-core/testkit/fixture.ts)
 *     #= name of the fault, fixed     its twin
 *
 * One file holds the faults of one topic. Options after the name, in parentheses, say what a run needs:
 * `(bind n=8)` gives symbolic sizes from outside, `(seed 3)` chooses other inputs.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fixture, parseFixture } from '../../compiler-core/testkit/fixture.ts';

export interface Planted {
  readonly name: string;
  readonly file: string;
  readonly faulty: Program;
  readonly fixed: Program;
}

export interface Program {
  readonly fixture: Fixture;
  readonly bind: Readonly<Record<string, number>>;
  /** Of the inputs that a run gets. */
  readonly seed: number;
}

const HEADER = /^#= (.+?)(, fixed)?(?: \((.*)\))?$/;

/** @throws Error where a fault has no twin, or a name stands twice: the catalogue itself is wrong. */
export const readCatalogue = (folder: string = import.meta.dirname): readonly Planted[] => {
  const all = readdirSync(folder)
    .filter((name) => name.endsWith('.fixture.py'))
    .sort()
    .flatMap((file) => readFaults(file, readFileSync(join(folder, file), 'utf8')));
  const names = new Set<string>();
  for (const { name } of all) {
    if (names.has(name)) throw new Error(`two faults are called "${name}"`);
    names.add(name);
  }
  return all;
};

export const readFaults = (file: string, text: string): readonly Planted[] => {
  const sections: { name: string; fixed: boolean; options: string; lines: string[] }[] = [];
  for (const line of text.trimEnd().split('\n')) {
    const header = HEADER.exec(line);
    if (header) {
      const [, name = '', fixed, options = ''] = header;
      sections.push({ name, fixed: fixed !== undefined, options, lines: [] });
    } else if (sections.length === 0) throw new Error(`${file}: text before the first "#= name"`);
    else sections.at(-1)?.lines.push(line);
  }
  const out: Planted[] = [];
  for (let n = 0; n < sections.length; n += 2) {
    const [faulty, fixed] = [sections[n], sections[n + 1]];
    if (!faulty || faulty.fixed || !fixed?.fixed || fixed.name !== faulty.name)
      throw new Error(`${file}: "${faulty?.name}" and "${fixed?.name}" are no fault and its twin`);
    out.push({
      name: faulty.name,
      file,
      faulty: program(faulty),
      fixed: program(fixed),
    });
  }
  return out;
};

const program = ({ options, lines }: { readonly options: string; readonly lines: readonly string[] }): Program => ({
  fixture: parseFixture(`${lines.join('\n')}\n`),
  bind: Object.fromEntries([...options.matchAll(/(\w+)=(-?\d+)/g)].map(([, name, value]) => [name, Number(value)])),
  seed: Number(/seed (\d+)/.exec(options)?.[1] ?? 1),
});
