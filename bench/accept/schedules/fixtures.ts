/**
 * Programs with schedules, each with what is expected of them written under the lines it speaks of.
 *
 *     #= name                  a program follows, as marked text (compiler-core/testkit/fixture.ts)
 *
 * A label whose code is a role is a related place of a finding: `earlier` and `later` of a conflict, `replaced` for the
 * call that took a label away, `here` for the statement that is meant.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateInputs } from '../../../compiler-core/src/exec/generate.ts';
import type { ScheduleConflict, ScheduleRecord } from '../../../compiler-core/src/frontends/tensor/schedule/host.ts';
import { tensorLanguage } from '../../../compiler-core/src/session/tensor-language.ts';
import { Workspace } from '../../../compiler-core/src/session/workspace.ts';
import { fileId } from '../../../compiler-core/src/text/span.ts';
import { replay } from '../../../compiler-core/src/transforms/test/replay.ts';
import { type Expectation, parseFixture } from '../../../compiler-core/testkit/fixture.ts';
import { createParser } from '../../../server/src/host/tree-sitter.ts';

export interface Section {
  readonly name: string;
  readonly text: string;
  readonly expected: readonly Expectation[];
}

/** Of the fixtures beside this file. */
export const readSections = (folder: string = import.meta.dirname): readonly Section[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.fixture.py'))
    .sort()
    .flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split(/^#= /m)
        .slice(1)
        .map((part): Section => {
          const end = part.indexOf('\n');
          const { files } = parseFixture(part.slice(end + 1));
          return { name: part.slice(0, end), text: files[0]?.text ?? '', expected: files[0]?.expected ?? [] };
        }),
    );

export interface Said {
  readonly text: string;
  readonly found: readonly Expectation[];
  readonly messages: readonly string[];
  readonly calls: readonly ScheduleRecord[];
  /** Witnesses that a run showed, and what is wrong with the others. */
  readonly shown: number;
  readonly wrong: readonly string[];
}

const ROLES: readonly (readonly [RegExp, string])[] = [
  [/ is accessed here first$/, 'earlier'],
  [/^and here afterwards$/, 'later'],
  [/ replaced it$/, 'replaced'],
  [/ (?:was|is) here$|^this one matches$/, 'here'],
];
/** What no label says. */
const OTHER = 'place';

const parser = await createParser();
const pipeline = tensorLanguage(parser);
const FILE = fileId('/main.py');

/** What a session says about a program, and whether the interpreter shows every witness. */
export const say = (text: string): Said => {
  const snapshot = new Workspace({ parser, pipeline }).apply({ kind: 'set', file: FILE, text });
  const diagnostics = snapshot.check(FILE).judged.map((j) => j.diagnostic);
  const found = diagnostics.flatMap((d): Expectation[] => [
    { start: d.span.start, end: d.span.end, code: d.code, quality: d.class ?? d.severity, message: null },
    ...d.related.map(({ span, message }) => {
      const role = ROLES.find(([pattern]) => pattern.test(message))?.[1] ?? OTHER;
      return { start: span.start, end: span.end, code: role, quality: null, message: null };
    }),
  ]);
  const calls = (snapshot.staged(FILE).module.schedules ?? []).filter((c) => c.primitive !== 'Schedule');
  const conflicts = calls.flatMap((c) => c.findings.flatMap((f) => f.conflict ?? []));
  const results = conflicts.map(replayed);
  return {
    text,
    found: distinct(found),
    messages: diagnostics.map((d) => `${d.code}: ${d.message}`),
    calls,
    shown: results.filter((r) => r === null).length,
    wrong: results.flatMap((r) => r ?? []),
  };
};

/** Two findings may speak of one place. */
const distinct = (list: readonly Expectation[]): readonly Expectation[] => [
  ...new Map(list.map((e) => [keyOf(e), e])).values(),
];
const keyOf = ({ start, end, code }: Expectation): string => `${code} ${start}-${end}`;

/** Null: the interpreter reaches both instances in that order, at the same element. */
const replayed = (c: ScheduleConflict): string | null => {
  const drawn = generateInputs(c.program, { seed: 1 });
  if (drawn.kind === 'failed') return `no inputs: ${drawn.reason}`;
  const result = replay(c.program, { ...c, text: '' }, { inputs: drawn.inputs, bindings: drawn.bindings });
  return result.kind === 'shown' ? null : `${c.tensor}: ${result.why}`;
};

/** What differs from the labels, both ways. */
export const differences = ({ expected }: Section, { found }: Said): readonly string[] => {
  const wanted = new Map(expected.map((e) => [keyOf(e), e]));
  const said = new Map(found.map((e) => [keyOf(e), e]));
  const missing = [...wanted].flatMap(([key]) => (said.has(key) ? [] : [`not said: ${key}`]));
  const extra = [...said].flatMap(([key]) => (wanted.has(key) ? [] : [`said: ${key}`]));
  const other = [...wanted].flatMap(([key, e]) => {
    const quality = said.get(key)?.quality;
    return e.quality !== null && quality !== undefined && quality !== e.quality
      ? [`${key} is ${quality}, not ${e.quality}`]
      : [];
  });
  return [...missing, ...extra, ...other];
};
