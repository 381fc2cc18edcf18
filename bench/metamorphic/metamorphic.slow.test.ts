import { expect, test } from 'vitest';
import { createParser } from '../../server/src/host/tree-sitter.ts';
import { stagingRecords } from '../oracle/staging.ts';
import { compareRewrites, describeDisagreement, programs } from './verdicts.ts';

test('every program keeps its verdicts when it is written in other words', async () => {
  const records = stagingRecords();
  if (records === null) console.log('without the recorded programs of FreeTensor: they are not beside the checkout');
  const recorded = (records ?? []).map(({ id, program }) => ({ name: id, text: program, bind: {} }));
  const { compared, disagreements } = compareRewrites([...programs(), ...recorded], await createParser());
  console.log(`compared: ${JSON.stringify(compared)}`);
  expect(disagreements.map(describeDisagreement)).toEqual([]);
});
