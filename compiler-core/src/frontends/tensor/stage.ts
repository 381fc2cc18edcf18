/** Staging a module: Python text in, functions of the program and findings out. The public face of this front end. */

import { CODES, type DiagnosticCode } from '../../diag/codes.ts';
import type { Diagnostic, Related, Severity } from '../../diag/diagnostic.ts';
import type { CallSite } from '../../ir/nodes.ts';
import { isLibraryFile, type Span, span } from '../../text/span.ts';
import { type Note, Raised, Stopped } from './errors.ts';
import { Evaluator } from './evaluator.ts';
import { explore } from './explore.ts';
import type { FactEntries, Facts } from './facts.ts';
import type { PyModule } from './python/ast.ts';
import { chunksOf, namesOf } from './python/chunks.ts';
import { Scope } from './scope.ts';
import { type Assembled, assemble, type OpenSegment, Segment } from './segments.ts';
import type { OpenUnit, SourceModule, StageOptions, State } from './state.ts';
import { executeAt } from './statements.ts';
import { StagedFunc } from './values.ts';

export type { Binding, SourceModule, StagedUnit, StageOptions } from './state.ts';

export interface StagedModule extends Assembled {
  /** Names of the module that hold a staged function, by index into `units`. */
  readonly names: ReadonlyMap<string, number>;
  /** What each statement gave, for a version of the module in which others have changed. */
  readonly segments: readonly Segment[];
  /** False where the statements cannot be staged apart, or were not all staged. */
  readonly separable: boolean;
}

/** Chunks of the module to stage; all where it is absent. */
export interface Part {
  readonly run: ReadonlySet<number>;
  readonly explore: ReadonlySet<number>;
}

/**
 * Runs the module as FreeTensor's staging would, with unknown values where only a run would know.
 * Never throws on user input; what it cannot model it says (`not-modelled`) and goes on.
 *
 * @cost Linear in the evaluation steps, at most `options.maxSteps`.
 */
export const stageModule = (source: SourceModule, options: StageOptions, part?: Part): StagedModule => {
  const st = new Evaluator(source, options, span(source.file, 0, 0));
  const names = chunksOf(source.module).flatMap((chunk) => [...namesOf(chunk)]);
  const scope = new Scope('module', st.builtinScope, new Set(names));
  st.moduleScope = scope;
  scope.set('__name__', 'module');
  scope.set('__file__', source.file);
  scope.set('__doc__', '');
  let whole = true;
  try {
    whole = run(st, source.module, scope, part);
    for (const [chunk, each] of chunksOf(source.module).entries()) {
      if (part && !part.explore.has(chunk)) continue;
      st.begin('explore', chunk, true);
      // Asked for here only: of a chunk that an edit moved the body is a new copy.
      explore(st, each.body, scope);
    }
  } catch (e) {
    whole = false;
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
  const describe = st.facts?.describer(st) ?? null;
  const segments = st.segments.map((open) => closed(st, open, describe));
  const staged = new Map<string, number>();
  for (const [name, v] of scope.vars) if (v instanceof StagedFunc && v.unit !== null) staged.set(name, v.unit);
  return {
    ...assemble(segments),
    names: staged,
    segments,
    separable: whole && !st.tangled,
  };
};

/** Executes the statements of the module. False: something at the top level ended it early. */
const run = (st: State, module: PyModule, scope: Scope, part: Part | undefined): boolean => {
  for (const [chunk, each] of chunksOf(module).entries()) {
    if (part && !part.run.has(chunk)) continue;
    const { body } = each;
    st.begin(
      'run',
      chunk,
      body.every(({ kind }) => kind === 'functionDef'),
    );
    for (const index of body.keys()) if (executeAt(st, body, index, scope)) return false;
  }
  st.settle();
  return true;
};

const closed = (st: State, open: OpenSegment, describe: ((entries: FactEntries) => Facts) | null): Segment => {
  const { notes } = open;
  return Segment.of(open, {
    units: open.units.flatMap((i) => st.units[i] ?? []),
    diagnostics: notes.map(toDiagnostic),
    usedBindings: open.usedBindings,
    imports: open.imports,
    inlined: [...open.inlined].map(({ name, nameAt, at }) => ({ name, nameAt, at })),
    entered: [...open.entered].map(({ at }) => at),
    gaps: notes.filter(({ code }) => code === 'not-modelled').map(({ at }) => at),
    facts: describe?.(open.facts) ?? null,
    schedules: open.schedules,
  });
};

type Kept = Note & { readonly calls: readonly CallSite[]; readonly unit: OpenUnit | null };

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
