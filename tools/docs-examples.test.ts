/** The help pages say what the tool says: every example has its finding on the marked line, every fixed twin has none. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launchedKernels } from '../bench/lib/launched-kernels.ts';
import type { KernelAnswer, KernelQuestion } from '../compiler-core/src/analysis/kernels/answer.ts';
import { kernelOverflow } from '../compiler-core/src/analysis/kernels/bounds/overflow.ts';
import { accessFindings } from '../compiler-core/src/analysis/kernels/patterns/access-findings.ts';
import { findRedundantBarriers } from '../compiler-core/src/analysis/kernels/races/barriers.ts';
import { programFindings } from '../compiler-core/src/analysis/program/program-findings.ts';
import type { Diagnostic } from '../compiler-core/src/diag/diagnostic.ts';
import { runKernel } from '../compiler-core/src/exec/lockstep/run-kernel.ts';
import { readOpenCl } from '../compiler-core/src/frontends/kernel/dialect/opencl/read.ts';
import { readSim } from '../compiler-core/src/frontends/kernel/launch-files/sim.ts';
import { lowerUnit } from '../compiler-core/src/frontends/kernel/lower/by-parts.ts';
import { parseUnit } from '../compiler-core/src/frontends/kernel/parse/parse.ts';
import { NO_OPTIONS } from '../compiler-core/src/frontends/kernel/preprocess/options.ts';
import { preprocess } from '../compiler-core/src/frontends/kernel/preprocess/preprocess.ts';
import { ruleFindings } from '../compiler-core/src/frontends/kernel/rules/rule-findings.ts';
import type { Func } from '../compiler-core/src/ir/nodes.ts';
import { findingDiagnostic, findingWith } from '../compiler-core/src/plan/kernels/runs/diagnostics.ts';
import { type LostPointer, lostPointers } from '../compiler-core/src/plan/kernels/runs/lost-pointers.ts';
import { runSim } from '../compiler-core/src/plan/kernels/runs/run-sim.ts';
import { Budget } from '../compiler-core/src/presburger/index.ts';
import { tensorLanguage } from '../compiler-core/src/session/tensor-language.ts';
import { LineIndex } from '../compiler-core/src/text/line-index.ts';
import { findingsOf } from '../compiler-core/testkit/check.ts';
import { limitsOf } from '../compiler-core/testkit/device-line.ts';
import { createParser } from '../server/src/host/tree-sitter.ts';
import { examplesOf, MARKS } from './checks/docs-check.ts';
import { ROOT } from './checks/source-files.ts';

const FOLDER = join(ROOT, 'docs/diagnostics');
const parser = await createParser();
const pipeline = tensorLanguage(parser);

/** `line code` of what is said about a text. A schedule's `not-modelled` counts on that code's own page only. */
const said = (text: string, code: string): readonly string[] => {
  const lines = new LineIndex(text);
  const fixture = { files: [{ path: '/main.py', text, expected: [] }], cursor: null };
  return findingsOf(fixture, { parser, pipeline })
    .filter((d) => d.code === code || d.code !== 'not-modelled')
    .map((d) => `${lines.position1(d.span.start).line} ${d.code}`);
};

/** What a run finds of pointers that lead nowhere; memory is 64 zeros. */
const followed = (func: Func, lost: readonly LostPointer[]): readonly Diagnostic[] => {
  if (lost.length === 0) return [];
  const zeros = { dtype: 'float32', shape: [64], data: Array<number>(64).fill(0) } as const;
  const permits = new Map(lost.map(({ tensor, kind }) => [tensor, kind]));
  const { kind, findings } = runKernel(func, { permits, inputs: new Map(lost.map(({ tensor }) => [tensor, zeros])) });
  expect(kind).toBe('finished');
  return findings.map((finding) => findingWith(finding, lost));
};

/** The same of a C++ text, with no file beside it. */
const saidOfCxx = (text: string): readonly string[] => {
  const lines = new LineIndex(text);
  const unit = preprocess({ path: '/main.cpp', text, host: { read: () => null } });
  const syntax = parseUnit(unit.tokens);
  const { kernels, programs } = lowerUnit(syntax);
  const ran = kernels.flatMap(({ func }) => followed(func, lostPointers(programs(), func)));
  const ofHost = programs().flatMap((program) => programFindings(program, { kernels }).diagnostics);
  const rules = ruleFindings({ syntax, kernels });
  const diagnostics = [
    ...unit.diagnostics,
    ...syntax.diagnostics,
    ...ran,
    ...ofHost,
    ...rules,
    ...limitsOf('/main.cpp', text),
  ];
  return [...new Set(diagnostics.map((d) => `${lines.position1(d.span.start).line} ${d.code}`))];
};

/** The same of an OpenCL C text: each kernel is run, 8 items in groups of 4, buffers of 16 times -1, numbers are 3. */
const saidOfOpenCl = (text: string): readonly string[] => {
  const lines = new LineIndex(text);
  const { kernels } = readOpenCl('/main.cl', text, NO_OPTIONS, () => null);
  expect(kernels.flatMap((k) => k.reasons)).toEqual([]);
  return kernels.flatMap((kernel) => {
    const args = kernel.parameters.map(({ space }) =>
      space === 'value' ? '<size=4> 3' : space === 'local' ? '<size=64>' : '<size=64 int fill=-1>',
    );
    const { launch } = readSim(`main.cl\n${kernel.name}\n8 1 1\n4 1 1\n${args.join('\n')}`);
    const ran = launch && runSim(launch, kernel);
    if (ran?.kind !== 'ran' || ran.outcome.kind !== 'finished') throw new Error(JSON.stringify(ran));
    return ran.outcome.findings.map(findingDiagnostic).map((d) => `${lines.position1(d.span.start).line} ${d.code}`);
  });
};

/** Hints about how accesses lie in memory, of a device whose sub-groups are 32 and whose sectors are 32 bytes. */
const ACCESSES: ReadonlySet<string> = new Set(['uncoalesced-access', 'bank-conflict', 'local-memory-reuse']);
const saidOfAccesses = (text: string): readonly string[] => {
  const lines = new LineIndex(text);
  const shape = { subGroupSize: 32, sectorBytes: 32, banks: 32, bankBytes: 4 };
  return launchedKernels('/main.cl', text)
    .flatMap(({ func }) => accessFindings({ shape })({ func, budget: new Budget(0) }).diagnostics)
    .map((d) => `${lines.position1(d.span.start).line} ${d.code}`);
};

/** What a proof finds, and no run shows. */
const PROOFS: Readonly<Record<string, (q: KernelQuestion) => KernelAnswer>> = {
  'redundant-barrier': findRedundantBarriers,
  'index-overflow': kernelOverflow,
};
const saidByProof =
  (prove: (q: KernelQuestion) => KernelAnswer) =>
  (text: string): readonly string[] => {
    const lines = new LineIndex(text);
    return launchedKernels('/main.cl', text)
      .flatMap(({ func }) => prove({ func, budget: new Budget(100_000) }).diagnostics)
      .map((d) => `${lines.position1(d.span.start).line} ${d.code}`);
  };

/** Their examples are no program, or a program whose finding hangs on what surrounds it: a file's bytes, a time budget, a crash, a launch. */
const NO_TEXT: ReadonlySet<string> = new Set([
  ...['unreadable-input', 'budget-exceeded', 'internal-error', 'config-error', 'forbidden-access', 'failed-assert'],
]);

const pages = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ code: name.slice(0, -'.md'.length), page: readFileSync(join(FOLDER, name), 'utf8') }))
  .filter(({ code }) => !NO_TEXT.has(code));

const sayer = (language: string, code: string): ((text: string) => readonly string[]) => {
  if (ACCESSES.has(code)) return saidOfAccesses;
  const prove = PROOFS[code];
  if (prove !== undefined) return saidByProof(prove);
  if (language === 'cpp') return saidOfCxx;
  return language === 'c' ? saidOfOpenCl : (text) => said(text, code);
};

test.each(pages)('$code: the example has the finding, its twin has none', ({ code, page }) => {
  const programs = examplesOf(page).filter(({ language }) => MARKS[language] !== undefined);
  for (const heading of ['Example', 'Fixed']) expect(programs.map((p) => p.heading)).toContain(heading);
  for (const { heading, language, text } of programs) {
    const line = text.split('\n').findIndex((l) => l.includes(`${MARKS[language]}${code}`)) + 1;
    const found = sayer(language, code)(text);
    if (heading === 'Example') expect(found).toEqual([`${line} ${code}`]);
    if (heading === 'Fixed') expect(found).toEqual([]);
  }
});
