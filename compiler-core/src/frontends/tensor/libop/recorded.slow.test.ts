// accept: SP-06
import { expect, test } from 'vitest';
import { checkOperator, operatorsRecorded, recordedRunner } from '../../../../testkit/recorded.ts';

const runner = await recordedRunner();

console.log(`\nSP-06: ${operatorsRecorded().length} operators, 200 recorded cases each, both forms`);

test.each(operatorsRecorded())('%s equals NumPy or PyTorch on 200 cases', (operator) => {
  expect(checkOperator(runner, operator, 1)).toEqual({ cases: 200, problems: [] });
});
