/**
 * Records what the kernels of this folder leave in their arrays, by the OpenCL implementation that is installed (PoCL):
 *
 *     node tools/ts.mjs bench/accept/kernels/opencl/record.ts
 */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../lib/process.ts';
import { type Arrays, changed, FOLDER, familiesOf, launchOf, printRecords, recordsOf } from '../kernel-records.ts';

const program = join(mkdtempSync(join(tmpdir(), 'athanor-record-')), 'record');
const built = run('g++', ['-O1', '-w', join(FOLDER, 'opencl/record.cpp'), '-o', program, '-lOpenCL']);
if (built.code !== 0) throw new Error(built.stderr);
const kernels: Record<string, Arrays> = {};
let inputs: Arrays = {};
for (const family of familiesOf('opencl')) {
  const answer = (name: string, global: string, local: string): Arrays | null => {
    const ran = run(program, [family.path, name, global, local]);
    if (ran.code !== 0) console.error(`${name}: ${ran.stderr.slice(-300)}`);
    if (ran.code !== 0) return null;
    const { name: _, ...arrays } = JSON.parse(ran.stdout);
    return arrays;
  };
  inputs = answer('', '1', '1') ?? inputs;
  for (const [name, text] of family.kernels) {
    const { global = [], local = [] } = launchOf(text);
    const after = answer(name, global.join(), local.join());
    if (after !== null) kernels[name] = changed(inputs, after);
  }
}
writeFileSync(recordsOf('opencl'), printRecords({ inputs, kernels, byHost: [] }));
