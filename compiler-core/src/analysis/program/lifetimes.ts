/** Memory that is used behind its end, freed twice, read before it is written, or out of reach. */

import type { Related } from '../../diag/diagnostic.ts';
import type { CommandStep, FreeStep, HostAccessStep, LaunchStep } from '../../ir/program.ts';
import { type Context, isUnconditional, say } from './context.ts';
import { named } from './races.ts';
import { type Use, writes } from './uses.ts';

const VERBS = { read: 'reads', write: 'writes', update: 'reads and writes' } as const;

const checkFreed = (use: Use, who: string, at: CommandStep | HostAccessStep, context: Context): void => {
  for (const memory of use.meant.memories ?? []) {
    const mark = context.state.freed.get(memory);
    if (mark === undefined) continue;
    const isProved = mark.is === 'yes' && use.isSure && use.meant.isSure && isUnconditional(mark.path, context);
    if (!isProved && (mark.is !== 'yes' || !use.meant.isSure)) continue;
    say(context, {
      code: 'freed-pointer',
      class: isProved ? 'proved' : 'possible',
      at: use.at,
      message: `${who} ${VERBS[use.effect]} \`${memory}\`, which the host has freed`,
      related: [
        { span: mark.at.span, message: `\`${memory}\` is freed here` },
        { span: context.findings.place(at.origin), message: `${who} is given to its queue here` },
      ],
      witness: `\`${memory}\` is freed before, and not allocated again`,
      assumptions: use.assumptions,
    });
  }
};

/** Memory that is made here and that nobody has written. */
const checkUnwritten = (use: Use, who: string, at: CommandStep | HostAccessStep, context: Context): void => {
  if (use.effect === 'write' || use.isAfterWrite || !use.meant.isSure) return;
  const memory = use.meant.memories?.[0] ?? '';
  if (context.state.written.get(memory) !== 'no') return;
  const made = context.names.memory.get(memory);
  if (made === undefined || made.unfollowed) return;
  unwritten(use, memory, who, at, `nothing writes \`${memory}\` between here and there`, context, [
    { span: made.origin.span, message: `\`${memory}\` is made here, and holds nothing yet` },
  ]);
};

function unwritten(
  use: Use,
  memory: string,
  who: string,
  at: CommandStep | HostAccessStep,
  witness: string,
  context: Context,
  related: readonly Related[],
): void {
  say(context, {
    code: 'uninitialised-read',
    class: use.isSure ? 'proved' : 'possible',
    at: context.findings.place(at.origin),
    message: `${who} reads \`${memory}\`, which nobody has written`,
    related: [{ span: use.at, message: 'it is read here' }, ...related],
    witness,
    assumptions: use.assumptions,
  });
}

const checkNoInit = (step: LaunchStep, use: Use, context: Context): void => {
  const memory = use.meant.isSure ? use.meant.memories?.[0] : undefined;
  if (memory === undefined || use.effect === 'write' || use.isAfterWrite || !use.isSure) return;
  const own = step.requires.filter((r) => context.names.only(r.memory) === memory);
  if (own.length === 0 || !own.every(({ noInit }) => noInit)) return;
  const witness = `its accessor is \`no_init\`, so what \`${memory}\` held before is given up`;
  unwritten(use, memory, named(step, context), step, witness, context, []);
};

/** A kernel may write only what an accessor of its command group lets it write (SYCL 2020, 4.7.6.3). */
const checkModes = (step: LaunchStep, use: Use, context: Context): void => {
  const memory = use.meant.isSure ? use.meant.memories?.[0] : undefined;
  if (memory === undefined || !writes(use)) return;
  const own = step.requires.filter((r) => context.names.only(r.memory) === memory);
  if (own.length === 0 || !own.every(({ mode }) => mode === 'read')) return;
  say(context, {
    code: 'forbidden-access',
    class: 'proved',
    at: use.at,
    message: `${named(step, context)} writes \`${memory}\` through an accessor that only reads`,
    related: [{ span: context.findings.place(step.origin), message: 'launched here' }],
    witness: `its command group asks for \`${memory}\` with the mode \`read\` alone`,
  });
};

const checkReach = (use: Use, step: CommandStep, context: Context): void => {
  const memory = use.meant.isSure ? (use.meant.memories?.[0] ?? '') : '';
  const made = context.names.memory.get(memory);
  if (step.kind !== 'launch' || made?.memory !== 'system') return;
  say(context, {
    code: 'foreign-pointer',
    class: use.isSure ? 'proved' : 'possible',
    at: use.at,
    message: `${named(step, context)} ${VERBS[use.effect]} \`${memory}\`, which is memory of the host`,
    related: [
      { span: made.origin.span, message: `\`${memory}\` is made here` },
      { span: context.findings.place(step.origin), message: 'the kernel is launched here' },
    ],
    witness: `\`${memory}\` is neither a buffer nor from a function that allocates unified shared memory`,
    assumptions: ['the device has not the aspect `usm_system_allocations`', ...use.assumptions],
  });
};

export const checkCommand = (step: CommandStep, context: Context): void => {
  const who = named(step, context);
  for (const use of context.uses.of(step)) {
    checkFreed(use, who, step, context);
    checkUnwritten(use, who, step, context);
    checkReach(use, step, context);
    if (step.kind !== 'launch') continue;
    checkNoInit(step, use, context);
    checkModes(step, use, context);
  }
};

export const checkHost = (step: HostAccessStep, context: Context): void => {
  const use = context.uses.ofHost(step);
  if (step.through === 'pointer') {
    checkFreed(use, 'the host', step, context);
    const memory = context.names.only(step.memory);
    if (memory !== null && context.names.memory.get(memory)?.memory === 'device') {
      say(context, {
        code: 'foreign-pointer',
        class: step.perhaps ? 'possible' : 'proved',
        at: step.origin.span,
        message: `the host ${VERBS[use.effect]} \`${memory}\`, which is memory of a device`,
        related: [
          {
            span: context.names.memory.get(memory)?.origin.span ?? step.origin.span,
            message: `\`${memory}\` is made here`,
          },
        ],
        witness: `\`${memory}\` is from \`malloc_device\`: the host has no address for it`,
      });
      return;
    }
  }
  checkUnwritten(use, 'the host', step, context);
};

export const checkFreedTwice = (step: FreeStep, context: Context): void => {
  const memory = context.names.only(step.memory);
  const mark = memory === null ? undefined : context.state.freed.get(memory);
  if (memory === null || mark?.is !== 'yes') return;
  say(context, {
    code: 'freed-pointer',
    class: isUnconditional(mark.path, context) ? 'proved' : 'possible',
    at: step.origin.span,
    message: `\`${memory}\` is freed a second time`,
    related: [{ span: mark.at.span, message: 'it is freed here first' }],
    witness: `\`${memory}\` is not allocated again in between`,
  });
};
