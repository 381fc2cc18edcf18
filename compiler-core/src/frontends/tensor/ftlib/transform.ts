/** `transform`, `optimize` and `inline`: from a Python function to a function of the program. */

import { paramsOf } from '../definitions.ts';
import { externalsOf } from '../emit.ts';
import { Raised, Stopped } from '../errors.ts';
import { blockNames, boundNames, Scope } from '../scope.ts';
import type { Completion, OpenUnit, State } from '../state.ts';
import { inWords, TensorRef } from '../tensor.ts';
import {
  type Args,
  Builtin,
  brokenValue,
  Declaration,
  ExprValue,
  PyFunction,
  PyTuple,
  StagedFunc,
  typeOf,
  Undeclared,
  Unknown,
  type Value,
} from '../values.ts';
import { declare } from './declare.ts';
import { checkStageable } from './stageable.ts';

/** A decorator that works with and without arguments: `@f`, `@f(verbose=1)`. */
export const decorator = (
  st: State,
  name: string,
  apply: (f: PyFunction, args: Args) => Value,
  /** What it does to a function that is staged already. */
  again: (f: StagedFunc, args: Args) => Value = (f) => f,
): Builtin => {
  const direct = (args: Args, options: Args): Value => {
    const f = args.positional[0] ?? args.keywords.get('func');
    if (f instanceof PyFunction) return apply(f, options);
    if (f === undefined || f === null) return new Builtin(name, (inner) => direct(inner, args));
    if (f instanceof StagedFunc) return again(f, options);
    if (f instanceof Unknown) return new Unknown(`${name}(…)`, args.at);
    return st.fail('wrong-arguments', args.at, `${name} takes a function, not ${typeOf(f)}`, 'TypeError', true);
  };
  return new Builtin(name, (args) => direct(args, args));
};

/** Functions in Python that FreeTensor rewrites when they are called from staged code. */
export const inline = (st: State, f: PyFunction): PyFunction => {
  const made = new PyFunction(f.name, f.def, f.scope, f.defaults, f.staged, true);
  for (const [k, v] of f.attributes) made.attributes.set(k, v);
  if (f.def.kind === 'functionDef' && f.def.at.file === st.source.file) st.segment.inlined.add(f.def);
  return made;
};

/** Stages a function now. Errors are reported and leave an unknown function; the rest of the file goes on. */
export const transform = (st: State, f: PyFunction): Value => {
  const { def } = f;
  if (def.kind === 'lambda')
    return st.fail('wrong-arguments', def.at, 'a lambda cannot be staged; use `def`', 'TypeError', true);
  if (st.emitter.inside) {
    return st.fail(
      'python-error',
      def.nameAt,
      'a function is staged inside a body that is still open: FreeTensor forgets the outer program; stage it before',
      'StagingError',
      true,
    );
  }
  st.enter(def);
  const unit: OpenUnit = { complete: true, failed: false, assumptions: new Set(st.ambient) };
  const catching = st.handlers > 0;
  const outer = { parameters: st.parameters, declared: st.declared, strays: st.strays, uncertain: st.uncertain };
  st.parameters = new Set(paramsOf(f).map((p) => p.name));
  st.declared = new Map();
  st.strays = [];
  st.openUnits.push(unit);
  const emitter = st.emitter;
  let returns: readonly TensorRef[] = [];
  try {
    checkStageable(st, def.body);
    emitter.here = def.nameAt;
    emitter.inLifetime(() =>
      emitter.inFunction(null, () => {
        const scope = new Scope('function', f.scope, boundNames(def.body, true), st.lend);
        scope.staged = true;
        scope.blockNames = blockNames(def.body);
        scope.name = f.name;
        try {
          returns = outputs(st, stageBody(st, f, scope));
        } finally {
          scope.close();
        }
      }),
    );
    const body = emitter.takeBody();
    for (const p of paramsOf(f)) {
      if (!st.declared.has(p.name) && !unit.failed && !st.staticParameters.has(p)) {
        st.note({
          code: 'undeclared-parameter',
          at: p.at,
          severity: 'warning',
          message: `\`${p.name}\` is never declared: no tensor is passed through it`,
        });
      }
    }
    const place = st.addUnit({
      name: f.name,
      kind: 'transform',
      func: {
        name: f.name,
        params: [
          ...paramsOf(f)
            .filter((p) => !st.staticParameters.has(p))
            .map((p) => p.name),
          ...emitter.captured,
        ],
        returns: returns.map((r) => ({ tensor: r.def.name, dtype: r.def.dtype })),
        externals: externalsOf(body),
        body,
        origin: { span: def.nameAt, calls: [], trail: [] },
      },
      span: def.nameAt,
      complete: unit.complete,
      failed: unit.failed,
      altered: unit.altered ?? false,
      assumptions: [...unit.assumptions],
    });
    return new StagedFunc(f.name, place);
  } catch (e) {
    if (e instanceof Stopped) unit.complete = false;
    if (e instanceof Stopped && e.why === 'budget') {
      st.note({
        code: 'budget-exceeded',
        at: def.nameAt,
        message: `staging \`${f.name}\` takes too many steps or is nested too deeply; it was given up`,
        possible: false,
      });
    } else if (e instanceof Raised) {
      e.staged = true;
      if (catching) {
        st.addUnit(failedUnit(f, unit));
        throw e;
      }
      st.report(e);
    } else throw e;
    st.addUnit(failedUnit(f, unit));
    return brokenValue(f.name, def.nameAt);
  } finally {
    st.openUnits.pop();
    noteStrays(st, returns);
    Object.assign(st, outer);
    emitter.reset();
  }
};

const noteStrays = (st: State, returns: readonly TensorRef[]): void => {
  for (const { def, name, at } of st.strays) {
    if (def.access === 'output' && returns.some((r) => r.def === def)) continue;
    st.note({
      code: 'declaration-mismatch',
      at,
      message: `\`${name}\` is declared "${def.access}" but is no parameter of the function`,
    });
  }
};

const failedUnit = (f: PyFunction, unit: OpenUnit) => {
  const span = f.def.kind === 'lambda' ? f.def.at : f.def.nameAt;
  const origin = { span, calls: [], trail: [] };
  const body = {
    kind: 'notModelled',
    id: 1 as never,
    names: [],
    origin,
    reason: 'staging failed',
    tensors: null,
  } as const;
  const func = { name: f.name, params: [], returns: [], externals: [], body, origin };
  return {
    name: f.name,
    kind: 'transform',
    func,
    span,
    complete: unit.complete,
    failed: true,
    assumptions: [...unit.assumptions],
  } as const;
};

const stageBody = (st: State, f: PyFunction, scope: Scope): Completion => {
  for (const p of paramsOf(f)) {
    const value = new Undeclared(p.name, p.at);
    scope.set(p.name, value);
    st.facts?.bind(scope, p.name, p.at, value);
  }
  for (const p of paramsOf(f)) {
    if (!p.annotation) continue;
    st.emitter.here = p.at;
    const annotation = st.evaluate(p.annotation, scope);
    if (annotation instanceof Declaration) {
      const ref = declare(st, p.name, annotation, p.at);
      scope.set(p.name, ref);
      st.facts?.bind(scope, p.name, p.at, ref);
    } else if (annotation instanceof Unknown && /\bJIT\b/.test(annotation.name)) {
      st.staticParameters.add(p);
      const size = st.unknown(p.name, p.at, 'int');
      scope.set(p.name, size);
      st.facts?.bind(scope, p.name, p.at, size);
    }
  }
  return st.execute(f.def.kind === 'lambda' ? [] : f.def.body, scope);
};

/** The tensors that a function returns become outputs. */
const outputs = (st: State, done: Completion): readonly TensorRef[] => {
  if (done?.kind !== 'return' || done.value === null) return [];
  const values = done.value instanceof PyTuple ? done.value.items : [done.value];
  const refs: TensorRef[] = [];
  for (const v of values) {
    if (v instanceof TensorRef) refs.push(v);
    else if (v instanceof Unknown) {
      if (v.broken) st.incomplete();
      else st.notModelled(done.valueAt ?? done.at, `what is returned here is not known: \`${v.name}\``);
    } else
      st.fail(
        'illegal-return',
        done.valueAt ?? done.at,
        `a staged function returns tensors: one, or a tuple of them, not ${inWords(v)}${v instanceof ExprValue ? '; store it in a tensor and return that' : ''}`,
        'StagingError',
        true,
      );
  }
  for (const r of refs) r.def.access = r.def.access === 'input' || r.def.access === 'inout' ? 'inout' : 'output';
  return refs;
};
