import { expect, test } from 'vitest';
import { decode } from './decode.ts';

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));

test.each([
  ['plain', bytes('x = "炉"\n'), 'x = "炉"\n'],
  ['UTF-8 mark', bytes([0xef, 0xbb, 0xbf], 'x'), 'x'],
  ['UTF-16 little', bytes([0xff, 0xfe, 0x78, 0x00, 0x09, 0x70]), 'x瀉'],
  ['UTF-16 big', bytes([0xfe, 0xff, 0x00, 0x78]), 'x'],
  ['latin-1 in line 1', bytes('# -*- coding: latin-1 -*-\n', [0xe9, 0x80]), '# -*- coding: latin-1 -*-\né\u0080'],
  [
    'latin-1 in line 2',
    bytes('#!/usr/bin/python\n# vim: set fileencoding=iso-8859-1 :\n', [0xe9]),
    '#!/usr/bin/python\n# vim: set fileencoding=iso-8859-1 :\né',
  ],
  ['another code page', bytes('# coding: windows-1251\n', [0xe9]), '# coding: windows-1251\nй'],
  ['empty', bytes(), ''],
])('%s', (_, input, text) => {
  expect(decode(input)).toEqual({ text, problems: [], usable: true });
});

test.each([
  [
    'one bad byte',
    bytes('x = 1\ny = "', [0xff], '"\n'),
    'x = 1\ny = "\ufffd"\n',
    [11, 12],
    'these bytes are not UTF-8; the rest',
  ],
  ['many', bytes([0xff], 'a', [0xfe]), '\ufffda\ufffd', [0, 1], '(and 1 more places)'],
  [
    'a cookie in line 3 is none',
    bytes('x\n\n# coding: latin-1\n', [0xe9]),
    'x\n\n# coding: latin-1\n\ufffd',
    [21, 22],
    'not UTF-8',
  ],
  [
    'unknown encoding',
    bytes('# coding: klingon\nx\n'),
    '# coding: klingon\nx\n',
    [10, 17],
    '`klingon` named here is not known',
  ],
  ['odd UTF-16', bytes([0xff, 0xfe, 0x78, 0x00, 0x09]), 'x\ufffd', [1, 2], 'not UTF-16'],
])('%s', (_, input, text, [start, end], says) => {
  const decoded = decode(input);
  expect([decoded.text, decoded.usable]).toEqual([text, true]);
  expect(decoded.problems).toEqual([{ start, end, message: expect.stringContaining(says) }]);
});

test('bytes that are no text are said to be so', () => {
  expect(decode(bytes('\u007fELF', [0, 1, 2]))).toEqual({
    text: '',
    problems: [{ start: 0, end: 0, message: expect.stringContaining('binary: byte 4 is zero') }],
    usable: false,
  });
});
