/** Staging a module: Python text in, functions of the program and findings out. The public face of this front end. */

import { CODES, type DiagnosticCode } from '../../diag/codes.ts';
import type { Diagnostic, Related, Severity } from '../../diag/diagnostic.ts';
import type { CallSite } from '../../ir/nodes.ts';
import { isLibraryFile, type Span, span } from '../../text/span.ts';
import { type Note, Raised, Stopped } from './errors.ts';
import { Evaluator } from './evaluator.ts';
import { explore } from './explore.ts';
import type { Facts } from './facts.ts';
import type { ScheduleRecord } from './schedule/host.ts';
import { boundNames, Scope } from './scope.ts';
import type { OpenUnit, SourceModule, StagedUnit, StageOptions, State } from './state.ts';
import { StagedFunc } from './values.ts';

export type { Binding, SourceModule, StagedUnit, StageOptions } from './state.ts';

export interface StagedModule {
  readonly units: readonly StagedUnit[];
  readonly diagnostics: readonly Diagnostic[];
  /** Names of the module that hold a staged function, by index into `units`. */
  readonly names: ReadonlyMap<string, number>;
  /** Sizes that a binding made known. */
  readonly usedBindings: ReadonlySet<string>;
  /** Schedule calls in the order they were met. */
  readonly schedules: readonly ScheduleRecord[];
  /** What is known of the names in the file; null unless asked for. */
  readonly facts: Facts | null;
}

/**
 * Runs the module as FreeTensor's staging would, with unknown values where only a run would know.
 * Never throws on user input; what it cannot model it says (`not-modelled`) and goes on.
 *
 * @cost Linear in the evaluation steps, at most `options.maxSteps`.
 */
export const stageModule = (source: SourceModule, options: StageOptions): StagedModule => {
  const start = span(source.file, 0, 0);
  const st = new Evaluator(source, options, start);
  const scope = new Scope('module', st.builtinScope, boundNames(source.module.body, false));
  st.moduleScope = scope;
  scope.set('__name__', 'module');
  scope.set('__file__', source.file);
  scope.set('__doc__', '');
  try {
    st.execute(source.module.body, scope);
    explore(st, source.module.body, scope);
    inlineUnits(st);
  } catch (e) {
    if (e instanceof Stopped) {
      st.note({
        code: 'budget-exceeded',
        at: e.at,
        message:
          e.why === 'cancelled'
            ? 'staging was cancelled'
            : 'staging takes too many steps or is nested too deeply; it was given up here',
        possible: false,
      });
    } else if (e instanceof Raised) st.report(e);
    else throw e;
  }
  const names = new Map<string, number>();
  for (const [name, v] of scope.vars) if (v instanceof StagedFunc && v.unit !== null) names.set(name, v.unit);
  return {
    units: st.units,
    diagnostics: toDiagnostics(st),
    names,
    usedBindings: st.usedBindings,
    schedules: st.scheduleCalls,
    facts: st.facts?.facts(st) ?? null,
  };
};

/** Functions for inlining are staged where they are called: complete if they are called, and each use of them was. */
const inlineUnits = (st: State): void => {
  for (const def of st.inlined) {
    const said = st.notes.some(
      (n) =>
        n.code === 'not-modelled' && n.at.file === def.at.file && n.at.start >= def.at.start && n.at.end <= def.at.end,
    );
    const origin = { span: def.nameAt, calls: [], trail: [] };
    const body = { kind: 'any', id: 1 as never, names: [], origin } as const;
    st.units.push({
      name: def.name,
      kind: 'inline',
      func: { name: def.name, params: [], returns: [], externals: [], body, origin },
      span: def.nameAt,
      complete: !said && st.entered.has(def),
      failed: false,
      assumptions: [],
    });
  }
};

type Kept = Note & { readonly calls: readonly CallSite[]; readonly unit: OpenUnit | null };

const toDiagnostics = (st: State): Diagnostic[] => {
  const seen = new Set<string>();
  const out: Diagnostic[] = [];
  for (const n of st.notes) {
    const d = toDiagnostic(n);
    const key = `${d.code}@${d.span.file}:${d.span.start}-${d.span.end}:${d.message}`;
    if (seen.has(key)) continue;
    seen.add(key);
    out.push(d);
  }
  return out;
};

/** Findings about the library's own text, which the user does not see: what they mean for the call is said first. */
const INNER: ReadonlySet<DiagnosticCode> = new Set([
  'rank-mismatch',
  'bad-index',
  'bad-bound',
  'store-type',
  'python-error',
]);

/** The place to show: in the user's text, the innermost call of the chain where the library is the place itself. */
const toDiagnostic = (n: Kept): Diagnostic => {
  const chain = [...n.calls];
  const related: Related[] = [];
  let at: Span = n.at;
  if (isLibraryFile(at.file)) {
    related.push({ span: at, message: 'in the operator library' });
    for (let c = chain.pop(); c; c = chain.pop()) {
      at = c.span;
      if (!isLibraryFile(at.file)) break;
      related.push({ span: at, message: `in \`${c.callee}\`, called here` });
    }
  }
  for (const c of chain.reverse()) {
    if (!isLibraryFile(c.span.file) && c.span.start !== at.start)
      related.push({ span: c.span, message: `in \`${c.callee}\`, called here` });
  }
  const normal: Severity = CODES[n.code].severity;
  const severity = n.severity ?? normal;
  const proved = n.code !== 'not-modelled' && n.code !== 'budget-exceeded';
  return {
    code: n.code,
    severity: n.possible && (severity === 'error' || severity === 'warning') ? 'information' : severity,
    class: proved ? (n.possible ? 'possible' : 'proved') : null,
    span: at,
    message:
      isLibraryFile(n.at.file) && INNER.has(n.code) ? `the operands do not fit this operator: ${n.message}` : n.message,
    related: [...(n.related ?? []), ...related],
    witness: n.witness ?? null,
    assumptions: n.unit ? [...n.unit.assumptions] : [],
    fixes: isLibraryFile(n.at.file) ? [] : (n.fixes ?? []),
  };
};
