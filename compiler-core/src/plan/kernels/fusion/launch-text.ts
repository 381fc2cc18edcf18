/** A launch as text: the command group around it, and the kernel's lambda, for putting two together. */

import { findLaunches, type Launch } from '../../../frontends/kernel/meaning/launches.ts';
import type { CompoundStmt, Decl, Expr, LambdaExpr, Node, Stmt } from '../../../frontends/kernel/parse/ast.ts';
import type { SyntaxUnit } from '../../../frontends/kernel/parse/parse.ts';
import { walk } from '../../../frontends/kernel/parse/walk.ts';
import type { Span } from '../../../text/span.ts';

/** A piece of the file with the tokens in it. */
export interface Piece {
  readonly node: Node;
  readonly at: Span;
}

export interface LaunchText {
  readonly launch: Launch;
  readonly lambda: LambdaExpr;
  /** The statement that issues it. */
  readonly statement: Stmt;
  readonly queue: string;
  /** Of the form `submit`: what stands in the command group besides the launch, and the handler's name. */
  readonly group: { readonly handler: string; readonly statements: readonly Stmt[] } | null;
  /** An event that its statement declares. */
  readonly event: string | null;
}

const contains = (outer: Node, inner: Node): boolean => outer.from <= inner.from && inner.to <= outer.to;

const calleeOf = (e: Expr): { readonly object: Expr; readonly name: string } | null => {
  if (e.kind !== 'call' || e.callee.kind !== 'member') return null;
  return { object: e.callee.object, name: e.callee.name.parts.at(-1)?.text ?? '' };
};

/** The expression of a statement, and the variable that it initialises. */
const valueOfStatement = (s: Stmt): { readonly value: Expr; readonly event: string | null } | null => {
  if (s.kind === 'expression') return { value: s.value, event: null };
  if (s.kind !== 'declaration' || s.declaration.kind !== 'simple') return null;
  const [only, ...more] = s.declaration.declarators;
  const name = only?.declarator.name?.parts.at(-1)?.text;
  if (!only || more.length > 0 || name === undefined || only.initializer?.kind !== 'copy') return null;
  return { value: only.initializer.value, event: name };
};

/** Without the `wait()` behind it. */
export const withoutWait = (e: Expr): Expr => {
  const call = calleeOf(e);
  return call && /^wait/.test(call.name) ? withoutWait(call.object) : e;
};

export const isWait = (s: Stmt): boolean => {
  if (s.kind === 'empty') return true;
  const call = s.kind === 'expression' ? calleeOf(s.value) : null;
  return call !== null && /^(?:wait|wait_and_throw)$/.test(call.name) && call.object.kind !== 'call';
};

const isDependsOn = (s: Stmt, handler: string): boolean => {
  const call = s.kind === 'expression' ? calleeOf(s.value) : null;
  return call?.name === 'depends_on' && call.object.kind === 'name' && call.object.name.parts.at(-1)?.text === handler;
};

export const textOf = (unit: SyntaxUnit, text: string, node: Node): string => {
  const { start, end } = unit.spanOf(node);
  return text.slice(start, end);
};

const lambdaOf = ({ body }: Launch): LambdaExpr | null => (body.kind === 'lambda' ? body.lambda : null);

/** The launch at a place; a sentence where it is not of a form that can be put together. */
export const launchTextAt = (unit: SyntaxUnit, text: string, at: Span, statement: Stmt): LaunchText | string => {
  const launch = findLaunches(unit).find((l) => {
    const span = unit.spanOf(l);
    return span.start === at.start && span.end === at.end;
  });
  const lambda = launch && lambdaOf(launch);
  if (!launch || !lambda || !contains(launch, lambda)) return 'the kernel is no lambda in the call that launches it';
  const found = valueOfStatement(statement);
  const value = found && withoutWait(found.value);
  const call = value && calleeOf(value);
  if (!found || !value || value.kind !== 'call' || !call) return 'the launch is part of a larger statement';
  const { event } = found;
  const queue = textOf(unit, text, call.object);
  if (value.from === launch.from && value.to === launch.to)
    return { launch, lambda, statement, queue, group: null, event };
  const [group] = value.arguments;
  if (call.name !== 'submit' || group?.kind !== 'lambda') return 'the launch is part of a larger statement';
  const handler = group.function?.parameters[0]?.declarator.name?.parts[0]?.text;
  const own = group.body.body.find((s) => contains(s, launch));
  const isPlain = own?.kind === 'expression' && own.value.from === launch.from && own.value.to === launch.to;
  if (handler === undefined || !isPlain) return 'the launch is not a statement of its command group';
  const statements = group.body.body.filter((s) => s !== own && !isDependsOn(s, handler));
  return { launch, lambda, statement, queue, group: { handler, statements }, event };
};

/** Statements of one block that hold the two places, and those between them. */
export const statementsAround = (unit: SyntaxUnit, a: Span, b: Span): readonly Stmt[] | null => {
  let found: readonly Stmt[] | null = null;
  walk(unit.body, (node) => {
    if (!('kind' in node) || node.kind !== 'compound') return;
    const { body } = node as CompoundStmt;
    const holds = (at: Span): number =>
      body.findIndex((s) => {
        const { file, start, end } = unit.spanOf(s);
        return file === at.file && start <= at.start && at.end <= end;
      });
    const [i, j] = [holds(a), holds(b)];
    if (i >= 0 && j > i) found = body.slice(i, j + 1);
    return;
  });
  return found;
};

/** Names that statements declare. */
export const declaredIn = (statements: readonly Stmt[]): readonly string[] =>
  statements.flatMap((s) => {
    const d: Decl | null = s.kind === 'declaration' ? s.declaration : null;
    if (d?.kind !== 'simple') return [];
    return d.declarators.flatMap(({ declarator }) => declarator.name?.parts.at(-1)?.text ?? []);
  });

/** Whether a `return` of the lambda itself stands in its body. */
export const returnsEarly = (body: CompoundStmt): boolean => {
  let found = false;
  walk(body.body, (node) => {
    if ('kind' in node && node.kind === 'return') found = true;
    return !('kind' in node && node.kind === 'lambda');
  });
  return found;
};

/** An element of a memory in the text: `t[i][j]`; `assigned` by a plain `=`. */
export interface Subscript {
  readonly at: Span;
  readonly assigned: boolean;
}

const rootOf = (e: Expr): string | null => {
  if (e.kind === 'subscript') return rootOf(e.object);
  return e.kind === 'name' ? (e.name.parts.at(-1)?.text ?? null) : null;
};

/** All that a kernel does with a name; null where it does something else with it than take elements. */
export const subscriptsOf = (unit: SyntaxUnit, lambda: LambdaExpr, name: string): readonly Subscript[] | null => {
  const targets = new Set<Node>();
  const found: Subscript[] = [];
  let isClear = true;
  walk([lambda.body], (node) => {
    if (!('kind' in node)) return;
    const e = node as Expr;
    if (e.kind === 'assign' && e.operator === '=') targets.add(e.left);
    if (e.kind === 'subscript' && rootOf(e) === name) {
      found.push({ at: unit.spanOf(e), assigned: targets.has(e) });
      return false;
    }
    if (e.kind === 'name' && rootOf(e) === name) isClear = false;
    return;
  });
  return isClear ? found : null;
};
