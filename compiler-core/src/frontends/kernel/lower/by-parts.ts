/**
 * A translation unit to the kernels it launches, part by part. Parts whose text and whose declarations' text are those of
 * the version before keep their kernels, moved to where they stand now: an edit costs the parts that it changes.
 */

import type { Func } from '../../../ir/nodes.ts';
import type { Program } from '../../../ir/program.ts';
import { moveSpans } from '../../../text/move-spans.ts';
import { type FileId, offset, type Span } from '../../../text/span.ts';
import { programsOf } from '../host/build-program.ts';
import { HostRecorder } from '../host/recorder.ts';
import type { Binding } from '../meaning/entities.ts';
import { launchName } from '../meaning/launches.ts';
import type { SyntaxUnit } from '../parse/parse.ts';
import { functionName } from './finish.ts';
import type { Launched } from './kernels.ts';
import { launchingFunctions } from './launching.ts';
import { type LeafFacts, leavesOf } from './leaves.ts';
import { type LoweredPart, lowerPart } from './lower-unit.ts';
import { LIMITS, type Limits, type Reason } from './machine.ts';
import { type Part, partsOf } from './parts.ts';

export interface LoweredUnit {
  readonly kernels: readonly Launched[];
  /** What of the host's code could not be followed. */
  readonly host: readonly Reason[];
  /** Launches of which there is no kernel, and where a limit left some out. */
  readonly unread: readonly Reason[];
  /** What a name that kernels use stands for, by the place of what declares it: one for each type that it has. */
  readonly boundAt: (declaration: Span) => readonly Binding[];
  /** Functions that kernels call and whose bodies stand in none of the text. */
  readonly bodiless: ReadonlySet<string>;
  /** What the host functions do around the kernels; the whole unit is executed once more where it is asked for first. */
  readonly programs: () => readonly Program[];
}

/** A part that was lowered, with the places of its declarations then. */
interface Known {
  readonly lowered: LoweredPart;
  /** Of one kernel, when it was lowered: within fewer it may have ended early. */
  readonly limit: number;
  readonly places: readonly Span[];
  readonly bound: readonly Bound[];
}

/** What a name stands for, with the place of what declared it then. */
interface Bound {
  readonly at: Span;
  readonly bindings: readonly Binding[];
}

/** What two versions in turn have in common: what the later one asked for, and all of the one before. */
class Generations<T> {
  private now = new Map<string, T>();
  private before = new Map<string, T>();

  next(): void {
    this.before = this.now;
    this.now = new Map();
  }

  get(key: string): T | undefined {
    const known = this.now.get(key) ?? this.before.get(key);
    if (known !== undefined) this.now.set(key, known);
    return known;
  }

  set(key: string, value: T): void {
    this.now.set(key, value);
  }
}

/** What one text's next version may use again. */
export class LoweredParts {
  readonly known = new Generations<Known>();
  readonly facts = new Generations<LeafFacts>();
  /** How often a part was not lowered again. */
  reused = 0;

  /** Another version of the text begins. */
  begin(): void {
    this.known.next();
    this.facts.next();
  }
}

const UNREAD =
  'no kernel is read from this launch: the host code that leads here is not followed, or nothing instantiates the template around it';

/** Never throws; what is not modelled is said in each kernel. Time grows with the text that kernels reach. */
export const lowerUnit = (
  unit: SyntaxUnit,
  limits: Limits = LIMITS,
  parts: LoweredParts = new LoweredParts(),
): LoweredUnit => {
  const leaves = leavesOf(unit, parts.facts);
  const functions = launchingFunctions(leaves.map(({ facts }) => facts.calls));
  const kernels: Launched[] = [];
  const host: Reason[] = [];
  const limited: Reason[] = [];
  const known: { readonly bound: Known['bound']; readonly move: Move }[] = [];
  const bodiless = new Set<string>();
  let steps = 0;
  for (const part of partsOf(leaves, functions)) {
    const left = { ...limits, total: limits.total - steps, kernels: limits.kernels - kernels.length };
    const { lowered, bound, places, now } = lowerOrKeep(unit, part, functions, left, parts);
    const move = moveBetween(places, now);
    kernels.push(...lowered.kernels.map((kernel) => (move === null ? kernel : new MovedKernel(kernel, move))));
    host.push(...movedReasons(lowered.host, move));
    limited.push(...movedReasons(lowered.limited, move));
    known.push({ bound, move });
    for (const name of lowered.bodiless) bodiless.add(name);
    steps += lowered.steps;
  }
  const read = new Set(kernels.map(({ at, spelled }) => `${keyOf(at)} ${keyOf(spelled)}`));
  const missing = leaves
    .flatMap(({ decl, facts }) =>
      facts.calls.launches.map(({ from, to }) => ({ from: decl.from + from, to: decl.from + to })),
    )
    .map((launch) => ({ reason: UNREAD, at: unit.spanOf(launch), spelled: launchName(unit, launch) }))
    .filter(({ at, spelled }) => !read.has(`${keyOf(at)} ${keyOf(spelled)}`));
  return {
    kernels,
    host,
    unread: [...limited, ...missing],
    bodiless,
    programs: programsIn(unit, functions, limits),
    boundAt: boundIn(known),
  };
};

/** Put together when it is asked for first: an edit alone needs none. */
const boundIn = (
  known: readonly { readonly bound: readonly Bound[]; readonly move: Move }[],
): LoweredUnit['boundAt'] => {
  let made: Map<string, readonly Binding[]> | null = null;
  return (declaration) => {
    if (made === null) {
      made = new Map();
      for (const { bound, move } of known) {
        for (const { at, bindings } of bound) {
          const key = keyOf(move === null ? at : move(at));
          made.set(key, [...(made.get(key) ?? []), ...bindings]);
        }
      }
    }
    return made.get(keyOf(declaration)) ?? [];
  };
};

/** Parts know nothing of each other, but a program is what all of its functions do in turn. */
const programsIn = (unit: SyntaxUnit, launching: ReadonlySet<string>, limits: Limits): (() => readonly Program[]) => {
  let made: readonly Program[] | null = null;
  return () => {
    if (made !== null) return made;
    const record = new HostRecorder();
    lowerPart(unit, { body: unit.body, leaves: [], isOwn: () => true }, launching, limits, record);
    made = programsOf(record);
    return made;
  };
};

const lowerOrKeep = (
  unit: SyntaxUnit,
  part: Part,
  launching: ReadonlySet<string>,
  left: Limits,
  parts: LoweredParts,
): Known & { readonly now: readonly Span[] } => {
  const now = part.leaves.map(({ at }) => at);
  // Two functions may need each other, and each be there for itself.
  const ones = part.leaves.map(({ decl, key: one }) => (part.isOwn(decl) ? `${one}*` : one));
  // A method of another class can make a name that stands here one of those that launch.
  const named = [...launching].filter((name) => part.leaves.some(({ facts }) => facts.words.has(name)));
  const key = [...ones, ...named.sort()].join();
  const before = parts.known.get(key);
  // What was lowered within other limits may have met them.
  const isUsable =
    before !== undefined &&
    before.limit >= left.steps &&
    before.lowered.steps <= left.total &&
    before.lowered.kernels.length <= left.kernels;
  if (isUsable) {
    parts.reused++;
    return { ...before, now };
  }
  const lowered = lowerPart(unit, part, launching, left);
  const bound = [...lowered.bound].map(([node, bindings]) => ({ at: unit.spanOf(node), bindings }));
  const known: Known = { lowered, limit: left.steps, places: now, bound };
  const isWhole = lowered.limited.length === 0 && lowered.steps < left.total;
  if (isWhole && (before === undefined || before.limit < left.steps)) parts.known.set(key, known);
  return { ...known, now };
};

const keyOf = ({ file, start }: Span): string => `${start} ${file}`;

/** Null: nothing moved. */
type Move = ((at: Span) => Span) | null;

/** From the places of some declarations to their places in another version, what lies in them with them. */
const moveBetween = (from: readonly Span[], to: readonly Span[]): Move => {
  const steps = from
    .map((at, i) => ({ at, by: (to[i]?.start ?? at.start) - at.start }))
    .sort((a, b) => a.at.start - b.at.start);
  if (steps.every(({ by }) => by === 0)) return null;
  const byFile = new Map<FileId, typeof steps>();
  for (const step of steps) byFile.set(step.at.file, [...(byFile.get(step.at.file) ?? []), step]);
  return ({ file, start, end }) => {
    const inside = byFile.get(file)?.findLast(({ at }) => at.start <= start);
    const by = inside?.by ?? 0;
    return { file, start: offset(start + by), end: offset(end + by) };
  };
};

const movedReasons = (reasons: readonly Reason[], move: Move): readonly Reason[] =>
  move === null ? reasons : reasons.map(({ reason, at }) => ({ reason, at: move(at) }));

/** A kernel that stands somewhere else than when it was lowered; its body moves when it is asked for. */
class MovedKernel implements Launched {
  readonly at: Span;
  readonly spelled: Span;
  readonly reasons: readonly Reason[];
  readonly name: string;
  readonly sizes: Launched['sizes'];
  readonly moved: Required<Launched>['moved'];
  private body: Func | null = null;

  constructor(kernel: Launched, move: (at: Span) => Span) {
    this.moved = { from: kernel, by: move };
    this.at = move(kernel.at);
    this.spelled = move(kernel.spelled);
    this.name = kernel.name;
    this.sizes = moveSpans(kernel.sizes, move);
    this.reasons = movedReasons(kernel.reasons, move);
  }

  get func(): Func {
    const { from, by } = this.moved;
    this.body ??= { ...moveSpans(from.func, by), name: functionName(this.name, this.at) };
    return this.body;
  }
}
