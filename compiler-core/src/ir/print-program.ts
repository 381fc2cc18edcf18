/** The text form of programs; grammar: docs/ir.md. */

import { assertNever, type Expr } from './nodes.ts';
import { printExpr, printFunc } from './print.ts';
import type { EventSet, MemoryUse, Program, ProgramArg, ProgramStep, Requirement } from './program.ts';
import { spellName } from './spelling.ts';

const names = (list: readonly string[]): string => list.map(spellName).join(', ');
const maybe = (name: string | null): string => (name === null ? '?' : spellName(name));
const exprs = (list: readonly Expr[]): string => list.map((e) => printExpr(e)).join(', ');
const use = ({ memory, mode }: MemoryUse): string => `${mode} ${spellName(memory)}`;
const required = (r: Requirement): string => `${use(r)}${r.noInit ? ' no_init' : ''}`;
const sizes = (list: readonly Expr[] | null): string => (list === null ? '?' : `[${exprs(list)}]`);
const arg = (a: ProgramArg): string => (a.kind === 'memory' ? use(a) : printExpr(a.value));
/** Nothing certain is `after` nothing, which is not written. */
const after = ({ events, certain }: EventSet): string =>
  certain && events.length === 0 ? '' : ` after${certain ? '' : '?'}${events.length === 0 ? '' : ` ${names(events)}`}`;
const touching = (touches: readonly string[] | null): string =>
  touches === null ? ' of *' : touches.length === 0 ? '' : ` of ${names(touches)}`;

/** Without its bodies. */
const head = (s: ProgramStep): string => {
  switch (s.kind) {
    case 'queue':
      return `queue ${spellName(s.name)} ${s.order}`;
    case 'memory':
      return `memory ${spellName(s.name)}: ${s.dtype}[${exprs(s.shape)}] ${s.memory}${s.over === null ? '' : ` over ${spellName(s.over)}`}${s.empty ? ' empty' : ''}${s.unfollowed ? ' unfollowed' : ''}`;
    case 'pointer':
      return `pointer ${spellName(s.name)} -> ${s.targets === null ? '?' : names(s.targets)}`;
    case 'free':
      return `free ${spellName(s.memory)}`;
    case 'destroy':
      return `destroy ${spellName(s.buffer)}${s.writesBack ? ' writes_back' : ''}`;
    case 'launch': {
      const requires = s.requires.length === 0 ? '' : ` requires ${s.requires.map(required).join(', ')}`;
      return `launch ${spellName(s.event)} = ${spellName(s.func)}(${s.args.map(arg).join(', ')}) over ${sizes(s.global)}${s.local === null ? '' : ` by ${sizes(s.local)}`} on ${spellName(s.queue)}${requires}${after(s.after)}`;
    }
    case 'copy':
      return `copy ${spellName(s.event)} = ${maybe(s.from)} to ${maybe(s.to)}${s.inside ? ' inside' : ''} on ${spellName(s.queue)}${after(s.after)}`;
    case 'fill':
      return `fill ${spellName(s.event)} = ${maybe(s.to)}${s.inside ? ' inside' : ''} on ${spellName(s.queue)}${after(s.after)}`;
    case 'command':
      return `command ${spellName(s.event)} = ${JSON.stringify(s.what)}${touching(s.touches)} on ${spellName(s.queue)}${after(s.after)}`;
    case 'hostAccess':
      return `host ${use(s)}${s.through === 'accessor' ? ' by accessor' : ''}${s.perhaps ? ' perhaps' : ''}`;
    case 'wait':
      if (s.on === 'all') return 'wait all';
      if ('queue' in s.on) return `wait queue ${spellName(s.on.queue)}`;
      return `wait${s.on.certain ? '' : '?'} ${names(s.on.events)}`.trimEnd();
    case 'call':
      return `call ${JSON.stringify(s.callee)}`;
    case 'loop':
    case 'branch':
      return s.kind;
    case 'jump':
      return `jump ${s.to}`;
    case 'unknown':
      return `unknown ${JSON.stringify(s.reason)}${touching(s.touches)}`;
    default:
      return assertNever(s);
  }
};

type Item = string | { readonly step: ProgramStep; readonly depth: number };

/** `parseProgram` gives an equal one back. O(nodes), for any nesting. */
export const printProgram = (p: Program): string => {
  const lines = [`program ${spellName(p.name)} {`];
  for (const f of p.funcs) lines.push(printFunc(f, { indent: 2 }).trimEnd());
  const stack: Item[] = [...p.steps].reverse().map((step) => ({ step, depth: 1 }));
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    if (typeof item === 'string') {
      lines.push(item);
      continue;
    }
    const { step, depth } = item;
    const space = '  '.repeat(depth);
    const inner = (steps: readonly ProgramStep[]): Item[] =>
      [...steps].reverse().map((one) => ({ step: one, depth: depth + 1 }));
    if (step.kind === 'branch') {
      lines.push(`${space}${head(step)} {`);
      stack.push(`${space}}`);
      for (const [k, steps] of [...step.alternatives.entries()].reverse()) {
        stack.push(...inner(steps));
        if (k > 0) stack.push(`${space}} or {`);
      }
    } else if (step.kind === 'call' || step.kind === 'loop') {
      lines.push(`${space}${head(step)} {`);
      stack.push(`${space}}`, ...inner(step.body));
    } else lines.push(space + head(step));
  }
  return `${[...lines, '}'].join('\n')}\n`;
};
