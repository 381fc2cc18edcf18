/** The builder form: `with ft.VarDef(...)`, `ft.For`, `ft.If`, `ft.Else`, `ft.Assert`, `ft.MarkNid`, `ft.pop_ast` … */

import type { Expr, Stmt } from '../../../ir/nodes.ts';
import type { Span } from '../../../text/span.ts';
import { externalsOf } from '../emit.ts';
import { iterate } from '../iteration.ts';
import type { OpenUnit, State } from '../state.ts';
import {
  type Args,
  argumentAt,
  Builtin,
  ExprValue,
  PyList,
  PyTuple,
  StagedFunc,
  surplusAt,
  typeOf,
  Unknown,
  type Value,
  WithScope,
} from '../values.ts';
import { shapeExprs, sizeExpr, zeroStep } from './bounds.ts';
import { accessOf, dtypeOf, memoryOf } from './declare.ts';

const argument = (args: Args, i: number, name: string): Value | undefined =>
  args.positional[i] ?? args.keywords.get(name);

const text = (st: State, v: Value | undefined, at: Span, what: string): string => {
  if (typeof v === 'string') return v;
  if (v instanceof Unknown) return v.name;
  return st.fail(
    'wrong-arguments',
    at,
    `${what} is a string, not ${v === undefined ? 'missing' : typeOf(v)}`,
    'TypeError',
    true,
  );
};

const texts = (st: State, v: Value | undefined, at: Span): string[] => {
  if (v === undefined || v === null || v === '') return [];
  if (typeof v === 'string') return [v];
  return (iterate(st, v, at) ?? []).filter((x) => typeof x === 'string');
};

/** Builder statements begin a program; what it holds is a unit once `pop_ast` ends it. */
const unitOf = (st: State): OpenUnit => {
  if (!st.builder) st.builder = { complete: true, failed: false, assumptions: new Set(st.ambient) };
  return st.builder;
};
const inUnit = <T>(st: State, body: () => T): T => {
  if (st.emitter.staging) return body();
  const unit = unitOf(st);
  if (st.openUnits.includes(unit)) return body();
  st.openUnits.push(unit);
  try {
    return body();
  } finally {
    st.openUnits.pop();
  }
};

/** The parts of a definition (name, shape, element type, access type, memory type), and where each is written. */
interface Definition {
  readonly parts: readonly (Value | undefined)[];
  readonly places: readonly (Span | undefined)[];
}

const varDef = (st: State, defs: readonly Definition[], at: Span, single: boolean): WithScope =>
  new WithScope('VarDef', (body) =>
    inUnit(st, () => {
      const nest = (n: number, bound: Value[]): void => {
        const d = defs[n];
        if (!d) {
          body(single ? (bound[0] as Value) : new PyList(bound));
          return;
        }
        const [name, shape, dtype, access, memory] = d.parts;
        const place = (i: number): Span => d.places[i] ?? at;
        if (shape === undefined || dtype === undefined || access === undefined) {
          st.fail(
            'wrong-arguments',
            at,
            'VarDef takes a name, a shape, an element type, an access type and maybe a memory type',
            'TypeError',
            true,
          );
        }
        const { ref, close } = st.emitter.define(
          text(st, name, place(0), 'the name of a tensor'),
          shapeExprs(st, shape, place(1)),
          dtypeOf(st, dtype, place(2)),
          accessOf(st, access, place(3)),
          memoryOf(st, memory ?? null, place(4)),
          typeof name === 'string' ? place(0) : at,
        );
        let failed = true;
        try {
          nest(n + 1, [...bound, ref]);
          failed = false;
        } finally {
          close(failed);
        }
      };
      nest(0, []);
    }),
  );

const cond = (st: State, args: Args, what: string) => {
  const v = argument(args, 0, 'cond');
  const at = argumentAt(args, 0, 'cond');
  const e = v === undefined ? null : st.toExpr(v, at);
  return (
    e ??
    st.fail(
      'wrong-arguments',
      at,
      `${what} takes a condition, not ${v === undefined ? 'nothing' : typeOf(v)}`,
      'TypeError',
      true,
    )
  );
};

const loop = (st: State, args: Args): WithScope => {
  const at = args.at;
  const name = text(st, argument(args, 0, 'iter_var'), argumentAt(args, 0, 'iter_var'), 'the iterator');
  const [first, second, third] = [argument(args, 1, 'begin'), argument(args, 2, 'end'), argument(args, 3, 'step')];
  if (first === undefined || second === undefined)
    st.fail('wrong-arguments', at, 'For takes an iterator, a begin and an end', 'TypeError', true);
  if (third === 0n) zeroStep(st, argumentAt(args, 3, 'step'));
  const names = texts(st, args.keywords.get('nid') ?? args.keywords.get('label'), at);
  const noDeps = args.keywords.get('no_deps');
  const preferLibs = args.keywords.get('prefer_libs');
  const spec = {
    iter: name,
    begin: sizeExpr(st, first, argumentAt(args, 1, 'begin'), 'loop bound'),
    end: sizeExpr(st, second, argumentAt(args, 2, 'end'), 'loop bound'),
    step: sizeExpr(st, third ?? 1n, argumentAt(args, 3, 'step'), 'loop step'),
    at,
    names,
    ...(noDeps === undefined ? {} : { noDeps: texts(st, noDeps, at) }),
    ...(preferLibs === undefined ? {} : { preferLibs: preferLibs === true }),
  };
  return new WithScope('For', (body) =>
    inUnit(st, () => {
      const iterator: Expr = { kind: 'var', name, dtype: 'int32', at };
      const left = st.facts?.loop(iterator, name, spec);
      st.emitter.loop(spec, () => body(new ExprValue(iterator)));
      left?.();
    }),
  );
};

/** Names of the definitions at the top of a program that a caller passes. */
const parameters = (body: Stmt): string[] =>
  body.kind === 'varDef'
    ? [...(body.access === 'cache' ? [] : [body.name]), ...parameters(body.body)]
    : body.kind === 'assume' || body.kind === 'assert'
      ? parameters(body.body)
      : [];

const popAst = (st: State, args: Args): Value => {
  if (st.emitter.inside) {
    st.fail(
      'python-error',
      args.at,
      'IndexError: `pop_ast` ends the program while a body of it is still open; call it after the `with`',
      'IndexError',
      true,
    );
  }
  const unit = unitOf(st);
  st.builder = null;
  const body = st.emitter.takeBody();
  st.emitter.reset();
  const name = st.frames.at(-1)?.callee ?? 'program';
  const place = st.addUnit({
    name,
    kind: 'builder',
    func: {
      name,
      params: parameters(body),
      returns: [],
      externals: externalsOf(body),
      body,
      origin: { span: args.at, calls: [], trail: [] },
    },
    span: args.at,
    complete: unit.complete,
    failed: unit.failed,
    altered: unit.altered ?? false,
    assumptions: [...unit.assumptions],
  });
  return new StagedFunc(name, place);
};

/** `ft.Func(name, params, returns, body)`: gives a program its name and parameters. */
const makeFunc = (st: State, args: Args): Value => {
  const name = text(st, argument(args, 0, 'name'), args.at, 'the name of a function');
  const body = argument(args, 3, 'body');
  const params = argument(args, 1, 'params');
  if (!(body instanceof StagedFunc) || body.unit === null) return new StagedFunc(name, null);
  const unit = st.units[body.unit];
  const order = params === undefined ? null : iterate(st, params, args.at);
  if (unit) {
    st.changeUnit(body.unit, {
      ...unit,
      name,
      func: { ...unit.func, name, params: order ? order.filter((p) => typeof p === 'string') : unit.func.params },
    });
  }
  return new StagedFunc(name, body.unit);
};

const definitions = (st: State, v: Value, at: Span): readonly Definition[] =>
  (iterate(st, v, at) ?? []).map((d) =>
    d instanceof PyTuple || d instanceof PyList
      ? { parts: d.items, places: d.places ?? [] }
      : { parts: [], places: [] },
  );

export const builderApi = (st: State): Record<string, Value> => {
  const f = (name: string, call: (args: Args) => Value): Builtin => new Builtin(name, call);
  const mark = (name: string): Builtin =>
    f(name, (args) => {
      st.emitter.markNext(texts(st, args.positional[0], args.at)[0] ?? '');
      return null;
    });
  return {
    VarDef: f('VarDef', (args) => {
      const only = args.positional[0];
      if (args.positional.length === 1 && args.keywords.size === 0 && only !== undefined)
        return varDef(st, definitions(st, only, args.at), args.at, false);
      const names = ['name', 'shape', 'dtype', 'atype', 'mtype'];
      if (args.positional.length > names.length)
        st.fail(
          'wrong-arguments',
          surplusAt(args, names.length),
          `VarDef takes ${names.length} arguments, ${args.positional.length} are given`,
          'TypeError',
          true,
        );
      const parts = names.map((n, i) => argument(args, i, n));
      return varDef(st, [{ parts, places: names.map((n, i) => argumentAt(args, i, n)) }], args.at, true);
    }),
    For: f('For', (args) => loop(st, args)),
    If: f('If', (args) => {
      const c = cond(st, args, 'If');
      return new WithScope('If', (body) => inUnit(st, () => st.emitter.if(c, () => body(null))));
    }),
    Else: f(
      'Else',
      (args) =>
        new WithScope('Else', (body) =>
          inUnit(st, () => {
            if (!st.emitter.else(() => body(null))) {
              st.fail('else-without-if', args.at, 'this Else has no If right before it', 'TypeError', true);
            }
          }),
        ),
    ),
    Assert: f('Assert', (args) => {
      const c = cond(st, args, 'Assert');
      return new WithScope('Assert', (body) => inUnit(st, () => st.emitter.assert(c, () => body(null))));
    }),
    NamedScope: f('NamedScope', (args) => {
      const name = text(st, argument(args, 0, 'nid'), args.at, 'the name of a scope');
      return new WithScope('NamedScope', (body) => inUnit(st, () => st.emitter.named(name, () => body(null))));
    }),
    MarkNid: mark('MarkNid'),
    MarkLabel: mark('MarkLabel'),
    Eval: f('Eval', (args) => {
      const e = st.toExpr(args.positional[0] ?? null, args.at);
      if (!e) return st.fail('wrong-arguments', args.at, 'Eval takes an expression', 'TypeError', true);
      inUnit(st, () => st.emitter.eval(e));
      return null;
    }),
    Any: f('Any', () => {
      st.emitter.any();
      return null;
    }),
    Invoke: f('Invoke', (args) => {
      st.notModelled(args.at, 'Invoke is not modelled; what it does with the tensors is unknown');
      st.emitter.notModelled('Invoke');
      return null;
    }),
    pop_ast: f('pop_ast', (args) => popAst(st, args)),
    Func: f('Func', (args) => makeFunc(st, args)),
  };
};
