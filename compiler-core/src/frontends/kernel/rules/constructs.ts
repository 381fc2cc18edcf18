/** What device code must not do (SYCL 2020, 5.4): found in the text that kernels reach. */

import { CODES } from '../../../diag/codes.ts';
import type { Diagnostic, FindingClass } from '../../../diag/diagnostic.ts';
import type { Decl, Declarator, Expr, FunctionDecl, Node } from '../parse/ast.ts';
import type { KernelSymbol } from '../symbols/symbols.ts';
import { calleeText, type DeviceBody, isCall, walkCompiled } from './device-code.ts';
import { isConstant, isFunction, isReference, lastText, type NameTable } from './names.ts';

const ALLOCATORS = new Set(['malloc', 'calloc', 'realloc', 'free', 'aligned_alloc', 'strdup']);
const STREAMS = new Set(['cout', 'cerr', 'clog', 'cin']);

export interface Fault {
  readonly node: Node;
  readonly what: string;
  readonly remedy: string;
  readonly class?: FindingClass;
}

export const said = (
  names: NameTable,
  at: DeviceBody,
  { node, what, remedy, class: of = 'proved' }: Fault,
): Diagnostic => ({
  code: 'not-in-device-code',
  severity: of === 'proved' ? CODES['not-in-device-code'].severity : 'information',
  class: of,
  span: names.unit.spanOf(node),
  message: `device code ${what}; ${remedy}`,
  related: at.related,
  witness: {
    text: `a kernel reaches it${at.chain.length === 0 ? '' : ` through ${at.chain.map(({ name }) => `\`${name}\``).join(', ')}`}`,
    values: {},
  },
  assumptions: [],
  fixes: [],
});

/** In one body. O(nodes). */
export const constructFaults = (names: NameTable, at: DeviceBody): readonly Diagnostic[] => {
  const faults: Fault[] = [];
  if (at.definition !== null) faults.push(...functionFaults(at, at.definition));
  // OpenCL C has `printf` and variables of the program, and none of C++.
  const isC = at.kernel.entry !== null;
  walkCompiled(at.body, (node) => {
    const fault = isCall(node) ? callFault(names, node) : isC ? null : nodeFault(names, node);
    if (fault !== null && !(isC && fault.class === 'possible')) faults.push(fault);
    return;
  });
  return faults.map((fault) => said(names, at, fault));
};

const functionFaults = (at: DeviceBody, { declarator, handlers }: FunctionDecl): readonly Fault[] => {
  const [part] = declarator.chunks;
  const node = declarator.name ?? declarator;
  const name = at.chain.at(-1)?.name ?? '';
  return [
    ...(part?.kind === 'function' && part.variadic
      ? [
          {
            node,
            what: `calls \`${name}\`, whose number of arguments varies`,
            remedy: 'pass an array, or use a template',
          },
        ]
      : []),
    ...(handlers.length > 0 ? [{ node, what: 'handles exceptions', remedy: 'give an error code back instead' }] : []),
  ];
};

function nodeFault(names: NameTable, node: Node): Fault | null {
  const e = node as Expr | { readonly kind?: undefined };
  switch (e.kind) {
    case 'jump':
      return e.operator === 'throw'
        ? { node, what: 'throws an exception', remedy: 'give an error code back instead' }
        : null;
    case 'cast':
      return e.style === 'dynamic_cast'
        ? { node, what: 'uses `dynamic_cast`', remedy: 'types are not known at run time on a device' }
        : null;
    case 'query':
      return e.operator === 'typeid'
        ? { node, what: 'uses `typeid`', remedy: 'types are not known at run time on a device' }
        : null;
    case 'new':
      return e.placement.length === 0
        ? {
            node,
            what: 'allocates memory with `new`',
            remedy: 'allocate it on the host, or use an array of fixed size',
          }
        : null;
    case 'delete':
      return { node, what: 'frees memory with `delete`', remedy: 'allocate and free it on the host' };
    case 'name':
      return nameFault(names, e);
    default:
      return statementFault(node);
  }
}

function statementFault(node: Node): Fault | null {
  const { kind } = node as { kind?: string };
  if (kind === 'try') {
    const { from } = node;
    return { node: { from, to: from + 1 }, what: 'handles exceptions', remedy: 'give an error code back instead' };
  }
  if (kind !== 'simple' || !('declarators' in node)) return null;
  const { specifiers, declarators } = node as unknown as Extract<Decl, { kind: 'simple' }>;
  if (!specifiers.words.includes('static') || specifiers.type.kind === 'none') return null;
  const found = declarators
    .map(({ declarator }) => declarator)
    .find((declarator) => declarator.name !== null && !isConstant({ specifiers, declarator }));
  return found === undefined
    ? null
    : { node: found, what: 'has a static variable that is not constant', remedy: 'make it `constexpr`, or local' };
}

/** A variable of the whole program that is not constant (SYCL 2020, 5.4; 5.9.3). */
function nameFault(names: NameTable, e: Extract<Expr, { kind: 'name' }>): Fault | null {
  const name = lastText(e.name);
  const symbol = names.of(e.name);
  if (symbol === null) {
    const isStd =
      e.name.parts.length === 2 ? e.name.parts[0]?.text === 'std' : e.name.parts.length === 1 && names.opensStd;
    return isStd && STREAMS.has(name) ? { node: e, what: `uses \`std::${name}\``, remedy: 'use `sycl::stream`' } : null;
  }
  if (!isGlobal(symbol)) return null;
  const variable = names.variable(symbol);
  if (variable === null || isConstant(variable) || isReference(variable)) return null;
  const { specifiers } = variable;
  if (specifiers.type.kind !== 'builtin' || specifiers.words.includes('thread_local')) return null;
  return {
    node: e,
    what: `uses the variable \`${name}\` of the host, which is not constant`,
    remedy: 'copy it into a local variable before the kernel, or make it `constexpr`',
  };
}

const isGlobal = (symbol: KernelSymbol): boolean => symbol.kind === 'variable' && symbol.scope.kind === 'namespace';

function callFault(names: NameTable, node: Extract<Expr, { kind: 'call' }>): Fault | null {
  const { callee } = node;
  const name = calleeText(node);
  if (callee.kind === 'name') {
    const symbol = names.of(callee.name);
    const isPlain =
      callee.name.parts.length === 1 || (callee.name.parts.length === 2 && callee.name.parts[0]?.text === 'std');
    if (symbol === null && isPlain && ALLOCATORS.has(name))
      return { node: callee, what: `calls \`${name}\``, remedy: 'allocate memory on the host' };
    if (symbol === null && isPlain && name === 'printf')
      return {
        node: callee,
        what: 'calls `printf`, which not every device has',
        remedy: 'use `sycl::stream`',
        class: 'possible',
      };
    if (
      symbol !== null &&
      (symbol.kind === 'variable' || symbol.kind === 'parameter') &&
      isFunctionPointer(names, symbol)
    )
      return {
        node: callee,
        what: `calls through the function pointer \`${name}\``,
        remedy: 'pass a function object as a template argument',
      };
  }
  return callee.kind === 'member' && isVirtual(names, callee)
    ? {
        node: callee,
        what: `calls the virtual function \`${name}\``,
        remedy: 'use a template, or switch over the type',
      }
    : null;
}

function isFunctionPointer(names: NameTable, symbol: KernelSymbol): boolean {
  const variable = names.variable(symbol);
  const [first, second] = variable?.declarator.chunks ?? [];
  if (first?.kind === 'pointer' && second?.kind === 'function') return true;
  const type = variable?.specifiers.type;
  if (type?.kind !== 'named' || variable?.declarator.chunks.length !== 0) return false;
  const alias = names.of(type.name);
  const [node] = alias?.kind === 'type' && alias.nodes.length === 1 ? alias.nodes : [];
  if (alias === null || node === undefined) return false;
  // `typedef float (*F)(float);`, `using F = float (*)(float);`
  const { chunks = names.aliased(alias)?.declarator.chunks ?? [] } = node as Partial<Declarator>;
  return chunks[0]?.kind === 'pointer' && chunks[1]?.kind === 'function';
}

/** Through a pointer or a reference; of an object itself it is known which one runs. */
function isVirtual(names: NameTable, callee: Extract<Expr, { kind: 'member' }>): boolean {
  if (callee.name.parts.length > 1) return false;
  const symbol = names.of(callee.name);
  if (symbol?.kind !== 'function') return false;
  const isDeclaredSo = symbol.nodes.some(
    (node) =>
      (isFunction(node) && (node.specifiers.words.includes('virtual') || overrides(node))) ||
      symbol.overloads.some(({ specifiers }) => specifiers.words.includes('virtual')),
  );
  if (!isDeclaredSo) return false;
  if (callee.arrow) return callee.object.kind !== 'this';
  const object = callee.object.kind === 'name' ? names.of(callee.object.name) : null;
  const variable = object === null ? null : names.variable(object);
  return variable !== null && isReference(variable);
}

const overrides = ({ declarator }: FunctionDecl): boolean => {
  const [part] = declarator.chunks;
  return part?.kind === 'function' && part.words.some((word) => word === 'override' || word === 'final');
};
