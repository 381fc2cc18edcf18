import { expect, test } from 'vitest';
import { createParser } from '../../../server/src/host/tree-sitter.ts';
import { stageText } from '../../testkit/stage.ts';
import type { ScheduleAnswer, ScheduleArg, ScheduleHost } from '../frontends/tensor/schedule/host.ts';
import { scheduleHost } from '../plan/schedule-host.ts';
import { remembered } from './remembered-schedules.ts';

const parser = await createParser();
const TEXT = `import freetensor as ft
@ft.transform
def f(y: ft.Var[(8,), "int32", "output"]):
    #! nid: L
    for i in range(8):
        y[i] = i
`;

test('the same call of the same program is answered once, and of another one anew', () => {
  let asked = 0;
  const counting: ScheduleHost = {
    begin: (...q) => {
      asked++;
      return scheduleHost.begin(...q);
    },
    call: (...q) => {
      asked++;
      return scheduleHost.call(...q);
    },
  };
  const host = remembered(counting);
  const run = (text: string, factor: number): ScheduleAnswer => {
    const func = stageText(text, parser).units[0]?.func;
    if (func === undefined) throw new Error('nothing is staged');
    const begun = host.begin(func, '2022');
    if (begun.kind !== 'applied') throw new Error(begun.kind);
    const { body } = begun.func;
    const loop = body.kind === 'varDef' ? body.body : body;
    const args = new Map<string, ScheduleArg>([
      ['node', { stmt: loop.id }],
      ['factor', factor],
      ['nparts', -1],
      ['shift', 0],
    ]);
    return host.call(begun.func, { primitive: 'split', args }, '2022');
  };
  const first = run(TEXT, 4);
  expect([first.kind, asked]).toEqual(['applied', 2]);
  expect([run(TEXT, 4), asked]).toEqual([first, 2]);
  expect([run(TEXT, 2) === first, asked]).toEqual([false, 3]);
  expect([run(TEXT.replaceAll('8', '9'), 2).kind, asked]).toEqual(['applied', 5]);
});
