import { expect, test } from 'vitest';
import { differences, readSections, say } from './fixtures.ts';

test.each(readSections().map((section) => [section.name, section] as const))('%s', (_, section) => {
  const said = say(section.text);
  expect([...differences(section, said), ...said.wrong]).toEqual([]);
});

test('a label that is not said, one that is not there, and one of another quality show', () => {
  const [section] = readSections().filter(({ name }) => name === 'split: a factor of zero');
  if (!section) throw new Error('the section is gone');
  const said = say(section.text);
  expect(differences({ ...section, expected: [] }, said)).toContainEqual(
    expect.stringMatching(/^said: schedule-refused/),
  );
  const more = section.expected.map((e) => (e.quality === null ? e : { ...e, quality: 'warning' }));
  const none = { start: 0, end: 1, code: 'earlier', quality: null, message: null };
  expect(differences({ ...section, expected: [...more, none] }, said)).toEqual([
    'not said: earlier 0-1',
    expect.stringMatching(/is proved, not warning$/),
  ]);
});
