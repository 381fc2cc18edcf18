import { expect, test } from 'vitest';
import type { DiagnosticCode } from '../../compiler-core/src/diag/codes.ts';
import type { Diagnostic } from '../../compiler-core/src/diag/diagnostic.ts';
import { tensorLanguage } from '../../compiler-core/src/session/tensor-language.ts';
import { fileId } from '../../compiler-core/src/text/span.ts';
import { findingsOf, openFixture } from '../../compiler-core/testkit/check.ts';
import type { Fixture } from '../../compiler-core/testkit/fixture.ts';
import { createParser } from '../../server/src/host/tree-sitter.ts';
import { type ActionEdit, codeActions, resolveCodeAction } from '../../server/src/ide/code-actions.ts';
import { fileView } from '../../server/src/ide/view.ts';
import { type Program, readCatalogue } from './catalogue.ts';

/** Every quick fix that an editor offers on the catalogue of faults, applied and checked again. */

const parser = await createParser();
const pipeline = tensorLanguage(parser);
const optionsOf = ({ bind }: Program) => ({
  parser,
  pipeline,
  facts: true,
  bindings: new Map(Object.entries(bind).map(([name, value]) => [name, { value: BigInt(value), source: '--bind' }])),
});

/** Codes whose finding says what was meant; the others leave open what the program should do. */
const FIXED: readonly DiagnosticCode[] = [
  ...(['bad-binding', 'bad-bound', 'bad-declaration', 'bad-ignore', 'bad-index', 'duplicate-label'] as const),
  ...([
    'illegal-return',
    'lossy-store',
    'negative-index',
    'python-error',
    'syntax-error',
    'trap-bare-augmented',
  ] as const),
  ...(['trap-builtin-minmax', 'trap-eager-conditional', 'trap-iterate-tensor', 'trap-late-load'] as const),
  ...([
    'trap-membership',
    'trap-range-zero-stop',
    'trap-rebinding',
    'trap-static-return',
    'trap-surplus-index',
  ] as const),
  ...([
    'undefined-name',
    'uninitialised-read',
    'unknown-access-type',
    'unknown-attribute',
    'unknown-directive',
  ] as const),
  ...(['unknown-dtype', 'unknown-label', 'unknown-memory-type', 'unsupported-operator', 'unused-ignore'] as const),
  ...(['write-to-input', 'wrong-arguments', 'zero-step'] as const),
];

const offered = readCatalogue().flatMap(({ name, faulty }) => {
  const snapshot = openFixture(faulty.fixture, optionsOf(faulty));
  return faulty.fixture.files.flatMap(({ path, text }) => {
    const view = fileView(snapshot, fileId(path));
    if (view === null) return [];
    return codeActions(view, { start: 0, end: text.length }).flatMap((action) =>
      action.kind === 'quickfix'
        ? [{ name, title: action.title, faulty, action, edits: resolveCodeAction(view, action).edits }]
        : [],
    );
  });
});

const edited = (fixture: Fixture, all: readonly ActionEdit[]): Fixture => ({
  ...fixture,
  files: fixture.files.map((file) => {
    const edits = all.filter((e) => e.span.file === file.path).sort((a, b) => b.span.start - a.span.start);
    const text = edits.reduce((t, e) => t.slice(0, e.span.start) + e.newText + t.slice(e.span.end), file.text);
    return { ...file, text };
  }),
});

test.each(offered)('$name: "$title" mends it', ({ faulty, action, edits }) => {
  expect(edits.length).toBeGreaterThan(0);
  const [finding] = action.diagnostics;
  const codes = (found: readonly Diagnostic[]): string[] => found.map(({ code }) => code);
  const left = codes(findingsOf(faulty.fixture, optionsOf(faulty)));
  left.splice(left.indexOf(finding?.code ?? ''), 1);
  const brought = codes(findingsOf(edited(faulty.fixture, edits), optionsOf(faulty))).filter((code) => {
    const known = left.indexOf(code);
    if (known >= 0) left.splice(known, 1);
    return known < 0;
  });
  expect(brought).toEqual([]);
});

test('a fix for every code where there is one', () => {
  const codes = new Set(offered.flatMap(({ action }) => action.diagnostics.map(({ code }) => code)));
  expect([...codes].toSorted()).toEqual([...FIXED].toSorted());
});
