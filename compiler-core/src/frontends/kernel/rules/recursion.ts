/** Functions of a kernel that call themselves, directly or through others (SYCL 2020, 5.4). */

import type { Diagnostic } from '../../../diag/diagnostic.ts';
import type { Node } from '../parse/ast.ts';
import { said } from './constructs.ts';
import { type DeviceBody, isCall, walkCompiled } from './device-code.ts';
import type { NameTable } from './names.ts';

interface Call {
  readonly from: DeviceBody;
  readonly to: DeviceBody;
  readonly callee: Node;
}

/** It may be computed while it compiles. */
const isConstexpr = ({ definition }: DeviceBody): boolean =>
  definition === null || definition.specifiers.words.some((word) => word === 'constexpr' || word === 'consteval');

/** Instances of templates end by their arguments, so calls through them are no recursion. O(bodies times calls). */
export const recursions = (names: NameTable, bodies: readonly DeviceBody[]): readonly Diagnostic[] => {
  const byBody = new Map(bodies.filter((b) => !b.isTemplate && !isConstexpr(b)).map((b) => [b.body, b]));
  const calls = new Map<DeviceBody, Call[]>();
  for (const from of byBody.values()) {
    const own: Call[] = [];
    calls.set(from, own);
    walkCompiled(from.body, (node) => {
      const called = isCall(node) ? names.functionCalled(node.callee) : null;
      const body = called?.definition.body;
      const to = body == null ? undefined : byBody.get(body);
      if (to !== undefined && isCall(node)) own.push({ from, to, callee: node.callee });
      return;
    });
  }
  const reaches = (start: DeviceBody, goal: DeviceBody): boolean => {
    const seen = new Set([start]);
    for (const at of seen) {
      if (at === goal) return true;
      for (const { to } of calls.get(at) ?? []) seen.add(to);
    }
    return false;
  };
  const order = [...byBody.values()];
  return [...calls.values()].flat().flatMap(({ from, to, callee }): readonly Diagnostic[] => {
    // Of a circle the call that leads back to its first function.
    if (order.indexOf(to) > order.indexOf(from) || !reaches(to, from)) return [];
    const name = to.chain.at(-1)?.name ?? '';
    const what = from === to ? `calls \`${name}\`, which calls itself` : `calls \`${name}\`, which leads back here`;
    return [said(names, from, { node: callee, what, remedy: 'use a loop' })];
  });
};
