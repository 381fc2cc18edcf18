/** Well-formedness of programs: what every question to one may rely on. */

import type { Span } from '../text/span.ts';
import { dtypeOf } from './dtype-of.ts';
import type { Func } from './nodes.ts';
import { type EventSet, type Program, type ProgramStep, stepsOf } from './program.ts';
import { isIntegral, type Problem, type ProblemCode, verifyFunc } from './verify.ts';

/** Memory that a step names; null (anything, not known) is none. */
const memoryOf = (step: ProgramStep): readonly string[] => {
  switch (step.kind) {
    case 'memory':
      return step.over === null ? [] : [step.over];
    case 'free':
    case 'hostAccess':
      return [step.memory];
    case 'destroy':
      return [step.buffer];
    case 'launch':
      return [
        ...step.args.flatMap((a) => (a.kind === 'memory' ? [a.memory] : [])),
        ...step.requires.map((r) => r.memory),
      ];
    case 'copy':
      return [step.from, step.to].filter((name) => name !== null);
    case 'fill':
      return step.to === null ? [] : [step.to];
    case 'command':
    case 'unknown':
      return step.touches ?? [];
    default:
      return [];
  }
};

/** The functions, and that launches, memory, queues and events fit together: each is defined by a step before. */
export const verifyProgram = (program: Program): Problem[] => {
  const problems = program.funcs.flatMap(verifyFunc);
  const add = (code: ProblemCode, at: Span, message: string): void => {
    problems.push({ code, at, stmt: null, message });
  };
  const funcs = new Map<string, Func>();
  for (const f of program.funcs) {
    if (funcs.has(f.name)) add('duplicate-name', f.origin.span, `two functions are called ${f.name}`);
    funcs.set(f.name, f);
  }
  const memory = new Set<string>();
  const queues = new Set<string>();
  const events = new Set<string>();
  const define = (set: Set<string>, name: string, what: string, at: Span): void => {
    if (set.has(name)) add('duplicate-name', at, `two ${what} are called ${name}`);
    set.add(name);
  };
  const known = (set: ReadonlySet<string>, name: string, code: ProblemCode, at: Span): void => {
    if (!set.has(name)) add(code, at, `${name} is not defined before`);
  };
  const all = stepsOf(program.steps);
  for (const step of all) {
    const at = step.origin.span;
    const waited = (set: EventSet): void => {
      for (const event of set.events) known(events, event, 'undefined-event', at);
    };
    for (const name of memoryOf(step)) known(memory, name, 'undefined-memory', at);
    switch (step.kind) {
      case 'queue':
        define(queues, step.name, 'queues', at);
        break;
      case 'memory':
        define(memory, step.name, 'allocations', at);
        for (const e of step.shape) {
          const t = dtypeOf(e);
          if (!isIntegral(t)) add('shape-dtype', e.at, `an extent is ${t}, not an integer`);
        }
        break;
      case 'pointer':
        define(memory, step.name, 'allocations', at);
        break;
      case 'launch': {
        const func = funcs.get(step.func);
        if (!func) add('undefined-function', at, `function ${step.func} is not defined`);
        else if (func.params.length !== step.args.length) {
          add('argument-count', at, `${step.func} takes ${func.params.length} tensors, ${step.args.length} are given`);
        }
        break;
      }
      case 'wait':
        if (step.on !== 'all' && 'queue' in step.on) known(queues, step.on.queue, 'undefined-queue', at);
        else if (step.on !== 'all') waited(step.on);
        break;
    }
    if ('event' in step) {
      known(queues, step.queue, 'undefined-queue', at);
      waited(step.after);
      define(events, step.event, 'events', at);
    }
  }
  // A pointer stands for what it points to anywhere, so that may be made behind it.
  for (const step of all)
    if (step.kind === 'pointer')
      for (const target of step.targets ?? []) known(memory, target, 'undefined-memory', step.origin.span);
  return problems;
};
