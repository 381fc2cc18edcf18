import { join } from 'node:path';
import { fail, pass, type Runner, skipped } from '../../lib/verdict.ts';
import { comparePair, compareRanks, loadSample } from '../../profiler/hta-compare.ts';
import { askOracle, oraclePython, oracleVersions } from '../../profiler/hta-oracle.ts';
import { PAIRS, recorded, SAMPLES, tracesFolder } from '../../profiler/hta-samples.ts';

/** Every table of every sample, against the library where `ATHANOR_HTA` is set, else against its recorded answers. */
const runner: Runner = async () => {
  const folder = tracesFolder();
  if (folder === undefined) return skipped('the public traces are not there');
  const python = oraclePython();
  const wrong: string[] = [];
  let tables = 0;
  for (const sample of [...SAMPLES, ...PAIRS]) {
    const wanted =
      python === undefined ? recorded(sample.name) : (await askOracle(python, sample, join(folder, 'hta'))).tables;
    const ranks = await loadSample(sample, folder);
    const compare = sample.name.startsWith('diff-') ? comparePair : compareRanks;
    const { tables: compared, differences } = compare(wanted, ranks);
    tables += compared;
    wrong.push(...differences.map((difference) => `${sample.name} ${difference}`));
  }
  const by = python === undefined ? 'its recorded answers' : 'the library, run now';
  const got = `${tables} tables of ${SAMPLES.length + PAIRS.length} samples against ${by}: ${wrong.length} differences`;
  const versions = python === undefined ? [] : [oracleVersions(python)];
  return wrong.length === 0 ? pass(got, versions) : fail(got, [...versions, ...wrong.slice(0, 40)]);
};
export default runner;
