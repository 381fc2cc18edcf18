import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkOperator, operatorsRecorded, RECORDED, recordedRunner } from '../../../../testkit/recorded.ts';
import { LIBOP_OPERATORS } from './index.ts';

const runner = await recordedRunner();

test('every operator is recorded', () => {
  const twins = operatorsRecorded().flatMap((name) => [name, `${name}_`]);
  expect([...LIBOP_OPERATORS.keys()].filter((name) => !twins.includes(name))).toEqual([]);
  expect(readdirSync(join(RECORDED, 'libop')).filter((name) => !name.endsWith('.jsonl.gz'))).toEqual([]);
});

test.each(operatorsRecorded())('%s equals NumPy or PyTorch on 20 of its 200 cases', (operator) => {
  expect(checkOperator(runner, operator, 10)).toEqual({ cases: 20, problems: [] });
});
