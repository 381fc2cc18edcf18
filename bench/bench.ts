/** `npm run bench -- NAME`: measurements, each prints one table. */

import { describeTimes, measureCheck } from './check/measure.ts';
import { decided } from './decided.ts';
import { describeEdits, describeStart, measureEdits, measureStart } from './edit/measure.ts';
import { describePresburger, measurePresburger } from './presburger/measure.ts';

const BENCHES: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  check: async () => {
    const times = await measureCheck();
    return typeof times === 'string' ? [`skipped (${times})`] : describeTimes(times);
  },
  decided,
  presburger: async () => {
    const all = await measurePresburger();
    return typeof all === 'string' ? [`skipped (${all})`] : describePresburger(all);
  },
  edit: async () => {
    const times = await measureEdits();
    const start = await measureStart();
    return [
      ...(typeof times === 'string' ? [`skipped (${times})`] : describeEdits(times)),
      ...(typeof start === 'string' ? [`skipped (${start})`] : describeStart(start)),
    ];
  },
};

const name = process.argv[2] ?? '';
const bench = BENCHES[name];
if (bench === undefined) {
  process.stderr.write(`usage: npm run bench -- NAME\nnames: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(2);
}
for (const line of await bench()) process.stdout.write(`${line}\n`);
