import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { offset } from '@athanor/compiler-core/text/span.ts';
import { describe, expect, test } from 'vitest';
import { type Encoding, offsetOf, positionOf } from '../../src/lsp/positions.ts';
import { fileOfUri, ownOfUri, pathOfUri, uriOfFile, uriOfOwn } from '../../src/lsp/uris.ts';
import { memoryServer, uriOf } from './memory.ts';

const TEXT = 'aé𝛼b\r\n\u{1f600}x\ry\n';

describe('every boundary of characters goes to a position and back', () => {
  test.each<[Encoding]>([['utf-16'], ['utf-8']])('%s', (encoding) => {
    const lines = new LineIndex(TEXT);
    const boundaries = [0, 1, 2, 4, 5, 7, 9, 10, 11, 12, 13];
    const positions = boundaries.map((at) => positionOf(lines, offset(at), encoding));
    expect(positions.map((position) => offsetOf(lines, position, encoding))).toEqual(boundaries);
    const columns = encoding === 'utf-16' ? [0, 1, 2, 4, 5, 0, 2, 3, 0, 1, 0] : [0, 1, 3, 7, 8, 0, 4, 5, 0, 1, 0];
    expect(positions.map(({ character }) => character)).toEqual(columns);
  });
});

test.each<[string, Encoding, number, number, number]>([
  ['beyond the line', 'utf-8', 0, 99, 5],
  ['beyond the text', 'utf-8', 99, 0, 13],
  ['a negative line', 'utf-8', -1, 5, 0],
  ['inside a character of four bytes', 'utf-8', 0, 5, 2],
  ['inside a character of two bytes', 'utf-8', 0, 2, 1],
  ['beyond the line', 'utf-16', 0, 99, 5],
  ['beyond the text', 'utf-16', 99, 0, 13],
])('%s (%s)', (_, encoding, line, character, expected) => {
  expect(offsetOf(new LineIndex(TEXT), { line, character }, encoding)).toBe(expected);
});

const PROGRAM = `import freetensor as ft

@ft.transform
def f(𝛼: ft.Var[(8,), "float32", "input", "cpu"]):
    y = ft.empty((8,), "float32", "cpu")
    for i in range(8):
        y[i] = 𝛼[i + 1]
    return y
`;

test.each([
  [['utf-16'], { start: 18, end: 23 }],
  [['utf-8', 'utf-16'], { start: 20, end: 25 }],
  [['utf-32'], { start: 18, end: 23 }],
])('a client that offers %s', async (positionEncodings, columns) => {
  const { client } = memoryServer();
  const uri = uriOf('a.py');
  await client.begin({ general: { positionEncodings } });
  client.open(uri, PROGRAM);
  const { diagnostics } = Object(await client.pushed(uri, 1));
  expect(diagnostics[0].range).toEqual({
    start: { line: 6, character: columns.start },
    end: { line: 6, character: columns.end },
  });
  // The faulty ` + 1` is taken out, in the client's units.
  const change = { start: { line: 6, character: columns.start + 1 }, end: { line: 6, character: columns.end } };
  client.change(uri, 2, [{ range: change, text: '' }]);
  expect(await client.pushed(uri, 2)).toEqual({ uri, version: 2, diagnostics: [] });
});

test.each([
  ['file:///a/b.py', '/a/b.py'],
  ['file:///a%20b/%C3%A9%23.py', '/a b/é#.py'],
  ['file://localhost/a.py', '/a.py'],
  ['file:///c%3A/x/y.py', 'C:/x/y.py'],
  ['file:///C:/x/y.py', 'C:/x/y.py'],
  ['file://server/share/a.py', '//server/share/a.py'],
  ['file:///bad%zz.py', '/bad%zz.py'],
  ['untitled:Untitled-1', null],
])('%s is the path %s', (uri, path) => expect(pathOfUri(uri)).toBe(path));

test('names of files and URIs go into each other', () => {
  for (const uri of ['file:///a%20b/c.py', 'file:///C:/x.py', 'untitled:Untitled-1', 'athanor:/libop/unary.py'])
    expect(uriOfFile(fileOfUri(uri))).toBe(uri);
  expect(fileOfUri('athanor:/libop/unary.py')).toBe('athanor:libop/unary.py');
  const own = { kind: 'ir', about: 'file:///a b/c?.py', unit: 'f.<locals>.g' } as const;
  expect(ownOfUri(uriOfOwn(own))).toEqual(own);
  expect(ownOfUri('athanor:/other/x.txt?y')).toBe(null);
});
