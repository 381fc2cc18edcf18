import { expect, test } from 'vitest';
import { checkOperator, operatorsRecorded, recordedRunner } from '../../../../testkit/recorded.ts';

const runner = await recordedRunner();

test.each(operatorsRecorded())('%s equals NumPy or PyTorch on 200 cases', (operator) => {
  expect(checkOperator(runner, operator, 1)).toEqual({ cases: 200, problems: [] });
});
