import { describe, expect, test } from 'vitest';
import type { DiagnosticCode } from '../src/diag/codes.ts';
import type { Diagnostic, FindingClass } from '../src/diag/diagnostic.ts';
import { fileId, span } from '../src/text/span.ts';
import { compareFindings } from './compare.ts';
import { parseFixture, renderLabels } from './fixture.ts';

const finding = (
  path: string,
  [start, end]: readonly [number, number],
  code: DiagnosticCode,
  message: string,
  kind: FindingClass | null = 'proved',
): Diagnostic => ({
  code,
  severity: 'error',
  class: kind,
  span: span(fileId(path), start, end),
  message,
  related: [],
  witness: null,
  assumptions: [],
  fixes: [],
});

describe('reading', () => {
  test('labels and the cursor are taken out, carets are exact ranges', () => {
    const fixture = parseFixture(`
a = $0b + c
  # ^ undefined-name: no b
#       ^ possible undefined-name
d
^ warning unused-tensor`);
    expect(fixture).toEqual({
      cursor: { path: '/main.py', offset: 4 },
      files: [
        {
          path: '/main.py',
          text: 'a = b + c\nd',
          expected: [
            { start: 4, end: 5, code: 'undefined-name', quality: null, message: 'no b' },
            { start: 8, end: 9, code: 'undefined-name', quality: 'possible', message: null },
            { start: 10, end: 11, code: 'unused-tensor', quality: 'warning', message: null },
          ],
        },
      ],
    });
  });

  test('headers of both kinds start files', () => {
    const fixture = parseFixture('#- /a.py\nx\n//- /b/c.cpp\ny\n');
    expect(fixture.files.map((file) => [file.path, file.text])).toEqual([
      ['/a.py', 'x\n'],
      ['/b/c.cpp', 'y\n'],
    ]);
  });

  test('a range over several lines names its end', () => {
    const fixture = parseFixture('ab(\n #^>2:3 shape-mismatch\ncd)\n');
    expect(fixture.files[0]?.text).toBe('ab(\ncd)\n');
    expect(fixture.files[0]?.expected).toMatchObject([{ start: 2, end: 6 }]);
  });

  test('columns are UTF-16 units', () => {
    expect(parseFixture('"😀" x\n    #^ bad-index').files[0]?.expected).toMatchObject([{ start: 5, end: 6 }]);
  });

  test.each([
    ['a label without a line', '# ^ bad-index', 'no line above'],
    ['two cursors', 'a$0b$0', 'twice'],
  ])('%s is refused', (_name, text, message) => {
    expect(() => parseFixture(text)).toThrow(message);
  });

  test('an ordinary comment with a caret stays', () => {
    expect(parseFixture('x\n# ^ Not a code').files[0]?.text).toBe('x\n# ^ Not a code');
  });
});

test('rendering is the inverse of reading', () => {
  const text = 'a = b + c\n#   ^ undefined-name: no b\n#       ^ possible undefined-name\nd\n^ unused-tensor';
  const [file] = parseFixture(text).files;
  expect(renderLabels(file?.text ?? '', file?.expected ?? [])).toBe(text);
});

describe('comparing', () => {
  const fixture = parseFixture('#- /a.py\nx = y\n  # ^ proved undefined-name: no y');
  const right = finding('/a.py', [4, 5], 'undefined-name', 'no y');

  test('equal findings pass, and a label may say less', () => {
    compareFindings(fixture, [right]);
    compareFindings(parseFixture('#- /a.py\nx = y\n  # ^ undefined-name'), [right]);
  });

  test.each([
    ['a finding that is missing', []],
    ['a finding too many', [right, finding('/a.py', [0, 1], 'undefined-name', 'no x')]],
    ['the same finding twice', [right, right]],
    ['another code', [finding('/a.py', [4, 5], 'bad-index', 'no y')]],
    ['another range', [finding('/a.py', [3, 5], 'undefined-name', 'no y')]],
    ['another message', [finding('/a.py', [4, 5], 'undefined-name', 'no z')]],
    ['another class', [finding('/a.py', [4, 5], 'undefined-name', 'no y', 'possible')]],
    ['another file', [right, finding('/b.py', [4, 5], 'undefined-name', 'no y')]],
  ])('%s fails', (_name, found) => {
    expect(() => compareFindings(fixture, found)).toThrow();
  });
});
