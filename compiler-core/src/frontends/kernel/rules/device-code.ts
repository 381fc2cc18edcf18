/** The text that runs on a device: bodies of kernels, and of the functions that they reach. */

import type { Related } from '../../../diag/diagnostic.ts';
import type { Span } from '../../../text/span.ts';
import { findLaunches, type Launch, launchName } from '../meaning/launches.ts';
import type { Expr, FunctionDecl, LambdaExpr, Node, Stmt } from '../parse/ast.ts';
import { walk } from '../parse/walk.ts';
import type { KernelSymbol } from '../symbols/symbols.ts';
import { isFunction, lastText, type NameTable } from './names.ts';

/** A kernel whose launch was read, so it is known to be one. */
export interface KernelUse {
  readonly launch: Launch;
  /** The function that runs: a lambda, or the call operator of a class. */
  readonly lambda: LambdaExpr | null;
  readonly object: { readonly type: KernelSymbol; readonly call: FunctionDecl } | null;
  readonly name: string;
  /** The name of the call that launches it. */
  readonly at: Span;
}

export interface DeviceBody {
  readonly kernel: KernelUse;
  readonly body: Node;
  /** Null: the kernel itself. */
  readonly definition: FunctionDecl | null;
  readonly isTemplate: boolean;
  /** The function's own symbol, and those that lead here. */
  readonly chain: readonly KernelSymbol[];
  /** The calls that lead here, the innermost first, and the kernel. */
  readonly related: readonly Related[];
}

/** Of one kernel: larger programs are cut off, which loses remarks. */
const MAX_BODIES = 400;

type CallExpr = Extract<Expr, { kind: 'call' }>;

/**
 * Nodes that are compiled wherever the body is: what `if constexpr` may discard, operands that are not evaluated and the
 * insides of templates' arguments are left out.
 */
export const walkCompiled = (body: Node, visit: (node: Node) => boolean | undefined): void =>
  walk([body], (node) => {
    const { kind, form } = node as { kind?: string; form?: string };
    if (kind === 'if' && form !== '' && form !== undefined) return false;
    if (kind === 'decltype' || kind === 'staticAssert' || kind === 'requires' || kind === 'error') return false;
    if (kind === 'macro') return false;
    const { specifiers } = node as { specifiers?: { words: readonly string[] } };
    // What is computed while it compiles runs on no device.
    if (kind === 'simple' && specifiers?.words.includes('constexpr')) return false;
    if (kind === 'query' && (node as Extract<Expr, { kind: 'query' }>).operator !== 'typeid') return false;
    return visit(node);
  });

const keyOf = ({ file, start, end }: Span): string => `${file} ${start} ${end}`;

/** The launches among `read`, with what they run where its text is known. */
export const kernelsIn = (
  names: NameTable,
  read: readonly { readonly at: Span; readonly name: string }[],
): readonly KernelUse[] => {
  const known = new Map(read.map(({ at, name }) => [keyOf(at), name]));
  return findLaunches(names.unit).flatMap((launch): readonly KernelUse[] => {
    const name = known.get(keyOf(names.unit.spanOf(launch)));
    if (name === undefined) return [];
    const lambda = launch.body.kind === 'lambda' ? launch.body.lambda : null;
    const object = launch.body.kind === 'object' ? objectOf(names, launch.body.value) : null;
    return [{ launch, lambda, object, name, at: launchName(names.unit, launch) }];
  });
};

/** The class of a function object, where it is plain which: `Add(a, b)`, `Add{a}`, or a variable of the class. */
function objectOf(names: NameTable, value: Expr): KernelUse['object'] {
  const type = classOf(names, value);
  const call = [...(type?.members?.symbols() ?? [])].length === 0 ? undefined : callOperator(type);
  return type === null || call === undefined ? null : { type, call };
}

const classOf = (names: NameTable, value: Expr): KernelSymbol | null => {
  const named = (symbol: KernelSymbol | null): KernelSymbol | null =>
    symbol?.kind === 'class' && symbol.nodes.length === 1 ? symbol : null;
  if (value.kind === 'construct' && value.type.kind === 'named') return named(names.of(value.type.name));
  if (value.kind === 'call' && value.callee.kind === 'name') return named(names.of(value.callee.name));
  if (value.kind !== 'name') return null;
  const symbol = names.of(value.name);
  const variable = symbol?.kind === 'variable' ? names.variable(symbol) : null;
  const type = variable?.specifiers.type;
  return variable?.declarator.chunks.length === 0 && type?.kind === 'named' ? named(names.of(type.name)) : null;
};

const membersOf = (type: KernelSymbol | null): readonly Node[] => {
  const [node] = type?.nodes ?? [];
  return node !== undefined && 'members' in node ? ((node as { members: readonly Node[] }).members ?? []) : [];
};
export const memberFunctions = (type: KernelSymbol | null): readonly FunctionDecl[] =>
  membersOf(type).flatMap((member) => {
    const { kind, declaration } = member as { kind?: string; declaration?: Node };
    const inner = kind === 'template' && declaration !== undefined ? declaration : member;
    return isFunction(inner) ? [inner] : [];
  });

const callOperator = (type: KernelSymbol | null): FunctionDecl | undefined => {
  const found = memberFunctions(type).filter(({ declarator, body }) => {
    const last = declarator.name?.parts.at(-1);
    return last?.form === 'operator' && last.text === '()' && body !== null;
  });
  return found.length === 1 ? found[0] : undefined;
};

/** Whether a definition stands in a template, its own or that of a class around it. */
const templatesIn = (names: NameTable): ((definition: Node) => boolean) => {
  const ranges: Node[] = [];
  walk(names.unit.body, (node) => {
    const { kind, head } = node as { kind?: string; head?: unknown };
    if (kind !== 'template' || head === undefined) return;
    ranges.push(node);
    return false;
  });
  return ({ from, to }) => ranges.some((range) => range.from <= from && to <= range.to);
};

/** Every body that a kernel reaches by calls whose function is certain, each once. O(nodes) for each kernel. */
export const deviceBodies = (names: NameTable, kernels: readonly KernelUse[]): readonly DeviceBody[] => {
  const isInTemplate = templatesIn(names);
  const out: DeviceBody[] = [];
  const seen = new Set<Node>();
  for (const kernel of kernels) {
    const body = kernel.lambda?.body ?? kernel.object?.call.body ?? null;
    if (body === null) continue;
    const related = [
      { span: kernel.at, message: `the kernel${kernel.name === '' ? '' : ` \`${kernel.name}\``} is launched here` },
    ];
    const queue: DeviceBody[] = [{ kernel, body, definition: null, isTemplate: false, chain: [], related }];
    for (const at of queue) {
      if (seen.has(at.body) || queue.length > MAX_BODIES) continue;
      seen.add(at.body);
      out.push(at);
      walkCompiled(at.body, (node) => {
        if ((node as { kind?: string }).kind !== 'call') return;
        const called = names.functionCalled((node as CallExpr).callee);
        if (called === null || called.definition.body === null) return;
        const { symbol, definition } = called;
        queue.push({
          kernel,
          body: definition.body as Stmt,
          definition,
          isTemplate: isInTemplate(definition),
          chain: [...at.chain, symbol],
          related: [
            { span: names.unit.spanOf((node as CallExpr).callee), message: `\`${symbol.name}\` is called here` },
            ...at.related,
          ],
        });
        return;
      });
    }
  }
  return out;
};

export const isCall = (node: Node): node is CallExpr => (node as { kind?: string }).kind === 'call' && 'callee' in node;
export const calleeText = ({ callee }: CallExpr): string =>
  callee.kind === 'name' || callee.kind === 'member' ? lastText(callee.name) : '';
