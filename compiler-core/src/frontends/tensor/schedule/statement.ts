/** Statements and ids as Python objects: what a predicate or a chain such as `s.find("L").body` asks of them. */

import { loopLength } from '../../../ir/build.ts';
import type { Expr, Stmt } from '../../../ir/nodes.ts';
import { childStmts } from '../../../ir/walk.ts';
import type { Span } from '../../../text/span.ts';
import type { State } from '../state.ts';
import { Builtin, dtypeValue, NativeObject, PyList, PyTuple, TypeName, Unknown, type Value } from '../values.ts';
import type { StmtRef } from './host.ts';
import type { Tree } from './tree.ts';

/** The names of the kinds of statements, as members of `ft.ASTNodeType`. */
const KIND: Partial<Record<Stmt['kind'], string>> = {
  seq: 'StmtSeq',
  varDef: 'VarDef',
  store: 'Store',
  reduceTo: 'ReduceTo',
  for: 'For',
  if: 'If',
  assert: 'Assert',
  assume: 'Assume',
  eval: 'Eval',
  any: 'Any',
};

/** A member of an enumeration: equal to another of the same name. */
export const enumerator = (type: string, name: string): NativeObject =>
  new NativeObject(type, name, (member) => (member === 'name' ? name : undefined));
/** `ft.FissionSide` and the like. Without `members` any name is taken for one. */
export const enumeration = (type: string, members: readonly string[] | null = null): NativeObject =>
  new NativeObject('type', type, (name) =>
    members === null || members.includes(name) ? enumerator(type, name) : undefined,
  );

const refs = new WeakMap<NativeObject, StmtRef>();
/** The statement that an id or statement object stands for; null for other values. */
export const refOf = (v: Value): StmtRef | null => (v instanceof NativeObject ? (refs.get(v) ?? null) : null);

export const idObject = (ref: StmtRef): NativeObject => {
  const made = new NativeObject('ID', ref.stmt, () => undefined);
  refs.set(made, ref);
  return made;
};

/** A constant is known; what else an expression is, no predicate of a schedule can rely on here. */
const expression = (e: Expr, at: Span): Value => {
  if (e.kind !== 'int' && e.kind !== 'float' && e.kind !== 'bool') return new Unknown('an expression', at);
  const type = e.kind === 'int' ? 'IntConst' : e.kind === 'float' ? 'FloatConst' : 'BoolConst';
  return new NativeObject(type, e, (name) =>
    name === 'val' ? e.value : name === 'type' ? new Builtin('type', () => enumerator('ASTNodeType', type)) : undefined,
  );
};

const method = (name: string, result: () => Value): Builtin => new Builtin(name, result);

const property = (s: Extract<Stmt, { kind: 'for' }>, at: Span): NativeObject =>
  new NativeObject('ForProperty', s, (name) => {
    switch (name) {
      case 'parallel':
        return enumerator('ParallelScope', s.property.parallel);
      case 'unroll':
      case 'vectorize':
        return s.property[name];
      case 'no_deps':
        return new PyList([...s.property.noDeps]);
      case 'prefer_libs':
        return s.property.preferLibs;
      case 'reductions':
        return new Unknown('reductions', at);
      default:
        return undefined;
    }
  });

const buffer = (s: Extract<Stmt, { kind: 'varDef' }>, at: Span): NativeObject =>
  new NativeObject('Buffer', s, (name) => {
    switch (name) {
      case 'tensor':
        return new NativeObject('Tensor', s, (part) =>
          part === 'shape'
            ? new PyList(s.shape.map((e) => expression(e, at)))
            : part === 'dtype'
              ? dtypeValue(s.dtype)
              : undefined,
        );
      case 'atype':
        return new TypeName('atype', s.access);
      case 'mtype':
        return new TypeName('mtype', s.memory);
      default:
        return undefined;
    }
  });

export const stmtObject = (st: State, tree: Tree, s: Stmt): NativeObject => {
  const wrap = (x: Stmt | null | undefined): Value => (x ? stmtObject(st, tree, x) : null);
  const made = new NativeObject('Stmt', s.id, (name, at) => memberOf(st, tree, s, wrap, name, at));
  refs.set(made, { stmt: s.id });
  return made;
};

const memberOf = (
  st: State,
  tree: Tree,
  s: Stmt,
  wrap: (x: Stmt | null | undefined) => Value,
  name: string,
  at: Span,
): Value | undefined => {
  const own = ownMember(s, wrap, name, at);
  if (own !== undefined) return own;
  switch (name) {
    case 'nid':
    case 'id':
      return idObject({ stmt: s.id });
    case 'type':
    case 'node_type':
      return method(name, () => {
        const kind = KIND[s.kind];
        return kind ? enumerator('ASTNodeType', kind) : new Unknown('type()', at);
      });
    case 'node':
      return method(name, () => wrap(s));
    case 'prev':
    case 'prev_stmt':
      return method(name, () => wrap(tree.sibling(s, -1)));
    case 'next':
    case 'next_stmt':
      return method(name, () => wrap(tree.sibling(s, 1)));
    case 'outer':
    case 'parent_stmt':
      return new Builtin(name, (args) => {
        const filter = args.positional[0] ?? args.keywords.get('filter');
        for (let p = tree.parents.get(s); p; p = tree.parents.get(p)) {
          if (filter === undefined) return wrap(p);
          const wanted = st.call(filter, {
            positional: [wrap(p)],
            keywords: new Map(),
            at: args.at,
            spans: [args.at],
          });
          if (wanted instanceof Unknown) return new Unknown(`${name}(…)`, args.at);
          if (st.truth(wanted, args.at)) return wrap(p);
        }
        return null;
      });
    case 'children':
      return method(name, () => new PyTuple(childStmts(s).map(wrap)));
    default:
      return OF_SOME.has(name) ? undefined : new Unknown(`Stmt.${name}`, at);
  }
};

/** A statement that is of another kind raises at these; what is not listed some version may have. */
const OF_SOME: ReadonlySet<string> = new Set(
  'stmts name buffer atype mtype body var indices expr op iter begin end step len property then_case else_case cond'.split(
    ' ',
  ),
);

/** Members that only some kinds of statements have. */
const ownMember = (s: Stmt, wrap: (x: Stmt | null) => Value, name: string, at: Span): Value | undefined => {
  switch (s.kind) {
    case 'seq':
      return name === 'stmts' ? new PyList(s.stmts.map(wrap)) : undefined;
    case 'varDef':
      if (name === 'name') return s.name;
      if (name === 'buffer') return buffer(s, at);
      if (name === 'atype') return new TypeName('atype', s.access);
      if (name === 'mtype') return new TypeName('mtype', s.memory);
      return name === 'body' ? wrap(s.body) : undefined;
    case 'store':
    case 'reduceTo':
      if (name === 'var') return s.tensor;
      if (name === 'indices') return new PyList(s.indices.map((e) => expression(e, at)));
      return name === 'expr' ? expression(s.value, at) : name === 'op' ? new Unknown('op', at) : undefined;
    case 'for':
      if (name === 'iter') return s.iter;
      if (name === 'begin' || name === 'end' || name === 'step') return expression(s[name], at);
      if (name === 'len') return expression(loopLength(s), at);
      if (name === 'property') return property(s, at);
      return name === 'body' ? wrap(s.body) : undefined;
    case 'if':
      if (name === 'then_case') return wrap(s.then);
      if (name === 'else_case') return wrap(s.else);
      return name === 'cond' ? expression(s.cond, at) : undefined;
    case 'assert':
    case 'assume':
      return name === 'body' ? wrap(s.body) : name === 'cond' ? expression(s.cond, at) : undefined;
    default:
      return undefined;
  }
};
