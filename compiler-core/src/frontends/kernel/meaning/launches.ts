/**
 * Where device code is launched (SYCL 2020, 4.9.4.2): calls of `parallel_for`, `single_task` and
 * `parallel_for_work_group`, of a handler or in a queue's short form, and what they run.
 */

import { type Span, span } from '../../../text/span.ts';
import type { Decl, Expr, LambdaExpr, Name, Node, TemplateArgument } from '../parse/ast.ts';
import type { SyntaxUnit } from '../parse/parse.ts';
import { walk } from '../parse/walk.ts';

export const LAUNCH_CALLS = ['parallel_for', 'single_task', 'parallel_for_work_group'] as const;
export type LaunchCall = (typeof LAUNCH_CALLS)[number];

/** The name of the call, where it is spelled: in the text of a macro where one holds it. */
export const launchName = ({ tokens, spanOf }: SyntaxUnit, node: Node): Span => {
  const name = tokens.slice(node.from, node.to).find(({ text }) => isLaunchCall(text));
  return name === undefined ? spanOf(node) : span(name.file, name.start, name.end);
};

/** What a launch runs. */
export type KernelBody =
  | { readonly kind: 'lambda'; readonly lambda: LambdaExpr }
  /** A function object; its class is found by type, which is not known here. */
  | { readonly kind: 'object'; readonly value: Expr };

export interface Launch extends Node {
  readonly call: LaunchCall;
  /** The template argument that names the kernel, as written; null where it has none. */
  readonly name: string | null;
  /** Arguments before the kernel: the range first, then events and reductions. */
  readonly arguments: readonly Expr[];
  readonly body: KernelBody;
}

const isLaunchCall = (text: string): text is LaunchCall => (LAUNCH_CALLS as readonly string[]).includes(text);

const calleeName = (callee: Expr): Name | null =>
  callee.kind === 'member' || callee.kind === 'name' ? callee.name : null;

const isExpr = (node: Node): node is Expr => 'kind' in node;

/** Lambdas that a name stands for: `auto kernel = [=](...) { ... };`. The last one of a name before the launch counts. */
function namedLambdas(body: readonly Decl[]): ReadonlyMap<string, readonly LambdaExpr[]> {
  const out = new Map<string, LambdaExpr[]>();
  walk(body, (node) => {
    if (!('declarator' in node) || !('initializer' in node)) return;
    const { declarator, initializer } = node as Extract<Decl, { kind: 'simple' }>['declarators'][number];
    const value = initializer?.kind === 'copy' ? initializer.value : null;
    const name = declarator.name?.parts[0]?.text;
    if (value?.kind === 'lambda' && name !== undefined) out.set(name, [...(out.get(name) ?? []), value]);
    return;
  });
  return out;
}

/** The launches of a unit in the order of its text. O(nodes). */
export const findLaunches = (unit: SyntaxUnit): readonly Launch[] => {
  const lambdas = namedLambdas(unit.body);
  const launches: Launch[] = [];
  walk(unit.body, (node) => {
    if (!isExpr(node) || node.kind !== 'call') return;
    const part = calleeName(node.callee)?.parts.at(-1);
    const kernel = node.arguments.at(-1);
    if (part?.form !== 'identifier' || !isLaunchCall(part.text) || kernel === undefined) return;
    const first = part.arguments?.[0];
    launches.push({
      from: node.from,
      to: node.to,
      call: part.text,
      name: first === undefined ? null : textOf(unit, first),
      arguments: node.arguments.slice(0, -1),
      body: bodyOf(kernel, lambdas),
    });
    return;
  });
  return launches;
};

function bodyOf(kernel: Expr, lambdas: ReadonlyMap<string, readonly LambdaExpr[]>): KernelBody {
  if (kernel.kind === 'lambda') return { kind: 'lambda', lambda: kernel };
  if (kernel.kind === 'paren') return bodyOf(kernel.inner, lambdas);
  const name = kernel.kind === 'name' ? kernel.name.parts.at(-1)?.text : undefined;
  const lambda = name === undefined ? undefined : lambdas.get(name)?.findLast(({ to }) => to <= kernel.from);
  return lambda === undefined ? { kind: 'object', value: kernel } : { kind: 'lambda', lambda };
}

/** The text of a template argument, `class` before a new name left out. */
function textOf(unit: SyntaxUnit, argument: TemplateArgument): string {
  const words = unit.tokens.slice(argument.from, argument.to).map(({ spelling }) => spelling);
  if (words[0] === 'class' || words[0] === 'struct') words.shift();
  return words.join('');
}
