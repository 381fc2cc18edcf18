/**
 * Where new schedule calls on a function go: behind the last call of the schedule that the file makes of it, or, where there
 * is none, behind the function, with a schedule of their own.
 */

import type { FunctionDef, PyModule } from '@athanor/compiler-core/frontends/tensor/python/ast.ts';
import { allParams } from '@athanor/compiler-core/frontends/tensor/python/params.ts';
import type { ScheduleRecord } from '@athanor/compiler-core/frontends/tensor/schedule/host.ts';
import type { StagedUnit } from '@athanor/compiler-core/session/pipeline.ts';
import { line0, offset } from '@athanor/compiler-core/text/span.ts';
import { type AstNode, pathAt, walk } from './ast.ts';
import type { FileView } from './view.ts';

export interface Place {
  /** The end of the line after which they go. */
  readonly at: number;
  readonly indent: string;
  /** What the schedule is called there. */
  readonly variable: string;
  /** `s = ft.Schedule(f)`, with the empty lines before it; empty where there is a schedule already. */
  readonly opening: string;
  /** What FreeTensor is called there. */
  readonly module: string;
}

/** What the file's own schedules did to a function, in the order of the calls. */
export const recordsOf = (view: FileView, unit: StagedUnit): readonly ScheduleRecord[] =>
  (view.staged.schedules ?? []).filter(
    (r) => r.at.file === view.file && r.scheduled === unit.name && isInside(r.definition, unit),
  );
const isInside = (at: ScheduleRecord['definition'], { span }: StagedUnit): boolean =>
  at.file === span.file && at.start <= span.end && span.start <= at.end;

/** A text says why there is no such place. */
export const schedulePlace = (view: FileView, unit: StagedUnit): Place | string => {
  const last = recordsOf(view, unit).at(-1);
  const module = moduleName(view.module);
  if (module === null) return 'the file does not import the whole of `freetensor` by a name';
  return last ? behindCall(view, last, module) : behindFunction(view, unit, module);
};

const behindCall = (view: FileView, last: ScheduleRecord, module: string): Place | string => {
  const path = pathAt(view.module, last.at.start);
  const made = 'is made inside an expression, where no call can be added';
  if (path.some((n) => n.kind === 'lambda')) return `the schedule of \`${last.scheduled}\` ${made}`;
  // In a loop or a `with` of the function that schedules: behind all of it.
  const owner = path.findLastIndex((n) => n.kind === 'functionDef' && contains(n, last));
  const stmt = path[owner + 1];
  const variable = stmt && receiverOf(path, last);
  if (!stmt || !variable) return `the schedule of \`${last.scheduled}\` ${made}`;
  return { at: lineEnd(view, stmt.at.end), indent: indentAt(view, stmt.at.start), variable, opening: '', module };
};

/** In the body, not in a decorator. */
const contains = (n: AstNode, { at }: ScheduleRecord): boolean =>
  n.kind === 'functionDef' && n.body.some((s) => s.at.start <= at.start && at.end <= s.at.end);

/** `s` of `s.split(…)`, or of `s = ft.Schedule(f)`. */
const receiverOf = (path: readonly AstNode[], { at }: ScheduleRecord): string | null => {
  const call = path.findLast((n) => n.kind === 'call' && n.at.start === at.start && n.at.end === at.end);
  if (call?.kind !== 'call') return null;
  if (call.func.kind === 'attribute' && call.func.object.kind === 'name' && call.func.name !== 'Schedule')
    return call.func.object.id;
  const assign = path.findLast((n) => n.kind === 'assign');
  const target = assign?.kind === 'assign' && assign.value === call ? assign.targets[0] : undefined;
  return target?.kind === 'name' ? target.id : null;
};

const behindFunction = (view: FileView, unit: StagedUnit, module: string): Place | string => {
  const def = definitionOf(view.module, unit);
  if (!def) return `the definition of \`${unit.name}\` is not found`;
  const indent = indentAt(view, def.decorators[0]?.at.start ?? def.at.start);
  const variable = freeName(view);
  const gap = indent === '' ? '\n\n' : '\n';
  const end = Math.max(def.at.end, ...def.body.map((s) => s.at.end));
  const schedule = module === '' ? 'Schedule' : `${module}.Schedule`;
  return {
    at: withComments(view, lineEnd(view, end), indent),
    indent,
    variable,
    opening: `${gap}\n${indent}${variable} = ${schedule}(${def.name})`,
    module,
  };
};

export const definitionOf = (module: PyModule, unit: StagedUnit): FunctionDef | null => {
  let found: FunctionDef | null = null;
  walk(module, (n) => {
    if (n.kind === 'functionDef' && n.name === unit.name && n.at.start <= unit.span.end && unit.span.start <= n.at.end)
      found = n;
  });
  return found;
};

/** `ft` of `import freetensor as ft` at the top of the module; empty after `from freetensor import *`; null: neither. */
const moduleName = ({ body }: PyModule): string | null => {
  let name: string | null = null;
  for (const s of body) {
    if (s.kind === 'import') for (const a of s.names) if (a.name === 'freetensor') name = a.asName ?? a.name;
    if (s.kind === 'importFrom' && s.module === 'freetensor' && s.names === null) name = '';
  }
  return name;
};

const freeName = (view: FileView): string => {
  const taken = new Set<string>();
  walk(view.module, (n) => {
    if (n.kind === 'name') taken.add(n.id);
    if (n.kind === 'functionDef' || n.kind === 'classDef') taken.add(n.name);
    if (n.kind === 'import' || n.kind === 'importFrom')
      for (const a of n.names ?? []) taken.add(a.asName ?? a.name.split('.')[0] ?? '');
    if (n.kind === 'try') for (const h of n.handlers) if (h.name !== null) taken.add(h.name);
    if (n.kind === 'global' || n.kind === 'nonlocal') for (const name of n.names) taken.add(name);
    if (n.kind === 'functionDef') for (const p of allParams(n.params)) taken.add(p.name);
  });
  for (let k = 0; ; k++) {
    const name = k === 0 ? 's' : `s${k}`;
    if (!taken.has(name)) return name;
  }
};

const indentAt = (view: FileView, at: number): string =>
  /^[ \t]*/.exec(view.lines.lineText(line0(view.lines.position0(offset(at)).line)))?.[0] ?? '';

/** The end of the comments that still belong to a body: those directly behind it, indented deeper than the function. */
const withComments = (view: FileView, end: number, indent: string): number => {
  const rest = /^(?:\r?\n([ \t]+)#[^\r\n]*)+/.exec(view.text.slice(end));
  if (!rest || rest[1] === undefined || rest[1].length <= indent.length) return end;
  return end + rest[0].length;
};

const lineEnd = (view: FileView, at: number): number => {
  const next = view.text.slice(at).search(/\r?\n/);
  return next < 0 ? view.text.length : at + next;
};
