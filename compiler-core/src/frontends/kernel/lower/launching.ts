/** Where kernels are launched, and which functions lead there: by text, so none is missed. */

import { LAUNCH_CALLS } from '../meaning/launches.ts';
import type { Decl, Expr, FunctionDecl, Name, Node } from '../parse/ast.ts';
import { walk } from '../parse/walk.ts';

const LAUNCHES: ReadonlySet<string> = new Set(LAUNCH_CALLS);

export interface Calls {
  /** What each function calls or names, by name. */
  readonly calls: ReadonlyMap<string, ReadonlySet<string>>;
  /** Calls of a launch's name on an object, in the order of the text. */
  readonly launches: readonly Node[];
}

/** O(nodes). */
export const callsIn = (decl: Decl): Calls => {
  const calls = new Map<string, Set<string>>();
  const launches: Node[] = [];
  /** Functions around the node, the outer first. */
  const open: { readonly to: number; readonly names: Set<string> }[] = [];
  walk([decl], (node) => {
    while (open.length > 0 && (open.at(-1)?.to ?? 0) <= node.from) open.pop();
    if (!('kind' in node)) return;
    const kind = (node as { kind: string }).kind;
    if (kind === 'function' && 'declarator' in node && (node as FunctionDecl).body !== null) {
      const name = (node as FunctionDecl).declarator.name?.parts.at(-1);
      const text = name?.form === 'operator' ? `operator${name.text}` : (name?.text ?? '');
      const names = calls.get(text) ?? new Set();
      calls.set(text, names);
      open.push({ to: node.to, names });
    } else if (kind === 'call') {
      const { callee, arguments: given } = node as Extract<Expr, { kind: 'call' }>;
      const called = nameOfCallee(callee);
      if (called !== null && LAUNCHES.has(called) && callee.kind === 'member' && given.length > 0) launches.push(node);
      if (called !== null) for (const { names } of open) names.add(called);
    } else if (kind === 'construct' || kind === 'named' || kind === 'name') {
      const named = typeName(node);
      if (named !== null) for (const { names } of open) names.add(named);
    }
    return;
  });
  return { calls, launches };
};

/** Names of functions that hold a launch, or call by name what does. */
export const launchingFunctions = (declarations: readonly Calls[]): ReadonlySet<string> => {
  const launching = new Set<string>();
  for (let grown = true; grown; ) {
    grown = false;
    for (const { calls } of declarations) {
      for (const [name, called] of calls) {
        if (launching.has(name) || !leads(called, launching)) continue;
        launching.add(name);
        grown = true;
      }
    }
  }
  return launching;
};

const leads = (called: ReadonlySet<string>, launching: ReadonlySet<string>): boolean => {
  for (const name of called) if (LAUNCHES.has(name) || launching.has(name)) return true;
  return false;
};

function nameOfCallee(callee: Expr): string | null {
  if (callee.kind === 'name' || callee.kind === 'member') return callee.name.parts.at(-1)?.text ?? null;
  return callee.kind === 'paren' ? nameOfCallee(callee.inner) : null;
}

/** A class that is named may have its constructor launch. */
function typeName(node: Node): string | null {
  const { name } = node as { name?: Name };
  return name?.parts.at(-1)?.text ?? null;
}
