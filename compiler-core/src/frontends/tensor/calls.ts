/** Calling things: arguments are bound as Python binds them; staged code is inlined with its place in the chain. */

import { nearest } from '../../text/nearest.ts';
import { isLibraryFile, type Span } from '../../text/span.ts';
import { classMember } from './attributes.ts';
import { allParamsOf, paramsOf } from './definitions.ts';
import { Raised } from './errors.ts';
import { isStaged } from './operators.ts';
import { blockNames, boundNames, Scope } from './scope.ts';
import type { State } from './state.ts';
import { TensorRef } from './tensor.ts';
import {
  type Args,
  BoundMethod,
  brokenValue,
  PyClass,
  PyDict,
  PyException,
  PyFunction,
  PyInstance,
  PyList,
  PyTuple,
  surplusAt,
  typeOf,
  Unknown,
  type Value,
} from './values.ts';

export const call = (st: State, f: Value, args: Args): Value => {
  st.step(args.at);
  if (f !== null && typeof f === 'object') {
    switch (f.kind) {
      case 'builtin':
        return f.call(args);
      case 'function':
        return callFunction(st, f, args);
      case 'method': {
        const self: Args = { ...args, positional: [f.self, ...args.positional], spans: [args.at, ...args.spans] };
        return callFunction(st, f.func, self);
      }
      case 'class':
        return instantiate(st, f, args);
      case 'typeName':
        if (f.call) return f.call(args);
        break;
      case 'instance': {
        const method = classMember(f.of, '__call__');
        if (method instanceof PyFunction) return st.call(new BoundMethod(f, method), args);
        if (f.of.bases.length > 0 || f.of.name === 'ndarray') return new Unknown(`${f.of.name}(…)`, args.at);
        break;
      }
      case 'unknown':
      case 'stagedFunc':
      case 'misc':
        return callUnknown(st, f, args);
      default:
    }
  }
  if (f instanceof TensorRef) {
    return st.fail(
      'python-error',
      args.callee ?? args.at,
      'TypeError: a tensor is not callable; elements are written with brackets: `x[i]`',
      'TypeError',
      true,
    );
  }
  return st.fail(
    'python-error',
    args.callee ?? args.at,
    `TypeError: '${typeOf(f)}' object is not callable`,
    'TypeError',
    isStaged(f),
  );
};

/** What it does is not known. While staging, tensors that it is given may be read and written. */
const callUnknown = (st: State, f: Value, args: Args): Value => {
  const name = f instanceof Unknown ? f.name : typeOf(f);
  const given = [...args.positional, ...args.keywords.values()];
  // Code that is not known may change what it is a method of, and what it is given.
  for (const v of [f instanceof Unknown ? f.owner : null, ...given]) if (v instanceof Unknown) v.parts.clear();
  if ([f, ...given].some((v) => v instanceof Unknown && v.broken)) {
    st.incomplete();
    if (st.emitter.staging && given.some((v) => v instanceof TensorRef)) st.emitter.notModelled(`call of ${name}`);
    return brokenValue(name, args.at);
  }
  if (st.emitter.staging && given.some((v) => isStaged(v))) {
    st.notModelled(args.at, `\`${name}\` is not modelled; what it does with the tensors given to it is unknown`);
    if (given.some((v) => v instanceof TensorRef)) st.emitter.notModelled(`call of ${name}`);
  }
  return st.unknown(`${name}(…)`, args.at);
};

const callFunction = (st: State, f: PyFunction, args: Args): Value => {
  const staged = (f.staged || f.inlined) && st.emitter.staging;
  const { def } = f;
  if (def.kind === 'functionDef' && (def.isAsync || isGenerator(def.body))) return new Unknown(`${f.name}(…)`, args.at);
  const body = def.kind === 'lambda' ? [] : def.body;
  const scope = new Scope('function', f.scope, boundNames(body, staged), st.lend);
  scope.staged = staged;
  if (staged) scope.blockNames = blockNames(body);
  scope.name = f.name;
  bindArguments(st, f, args, scope);
  if (def.kind === 'lambda') return st.deeper(args.at, () => st.evaluate(def.body, scope));
  st.enter(def);
  const site = { span: args.at, callee: f.name };
  const { uncertain } = st;
  const here = st.emitter.here;
  st.frames.push(site);
  st.emitter.calls.push(site);
  // Inside the called function only the chain tells where the statement of the caller was.
  const run = (): Value =>
    st.deeper(args.at, () => {
      const done = st.execute(body, scope);
      return done?.kind === 'return' ? done.value : null;
    });
  // What an operator does with an operand that is not known is not known either.
  if (isLibraryFile(def.at.file) && args.positional.some((v) => v instanceof Unknown)) st.uncertain++;
  try {
    if (!staged) return run();
    const prefix = st.emitter.takeCallName((at) => `${fileName(at.file)}:${st.lineOf(at)}`);
    return st.emitter.inFunction(prefix, run);
  } catch (e) {
    if (e instanceof Raised) {
      e.calls.push(site);
      e.uncertain ||= st.uncertain > 0;
    }
    throw e;
  } finally {
    st.frames.pop();
    st.emitter.calls.pop();
    scope.close();
    st.uncertain = uncertain;
    st.emitter.here = here;
  }
};

const fileName = (file: string): string => file.slice(file.lastIndexOf('/') + 1);

const generators = new WeakMap<object, boolean>();
const isGenerator = (body: readonly object[]): boolean => {
  const known = generators.get(body) ?? containsYield(body);
  generators.set(body, known);
  return known;
};
const containsYield = (node: unknown): boolean => {
  if (Array.isArray(node)) return node.some(containsYield);
  if (node === null || typeof node !== 'object') return false;
  const kind = (node as { kind?: unknown }).kind;
  if (kind === 'yield' || kind === 'yieldFrom') return true;
  if (kind === 'functionDef' || kind === 'lambda' || kind === 'classDef') return false;
  return Object.values(node).some(containsYield);
};

/** Binds arguments to parameters. Raises `wrong-arguments` with what is missing or surplus. */
export const bindArguments = (st: State, f: PyFunction, args: Args, scope: Scope): void => {
  const { params } = f.def;
  const positional = [...params.positionalOnly, ...params.positional];
  const wrong = (message: string, at: Span = args.at): never =>
    st.failWith(
      'wrong-arguments',
      at,
      `${f.name}() ${message}`,
      'TypeError',
      f.def.kind === 'lambda' ? [] : [{ span: f.def.nameAt, message: `\`${f.name}\` is defined here` }],
    );
  const bound = new Map<string, Value>();
  args.positional.forEach((v, i) => {
    const p = positional[i];
    if (p) bound.set(p.name, v);
  });
  if (args.positional.length > positional.length) {
    if (!params.varArgs)
      wrong(
        `takes ${positional.length} positional argument${positional.length === 1 ? '' : 's'}, ${args.positional.length} are given`,
        surplusAt(args, positional.length),
      );
    else bound.set(params.varArgs.name, new PyTuple(args.positional.slice(positional.length)));
  } else if (params.varArgs) bound.set(params.varArgs.name, new PyTuple([]));
  const byKeyword = new Set([...params.positional, ...params.keywordOnly].map((p) => p.name));
  const rest = new PyDict();
  for (const [name, v] of args.keywords) {
    if (byKeyword.has(name)) {
      if (bound.has(name)) wrong(`gets several values for \`${name}\``, args.named?.get(name)?.nameAt);
      bound.set(name, v);
    } else if (params.varKeywords) rest.entries.set(`s${name}`, { key: name, value: v });
    else {
      const near = nearest(name, byKeyword);
      wrong(`has no parameter \`${name}\`${near ? `; did you mean \`${near}\`?` : ''}`, args.named?.get(name)?.nameAt);
    }
  }
  if (params.varKeywords) bound.set(params.varKeywords.name, rest);
  const missing: string[] = [];
  for (const p of paramsOf(f)) {
    if (bound.has(p.name)) continue;
    const value = f.defaults.get(p.name);
    if (value === undefined) missing.push(p.name);
    else bound.set(p.name, value);
  }
  if (missing.length > 0) wrong(`misses ${missing.map((m) => `\`${m}\``).join(', ')}`);
  for (const [name, v] of bound) scope.set(name, v);
  if (st.facts) for (const p of allParamsOf(f)) st.facts.bind(scope, p.name, p.at, bound.get(p.name) ?? null);
};

const instantiate = (st: State, c: PyClass, args: Args): Value => {
  if (isException(c)) {
    const message = args.positional[0];
    return new PyException(c.name, typeof message === 'string' ? message : '');
  }
  const made = new PyInstance(c);
  if (c.fields) {
    c.fields.forEach((name, i) => {
      const value = args.positional[i] ?? args.keywords.get(name) ?? classMember(c, name);
      if (value === undefined) st.fail('wrong-arguments', args.at, `${c.name}() misses \`${name}\``, 'TypeError');
      made.members.set(name, value);
    });
    return made;
  }
  const init = classMember(c, '__init__');
  if (init instanceof PyFunction) st.call(new BoundMethod(made, init), args);
  else if (c.bases.some((b) => b instanceof Unknown)) return new Unknown(`${c.name}(…)`, args.at);
  return made;
};

const isException = (c: PyClass): boolean =>
  /(Error|Exception|^Invalid.*|AssertAlwaysFalse)$/.test(c.name) ||
  c.bases.some((b) => b instanceof PyClass && isException(b));

/** Makes the instance of a class without a definition of its own: arrays, configuration objects. */
export const instance = (of: PyClass, members: Record<string, Value>): PyInstance => {
  const made = new PyInstance(of);
  for (const [k, v] of Object.entries(members)) made.members.set(k, v);
  return made;
};

/** Python's idea of a list or tuple of values. */
export const sequence = (v: Value): readonly Value[] | null =>
  v instanceof PyList || v instanceof PyTuple ? v.items : null;
