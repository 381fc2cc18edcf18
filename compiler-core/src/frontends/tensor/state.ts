/** What one staging run of a module holds, and the conversions and reports that every part of it needs. */

import { CODES, type DiagnosticCode } from '../../diag/codes.ts';
import type { Fix, Related } from '../../diag/diagnostic.ts';
import type { CallSite, Expr, Func } from '../../ir/nodes.ts';
import { DTYPES, type DType, type MemType } from '../../ir/types.ts';
import type { LineIndex } from '../../text/line-index.ts';
import type { Move } from '../../text/move.ts';
import type { FileId, Span } from '../../text/span.ts';
import { Emitter } from './emit.ts';
import { isLaterEra } from './era.ts';
import { type Note, Raised, Stopped } from './errors.ts';
import { FactRecorder } from './facts.ts';
import type { FunctionDef, ParamDecl, PyExpr, PyModule, PyStmt, PyStmtOf } from './python/ast.ts';
import type { ScheduleHost, ScheduleRecord } from './schedule/host.ts';
import type { ScheduleState } from './schedule/object.ts';
import { Scope } from './scope.ts';
import { OpenSegment, type Phase } from './segments.ts';
import type { Reads } from './staged-once.ts';
import { loadOf, mayBeSameElement, rankOf, sameExprs, TensorRef } from './tensor.ts';
import type { Place } from './trap-fixes.ts';
import { type Args, ExprValue, PyModuleValue, TypeName, typeOf, Unknown, type Value } from './values.ts';

/** A parsed source file. */
export interface SourceModule {
  readonly file: FileId;
  readonly module: PyModule;
  readonly lines: LineIndex;
}

/** The value of a symbolic size, and where it was given: `comment, line 3`, `athanor.toml`, `--bind`. */
export interface Binding {
  readonly value: bigint;
  readonly source: string;
}

export interface StageOptions {
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Another module of the user's, by the name in an import (leading dots kept); null where there is none. */
  readonly resolveModule?: (from: FileId, name: string) => SourceModule | null;
  /** A module of the operator library by its file name without `.py`. */
  readonly library: (name: string) => SourceModule | null;
  /** Evaluation steps before staging gives up. */
  readonly maxSteps: number;
  readonly cancelled?: () => boolean;
  /** Runs schedule calls; without it schedules are read and left alone. */
  readonly schedules?: ScheduleHost;
  /** Record what is learned about the names in the file, for an editor. */
  readonly facts?: boolean;
  /** The text has syntax errors, which are said elsewhere: nothing is said about what is not understood of it. */
  readonly broken?: boolean;
}

export interface StagedUnit {
  readonly name: string;
  readonly kind: 'transform' | 'builder' | 'inline';
  readonly func: Func;
  /** The name of the function in its definition; of a builder program, the call that ends it. */
  readonly span: Span;
  /** Nothing in it or in what it inlines is outside the modelled subset. */
  readonly complete: boolean;
  /** FreeTensor would not stage it: an error was reported. */
  readonly failed: boolean;
  /** A trap or error was found in it: what it leaves unused may be a consequence. */
  readonly altered?: boolean;
  readonly assumptions: readonly string[];
  /** The same function in another version of the text, and how the places in it have moved since. */
  readonly original?: StagedUnit;
  readonly moves?: readonly Move[];
}

/** How a statement list ended: normally, or by one of these. */
export type Completion =
  | undefined
  | { readonly kind: 'return'; readonly value: Value; readonly at: Span; readonly valueAt?: Span }
  | { readonly kind: 'break' | 'continue'; readonly at: Span };

/** A unit being staged. */
export interface OpenUnit {
  complete: boolean;
  failed: boolean;
  /** A finding says that the program is another one than the text means. */
  altered?: boolean;
  readonly assumptions: Set<string>;
}

/** Depth of Python calls and nested bodies; deeper than any real program, shallower than the JavaScript stack. */
const MAX_DEPTH = 120;

export abstract class State {
  readonly emitter: Emitter;
  /** Null unless asked for. */
  readonly facts: FactRecorder | null;
  readonly units: StagedUnit[] = [];
  /** What was staged before, statement by statement, and what is being staged. */
  readonly segments: OpenSegment[] = [];
  segment = new OpenSegment('run', -1);
  /** What one top-level statement began another one went on with: they cannot be staged apart. */
  tangled = false;
  readonly openUnits: OpenUnit[] = [];
  /** Above zero: what runs is decided by an unknown Python value, so nothing found here is proved. */
  uncertain = 0;
  /** The file is written for FreeTensor 1.0 or later. */
  readonly laterEra: boolean;
  /** Above zero: another module is being evaluated, whose findings are its own. */
  importing = 0;
  /** Python's built-in names, the outermost scope. */
  readonly builtinScope = new Scope('builtins', null);
  /** Above zero: an exception has somebody to catch it. */
  handlers = 0;
  /** Calls that lead to where evaluation is, innermost last; of user and library code alike. */
  readonly frames: CallSite[] = [];
  /** Frames of functions that nothing calls. */
  readonly lookedInto = new WeakSet<CallSite>();
  /** Schedules that were begun. */
  readonly schedules = new Set<ScheduleState>();
  /** The schedule calls that this statement of the module has met. */
  get scheduleCalls(): ScheduleRecord[] {
    return this.segment.schedules;
  }
  /** Statements whose tensors without a name were reported, by where they start. */
  readonly unnamed = new Set<number>();
  /** Functions whose body was entered, by definition. */
  readonly entered = new Set<FunctionDef>();
  memory: MemType = 'cpu';
  /** The builder program that is open. */
  builder: OpenUnit | null = null;
  /** Parameters of the function being staged, and where each was declared; null outside. */
  parameters: ReadonlySet<string> | null = null;
  declared = new Map<string, Span>();
  /** Outputs that are declared and no parameters: right where the function returns them. */
  strays: { readonly def: TensorRef['def']; readonly name: string; readonly at: Span }[] = [];
  /** References that an assignment gave a name: `e = x[i]`. Parameters are not among them: their caller named the element. */
  readonly named = new WeakMap<TensorRef, { readonly name: string; readonly at: Span }>();
  /** The module being staged. */
  moduleScope: Scope | null = null;
  /** Parameters that are Python values (`JIT`), not tensors. */
  readonly staticParameters = new Set<ParamDecl>();
  /** The statement being executed. */
  place: Place | null = null;
  /** The `for` whose iterable is being evaluated. */
  loopHead: PyStmtOf<'for'> | null = null;
  /** First reads of names in the loops being staged, outermost first. */
  readonly reads: Reads[] = [];
  private steps = 0;
  private depth = 0;
  private readonly unknowns = new Map<string, number>();
  /** Of a definition: its unknowns leave it in no value, so their numbers are its own. */
  private ownUnknowns: Map<string, number> | null = null;

  constructor(
    readonly source: SourceModule,
    readonly options: StageOptions,
    start: Span,
  ) {
    this.emitter = new Emitter(start);
    this.laterEra = isLaterEra(source.lines);
    this.facts = options.facts ? new FactRecorder(source.file) : null;
  }

  abstract evaluate(e: PyExpr, scope: Scope): Value;
  abstract execute(body: readonly PyStmt[], scope: Scope): Completion;
  abstract call(f: Value, args: Args): Value;
  /** `mended`: later versions of FreeTensor stage the truth of an element here. `place`: where it can be compared with 0. */
  abstract truth(v: Value, at: Span, mended?: boolean, place?: Span | null): boolean;
  /** Calls an operator of the library. */
  abstract libop(name: string, values: readonly Value[], at: Span): Value;
  /** Called where a name takes up or gives back a value: references lend the tensors that their indices read. */
  readonly lend = (old: Value | undefined, now: Value | undefined): void => {
    if (now instanceof TensorRef) for (const d of now.borrows) d.lentAt.push(now.at);
    if (old instanceof TensorRef) for (const d of old.borrows) d.lentAt.splice(d.lentAt.lastIndexOf(old.at), 1);
  };
  /** A name of Python's builtins. */
  abstract builtin(name: string): Value;
  /** An importable module. */
  abstract module(name: string, at?: Span): Value;
  abstract libopNames(): ReadonlySet<string>;
  abstract libopFunction(name: string): Value;
  /** The name in scope that looks most like `name`; null where none does. */
  abstract suggest(name: string, scope: Scope): string | null;

  get unit(): OpenUnit | null {
    return this.openUnits.at(-1) ?? null;
  }

  // ---- segments ------------------------------------------------------------------------------------------------------

  /** What is staged from here on belongs to this chunk of the module. `definition`: nothing but a `def` is run. */
  begin(phase: Phase, chunk: number, definition: boolean): void {
    this.settle();
    this.segment = new OpenSegment(phase, chunk);
    this.segments.push(this.segment);
    if (this.facts) this.facts.entries = this.segment.facts;
    this.ownUnknowns = definition ? new Map() : null;
  }

  /** A statement is done: a program that is still open goes on in the next one. */
  settle(): void {
    this.tangled ||= this.builder !== null || this.emitter.building;
  }

  /** Its place among the units. */
  addUnit(unit: StagedUnit): number {
    this.segment.units.push(this.units.length);
    return this.units.push(unit) - 1;
  }

  changeUnit(place: number, unit: StagedUnit): void {
    this.tangled ||= !this.segment.units.includes(place);
    this.units[place] = unit;
  }

  enter(def: FunctionDef): void {
    this.entered.add(def);
    if (def.at.file === this.source.file) this.segment.entered.add(def);
  }

  useBinding(name: string): void {
    this.usedBindings.add(name);
    this.segment.usedBindings.add(name);
  }

  // ---- limits --------------------------------------------------------------------------------------------------------

  step(at: Span): void {
    this.segment.steps++;
    if (++this.steps > this.options.maxSteps) throw new Stopped('budget', at);
    if ((this.steps & 255) === 0 && this.options.cancelled?.()) throw new Stopped('cancelled', at);
  }
  deeper<T>(at: Span, body: () => T): T {
    if (this.depth >= MAX_DEPTH) throw new Stopped('budget', at);
    this.depth++;
    try {
      return body();
    } finally {
      this.depth--;
    }
  }

  // ---- reports -------------------------------------------------------------------------------------------------------

  note(note: Note): void {
    const possible = note.possible ?? this.uncertain > 0;
    const severity = note.severity ?? CODES[note.code].severity;
    if (!possible && (severity === 'error' || note.code.startsWith('trap-')))
      for (const u of this.openUnits) u.altered = true;
    this.segment.notes.push({ ...note, possible, calls: this.calls(), unit: this.unit });
  }

  /** The unit being staged cannot be complete from here on. */
  incomplete(): void {
    for (const u of this.openUnits) u.complete = false;
  }

  /** Says that a construct is not modelled; the unit being staged is incomplete from here on. */
  notModelled(at: Span, what: string, counts = true): void {
    if (counts) this.incomplete();
    this.note({ code: 'not-modelled', at, message: what, possible: false });
  }

  /** Text of which the parser made nothing; where it is no Python, the syntax error says it. */
  unread(at: Span, what: string): void {
    if (this.options.broken === true) this.incomplete();
    else this.notModelled(at, `this text is not understood; ${what} is unknown here`);
  }

  /** The calls that lead to here; a function that is only looked into was not called. */
  private calls(): CallSite[] {
    return this.frames.filter((f) => !this.lookedInto.has(f));
  }

  /** Says an exception that nobody catches. */
  report(e: Raised): void {
    const staged = this.emitter.staging || e.staged;
    if (!staged && !this.emitter.building && e.extra.dsl !== true) return;
    for (const u of this.openUnits) u.failed = true;
    const calls = [...this.calls(), ...[...e.calls].reverse()];
    this.segment.notes.push({
      code: e.code,
      at: e.at,
      message: e.message,
      related: e.extra.related ?? [],
      fixes: e.extra.fixes ?? [],
      witness: e.extra.witness ?? null,
      possible: this.uncertain > 0 || e.uncertain,
      calls,
      unit: this.unit,
    });
  }

  /** The line of a place in the module or a library file, from 1. */
  abstract lineOf(at: Span): number;

  sourceText(at: Span): string {
    return at.file === this.source.file ? this.source.lines.text.slice(at.start, at.end) : '…';
  }

  fail(code: DiagnosticCode, at: Span, message: string, className = 'TypeError', dsl = false): never {
    throw new Raised(code, at, message, className, { dsl });
  }

  /** An error of FreeTensor's own that an edit mends. */
  failFix(code: DiagnosticCode, at: Span, message: string, className: string, fixes: readonly Fix[]): never {
    throw new Raised(code, at, message, className, { dsl: true, fixes });
  }

  /** An error of FreeTensor's own, with the other places it is about. */
  failWith(code: DiagnosticCode, at: Span, message: string, className: string, related: readonly Related[]): never {
    throw new Raised(code, at, message, className, { dsl: true, related });
  }

  /** What holds for every unit staged from here on, in this function of the surrounding Python. */
  ambient: ReadonlySet<string> = new Set();

  assume(text: string): void {
    if (this.openUnits.length === 0) this.ambient = new Set([...this.ambient, text]);
    for (const u of this.openUnits) u.assumptions.add(text);
  }

  // ---- unknown values ------------------------------------------------------------------------------------------------

  /** An unknown named after where it comes from; the same name at another place gets a number. A binding makes it known. */
  unknown(name: string, at: Span, type: Unknown['type'] = null): Value {
    const binding = this.options.bindings.get(name);
    if (binding && type !== 'str') {
      this.useBinding(name);
      this.assume(`${name} = ${binding.value} (${binding.source})`);
      return binding.value;
    }
    return new Unknown(name, at, null, type);
  }
  readonly usedBindings = new Set<string>();

  /** The number that an unknown stands for, as an expression. */
  paramOf(u: Unknown): Expr {
    if (u.expr) return u.expr;
    const key = `${u.name}@${u.at.file}:${u.at.start}`;
    let n = this.unknowns.get(key) ?? this.ownUnknowns?.get(key);
    if (n === undefined) {
      const known = [...this.unknowns.keys(), ...(this.ownUnknowns?.keys() ?? [])];
      n = known.filter((k) => k.startsWith(`${u.name}@`)).length;
      (this.ownUnknowns ?? this.unknowns).set(key, n);
    }
    return { kind: 'param', name: n === 0 ? u.name : `${u.name}_${n}`, at: u.at };
  }

  // ---- conversions ---------------------------------------------------------------------------------------------------

  /** `ffi.Expr(value)`: the expression a Python value becomes; null where there is none. `at`: where it is used. */
  toExpr(v: Value, at: Span): Expr | null {
    switch (typeof v) {
      case 'boolean':
        return { kind: 'bool', value: v, at };
      case 'bigint':
        return { kind: 'int', value: v, at };
      case 'number':
        return { kind: 'float', value: v, at };
      case 'string':
        return null;
      default:
    }
    if (v === null) return null;
    // An iterator stands where it is used, not where the loop names it.
    if (v.kind === 'expr') return v.expr.kind === 'var' ? { ...v.expr, at } : v.expr;
    if (v.kind === 'tensor') return this.load(v, at);
    if (v.kind === 'unknown') return v.type === 'str' ? null : v.expr ? { ...v.expr, at } : { ...this.paramOf(v), at };
    return null;
  }

  /** The value of a rank-0 tensor reference where it is used. Notices a store made since a name was bound to it. */
  load(ref: TensorRef, at: Span): Expr {
    const load = loadOf(ref, at);
    const name = this.named.get(ref);
    if (name && load.kind === 'load') {
      const since = ref.def.stores.slice(ref.storesSeen);
      const store =
        since.find((s) => sameExprs(s.indices, load.indices)) ??
        since.find((s) => mayBeSameElement(s.indices, load.indices));
      if (store && ref.at.start !== at.start && ref.at.file === at.file) {
        this.note({
          code: 'trap-late-load',
          at,
          message: `this loads \`${ref.def.name}\` here, after the store to it; the name was bound before the store but holds a reference, not the old value`,
          related: [
            { span: ref.at, message: 'the name is bound here' },
            { span: store.at, message: 'the element is stored here' },
          ],
          fixes: [this.keepValue(name, ref)],
          ...(sameExprs(store.indices, load.indices) ? {} : { possible: true }),
        });
      }
    }
    return load;
  }

  /** An edit that keeps the value of an element: a rank-0 tensor of its own, written where the name was bound. */
  private keepValue(name: { readonly name: string; readonly at: Span }, ref: TensorRef): Fix {
    const indent = ' '.repeat(this.source.lines.position0(name.at.start).character);
    const text = `${name.name} = ${this.alias()}.empty((), "${ref.def.dtype}")\n${indent}${name.name}[()]`;
    return { title: `Keep the value in a tensor \`${name.name}\``, edits: [{ span: name.at, newText: text }] };
  }

  /** The name that the module gave to `freetensor`. */
  alias(): string {
    for (const [name, v] of this.moduleScope?.vars ?? [])
      if (v instanceof PyModuleValue && v.name === 'freetensor') return name;
    return 'ft';
  }

  /** A constant length is an expression in 2022 and a Python integer later: taken as one where Python needs one. */
  plain(v: Value): Value {
    return v instanceof ExprValue && v.expr.kind === 'int' ? v.expr.value : v;
  }

  /** Is this a number or truth value of the program or of Python? */
  isScalar(v: Value): boolean {
    if (typeof v === 'boolean' || typeof v === 'bigint' || typeof v === 'number') return true;
    return v !== null && typeof v === 'object' && (v.kind === 'expr' || (v.kind === 'tensor' && rankOf(v) === 0));
  }

  dtypeName(v: Value, at: Span): DType {
    const name = v instanceof TypeName ? v.name : v;
    // Of a value that is not modelled, not one that somebody wrote.
    if (v instanceof TypeName && v.name === 'unknown') return 'unknown';
    if (typeof name === 'string') {
      const lower = name.toLowerCase().replace(/(>=?|<=?|!=|==)0$/, '');
      if (v instanceof TypeName && v.of === 'python') {
        const python = { int: 'int32', float: 'float32', bool: 'bool' } as const;
        const known = python[name as keyof typeof python];
        if (known) return known;
      }
      if ((DTYPES as readonly string[]).includes(lower) && lower !== 'unknown') return lower as DType;
      return this.fail(
        'unknown-dtype',
        at,
        `there is no element type "${name}"; there are ${KNOWN_DTYPES.join(', ')}`,
        'Error',
        true,
      );
    }
    if (v instanceof Unknown) return 'unknown';
    return this.fail(
      'unknown-dtype',
      at,
      `an element type is a name such as "float32", not ${typeOf(v)}`,
      'TypeError',
      true,
    );
  }
}

/** What FreeTensor of either era accepts, for messages. */
export const KNOWN_DTYPES = ['float32', 'float64', 'int32', 'int64', 'bool'] as const;

export const exprValue = (expr: Expr): ExprValue => new ExprValue(expr);
