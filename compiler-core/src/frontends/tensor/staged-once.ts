/**
 * Names of the surrounding Python that the body of a loop or branch of the program changes. FreeTensor runs the body
 * once while staging, so such a name changes once: not in each iteration, and not only where the branch is taken.
 */

import type { Span } from '../../text/span.ts';
import type { PyExpr, PyStmt } from './python/ast.ts';
import type { Scope } from './scope.ts';
import type { State } from './state.ts';
import { TensorRef } from './tensor.ts';
import { Unknown, type Value } from './values.ts';

/** Reads of names in the bodies of loops being staged: the first of each name, by what it gave. */
export type Reads = Map<string, Value>;

/** Runs the staging of a body; what it changed is remembered at the names, to be said where they are read. */
export const watchBody = (
  st: State,
  scope: Scope,
  body: readonly PyStmt[],
  where: 'loop' | 'branch',
  run: () => void,
): void => {
  const scopes = [...functionScopes(scope)];
  const before = scopes.map((s) => new Map(s.vars));
  const reads: Reads = new Map();
  if (where === 'loop') st.reads.push(reads);
  try {
    run();
  } finally {
    if (where === 'loop') st.reads.pop();
  }
  const held = new Set(before.flatMap((vars) => [...vars.values()]));
  // One assignment to several names is one mistake.
  const said = new Set<number>();
  scopes.forEach((s, i) => {
    for (const [name, now] of s.vars) {
      const was = before[i]?.get(name);
      if (was === undefined || was === now || isOtherMistake(was, now, held)) continue;
      const at = assignedAt(body, name);
      if (!at) continue;
      if (reads.has(name) && reads.get(name) === was) {
        if (!said.has(at.start)) say(st, name, at, { at, where });
        said.add(at.start);
      } else s.changed.set(name, { value: now, at, where });
    }
  });
};

/** A name is read: was it changed by a body that runs once? */
export const noteRead = (st: State, scope: Scope, name: string, value: Value, at: Span): void => {
  for (const reads of st.reads) if (!reads.has(name)) reads.set(name, value);
  for (const s of functionScopes(scope)) {
    if (!s.vars.has(name)) continue;
    const change = s.changed.get(name);
    if (change?.value === value) {
      s.changed.delete(name);
      say(st, name, at, change);
    }
    return;
  }
};

const say = (
  st: State,
  name: string,
  at: Span,
  change: { readonly at: Span; readonly where: 'loop' | 'branch' },
): void =>
  st.note({
    code: 'trap-staged-once',
    at,
    message:
      change.where === 'loop'
        ? `\`${name}\` is changed by a loop of the program, whose body is staged once: the name changes once, not in each iteration; keep the value in a tensor`
        : `\`${name}\` is changed by a branch that is decided at run time and staged either way: the name has the new value whether it is taken or not; keep the value in a tensor`,
    related: change.at.start === at.start ? [] : [{ span: change.at, message: `\`${name}\` is changed here` }],
  });

/** Tensors that are rebound to expressions, or hidden by a new one of the same name, are said as such. */
const isOtherMistake = (was: Value, now: Value, held: ReadonlySet<Value>): boolean =>
  (was instanceof Unknown && was.broken) ||
  (now instanceof Unknown && now.broken) ||
  (was instanceof TensorRef && !was.isElement && !(now instanceof TensorRef)) ||
  (now instanceof TensorRef && !now.isElement && !held.has(now));

/** The scopes of the function that a body belongs to, innermost first. */
function* functionScopes(scope: Scope): Iterable<Scope> {
  for (let s: Scope | null = scope; s; s = s.parent) {
    if (s.kind === 'block' || s.kind === 'function') yield s;
    if (s.kind !== 'block' && s.kind !== 'comprehension') return;
  }
}

/** Where a name is assigned: of an unpacking, all its names. */
const assignedAt = (body: readonly PyStmt[], name: string): Span | null => {
  for (const s of body) {
    const at = s.kind === 'assign' ? s.targets.map((t) => nameIn(t, name)).find((a) => a !== null) : null;
    const own = at ?? (s.kind === 'augAssign' ? nameIn(s.target, name) : null);
    const inner =
      own ?? ('body' in s && Array.isArray(s.body) && s.kind !== 'functionDef' ? assignedAt(s.body, name) : null);
    const found = inner ?? ('orElse' in s && s.orElse ? assignedAt(s.orElse, name) : null);
    if (found) return found;
  }
  return null;
};

const nameIn = (target: PyExpr, name: string): Span | null => {
  if (target.kind === 'name') return target.id === name ? target.at : null;
  if (target.kind === 'starred') return nameIn(target.value, name);
  if (target.kind !== 'tuple' && target.kind !== 'list') return null;
  return target.items.some((t) => nameIn(t, name) !== null) ? target.at : null;
};
