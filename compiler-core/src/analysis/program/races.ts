/** Commands that run at the same time as others, or as the host, and touch the same memory. */

import type { Related } from '../../diag/diagnostic.ts';
import type { CommandStep, FreeStep, HostAccessStep } from '../../ir/program.ts';
import { type Context, isUnconditional, say } from './context.ts';
import { type Issued, isBefore } from './happens-before.ts';
import { type Conflict, conflict, groupUses, type Use } from './uses.ts';

const VERBS = { read: 'reads', write: 'writes', update: 'reads and writes' } as const;

/** A command in words. */
export const named = (step: CommandStep, { uses }: Pick<Context, 'uses'>): string => {
  switch (step.kind) {
    case 'launch': {
      const name = uses.func(step)?.kernel?.name ?? '';
      return name === '' ? 'the kernel' : `the kernel \`${name}\``;
    }
    case 'copy':
      return 'the copy';
    case 'fill':
      return 'the fill';
    default:
      return `the command \`${step.what}\``;
  }
};

const relatedTo = (issued: Issued, use: Use, context: Context, memory: string): readonly Related[] => [
  {
    span: context.findings.place(issued.step.origin),
    message: `${named(issued.step, context)} is given to \`${issued.step.queue}\` here`,
  },
  { span: use.at, message: `it ${VERBS[use.effect]} \`${memory}\` here` },
];

/** A command meets those that have not ended (SYCL 2020, 4.6.5.1 and 4.8.2). */
export const checkRaces = (step: CommandStep, order: Pick<Issued, 'must' | 'may'>, context: Context): void => {
  const own = context.uses.byMemory(step);
  for (const [event, other] of [...context.state.issued].reverse()) {
    if (isBefore(event, order) !== 'no' || other.isBlurred) continue;
    const met = conflict(context.uses.byMemory(other.step), own);
    if (met === null || context.names.memory.get(met.memory)?.memory === 'buffer') continue;
    const isProved = met.meets && other.pending === 'yes' && isUnconditional(other.path, context);
    const isSelf = other.step === step;
    const what = named(step, context);
    const where = met.meets && met.second.element !== 'all' ? `element ${met.second.element} of ` : '';
    const orders =
      other.step.queue === step.queue
        ? `\`${step.queue}\` is out of order, and no event or accessor orders them`
        : `they are in different queues, and no event or accessor orders them`;
    say(context, {
      code: 'kernel-race',
      class: isProved ? 'proved' : 'possible',
      at: context.findings.place(step.origin),
      message: isSelf
        ? `${what} may run at the same time as the one of the iteration before; both touch \`${met.memory}\``
        : `${what} ${VERBS[met.second.effect]} \`${met.memory}\` while ${named(other.step, context)} ${VERBS[met.first.effect]} it${isProved ? '' : ', perhaps the same elements'}`,
      related: [
        ...relatedTo(other, met.first, context, met.memory),
        { span: met.second.at, message: `${what} ${VERBS[met.second.effect]} \`${met.memory}\` here` },
      ],
      witness: `both touch ${where}\`${met.memory}\`: ${orders}`,
      values: { queue: step.queue },
      assumptions: [...met.first.assumptions, ...met.second.assumptions],
    });
  }
};

const missing = (
  met: Conflict,
  other: Issued,
  context: Context,
  at: HostAccessStep | FreeStep,
  does: string,
): boolean => {
  const isProved = met.isSure && other.pending === 'yes' && isUnconditional(other.path, context);
  const { queue } = other.step;
  say(context, {
    code: 'missing-wait',
    class: isProved ? 'proved' : 'possible',
    at: at.origin.span,
    message: `the host ${does} \`${met.memory}\` while ${named(other.step, context)} ${isProved ? '' : 'perhaps '}still ${VERBS[met.first.effect]} it; wait for it before`,
    related: relatedTo(other, met.first, context, met.memory),
    witness: `${named(other.step, context)} is given to \`${queue}\`, and nothing waits for it until the host ${does} \`${met.memory}\``,
    values: { queue },
    assumptions: met.first.assumptions,
  });
  return isProved;
};

/** One wait mends all that follows: the queue is taken to be waited for. */
const asIfWaited = ({ step }: Issued, { state }: Context): void => {
  for (const [event, other] of [...state.issued]) if (other.step.queue === step.queue) state.ended(event);
};

/** Accessors of the host wait by themselves; pointers do not. */
export const checkHostAccess = (step: HostAccessStep, context: Context): void => {
  const own = context.uses.ofHost(step);
  const grouped = groupUses([own]);
  for (const other of [...context.state.issued.values()].reverse()) {
    if (other.isBlurred) continue;
    const met = conflict(context.uses.byMemory(other.step), grouped);
    if (met === null || context.names.memory.get(met.memory)?.memory === 'buffer') continue;
    if (!missing(met, other, context, step, VERBS[own.effect])) continue;
    asIfWaited(other, context);
    break;
  }
  const memory = context.names.only(step.memory);
  if (memory === null) return;
  for (const [buffer, mark] of context.state.dirty) {
    const over = context.names.memory.get(buffer)?.over ?? null;
    if (over === null || context.names.only(over) !== memory) continue;
    const isProved = mark.is === 'yes' && !step.perhaps && isUnconditional(mark.path, context);
    say(context, {
      code: 'missing-wait',
      class: isProved ? 'proved' : 'possible',
      at: step.origin.span,
      message: `the host ${VERBS[own.effect]} \`${memory}\` while the buffer \`${buffer}\` stands over it; use a host accessor, or end the buffer before`,
      related: [{ span: context.findings.place(mark.at), message: `\`${buffer}\` is written by this command` }],
      witness: `what the command writes reaches \`${memory}\` when \`${buffer}\` is destroyed or a host accessor asks for it`,
      assumptions: [`\`${buffer}\` has no property \`use_host_ptr\``],
    });
  }
};

/** `free` does not wait for the commands that use the memory (SYCL 2020, 4.8.3.6). */
export const checkFree = (step: FreeStep, context: Context): void => {
  const memory = context.names.of(step.memory);
  const freeing: Use = {
    meant: memory,
    effect: 'write',
    element: 'all',
    isSure: true,
    isAtomic: false,
    isAfterWrite: false,
    assumptions: [],
    at: step.origin.span,
  };
  const grouped = groupUses([freeing]);
  for (const other of [...context.state.issued.values()].reverse()) {
    if (other.isBlurred) continue;
    const met = conflict(context.uses.byMemory(other.step), grouped);
    if (met === null || !missing(met, other, context, step, 'frees')) continue;
    asIfWaited(other, context);
    break;
  }
};
