/** Device memory that is written and that nobody reads. */

import { type Program, type ProgramStep, stepsOf } from '../../ir/program.ts';
import type { Findings } from './findings.ts';
import type { Names } from './memory.ts';
import type { Uses } from './uses.ts';

/** Memory that a step reads, or may; null: any. */
const readBy = (step: ProgramStep, names: Names, uses: Uses): readonly string[] | null => {
  const all = (list: readonly (string | null)[]): readonly string[] | null => {
    const meant = list.map((name) => names.of(name).memories);
    return meant.some((m) => m === null) ? null : meant.flatMap((m) => m ?? []);
  };
  switch (step.kind) {
    case 'launch':
      if (!uses.isWhole(step)) return null;
      return all([...step.args.flatMap((a) => (a.kind === 'memory' && a.mode !== 'write' ? [a.memory] : []))]);
    case 'copy':
      return all([step.from]);
    case 'command':
      return step.touches === null ? null : all(step.touches);
    case 'unknown':
      return step.touches === null ? null : all(step.touches);
    case 'hostAccess':
      return step.mode === 'write' ? [] : all([step.memory]);
    default:
      return [];
  }
};

/**
 * Said only of memory whose whole life is in the program: unified shared memory that is freed here, and buffers
 * that write nothing back. O(steps).
 */
export const deadStores = (program: Program, names: Names, uses: Uses, findings: Findings): void => {
  const steps = stepsOf(program.steps);
  const read = new Set<string>();
  const ended = new Set<string>();
  const overs = new Set<string>();
  for (const step of steps) {
    const here = readBy(step, names, uses);
    if (here === null) return;
    for (const memory of here) read.add(memory);
    if (step.kind === 'free') for (const memory of names.of(step.memory).memories ?? []) ended.add(memory);
    if (step.kind === 'destroy' && !step.writesBack) ended.add(step.buffer);
    if (step.kind === 'memory' && step.over !== null) overs.add(step.name);
  }
  const said = new Set<string>();
  for (const step of steps) {
    if (step.kind !== 'launch' && step.kind !== 'copy' && step.kind !== 'fill') continue;
    for (const use of uses.of(step)) {
      const [memory = ''] = use.meant.isSure ? (use.meant.memories ?? []) : [];
      const made = names.memory.get(memory);
      if (use.effect !== 'write' || made === undefined || read.has(memory) || said.has(memory)) continue;
      if (findings.has(use.at)) continue;
      const isWhole = ended.has(memory) && (made.memory !== 'buffer' || made.empty === true);
      if (!['device', 'shared', 'host', 'buffer'].includes(made.memory) || !isWhole || overs.has(memory)) continue;
      said.add(memory);
      findings.add(
        {
          code: 'dead-store',
          class: 'proved',
          at: use.at,
          message: `nobody reads \`${memory}\` after it is written here`,
          related: [{ span: made.origin.span, message: `\`${memory}\` is made here` }],
          witness: `no kernel, copy or access of the host reads \`${memory}\` in \`${program.name}\``,
        },
        [],
      );
    }
  }
};
