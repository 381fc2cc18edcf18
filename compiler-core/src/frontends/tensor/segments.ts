/**
 * What staging one top-level statement gave, apart from what the others gave, so that an edit of one statement needs
 * no staging of the others. A module is the sum of its segments, whether all of them are of one run or not.
 */

import type { Diagnostic } from '../../diag/diagnostic.ts';
import type { CallSite } from '../../ir/nodes.ts';
import { type Move, moved, moveSpan, offsetBefore, withMove } from '../../text/move.ts';
import type { Span } from '../../text/span.ts';
import type { Note } from './errors.ts';
import { type FactEntries, type Facts, factsAt, mergeFacts, movedFacts } from './facts.ts';
import type { FunctionDef } from './python/ast.ts';
import type { ScheduleRecord } from './schedule/host.ts';
import type { OpenUnit, StagedUnit } from './state.ts';

/** `run`: the statement was executed; `explore`: what it defines was looked into, since nothing called it. */
export type Phase = 'run' | 'explore';

/** A function for inlining, as defined: it is staged where it is called. */
interface Inlined {
  readonly name: string;
  readonly nameAt: Span;
  readonly at: Span;
}

interface Gained {
  readonly units: readonly StagedUnit[];
  readonly diagnostics: readonly Diagnostic[];
  readonly usedBindings: ReadonlySet<string>;
  /** Modules of the user's that were asked for, found or not. */
  readonly imports: ReadonlySet<string>;
  readonly inlined: readonly Inlined[];
  /** Definitions of the file whose bodies were entered. */
  readonly entered: readonly Span[];
  /** Places of what is not modelled. */
  readonly gaps: readonly Span[];
  /** Null where nobody asked. */
  readonly facts: Facts | null;
  readonly schedules: readonly ScheduleRecord[];
}

/** A schedule call whose text stands elsewhere now; most readers ask for its place and verdict only. */
const movedRecord = (r: ScheduleRecord, moves: readonly Move[]): ScheduleRecord => ({
  ...r,
  at: moveSpan(r.at, moves),
  definition: moveSpan(r.definition, moves),
  get findings() {
    return moved(r.findings, moves);
  },
  get before() {
    return r.before && moved(r.before, moves);
  },
  get after() {
    return r.after && moved(r.after, moves);
  },
});

export class Segment {
  private result: Gained | null;

  private constructor(
    readonly phase: Phase,
    /** The chunk of the module. */
    readonly chunk: number,
    /** A name was looked up that nothing had bound. */
    readonly missing: boolean,
    /** The largest offset whose line number became part of a name; -1: none. */
    readonly lined: number,
    /** Evaluation steps it took. */
    readonly steps: number,
    private readonly base: Gained,
    private readonly moves: readonly Move[],
  ) {
    this.result = moves.length === 0 ? base : null;
  }

  static of({ phase, chunk, missing, lined, steps }: OpenSegment, gained: Gained): Segment {
    return new Segment(phase, chunk, missing, lined, steps, gained, []);
  }

  /** The same, where text before or between its places has grown. Places are moved when they are asked for. */
  movedTo(chunk: number, move: Move): Segment {
    const lined = this.lined >= move.from ? this.lined + move.by : this.lined;
    return new Segment(this.phase, chunk, this.missing, lined, this.steps, this.base, withMove(this.moves, move));
  }

  /** Facts of the places that begin at an offset of the text as it is now. */
  factsAt(start: number): Facts {
    const { base, moves } = this;
    if (base.facts === null) return [];
    return movedFacts(factsAt(base.facts, offsetBefore(start, moves)), moves);
  }

  get gained(): Gained {
    const { base, moves } = this;
    this.result ??= {
      units: base.units.map((unit) => new MovedUnit(unit, moves)),
      diagnostics: moved(base.diagnostics, moves),
      usedBindings: base.usedBindings,
      imports: base.imports,
      inlined: moved(base.inlined, moves),
      entered: moved(base.entered, moves),
      gaps: moved(base.gaps, moves),
      schedules: base.schedules.map((r) => movedRecord(r, moves)),
      get facts() {
        return base.facts === null ? null : movedFacts(base.facts, moves);
      },
    };
    return this.result;
  }
}

/** A unit whose text stands elsewhere now; most readers ask for its findings only, which are known by `original`. */
class MovedUnit implements StagedUnit {
  readonly name: string;
  readonly kind: StagedUnit['kind'];
  readonly span: Span;
  readonly complete: boolean;
  readonly failed: boolean;
  readonly altered: boolean;
  readonly assumptions: readonly string[];
  private placed: StagedUnit['func'] | null = null;
  constructor(
    readonly original: StagedUnit,
    readonly moves: readonly Move[],
  ) {
    this.name = original.name;
    this.kind = original.kind;
    this.span = moveSpan(original.span, moves);
    this.complete = original.complete;
    this.failed = original.failed;
    this.altered = original.altered ?? false;
    this.assumptions = original.assumptions;
  }
  get func(): StagedUnit['func'] {
    this.placed ??= moved(this.original.func, this.moves);
    return this.placed;
  }
}

/** A segment while its statement is staged. */
export class OpenSegment {
  /** Indices into the units of the run. */
  readonly units: number[] = [];
  readonly notes: (Note & { readonly calls: readonly CallSite[]; readonly unit: OpenUnit | null })[] = [];
  readonly usedBindings = new Set<string>();
  readonly imports = new Set<string>();
  readonly inlined = new Set<FunctionDef>();
  readonly entered = new Set<FunctionDef>();
  readonly facts: FactEntries = new Map();
  readonly schedules: ScheduleRecord[] = [];
  missing = false;
  lined = -1;
  steps = 0;
  constructor(
    readonly phase: Phase,
    readonly chunk: number,
  ) {}
}

export interface Assembled {
  readonly units: readonly StagedUnit[];
  readonly diagnostics: readonly Diagnostic[];
  readonly usedBindings: ReadonlySet<string>;
  readonly imports: ReadonlySet<string>;
  /** Null where nobody asked. Put together when first asked for. */
  readonly facts: () => Facts | null;
  /** Those of the places that begin at an offset, without putting all together. O(segments). */
  readonly factsAt: (start: number) => Facts;
  /** Schedule calls in the order in which they were met. */
  readonly schedules: readonly ScheduleRecord[];
}

/** The sum of segments: of those that were run, then of those looked into, each in the order of the text. */
export const assemble = (segments: readonly Segment[]): Assembled => {
  const gained = segments.map((s) => s.gained);
  const seen = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const { diagnostics: said } of gained) {
    for (const d of said) {
      const key = `${d.code}@${d.span.file}:${d.span.start}-${d.span.end}:${d.message}`;
      if (seen.has(key)) continue;
      seen.add(key);
      diagnostics.push(d);
    }
  }
  let facts: Facts | null | undefined;
  return {
    units: [...gained.flatMap(({ units }) => units), ...inlineUnits(gained)],
    diagnostics,
    usedBindings: new Set(gained.flatMap(({ usedBindings }) => [...usedBindings])),
    imports: new Set(gained.flatMap(({ imports }) => [...imports])),
    schedules: gained.flatMap(({ schedules }) => schedules),
    factsAt: (start) => mergeFacts(segments.flatMap((s) => s.factsAt(start))),
    facts: () => {
      if (facts === undefined) {
        const parts = gained.flatMap((g) => g.facts ?? []);
        facts = gained.some((g) => g.facts !== null) ? mergeFacts(parts) : null;
      }
      return facts;
    },
  };
};

/** Functions for inlining are staged where they are called: complete if they are called, and each use of them was. */
const inlineUnits = (gained: readonly Gained[]): readonly StagedUnit[] => {
  const entered = new Set(gained.flatMap((g) => g.entered.map(({ start }) => start)));
  const gaps = gained.flatMap((g) => g.gaps);
  return gained
    .flatMap((g) => g.inlined)
    .map(({ name, nameAt, at }): StagedUnit => {
      const said = gaps.some((gap) => gap.file === at.file && gap.start >= at.start && gap.end <= at.end);
      const origin = { span: nameAt, calls: [], trail: [] };
      const body = { kind: 'any', id: 1 as never, names: [], origin } as const;
      return {
        name,
        kind: 'inline',
        func: { name, params: [], returns: [], externals: [], body, origin },
        span: nameAt,
        complete: !said && entered.has(at.start),
        failed: false,
        assumptions: [],
      };
    });
};
