/** What says nothing is left out of a program: empty regions, memory that no command and no buffer has to do with. */

import { bodiesOf, type ProgramStep, stepsOf } from '../../../ir/program.ts';

const namesIn = (step: ProgramStep): readonly (string | null)[] => {
  switch (step.kind) {
    case 'launch':
      return [...step.args.map((a) => (a.kind === 'memory' ? a.memory : null)), ...step.requires.map((r) => r.memory)];
    case 'copy':
      return [step.to, step.from];
    case 'fill':
      return [step.to];
    case 'command':
      return step.touches ?? [];
    case 'memory':
      return step.memory === 'system' || step.memory === 'given' ? [] : [step.name, step.over];
    case 'destroy':
      return [step.buffer];
    default:
      return [];
  }
};

/** Memory that commands work on, or may. */
const relevantIn = (steps: readonly ProgramStep[]): ReadonlySet<string> => {
  const all = stepsOf(steps);
  const relevant = new Set(all.flatMap((step) => [...namesIn(step)]).filter((name) => name !== null));
  // Pointers lead further, to each other as well.
  for (let size = -1; size !== relevant.size; ) {
    size = relevant.size;
    for (const step of all) {
      if (step.kind === 'pointer' && relevant.has(step.name))
        for (const target of step.targets ?? []) relevant.add(target);
      else if (step.kind === 'memory' && step.over !== null && relevant.has(step.name)) relevant.add(step.over);
    }
  }
  return relevant;
};

const isJump = (step: ProgramStep): boolean =>
  step.kind === 'jump' || (bodiesOf(step).length > 0 && bodiesOf(step).every((body) => body.every(isJump)));
const leaves = (steps: readonly ProgramStep[], to: readonly string[]): boolean =>
  stepsOf(steps).some((step) => step.kind === 'jump' && to.includes(step.to));

const sameAccess = (a: ProgramStep | undefined, b: ProgramStep): boolean =>
  a?.kind === 'hostAccess' &&
  b.kind === 'hostAccess' &&
  a.memory === b.memory &&
  a.mode === b.mode &&
  a.through === 'pointer' &&
  b.through === 'pointer';

export const tidied = (steps: readonly ProgramStep[]): readonly ProgramStep[] => {
  const relevant = relevantIn(steps);
  const matters = (name: string): boolean => relevant.has(name);
  const tidyList = (list: readonly ProgramStep[]): readonly ProgramStep[] => {
    const out: ProgramStep[] = [];
    for (const step of list.flatMap(tidy)) if (!sameAccess(out.at(-1), step)) out.push(step);
    return out;
  };
  const tidy = (step: ProgramStep): readonly ProgramStep[] => {
    switch (step.kind) {
      case 'memory':
      case 'pointer':
        return matters(step.name) ? [step] : [];
      case 'free':
      case 'hostAccess':
        return matters(step.memory) ? [step] : [];
      case 'unknown': {
        if (step.touches === null) return [step];
        const touches = step.touches.filter(matters);
        return touches.length === 0 ? [] : [{ ...step, touches }];
      }
      case 'loop': {
        const body = tidyList(step.body);
        if (body.length === 0 || (body.every(isJump) && !leaves(body, ['return', 'exit']))) return [];
        return [{ ...step, body }];
      }
      case 'call': {
        const body = tidyList(step.body);
        if (body.every(isJump) && !leaves(body, ['exit'])) return [];
        return leaves(body, ['return']) ? [{ ...step, body }] : body;
      }
      case 'branch': {
        const alternatives = step.alternatives.map(tidyList);
        return alternatives.every((body) => body.length === 0) ? [] : [{ ...step, alternatives }];
      }
      default:
        return [step];
    }
  };
  const out = [...tidyList(steps)];
  while (out.length > 0 && isJump(out.at(-1) as ProgramStep)) out.pop();
  return out;
};
