import { expect, test } from 'vitest';
import { type GoldenFiles, GoldenStore } from './golden.ts';

/** A tree in memory; its map is what a test looks at. */
function virtual(entries: Record<string, string>): GoldenFiles & { readonly map: Map<string, string> } {
  const map = new Map(Object.entries(entries));
  return {
    map,
    read: (path) => map.get(path) ?? null,
    write: (path, text) => map.set(path, text),
    remove: (path) => map.delete(path),
    list: (folder) => [...map.keys()].filter((p) => p.startsWith(`${folder}/`)).map((p) => p.slice(folder.length + 1)),
  };
}

test('a golden that equals passes, and clears what an earlier mismatch left', () => {
  const files = virtual({ 'g/a.txt': 'text\n', 'g/a.actual': 'old\n' });
  new GoldenStore(files, 'g', false).check('a', 'text');
  expect([...files.map.keys()]).toEqual(['g/a.txt']);
});

test('a missing golden fails and leaves what was made', () => {
  const files = virtual({});
  expect(() => new GoldenStore(files, 'g', false).check('a', 'text')).toThrow('missing golden g/a.txt; see g/a.actual');
  expect(files.map.get('g/a.actual')).toBe('text\n');
});

test('a mismatch fails with the first line that differs', () => {
  const files = virtual({ 'g/a.txt': 'one\ntwo\n' });
  expect(() => new GoldenStore(files, 'g', false).check('a', 'one\nthree\n')).toThrow('line 2\n- two\n+ three');
  expect(files.map.get('g/a.txt')).toBe('one\ntwo\n');
  expect(files.map.get('g/a.actual')).toBe('one\nthree\n');
});

test('an orphan is named', () => {
  const store = new GoldenStore(virtual({ 'g/a.txt': 'a\n', 'g/b.txt': 'b\n' }), 'g', false);
  store.check('a', 'a');
  expect(store.orphans()).toEqual(['b.txt']);
});

test('an update writes what is there now and removes orphans', () => {
  const files = virtual({ 'g/a.txt': 'old\n', 'g/b.txt': 'b\n' });
  const store = new GoldenStore(files, 'g', true);
  store.check('a', 'new');
  expect(store.orphans()).toEqual([]);
  expect(Object.fromEntries(files.map)).toEqual({ 'g/a.txt': 'new\n' });
});

test('a case is used once, under a plain name', () => {
  const store = new GoldenStore(virtual({ 'g/a.txt': 'a\n' }), 'g', false);
  store.check('a', 'a');
  expect(() => store.check('a', 'a')).toThrow('used twice');
  expect(() => store.check('../a', 'a')).toThrow('use letters');
});
