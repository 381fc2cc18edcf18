// accept: SP-09

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CODES, type DiagnosticCode } from '../../compiler-core/src/diag/codes.ts';
import type { Diagnostic, Fix } from '../../compiler-core/src/diag/diagnostic.ts';
import { tensorLanguage } from '../../compiler-core/src/session/tensor-language.ts';
import { fileId } from '../../compiler-core/src/text/span.ts';
import { findingsOf, openFixture } from '../../compiler-core/testkit/check.ts';
import { compareFindings } from '../../compiler-core/testkit/compare.ts';
import type { Fixture } from '../../compiler-core/testkit/fixture.ts';
import { createParser } from '../../server/src/host/tree-sitter.ts';
import { kernelCases } from '../lib/kernel-cases.ts';
import { type Planted, type Program, readCatalogue, readFaults } from './catalogue.ts';
import { computesOtherwise, EXECUTION, replayFault, runsWell, SILENT, unitNamed } from './replay.ts';

const parser = await createParser();
const pipeline = tensorLanguage(parser);
const optionsOf = ({ bind }: Program) => ({
  parser,
  pipeline,
  bindings: new Map(Object.entries(bind).map(([name, value]) => [name, { value: BigInt(value), source: '--bind' }])),
});
const findings = (program: Program): readonly Diagnostic[] => findingsOf(program.fixture, optionsOf(program));

const catalogue = readCatalogue();
const counts = { replayed: 0, raises: 0, otherwise: 0, fixes: 0 };

/** The functions of a program's files, with what is said about each file. */
const staged = (program: Program) => {
  const snapshot = openFixture(program.fixture, optionsOf(program));
  return program.fixture.files.map(({ path }) => ({
    units: snapshot.staged(fileId(path)).module.units,
    judged: snapshot.check(fileId(path)).judged.filter((j) => j.suppressed === null),
  }));
};

describe.each(catalogue)('$name', ({ faulty, fixed }) => {
  test('is found where it is, and nothing else', () => {
    expect(faulty.fixture.files.flatMap((f) => f.expected).length).toBeGreaterThan(0);
    compareFindings(faulty.fixture, findings(faulty));
  });
  test('its twin is clean and runs', () => {
    expect(findings(fixed)).toEqual([]);
    for (const { units } of staged(fixed)) {
      for (const unit of units) {
        if (unit.kind === 'inline') continue;
        expect([unit.name, unit.complete, unit.failed]).toEqual([unit.name, true, false]);
        expect(runsWell(unit.func, fixed.seed)).toBeNull();
      }
    }
  });
  test('happens when the program runs', () => {
    for (const { units, judged } of staged(faulty)) {
      for (const { diagnostic, unit: name } of judged) {
        const kind = EXECUTION.get(diagnostic.code);
        const unit = unitNamed(units, name);
        if (kind && diagnostic.class !== 'possible') {
          expect(unit?.failed).toBe(false);
          if (unit) expect(replayFault(unit.func, diagnostic, kind, faulty.seed)).toBeNull();
          counts.replayed++;
        } else if (SILENT.has(diagnostic.code)) {
          const twin = staged(fixed)
            .flatMap((f) => f.units)
            .find((u) => u.kind !== 'inline');
          if (unit && twin && !unit.failed) {
            expect(computesOtherwise(unit.func, twin.func)).toBeNull();
            counts.otherwise++;
          }
        } else if (diagnostic.severity === 'error' && diagnostic.class === 'proved' && unit?.failed) counts.raises++;
      }
    }
  });
});

/** The text of each file after the edits of a fix. */
const edited = (fixture: Fixture, fix: Fix): Fixture => ({
  ...fixture,
  files: fixture.files.map((file) => {
    const edits = fix.edits.filter((e) => e.span.file === file.path).sort((a, b) => b.span.start - a.span.start);
    const text = edits.reduce((t, e) => t.slice(0, e.span.start) + e.newText + t.slice(e.span.end), file.text);
    return { ...file, text };
  }),
});
const withFixes = catalogue.flatMap((fault) =>
  findings(fault.faulty).flatMap((finding) =>
    finding.fixes.map((fix) => ({ name: fault.name, title: fix.title, fault, finding, fix })),
  ),
);

test.each(withFixes)('$name: the fix "$title" mends it', ({ fault, finding, fix }) => {
  const after = findings({ ...fault.faulty, fixture: edited(fault.faulty.fixture, fix) });
  const left = findings(fault.faulty).map((d) => d.code);
  left.splice(left.indexOf(finding.code), 1);
  // It may mend more than its own finding, but brings nothing about.
  const brought = after.filter(({ code }) => {
    const known = left.indexOf(code);
    if (known >= 0) left.splice(known, 1);
    return known < 0;
  });
  expect(brought).toEqual([]);
  counts.fixes++;
});

/** Codes about the tool's own input and limits, and about C++, which no Python text brings about. */
const ELSEWHERE: Readonly<Partial<Record<DiagnosticCode, string>>> = {
  'config-error': 'server/src/cli/check.test.ts',
  'unreadable-input': 'server/src/cli/formats.test.ts',
  'internal-error': 'compiler-core/src/session/workspace.test.ts',
  'budget-exceeded': 'compiler-core/src/session/workspace.test.ts',
  'missing-include': 'compiler-core/src/frontends/kernel/preprocess/preprocess.test.ts',
  'unknown-condition': 'compiler-core/src/frontends/kernel/preprocess/preprocess.test.ts',
  'bad-directive': 'compiler-core/src/frontends/kernel/preprocess/preprocess.test.ts',
  'unparsed-code': 'server/src/cli/dump-kernel.test.ts',
  'data-race': 'compiler-core/src/plan/kernels/runs/diagnostics.test.ts',
  'uniform-write': 'compiler-core/src/plan/kernels/runs/diagnostics.test.ts',
  'divergent-barrier': 'compiler-core/src/plan/kernels/runs/diagnostics.test.ts',
  'misaligned-access': 'compiler-core/src/plan/kernels/runs/diagnostics.test.ts',
  'forbidden-access': 'compiler-core/src/plan/kernels/runs/diagnostics.test.ts',
  'foreign-pointer': 'server/src/cli/kernels/launch-config.test.ts',
  'freed-pointer': 'server/src/cli/kernels/launch-config.test.ts',
  'unfinished-copy': 'compiler-core/src/plan/kernels/runs/diagnostics.test.ts',
  'failed-assert': 'compiler-core/src/plan/kernels/runs/diagnostics.test.ts',
};

test('every code is planted here, or tested elsewhere', () => {
  const planted = new Set(
    catalogue.flatMap((f) => f.faulty.fixture.files.flatMap((x) => x.expected.map((e) => e.code))),
  );
  // Kernels have a catalogue of their own.
  for (const { code } of kernelCases()) planted.add(code);
  expect(Object.keys(CODES).filter((code) => !planted.has(code) && !Object.hasOwn(ELSEWHERE, code))).toEqual([]);
  for (const [code, file] of Object.entries(ELSEWHERE)) {
    const path = join(import.meta.dirname, '../..', file);
    expect([file, existsSync(path) && readFileSync(path, 'utf8').includes(code)]).toEqual([file, true]);
  }
});

test('what a run would show has a witness', () => {
  const bare = catalogue
    .flatMap((f) => findings(f.faulty))
    .filter((d) => EXECUTION.has(d.code) && d.code !== 'negative-extent' && d.witness === null);
  expect(bare).toEqual([]);
});

test('a finding that rests on a bound size says so', () => {
  const assumed = catalogue
    .filter((f) => Object.keys(f.faulty.bind).length > 0)
    .map((f) => findings(f.faulty).map((d) => d.assumptions));
  expect(assumed).toEqual([[['n = 6 (--bind)']], [['n = 6 (--bind)']]]);
});

test('a statement of a function that is inlined is shown with the calls that lead to it', () => {
  const related = (name: string): readonly string[] => {
    const fault = catalogue.find((f) => f.name === name);
    const text = (file: string): string => fault?.faulty.fixture.files.find((f) => f.path === file)?.text ?? '';
    return (fault ? findings(fault.faulty) : []).flatMap((d) =>
      d.related.map((r) => text(r.span.file).slice(r.span.start, r.span.end)),
    );
  };
  expect(related('an undefined name in a function that is inlined')).toContain('scaled(x[i])');
  expect(related('an imported function uses what is not defined')).toContain('leaky(x[i])');
  expect(related('an input is written by a function that is inlined')).toContain('scale(x, 2)');
  expect(related("Python's min in a function that is inlined")).toContain('clipped(x[i], -1, 2)');
  expect(related('a store in a function that is inlined')).toContain('shift(x, y)');
});

describe('the catalogue', () => {
  test('holds at least 80 faults', () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(80);
  });
  test.each<[string, string, string]>([
    ['text before a header', 'x', 'text before the first "#= name"'],
    ['a fault without a twin', '#= a\nx\n#= b\ny', '"a" and "b" are no fault and its twin'],
    ['two twins', '#= a, fixed\nx\n#= a\ny', '"a" and "a" are no fault and its twin'],
  ])('%s is refused', (_name, text, message) => {
    expect(() => readFaults('x.py', text)).toThrow(message);
  });
  test('options stand behind a name', () => {
    const [fault]: readonly Planted[] = readFaults('x.py', '#= a (bind n=6, seed 3)\nx\n#= a, fixed\ny\n');
    expect(fault).toMatchObject({ name: 'a', faulty: { bind: { n: 6 }, seed: 3 }, fixed: { bind: {}, seed: 1 } });
  });
});

afterAll(() => {
  const codes = new Set(catalogue.flatMap((f) => findings(f.faulty).map((d) => d.code)));
  process.stdout.write(
    `SP-09: ${catalogue.length} faults with twins, ${codes.size} of ${Object.keys(CODES).length} codes (the others: ${Object.keys(ELSEWHERE).length} of the tool's own input or of kernels); ${counts.replayed} replayed in the interpreter, ${counts.otherwise} traps compute otherwise, ${counts.raises} stop staging, ${counts.fixes} quick fixes applied\n`,
  );
});
