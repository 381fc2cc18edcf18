import { expect, test } from 'vitest';
import { commentsOf } from './comments.ts';

test.each([
  ['x = 1  # a\n# b\n', ['# a', '+# b']],
  ['x = "# no"  # yes', ['# yes']],
  ["x = 'a\\'# no'  # yes", ['# yes']],
  ['x = """# no\n# no\n"""  # yes', ['# yes']],
  ['x = r"\\\\"  # out', ['# out']],
  ['x = "open # in\n# out', ['+# out']],
  ['x = f"{a[\'# no\']}"  # yes', ['# yes']],
  ['x = f"{{# no}}"  # yes', ['# yes']],
  ['x = f"""{"# no"}"""  # yes', ['# yes']],
  ['a\r# b\rc # d', ['+# b', '# d']],
  ['"""never closed\n# no', []],
])('%j', (text, expected) => {
  expect(commentsOf(text).map((c) => `${c.alone ? '+' : ''}${c.text}`)).toEqual(expected);
});

test('deep nesting is no problem', () => {
  const text = `${'f"{'.repeat(20_000)}\n# out`;
  expect(commentsOf(text).map((c) => c.text)).toEqual(['# out']);
});
