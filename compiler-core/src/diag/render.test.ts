import { describe, expect, test } from 'vitest';
import { fileId, span } from '../text/span.ts';
import type { Diagnostic } from './diagnostic.ts';
import { displayWidth } from './display-width.ts';
import { type Judged, toFindings } from './finding.ts';
import { plain } from './palette.ts';
import { renderGithub } from './render-github.ts';
import { renderJson } from './render-json.ts';
import { renderJunit } from './render-junit.ts';
import { renderMarkdown } from './render-markdown.ts';
import { toSarif } from './render-sarif.ts';
import { renderText } from './render-text.ts';
import type { Report } from './report.ts';
import { sourceView } from './source-view.ts';

const file = fileId('src/a b.py');
const TEXT = `x = declare(8)
for i in range(8):
\tvalue["炉", i] = x[i + 1]  # <&> "quoted", 100%
last = ${'1 + '.repeat(40)}boom
`;
const view = sourceView(file, 'src/a b.py', TEXT);

const at = (part: string) => {
  const start = TEXT.indexOf(part);
  return span(file, start, start + part.length);
};
const diagnostic = (changes: Partial<Diagnostic>): Diagnostic => ({
  code: 'index-out-of-bounds',
  severity: 'error',
  class: 'proved',
  span: at('i + 1'),
  message: '`i + 1` reaches 8, but dimension 0 of `x` has size 8',
  related: [{ span: at('declare(8)'), message: '`x` is declared here' }],
  witness: { text: 'i = 7 reaches 8, size is 8', values: { i: '7' } },
  assumptions: ['n = 8 (--bind)', 'm >= 1'],
  fixes: [{ title: 'end the loop at 7', edits: [{ span: at('range(8)'), newText: 'range(7)' }] }],
  ...changes,
});
const judged = (changes: Partial<Diagnostic>, rest: Partial<Judged> = {}): Judged => ({
  diagnostic: diagnostic(changes),
  unit: 'f',
  suppressed: null,
  ...rest,
});
const bare = { related: [], witness: null, assumptions: [], fixes: [], class: null };

const reportOf = (items: readonly Judged[]): Report => ({
  tool: { name: 'athanor', version: '0.0.0' },
  findings: toFindings(items, (id) => (id === file ? view : null)),
  files: ['src/a b.py', 'src/clean.py'],
  stats: { files: 2, skipped: 1, functions: 3, complete: 2, asked: 8, decided: 6, suppressed: 1 },
  kernels: [],
  devices: [],
  timing: [],
});

const report = reportOf([
  judged({}),
  judged({
    ...bare,
    code: 'unused-tensor',
    severity: 'warning',
    span: at('boom'),
    message: 'a | b `c` <d>, 5%:\nnext',
  }),
  judged(
    { ...bare, code: 'unused-tensor', severity: 'warning', span: at('last') },
    { suppressed: { kind: 'inSource', reason: 'known' } },
  ),
]);

test('text: places, carets under tabs and wide characters, notes, a window on long lines, a summary', () => {
  expect(
    renderText(report, { palette: plain, width: 80, stats: true }),
  ).toBe(`src/a b.py:3:20 error[index-out-of-bounds] \`i + 1\` reaches 8, but dimension 0 of
  \`x\` has size 8
  |
3 |     value["炉", i] = x[i + 1]  # <&> "quoted", 100%
  |                        ^^^^^
  ...
1 | x = declare(8)
  |     ---------- \`x\` is declared here
  |
  = witness: i = 7 reaches 8, size is 8
  = assuming: n = 8 (--bind), m >= 1
  = fix: end the loop at 7

src/a b.py:4:168 warning[unused-tensor] a | b \`c\` <d>, 5%: next
  |
4 | ... 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + boom
  |                                                                         ^^^^

count  code                 meaning
    1  index-out-of-bounds  A subscript is outside its dimension
    1  unused-tensor        A tensor is never read

1 error, 1 warning in 2 files (3 functions)
1 suppressed by ignore comments or the baseline
functions modelled completely: 2 of 3 (66.7 %)
questions decided: 6 of 8 (75.0 %)
files without freetensor, skipped: 1
`);
});

test.each([60, 80, 120])('text stays within %i columns', (width) => {
  const wide = reportOf(
    ['i + 1', '炉', 'boom', 'last', 'value'].map((part) =>
      judged({
        span: at(part),
        message: '炉'.repeat(30).replace(/(.{5})/g, '$1 '),
        related: [{ span: at('boom'), message: 'word '.repeat(30) }],
      }),
    ),
  );
  const lines = renderText(wide, { palette: plain, width, stats: true }).split('\n');
  expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
});

test('text: control characters of the source do nothing to the terminal', () => {
  const evil = sourceView(file, 'evil\u001b[2J.py', 'x = "\u001b]0;owned\u0007\u202e"\n');
  const findings = toFindings([judged({ ...bare, span: span(file, 0, 1), message: 'a\u001b[31m' })], () => evil);
  const text = renderText({ ...report, findings }, { palette: plain, width: 80, stats: false });
  expect(text).toContain('1 | x = "␛]0;owned␇\ufffd"');
  expect([...text].filter((c) => c < ' ' && c !== '\n')).toEqual([]);
});

test('json: the fields that are fixed, in their order', () => {
  const json = JSON.parse(renderJson(report));
  expect(Object.keys(json)).toEqual(['version', 'tool', 'diagnostics', 'stats']);
  expect(json.diagnostics).toHaveLength(2);
  expect(json.diagnostics[0]).toEqual({
    code: 'index-out-of-bounds',
    severity: 'error',
    class: 'proved',
    file: 'src/a b.py',
    range: { start: { line: 3, column: 20 }, end: { line: 3, column: 25 } },
    message: '`i + 1` reaches 8, but dimension 0 of `x` has size 8',
    related: [
      {
        file: 'src/a b.py',
        range: { start: { line: 1, column: 5 }, end: { line: 1, column: 15 } },
        message: '`x` is declared here',
      },
    ],
    witness: { text: 'i = 7 reaches 8, size is 8', values: { i: '7' } },
    assumptions: ['n = 8 (--bind)', 'm >= 1'],
    fixes: [
      {
        title: 'end the loop at 7',
        edits: [
          {
            file: 'src/a b.py',
            range: { start: { line: 2, column: 10 }, end: { line: 2, column: 18 } },
            newText: 'range(7)',
          },
        ],
      },
    ],
    fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
});

test('junit', () => {
  expect(renderJunit(report, 'error')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="athanor" tests="3" failures="1" errors="0">
  <testsuite name="src/a b.py" tests="2" failures="1" errors="0" skipped="0">
    <testcase name="index-out-of-bounds at 3:20" classname="src/a b.py">
      <failure message="\`i + 1\` reaches 8, but dimension 0 of \`x\` has size 8" type="index-out-of-bounds">src/a b.py:3:20 error[index-out-of-bounds] \`i + 1\` reaches 8, but dimension 0 of \`x\` has size 8
src/a b.py:1:5 \`x\` is declared here
witness: i = 7 reaches 8, size is 8
assuming: n = 8 (--bind), m &gt;= 1</failure>
    </testcase>
    <testcase name="unused-tensor at 4:168" classname="src/a b.py">
      <system-out>src/a b.py:4:168 warning[unused-tensor] a | b \`c\` &lt;d&gt;, 5%:
next</system-out>
    </testcase>
  </testsuite>
  <testsuite name="src/clean.py" tests="1" failures="0" errors="0" skipped="0">
    <testcase name="check" classname="src/clean.py"/>
  </testsuite>
</testsuites>
`);
  expect(renderJunit(report, 'warning')).toContain('failures="2"');
  expect(renderJunit(report, 'never')).toContain('failures="0"');
});

test('github: one command per finding, nothing in it can start another', () => {
  expect(renderGithub(report)).toBe(
    '::error file=src/a b.py,line=3,endLine=3,col=20,endColumn=25,title=athanor index-out-of-bounds::`i + 1` reaches 8, but dimension 0 of `x` has size 8%0Awitness: i = 7 reaches 8, size is 8%0Aassuming: n = 8 (--bind), m >= 1\n' +
      '::warning file=src/a b.py,line=4,endLine=4,col=168,endColumn=172,title=athanor unused-tensor::a | b `c` <d>, 5%25:%0Anext\n',
  );
});

test('markdown: no message breaks the table', () => {
  expect(renderMarkdown(report)).toBe(`## athanor: 1 error, 1 warning

2 files, 3 functions checked.

| place | severity | code | finding |
|---|---|---|---|
| \`src/a b.py:3:20\` | error | \`index-out-of-bounds\` | \\\`i \\+ 1\\\` reaches 8, but dimension 0 of \\\`x\\\` has size 8<br>witness: i = 7 reaches 8, size is 8<br>assuming: n = 8 \\(--bind\\), m &gt;= 1 |
| \`src/a b.py:4:168\` | warning | \`unused-tensor\` | a \\| b \\\`c\\\` &lt;d&gt;, 5%: next |
`);
});

test('sarif: suppressed findings are there and say why', () => {
  const [run] = toSarif(report).runs;
  expect(run?.results.map((r) => [r.ruleId, r.level, 'suppressions' in r])).toEqual([
    ['index-out-of-bounds', 'error', false],
    ['unused-tensor', 'warning', true],
    ['unused-tensor', 'warning', false],
  ]);
  expect(run?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('src/a%20b.py');
});

describe('fingerprints', () => {
  const prints = (text: string, parts: readonly string[], unit = 'f'): readonly string[] => {
    const source = sourceView(file, 'a.py', text);
    const items = parts.map((part) => {
      const start = text.indexOf(part);
      return judged({ ...bare, span: span(file, start, start + part.length) }, { unit });
    });
    return toFindings(items, () => source).map((f) => f.fingerprint);
  };
  const before = prints('a = x[1]\nb = x[2]\n', ['x[1]', 'x[2]']);

  test('survive moved lines and other indentation', () => {
    expect(prints('# new\n\n  a  =  x[1]\nb = x[2]\n', ['x[1]', 'x[2]'])).toEqual(before);
    expect(prints('# new\n\n    a = x[1]\nb = x[2]\n', ['x[1]', 'x[2]'])).toEqual(before);
  });
  test('differ by line text, function and occurrence', () => {
    expect(prints('a = x[3]\nb = x[2]\n', ['x[3]', 'x[2]'])[0]).not.toBe(before[0]);
    expect(prints('a = x[1]\n', ['x[1]'], 'g')[0]).not.toBe(before[0]);
    const twice = prints('a = x[1] + x[1]\n', ['x[1] +', 'x[1]\n']);
    expect(new Set(twice).size).toBe(2);
  });
});
