/** OpenCL C with a launch, to diagnostics: `severity code place`. */

import { expect, test } from 'vitest';
import { readOpenCl } from '../../../frontends/kernel/dialect/opencl/read.ts';
import { readSim } from '../../../frontends/kernel/launch-files/sim.ts';
import { NO_OPTIONS } from '../../../frontends/kernel/preprocess/options.ts';
import { findingDiagnostic } from './diagnostics.ts';
import { runSim } from './run-sim.ts';

const diagnose = (body: string, buffer = '<size=64 fill=3>') => {
  const text = `kernel void k(global int *x, local int *t) { int i = get_global_id(0), l = get_local_id(0); ${body} }`;
  const [kernel] = readOpenCl('/k.cl', text, NO_OPTIONS, () => null).kernels;
  const { launch } = readSim(`k.cl\nk\n8 1 1\n4 1 1\n${buffer}\n<size=16>`);
  const ran = kernel && launch && runSim(launch, kernel);
  if (ran?.kind !== 'ran') throw new Error(JSON.stringify(ran));
  return ran.outcome.findings.map(findingDiagnostic).map((d) => {
    expect([d.class, d.witness === null]).toEqual(['witnessed', false]);
    return `${d.severity} ${d.code} ${text.slice(d.span.start, d.span.end)}`;
  });
};

test.each<[string, string[], string?]>([
  ['x[i] = i;', []],
  ['t[l] = l; x[i] = t[3 - l];', ['error data-race t[3 - l]']],
  ['x[0] = 7;', ['information uniform-write x[0] = 7']],
  ['if (l < 2) barrier(CLK_LOCAL_MEM_FENCE);', ['error divergent-barrier barrier(CLK_LOCAL_MEM_FENCE)']],
  ['int y = *(global int *)((global char *)x + 2);', ['error misaligned-access (global int *)((global char *)x + 2)']],
  ['x[i] = 1;', ['error forbidden-access x[i] = 1'], '<size=64 fill=3 ro>'],
  ['assert(x[i] < 3);', ['error failed-assert x[i] < 3']],
  ['x[i + 9] = 1;', ['error index-out-of-bounds x[i + 9] = 1']],
  ['x[i] = t[l];', ['error uninitialised-read t[l]']],
  ['x[i] /= l;', ['error division-by-zero x[i] /= l']],
])('%s', (body, expected, buffer) => expect(diagnose(body, buffer)).toEqual(expected));

test('a copy that nobody waits for is told of at the kernel', () => {
  const [copy] = diagnose('async_work_group_copy(t, x, 4, 0);');
  expect(copy).toMatch(/^error unfinished-copy kernel void k/);
});

test('both sides of a race are there: the later one as the place, the earlier one with its item and value', () => {
  const text = 'kernel void k(global int *x) { int i = get_global_id(0); x[i] = i; if (i == 1) x[0] = 5; }';
  const [kernel] = readOpenCl('/k.cl', text, NO_OPTIONS, () => null).kernels;
  const { launch } = readSim('k.cl\nk\n2 1 1\n2 1 1\n<size=8 fill=0>');
  const ran = kernel && launch && runSim(launch, kernel, { order: 'plain' });
  if (ran?.kind !== 'ran') throw new Error('the kernel did not run');
  const [race] = ran.outcome.findings.map(findingDiagnostic);
  expect([race?.span && text.slice(race.span.start, race.span.end), race?.related.map((r) => r.message)]).toEqual([
    'x[0] = 5',
    ['work-item (0, 0, 0) (group (0, 0, 0), local (0, 0, 0)) writes 0'],
  ]);
});
