const { findingsOfText, kernelCases } = await import('/work/main/bench/lib/kernel-cases.ts');
const name = process.argv[2];
const c = kernelCases().find((k: any) => `${k.code}/${k.name}`.includes(name))!;
for (let i = 0; i < 2; i++) {
  const t = process.cpuUsage();
  const r = findingsOfText(c.faulty.path, c.faulty.text);
  const u = process.cpuUsage(t);
  console.log('cpu ms', Math.round((u.user + u.system) / 1000), r.map((d: any) => d.code + ' ' + d.class).join(', '));
}
