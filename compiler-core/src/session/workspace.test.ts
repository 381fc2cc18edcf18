import { describe, expect, test } from 'vitest';
import { about } from '../diag/about.ts';
import type { Diagnostic } from '../diag/diagnostic.ts';
import type { Func } from '../ir/nodes.ts';
import { nodeId } from '../ir/nodes.ts';
import { fileId, type Span, span } from '../text/span.ts';
import type { Analysis, Pipeline, StagedUnit } from './pipeline.ts';
import { Workspace } from './workspace.ts';

const file = fileId('a.py');

/** A toy language: `def NAME: WORDS` on one line is a function; each word becomes a statement. */
const unitsOf = (text: string): StagedUnit[] =>
  [...text.matchAll(/^def (\w+):(.*)$/gm)].map((match) => {
    const start = match.index;
    const origin = (at: Span) => ({ span: at, calls: [], trail: [] });
    const whole = span(file, start, start + match[0].length);
    const words = [...(match[2] ?? '').matchAll(/\S+/g)].map((word, i) => {
      const from = start + match[0].length - (match[2] ?? '').length + word.index;
      return {
        kind: 'any',
        id: nodeId(start + i),
        names: [word[0]],
        origin: origin(span(file, from, from + word[0].length)),
      } as const;
    });
    const body = { kind: 'seq', id: nodeId(9999 + start), names: [], origin: origin(whole), stmts: words } as const;
    const func: Func = { name: match[1] ?? '', params: [], returns: [], externals: [], body, origin: origin(whole) };
    const name = span(file, start + 4, start + 4 + (match[1] ?? '').length);
    return { name: func.name, kind: 'transform', func, span: name, complete: true, failed: false, assumptions: [] };
  });

const statements = (func: Func) => (func.body.kind === 'seq' ? func.body.stmts : []);

interface Toy {
  readonly workspace: Workspace;
  readonly ran: string[];
  readonly crashes: string[];
}
const toy = (extra: readonly Analysis[] = []): Toy => {
  const ran: string[] = [];
  const crashes: string[] = [];
  const bad: Analysis = {
    name: 'bad words',
    run: (func) => {
      ran.push(func.name);
      const diagnostics: Diagnostic[] = statements(func)
        .filter((s) => s.names[0] === 'bad')
        .map((s) => ({ ...about('index-out-of-bounds', s.origin.span, 'bad'), class: 'proved' }));
      return { diagnostics, asked: 1, decided: 1, complete: true };
    },
  };
  const pipeline: Pipeline = {
    parse: () => ({ module: { body: [] }, problems: [] }),
    stage: ({ text }) => ({ units: unitsOf(text), diagnostics: [], usedBindings: new Set(), imports: new Set() }),
    analyses: [bad, ...extra],
  };
  const parser = {
    parse: (): never => {
      throw new Error('the toy language has no tree');
    },
  };
  const log = { crash: (what: string) => void crashes.push(what) };
  return { workspace: new Workspace({ parser, pipeline, log, incremental: true }), ran, crashes };
};
const said = (workspace: Workspace): readonly string[] =>
  workspace.snapshot
    .check(file)
    .judged.map(
      ({ diagnostic: d, suppressed }) =>
        `${d.code} ${d.span.start}-${d.span.end}${suppressed === null ? '' : ` hidden: ${suppressed.reason}`}`,
    );
const set = (workspace: Workspace, text: string) => workspace.apply({ kind: 'set', file, text });

describe('caches', () => {
  test('an edit above a function moves its findings without another analysis', () => {
    const { workspace, ran } = toy();
    set(workspace, 'def f: good bad\ndef g: bad\n');
    expect(said(workspace)).toEqual(['index-out-of-bounds 12-15', 'index-out-of-bounds 23-26']);
    set(workspace, '# new line\ndef f: good bad\ndef g: bad\n');
    expect(said(workspace)).toEqual(['index-out-of-bounds 23-26', 'index-out-of-bounds 34-37']);
    expect(ran).toEqual(['f', 'g']);
  });
  test('an edit in one function analyses that one', () => {
    const { workspace, ran } = toy();
    set(workspace, 'def f: good\ndef g: bad\n');
    said(workspace);
    set(workspace, 'def f: good bad\ndef g: bad\n');
    expect(said(workspace)).toEqual(['index-out-of-bounds 12-15', 'index-out-of-bounds 23-26']);
    expect(ran).toEqual(['f', 'g', 'f']);
  });
  test('an answer cut short is not kept', () => {
    let complete = false;
    const { workspace } = toy([{ name: 'slow', run: () => ({ diagnostics: [], asked: 2, decided: 1, complete }) }]);
    set(workspace, 'def f: good\n');
    expect(said(workspace)).toEqual(['budget-exceeded 4-5']);
    complete = true;
    expect(said(workspace)).toEqual([]);
    complete = false;
    expect(said(workspace)).toEqual([]);
  });
});

test('a crash costs one analysis and is logged', () => {
  const { workspace, crashes } = toy([
    {
      name: 'broken',
      run: () => {
        throw new Error('boom');
      },
    },
  ]);
  set(workspace, 'def f: bad\n');
  expect(said(workspace)).toEqual(['index-out-of-bounds 7-10', 'internal-error 4-5']);
  expect(crashes).toEqual(['broken on f in a.py']);
});

test('a cancelled check says so and keeps nothing', () => {
  const { workspace, ran } = toy();
  const snapshot = set(workspace, 'def f: bad\n');
  const check = snapshot.check(file, { cancel: { cancelled: true }, clock: () => 0, perAnalysis: 1 });
  expect([check.status, check.judged, ran]).toEqual(['cancelled', [], []]);
});

test('an old snapshot keeps its text', () => {
  const { workspace } = toy();
  const old = set(workspace, 'def f: bad\n');
  workspace.apply({ kind: 'edit', file, edits: [{ start: 7, oldEnd: 10, newText: 'good' }] });
  expect(workspace.snapshot.text(file)).toBe('def f: good\n');
  expect(old.check(file).judged).toHaveLength(1);
  workspace.apply({ kind: 'remove', file });
  expect(workspace.snapshot.text(file)).toBe(null);
  expect(old.text(file)).toBe('def f: bad\n');
});

describe('ignore comments', () => {
  test.each([
    [
      'next line',
      '# athanor: ignore[index-out-of-bounds] why\n\n# more\ndef f: bad\n',
      ['index-out-of-bounds 58-61 hidden: why'],
    ],
    [
      'same line',
      'def f: bad # athanor: ignore[index-out-of-bounds] it is\n',
      ['index-out-of-bounds 7-10 hidden: it is'],
    ],
    ['file', 'def f: bad\n# athanor: ignore-file[index-out-of-bounds]\n', ['index-out-of-bounds 7-10 hidden: ']],
    [
      'other line',
      '# athanor: ignore[index-out-of-bounds]\ndef f: good\ndef g: bad\n',
      ['index-out-of-bounds 58-61', 'unused-ignore 0-38'],
    ],
    [
      'one of two',
      '# athanor: ignore[index-out-of-bounds, lossy-store]\ndef f: bad\n',
      ['index-out-of-bounds 59-62 hidden: ', 'unused-ignore 39-50'],
    ],
    ['in a string', 'x = "# athanor: ignore[nope]"\n', []],
    ['unknown code', '# athanor: ignore[index-out-of-bound] why\n', ['bad-ignore 18-36']],
    ['no brackets', '# athanor: ignore it\n', ['bad-ignore 0-20']],
    ['unknown word', '# athanor: ignroe[x]\n', ['bad-ignore 0-20']],
    [
      'unused hidden',
      '# athanor: ignore-file[unused-ignore] old\n# athanor: ignore[lossy-store]\nx\n',
      ['unused-ignore 42-72 hidden: old'],
    ],
    ['binding', '# athanor: bind n=1, m\n', ['bad-binding 21-22', 'bad-binding 16-19']],
  ])('%s', (_, text, expected) => {
    const { workspace } = toy();
    set(workspace, text);
    expect([...said(workspace)].sort()).toEqual([...expected].sort());
  });
});
