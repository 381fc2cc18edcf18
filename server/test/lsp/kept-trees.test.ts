import { readFileSync } from 'node:fs';
import { TreeKeeper } from '@athanor/compiler-core/session/tree-keeper.ts';
import type { SyntaxTree } from '@athanor/compiler-core/syntax/cst.ts';
import { generator } from '@athanor/compiler-core/testkit/random.ts';
import { fileId } from '@athanor/compiler-core/text/span.ts';
import { expect, test } from 'vitest';
import { createParser } from '../../src/host/tree-sitter.ts';
import { TextModel } from './random-edits.ts';

const shape = (tree: SyntaxTree): string => {
  const cursor = tree.walk();
  const out: string[] = [];
  const visit = (depth: number): void => {
    out.push(`${depth} ${cursor.nodeType} ${cursor.startIndex} ${cursor.endIndex}`);
    if (!cursor.gotoFirstChild()) return;
    do visit(depth + 1);
    while (cursor.gotoNextSibling());
    cursor.gotoParent();
  };
  visit(0);
  cursor.delete();
  return out.join('\n');
};

// With these seeds the parser's own tree of a text with errors depends on the texts before.
test.each([
  ['gat.py', 1],
  ['builder.py', 4],
])('after 220 edits of %s each tree was that of its text alone', async (name, seed) => {
  const parser = await createParser();
  const original = readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8').slice(0, 2500);
  const kept = new TreeKeeper(parser).parserFor(fileId('a.py'), true);
  const model = new TextModel(original, original, 'utf-16');
  const random = generator(seed);
  for (let edit = 0; edit < 220; edit++) {
    model.edit(random);
    const alone = parser.parse(model.text);
    expect(shape(kept.parse(model.text)), `edit ${edit}`).toBe(shape(alone));
    alone.delete();
  }
});
