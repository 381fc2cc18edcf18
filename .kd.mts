const { judgedKernels, corpusRoot, sayFinding } = await import('/work/main/bench/lib/judged-kernels.ts');
const only = process.argv[2] ?? '';
const root = corpusRoot()!;
const tally: any = { races: {}, bounds: {}, barriers: {} };
const reasons: any = { races: new Map(), bounds: new Map() };
let n = 0,
  ms = 0;
const slow: any[] = [];
const cpu0 = process.cpuUsage();
for (const j of judgedKernels(root, undefined, only)) {
  if (j.milliseconds > 1500) console.log('SLOW', Math.round(j.milliseconds), j.place);
  n++;
  ms += j.milliseconds;
  slow.push([Math.round(j.milliseconds), j.place]);
  for (const p of ['races', 'bounds', 'barriers'] as const) {
    const v = j.verdict.properties[p];
    tally[p][v.standing + (v.by === 'run' ? '/run' : '')] =
      (tally[p][v.standing + (v.by === 'run' ? '/run' : '')] ?? 0) + 1;
    if (p !== 'barriers' && (v.standing === 'unknown' || v.standing === 'possible')) {
      const o = v.open[0];
      const k = o
        ? `${o.code}: ${o.reason
            .replace(/`[^`]*`/g, '_')
            .replace(/\d+/g, 'N')
            .slice(0, 90)}`
        : 'none ' + v.standing;
      reasons[p].set(k, (reasons[p].get(k) ?? 0) + 1);
    }
  }
  for (const d of j.verdict.diagnostics)
    if (d.severity === 'error') console.log('ERR', d.class, sayFinding(root, d).slice(0, 220));
}
const cpu = process.cpuUsage(cpu0);
console.log(
  n,
  'kernels',
  Math.round(ms / 1000),
  's',
  'cpu',
  Math.round((cpu.user + cpu.system) / 1e6),
  JSON.stringify(tally),
);
for (const p of ['races', 'bounds']) {
  console.log(p);
  for (const [k, c] of [...reasons[p]].sort((a: any, b: any) => b[1] - a[1]).slice(0, 14)) console.log('  ', c, k);
}
console.log(
  slow
    .sort((a, b) => b[0] - a[0])
    .slice(0, 8)
    .map(String)
    .join('\n'),
);
