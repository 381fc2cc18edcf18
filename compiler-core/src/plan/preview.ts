/** What each fusion of a function would bring, and what calls as text would: legality, the program after, bytes, parallelism. */

import type { For, Func, NodeId } from '../ir/nodes.ts';
import type { Caveat, Options } from '../transforms/rewrite.ts';
import { locate } from '../transforms/tree.ts';
import { type Bytes, bytesOf } from './bytes.ts';
import { CallError, type CallResult, type ScheduleRun, statementNamed } from './calls.ts';
import { type Effect, effectOf, type Outcome, type Parallelism, parallelismOf, verdictOf } from './effect.ts';
import { type Fusion, fusionsOf, joinedPair } from './fusions.ts';

export interface FusionPreview extends Fusion, Effect {
  /** Of the joined loop; null where it is refused. */
  readonly parallelism: Parallelism | null;
}

export interface Preview {
  readonly func: Func;
  readonly bytes: Bytes;
  readonly fusions: readonly FusionPreview[];
}

/** @param func as a schedule begins with it. */
export const previewFusions = (func: Func, options: Options): Preview => ({
  func,
  bytes: bytesOf(func),
  fusions: fusionsOf(func, options).map((fusion) => previewOf(func, fusion, options)),
});

/** What one fusion brings. */
export const previewOf = (func: Func, fusion: Fusion, options: Options): FusionPreview => {
  const { outcome, first, second, joined } = fusion;
  return {
    ...fusion,
    ...effectOf(func, outcome),
    parallelism:
      outcome.kind === 'applied' && joined !== null
        ? parallelismOf(func, [first, second], outcome.after, joined, options)
        : null,
  };
};

/** One pair of loops, by their labels or selectors. @throws CallError where there is no such loop */
export const previewPair = (func: Func, labels: readonly [string, string], options: Options): Preview => {
  const loops = labels.map((text): For => {
    const id: NodeId | null = statementNamed(func, text);
    const found = id === null ? null : locate(func, id)?.stmt;
    if (found?.kind !== 'for') throw new CallError(`no loop of \`${func.name}\` is called \`${text}\``);
    return found;
  });
  const [first, second] = loops as [For, For];
  if (first === second) throw new CallError(`\`${labels[0]}\` and \`${labels[1]}\` are one loop`);
  return { func, bytes: bytesOf(func), fusions: [previewOf(func, joinedPair(func, first, second, options), options)] };
};

/** A call of a schedule, as it was written: our verdict, or FreeTensor's exception. */
export interface CallAnswer {
  readonly call: string;
  readonly verdict: string;
  readonly message: string;
}

export interface CallsPreview extends Effect {
  readonly func: Func;
  readonly before: Bytes;
  readonly calls: readonly CallAnswer[];
  readonly outcome: Outcome;
}

export interface PlannedCall {
  readonly text: string;
  /** Makes the call in the run that is previewed. */
  readonly invoke: () => CallResult;
}

/** Runs calls one after the other; the first that is not accepted ends them. @throws CallError */
export const previewCalls = (run: ScheduleRun, calls: readonly PlannedCall[]): CallsPreview => {
  const func = run.func;
  const answers: CallAnswer[] = [];
  const caveats: Caveat[] = [];
  let outcome: Outcome | null = null;
  for (const { text: call, invoke } of calls) {
    const { verdict, text, rewrite } = invoke();
    if (rewrite === null) throw new CallError(verdict === 'missing' ? `there is no schedule call \`${text}\`` : text);
    const here: Outcome =
      rewrite.kind === 'refused'
        ? { kind: 'refused', refusal: rewrite }
        : { kind: 'applied', after: rewrite.ir, caveats: rewrite.caveats };
    answers.push({ call, verdict: verdict === 'legal' ? verdictOf(here) : verdict, message: text });
    if (rewrite.kind === 'refused') {
      outcome = { kind: 'refused', refusal: rewrite };
      break;
    }
    caveats.push(...rewrite.caveats);
  }
  outcome ??= { kind: 'applied', after: run.func, caveats };
  return { func, before: bytesOf(func), calls: answers, outcome, ...effectOf(func, outcome) };
};
