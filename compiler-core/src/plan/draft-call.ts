/** Schedule calls before they are text: statements are meant by id, and named when it is known in which program. */

import { Tree } from '../frontends/tensor/schedule/tree.ts';
import type { Func, NodeId, Stmt } from '../ir/nodes.ts';
import { findByName } from '../ir/paths.ts';
import type { Argument, EnumMember, Handle } from '../transforms/arguments.ts';
import type { Options } from '../transforms/rewrite.ts';
import { labelOf, locate } from '../transforms/tree.ts';
import { ScheduleRun } from './calls.ts';

export interface DraftCall {
  readonly name: string;
  readonly args: readonly Argument[];
}

/** What schedule and FreeTensor are called in the text. */
export interface Spelling {
  readonly variable: string;
  /** Empty where its names are known as they are. */
  readonly module: string;
}
export const PLAIN: Spelling = { variable: 's', module: 'ft' };

/** @param id of a statement of `func`, or of one that is made by an earlier call. */
export const meant = (func: Func, id: NodeId): Handle => {
  const found = locate(func, id)?.stmt;
  return { kind: 'statement', id, label: found ? labelOf(found) : `#${id}` };
};

/** Without `named` statements are called by label or number, which is for people and no Python. */
export const spelledCall = (
  { name, args }: DraftCall,
  { variable, module }: Spelling = PLAIN,
  named = (h: Handle): string => `"${h.label}"`,
): string => {
  const spelled = (a: Argument): string => {
    if (typeof a === 'string') return `"${a}"`;
    if (isHandle(a)) return named(a);
    return isMember(a) ? `${prefix(module)}${a.type}.${a.member}` : String(a);
  };
  return `${variable}.${name}(${args.map(spelled).join(', ')})`;
};

export const isHandle = (a: Argument): a is Handle =>
  a !== null && typeof a === 'object' && 'kind' in a && a.kind === 'statement';
const isMember = (a: Argument): a is EnumMember =>
  a !== null && typeof a === 'object' && 'kind' in a && a.kind === 'enum';
const prefix = (module: string): string => (module === '' ? '' : `${module}.`);

const KINDS: Partial<Record<Stmt['kind'], string>> = {
  for: 'For',
  varDef: 'VarDef',
  store: 'Store',
  reduceTo: 'ReduceTo',
};

/**
 * Python for a statement of `func`: its label where no other has it, else its place among all of its kind.
 * Null where neither tells it.
 */
const nameIn = (func: Func, id: NodeId, { variable, module }: Spelling, { era }: Options): string | null => {
  const tree = new Tree(func.body);
  const stmt = tree.byId.get(id);
  if (!stmt) return null;
  const own = stmt.names.find((n) => !/["\\]/.test(n) && findByName(func.body, n).length === 1);
  if (own !== undefined) return `"${own}"`;
  const kind = KINDS[stmt.kind];
  if (kind === undefined) return null;
  const place = tree.postOrder.filter((s) => s.kind === stmt.kind).indexOf(stmt);
  const which = era === '2022' ? `lambda x: x.type() == ${prefix(module)}ASTNodeType.${kind}` : `"<${kind}>"`;
  return `${variable}.find_all(${which})[${place}]`;
};

/** Calls one after the other on `func`, as Python; null where a statement has no name or a call is not accepted. */
export const asPython = (
  func: Func,
  calls: readonly DraftCall[],
  spelling: Spelling,
  options: Options,
): readonly string[] | null => {
  const run = new ScheduleRun(func, options);
  const lines: string[] = [];
  for (const call of calls) {
    let isNamed = true;
    const text = spelledCall(call, spelling, ({ id }) => {
      const name = nameIn(run.func, id, spelling, options);
      isNamed &&= name !== null;
      return name ?? '';
    });
    if (!isNamed || run.invoke(call.name, call.args).verdict !== 'legal') return null;
    lines.push(text);
  }
  return lines;
};
