/** The page of a preview: well formed, self-contained, with a twin in words for everything that is drawn. */

import { expect, test } from 'vitest';
import { athanor } from '../../cli/test/cli.ts';

const files = {
  'a.py': `import freetensor as ft

@ft.transform
def f(x: ft.Var[(64,), "float32"], y: ft.Var[(64,), "float32", "output"], z: ft.Var[(64,), "float32", "output"]):
    t = ft.empty((64,), "float32")
    #! nid: produce
    for i in range(64):
        t[i] = x[i] * x[i]
    #! nid: consume
    for i in range(64):
        y[i] = t[i] + t[i] if x[i] < 2 and x[i] > 1 else 0
    #! nid: shifted
    for i in range(64):
        z[i] = y[63 - i]
`,
};
const page = async (...args: readonly string[]): Promise<string> => {
  const { code, out } = await athanor(['preview', 'a.py', '--format', 'html', ...args], { files });
  expect(code).toBe(0);
  return out;
};
const count = (html: string, what: string): number => html.split(what).length - 1;

test('tags are closed in order, text is escaped, and nothing is loaded or run', async () => {
  const html = await page();
  const stack: string[] = [];
  for (const [, close, name, more] of html.matchAll(/<(\/?)([a-z0-9]+)((?:"[^"]*"|[^>"])*)>/gi)) {
    if (name === 'meta' || more?.endsWith('/')) continue;
    if (close) expect(stack.pop()).toBe(name);
    else stack.push(name ?? '');
  }
  expect(stack).toEqual([]);
  expect(html).toContain('x[i_1] &lt; 2');
  expect(html).not.toMatch(/<script|src=|href=|url\(|@import/);
});

test('a legal pair: both programs, the joined loop framed, the dependence in both, boxes of tensors', async () => {
  const html = await page('--fuse', 'produce,consume');
  expect(count(html, '<figcaption>')).toBe(2);
  const [before = '', after = ''] = html.split('<figcaption>').slice(1);
  expect(count(before, 'class="bar marked"')).toBe(2);
  expect(count(after, 'class="bar marked"')).toBe(1);
  for (const picture of [before, after]) expect(picture).toMatch(/<g class="arrow"><title>RAW of t/);
  expect(before).toContain('t[64]</code></td><td>local</td><td class="size">256 B');
  expect(after).toContain('t[1]</code></td><td>local</td><td class="size">4 B');
});

test('an illegal pair: one picture, and the blocking dependence in red with its two iterations', async () => {
  const html = await page('--fuse', 'consume,shifted');
  expect(count(html, '<figcaption>')).toBe(1);
  const [, red = ''] = html.split('class="arrow blocking"><title>');
  const said = red.slice(0, red.indexOf('</title>'));
  expect(red).toMatch(/<text class="why"[^>]*>y\[\d+\]: \w+ = \d+<\/text><text class="why"[^>]*>then \w+ = \d+</);
  expect(said).toMatch(/y\[\d+\]: \w+ = \d+, then \w+ = \d+/);
});

test('everything drawn is there in words', async () => {
  const html = await page();
  const twins = html.match(/<pre>[\s\S]*?<\/pre>/g) ?? [];
  expect(twins.length).toBe(2);
  expect(twins[0]).toContain('produce (a.py:7:5) and consume (a.py:10:5): legal');
  expect(twins[0]).toMatch(/before:[\s\S]*after:/);
  expect(html.match(/<svg role="img"[^>]*>\n<title>[^<]+<\/title>/g)?.length).toBe(count(html, '<svg role="img"'));
});

test('calls: each with its verdict, and the program after them', async () => {
  const html = await page('--call', 's.split("produce", 16)');
  expect(html).toContain('<code>s.split(&quot;produce&quot;, 16)</code>: <span class="verdict legal">legal</span>');
  expect(html).toContain('for i.0, 4 times');
});
