import { expect, test } from 'vitest';
import { createParser } from '../../server/src/host/tree-sitter.ts';
import { describeMeasured } from '../decided.ts';
import { exampleSubjects, measureMutants, recordedSubjects } from './measure.ts';

test('no proof is false and no silence claims safety: every mutant', async () => {
  const parser = await createParser();
  const recorded = recordedSubjects(parser);
  if (recorded === null) console.log('without the recorded programs of FreeTensor: they are not beside the checkout');
  const m = measureMutants([...exampleSubjects(parser), ...(recorded ?? [])], 50);
  console.log(describeMeasured('examples and recorded programs', m).join('\n'));
  expect(m.falseProofs).toEqual([]);
  expect(m.falseSafety).toEqual([]);
});
