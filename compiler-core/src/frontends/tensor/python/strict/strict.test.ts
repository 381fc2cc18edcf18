import { describe, expect, test } from 'vitest';
import { syntaxFaults } from './strict.ts';

/** `[marked text, message]`: `⟦…⟧` is the range of the first fault; CPython 3.12 reports that line. */
const WRONG: readonly (readonly [string, string])[] = [
  ['if ⟦x⟧\n    y\n', "expected ':'"],
  ['for i in range(3):\n⟦y⟧ = 1\n', "expected an indented block after 'for' statement on line 1"],
  ['x = 1\n⟦    ⟧y = 2\n', 'unexpected indent'],
  ['if a:\n        b\n⟦    c⟧\n', 'unindent does not match any outer indentation level'],
  ['if a:\n        b\n⟦\t⟧c\n', 'inconsistent use of tabs and spaces in indentation'],
  ['x = ⟦(⟧1,\ny = 2\nz = 3\n', "'(' was never closed"],
  ['x = 1⟦)⟧\n', "unmatched ')'"],
  ['x = [1⟦)⟧\n', "closing parenthesis ')' does not match opening parenthesis '['"],
  ['x = ⟦"abc⟧\ny = 1\n', 'unterminated string literal (detected at line 1)'],
  ['x = ⟦"""abc⟧\ny = 1\n', 'unterminated triple-quoted string literal (detected at line 3)'],
  ['x = f"{a⟦"⟧\n', 'unterminated string literal (detected at line 1)'],
  ['x = f"a⟦}⟧"\n', "f-string: single '}' is not allowed"],
  ['x = f"{⟦}⟧"\n', "f-string: valid expression required before '}'"],
  ['x = ⟦0777⟧\n', 'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers'],
  ['x = ⟦1__0⟧\n', 'invalid decimal literal'],
  ['x = ⟦1_000_⟧\n', 'invalid decimal literal'],
  ['x = ⟦10L⟧\n', 'invalid decimal literal'],
  ['x = ⟦0xg⟧\n', 'invalid hexadecimal literal'],
  ["⟦print 'a'⟧\n", "Missing parentheses in call to 'print'. Did you mean print(...)?"],
  ['a ⟦b⟧\n', 'invalid syntax'],
  ['x = ⟦=⟧ 1\n', 'invalid syntax'],
  ['f(⟦a b⟧)\n', "invalid syntax; perhaps a ',' is missing"],
  ['f(a=1, ⟦b⟧)\n', 'positional argument follows keyword argument'],
  ['f(a=1, ⟦a⟧=2)\n', 'keyword argument repeated: a'],
  ['f(⟦a.b =⟧ 1)\n', 'expression cannot contain assignment, perhaps you meant "=="?'],
  ['⟦f()⟧ = 1\n', 'cannot assign to function call'],
  ['a, ⟦1⟧ = b\n', 'cannot assign to literal'],
  ['for ⟦f()⟧ in x: pass\n', 'cannot assign to function call'],
  ['⟦a, b⟧ += 1\n', "'tuple' is an illegal expression for augmented assignment"],
  ['del ⟦f()⟧\n', 'cannot delete function call'],
  ['(⟦a.b⟧ := 1)\n', 'cannot use assignment expressions with attribute'],
  ['def f(a=1, ⟦b⟧): pass\n', 'parameter without a default follows parameter with a default'],
  ['def f(a, ⟦a⟧): pass\n', "duplicate argument 'a' in function definition"],
  ['def f(⟦*⟧): pass\n', 'named arguments must follow bare *'],
  ['def f(⟦/⟧, a): pass\n', 'at least one argument must precede /'],
  ['⟦return 1⟧\n', "'return' outside function"],
  ['class A:\n    ⟦yield 1⟧\n', "'yield' outside function"],
  ['def f():\n    ⟦await⟧ x\n', "'await' outside async function"],
  ['⟦break⟧\n', "'break' outside loop"],
  ['for i in x:\n    def f():\n        ⟦continue⟧\n', "'continue' not properly in loop"],
  ['⟦nonlocal a⟧\n', 'nonlocal declaration not allowed at module level'],
  ['try:\n    a\n⟦b⟧\n', "expected 'except' or 'finally' block"],
  ['from a import b⟦,⟧\n', 'trailing comma not allowed without surrounding parentheses'],
  ['x = ⟦b"é"⟧\n', 'bytes can only contain ASCII literal characters'],
  ['x ⟦$⟧ y\n', 'invalid syntax'],
  ['x = ⟦“⟧a”\n', "invalid character '“' (U+201C)"],
  ['x⟦\u00a0⟧= 1\n', 'invalid non-printable character U+00A0'],
  ['x = 1 ⟦\\⟧ \n', 'unexpected character after line continuation character'],
  ['x = 1⟦\0⟧\n', 'source code cannot contain null bytes'],
  ['{a: ⟦}⟧\n', "expression expected after dictionary key and ':'"],
  ['⟦*a⟧\n', "can't use starred expression here"],
  ['x = ⟦a if b⟧\n', "expected 'else' after 'if' expression"],
];

describe('what is no Python', () => {
  test.each(WRONG)('%j', (marked, message) => {
    const text = marked.replace(/[⟦⟧]/g, '');
    const [fault] = syntaxFaults(text);
    const shown =
      fault && `${text.slice(0, fault.start)}⟦${text.slice(fault.start, fault.end)}⟧${text.slice(fault.end)}`;
    expect([shown, fault?.message]).toEqual([marked, message]);
  });

  test('each broken statement is said', () => {
    const text = 'a b\nif x\n    y = = 1\nelse:\n    z\ndef f(:):\n    return\n1 = c\n';
    expect(syntaxFaults(text).map(({ start }) => text.slice(0, start).split('\n').length)).toEqual([1, 2, 3, 6, 8]);
  });

  test('what CPython finds late is not said of a text that does not parse', () => {
    expect(syntaxFaults('return\na b\n').map(({ message }) => message)).toEqual(['invalid syntax']);
  });
});

const RIGHT: readonly string[] = [
  '',
  '\n\n# only a comment',
  'x = 1if y else 2\n',
  'print\n',
  'match = case = type = _ = 1\nmatch(x)\nmatch[x] = type[x]\nmatch, y = z\n',
  'match x, *y:\n    case A(b=1, c=[d, *_]) | {"k": -1 + 2j, **r} if z: pass\n    case a.b | None: pass\n',
  'async def f():\n    return [await x async for y in z], (await y for y in z)\n',
  'g = (await_ async for y in z)\n'.replace('await_', 'y'),
  'def f[T: int, *Ts](a, /, b: int = 1, *args: *Ts, c, **k) -> int | None: ...\n',
  'with (a as b, c as d,): pass\nwith (a, b): pass\nwith (a): pass\nwith (yield_) as x, y: pass\n',
  'try: pass\nexcept* (A, B) as e: pass\n',
  'x = lambda *a, b=1, **c: (yield)\n',
  'f"{x!r:>{width}.{n}}" f\'{f"{1 + 1}"}\' rf"\\d{{3}}" f"{x:%H:%M}" f"{a["b"]}" f"{x:=5}" f"{y=}"\n',
  'f"""{\n  a  # why\n}"""\n',
  'x = (\n    1,\n  # less\n2)\n',
  'if a:\n\tb\nif c:\n    d\n',
  'def f():\n  return *a, b\n',
  'for x in *a, b: pass\n',
  '@(yield_)\n@a.b[0]\nclass A(*b, **c): pass\n',
  'a[b:=1, ::2, *c]\n',
  'x = 0_0 + 00 + 1_0.0_1e-1_0j + 0XFF\n',
  'if (n := 3) > 2: pass\n',
  'x: (yield_) = 1\n(y): int\na.b[c]: d = *e, f\n',
  'while 1:\n  try: continue\n  finally: break\n',
  '𝔘𝔫𝔦 = ñ = 名 = 1\n',
];

test.each(RIGHT)('valid: %j', (text) => {
  expect(syntaxFaults(text)).toEqual([]);
  expect(syntaxFaults(text.replaceAll('\n', '\r\n'))).toEqual([]);
});
