import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bareClone, ROOT, run, withTempFolder } from '../../lib/process.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';

interface Plant {
  readonly what: string;
  readonly file: string;
  readonly text: string;
  /** The test that must notice. */
  readonly test: string;
  readonly says: RegExp;
}

const GOLDEN_TEST = `import { test } from 'vitest';
import { goldens } from './golden.ts';
const golden = goldens(import.meta.dirname, 'planted');
test('planted', () => golden.check('case', 'text'));
`;

const PLANTS: readonly Plant[] = [
  {
    what: 'a forbidden import',
    file: 'compiler-core/src/text/planted.ts',
    text: "import type { Diagnostic } from '../diag/diagnostic.ts';\nexport type Planted = Diagnostic;\n",
    test: 'tools/layers.test.ts',
    says: /compiler-core\/src\/text\/planted\.ts imports compiler-core\/src\/diag\/diagnostic\.ts/,
  },
  {
    what: 'a forbidden package',
    file: 'compiler-core/src/ir/planted.ts',
    text: "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n",
    test: 'tools/layers.test.ts',
    says: /planted\.ts imports package node:fs/,
  },
  {
    what: 'a file over the ratchet',
    file: 'compiler-core/src/ir/planted.ts',
    text: `export const planted = 0;\n${'// a line\n'.repeat(600)}`,
    test: 'tools/ratchet.test.ts',
    says: /longFiles: \d+, recorded \d+\. It may only shrink/,
  },
  {
    what: 'a missing golden',
    file: 'compiler-core/testkit/planted.test.ts',
    text: GOLDEN_TEST,
    test: 'compiler-core/testkit/planted.test.ts',
    says: /missing golden/,
  },
];

/** In a clone that passes, each planted fault makes its test fail, as a process, with the message that names it. */
const runner: Runner = () =>
  withTempFolder((folder) => {
    const { path } = bareClone(folder);
    symlinkSync(join(ROOT, 'node_modules'), join(path, 'node_modules'), 'junction');
    const vitest = (test: string) =>
      run(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', path, test], {
        cwd: path,
        env: { NO_COLOR: '1', FORCE_COLOR: undefined, ATHANOR_UPDATE: undefined },
      });
    const details: string[] = [];
    const problems: string[] = [];
    for (const test of ['tools/layers.test.ts', 'tools/ratchet.test.ts', 'compiler-core/testkit/golden.test.ts']) {
      if (vitest(test).code !== 0) problems.push(`${test} fails without a plant`);
    }
    for (const plant of PLANTS) {
      const file = join(path, plant.file);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, plant.text);
      const ran = vitest(plant.test);
      rmSync(file);
      const message = plant.says.exec(ran.stdout + ran.stderr)?.[0];
      if (ran.code !== 0 && message !== undefined) details.push(`${plant.what}: ${message}`);
      else problems.push(`${plant.what}: exit code ${ran.code}, ${message === undefined ? 'no message' : 'message'}`);
    }
    const got = `${details.length} of ${PLANTS.length} plants fail their test`;
    return problems.length > 0 ? fail(`${got}; ${problems.join('; ')}`, details) : pass(got, details);
  });
export default runner;
