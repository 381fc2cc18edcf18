/** The lexical grammar of C++20: kinds, spellings and exact places. */

import { expect, test } from 'vitest';
import { generator } from '../../../../testkit/random.ts';
import { fileId } from '../../../text/span.ts';
import { tokenize } from './tokenize.ts';
import { FLAG, K } from './tokens.ts';

const file = fileId('/a.cpp');
const NAMES = Object.fromEntries(Object.entries(K).map(([name, kind]) => [kind, name]));

/** `kind text` of each token but the end, with flags worth seeing. */
const shown = (text: string): readonly string[] =>
  tokenize(file, text)
    .slice(0, -1)
    .map((token) => `${NAMES[token.kind]} ${token.text}${token.has(FLAG.unterminated) ? ' (no end)' : ''}`);

const spellings = (text: string): readonly string[] =>
  tokenize(file, text)
    .slice(0, -1)
    .map(({ spelling }) => spelling);

test.each<[string, string, string[]]>([
  ['names and keywords', 'int x_1 $y', ['keyword int', 'name x_1', 'name $y']],
  ['identifiers of other scripts', 'größe π', ['name größe', 'name π']],
  ['universal character names', '\\u00e9t\\U000000e9', ['name été']],
  ['a universal character name that is none', '\\u0024\\uZZ', ['other \\', 'name u0024', 'other \\', 'name uZZ']],
  [
    'numbers',
    "1'000u 0x1p-3f .5e+10 1..2 0b1'1",
    ["number 1'000u", 'number 0x1p-3f', 'number .5e+10', 'number 1..2', "number 0b1'1"],
  ],
  [
    'a number takes an exponent with its sign',
    '0xe+1 1e-x 2f-1',
    ['number 0xe+1', 'number 1e-x', 'number 2f', 'punctuator -', 'number 1'],
  ],
  ['literals with prefixes', 'u8"a" L\'b\' U"c" u\'d\'', ['string u8"a"', "char L'b'", 'string U"c"', "char u'd'"]],
  ['a name is no prefix', 'xL"a"', ['name xL', 'string "a"']],
  ['escapes', '"a\\"b\\\\" \'\\\'\'', ['string "a\\"b\\\\"', "char '\\''"]],
  [
    'suffixes of the program and the library',
    '"a"_km "b"sv 1.0_deg',
    ['string "a"_km', 'string "b"sv', 'number 1.0_deg'],
  ],
  ['another word behind a string is a macro', '"%"PRIu64"x"', ['string "%"', 'name PRIu64', 'string "x"']],
  ['raw strings', 'R"(a"\\n)" u8R"x(b)")x" LR"()"_z', ['string R"(a"\\n)"', 'string u8R"x(b)")x"', 'string LR"()"_z']],
  ['a raw string with a bad delimiter is a plain one', 'R"a b(c)a b"', ['string R"a b(c)a b"']],
  [
    'alternative operators',
    'a and b not_eq compl c',
    ['name a', 'punctuator &&', 'name b', 'punctuator !=', 'punctuator ~', 'name c'],
  ],
  [
    'digraphs',
    '<: :> <% %> %: %:%:',
    ['punctuator [', 'punctuator ]', 'punctuator {', 'punctuator }', 'punctuator #', 'punctuator ##'],
  ],
  [
    '`<::` is no digraph, `<:::` and `<::>` are',
    'a<::b <:::c <::>',
    [
      'name a',
      'punctuator <',
      'punctuator ::',
      'name b',
      'punctuator [',
      'punctuator ::',
      'name c',
      'punctuator [',
      'punctuator ]',
    ],
  ],
  [
    'the longest operator',
    'a<=>b->*c...d>>=e',
    [
      'name a',
      'punctuator <=>',
      'name b',
      'punctuator ->*',
      'name c',
      'punctuator ...',
      'name d',
      'punctuator >>=',
      'name e',
    ],
  ],
  ['comments are blanks', 'a/*b\n//*/c//d\\\ne\nf', ['name a', 'name c', 'name f']],
  ['a comment without an end', 'a /* b', ['name a']],
  [
    'splices vanish',
    'in\\\nt x\\ \t\r\n= "a\\\nb";',
    ['keyword int', 'name x', 'punctuator =', 'string "ab"', 'punctuator ;'],
  ],
  ['splices inside a raw string stay', 'R"(a\\\nb)"', ['string R"(a\\\nb)"']],
  ['literals without an end', '"a\n\'b', ['string "a (no end)', "char 'b (no end)"]],
  ['a raw string without an end', 'R"(a', ['string R"(a (no end)']],
  ['what begins no token', 'a @ ` \u0000 😀', ['name a', 'other @', 'other `', 'other \u0000', 'other 😀']],
])('%s', (_what, text, tokens) => {
  expect(shown(text)).toEqual(tokens);
});

test('an alternative spelling is kept for what makes text of it', () => {
  expect(spellings('<: and %:%:')).toEqual(['<:', 'and', '%:%:']);
});

test('places are those of the text as it is given, splices and all', () => {
  const text = 'in\\\nt /* c */ x = R"(a\\\nb)" + \\u00e9;';
  const places = tokenize(file, text).map(({ start, end }) => text.slice(start, end));
  expect(places).toEqual(['in\\\nt', 'x', '=', 'R"(a\\\nb)"', '+', '\\u00e9', ';', '']);
});

test('a token knows whether it begins a line and whether a blank stands before it', () => {
  const flags = tokenize(file, 'a b\nc/**/d\\\ne(').map((token) => [
    token.text,
    token.has(FLAG.lineStart),
    token.has(FLAG.space),
  ]);
  expect(flags).toEqual([
    ['a', true, false],
    ['b', false, true],
    ['c', true, true],
    ['de', false, true],
    ['(', false, false],
    ['', true, false],
  ]);
});

test('any text gives tokens that lie in order and cover all but blanks, comments and splices', () => {
  const random = generator(1);
  const pieces = [
    '"',
    "'",
    '\\',
    '\n',
    'R"(',
    ')"',
    '/*',
    '*/',
    '//',
    '\\\n',
    '<:',
    '%:',
    'u8',
    '0x',
    '.',
    'e+',
    '😀',
    '\u0000',
    'int',
    ' ',
    "'",
  ];
  for (let round = 0; round < 400; round++) {
    const text = Array.from({ length: random(40) }, () => pieces[random(pieces.length)]).join('');
    const tokens = tokenize(file, text);
    let at = 0;
    for (const { start, end } of tokens) {
      expect(start, JSON.stringify(text)).toBeGreaterThanOrEqual(at);
      expect(end).toBeGreaterThanOrEqual(start);
      at = end;
    }
    expect(at).toBeLessThanOrEqual(text.length);
    expect(tokens.at(-1)?.kind).toBe(K.end);
  }
});

test('time grows with the text: a long run of quotes, splices or openers is no worse than code', () => {
  for (const piece of ['"\n', '\\\n', 'R"(', "'", '/*', '<::', '\\u00e9', 'a\\\nb']) {
    const started = performance.now();
    const tokens = tokenize(file, piece.repeat(20_000));
    expect(tokens.length, piece).toBeGreaterThan(0);
    expect(performance.now() - started, piece).toBeLessThan(2_000);
  }
});
