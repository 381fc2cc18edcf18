/** What the lambda or function object of a kernel brings from the host (SYCL 2020, 3.13.1, 4.12 and 5.4). */

import { CODES, type DiagnosticCode } from '../../../diag/codes.ts';
import type { Diagnostic, FindingClass, Fix, Related } from '../../../diag/diagnostic.ts';
import { span } from '../../../text/span.ts';
import type { Expr, LambdaExpr, Node, Specifiers } from '../parse/ast.ts';
import { walk } from '../parse/walk.ts';
import type { KernelSymbol } from '../symbols/symbols.ts';
import { fieldOf, notCopyable } from './copyable.ts';
import { type KernelUse, walkCompiled } from './device-code.ts';
import { isConstant, type NameTable, type VariableText } from './names.ts';

interface Captured {
  readonly symbol: KernelSymbol;
  readonly variable: VariableText;
  /** Its first use in the kernel. */
  readonly use: Node;
}

/** Local variables around a lambda that it uses: those are captured ([expr.prim.lambda.capture]). */
const capturedBy = (names: NameTable, lambda: LambdaExpr): readonly Captured[] => {
  const out = new Map<KernelSymbol, Captured>();
  walkCompiled(lambda.body, (node) => {
    if ((node as { kind?: string }).kind !== 'name') return;
    const symbol = names.of((node as Extract<Expr, { kind: 'name' }>).name);
    if (symbol === null || out.has(symbol) || (symbol.kind !== 'variable' && symbol.kind !== 'parameter')) return;
    const [token] = symbol.declarations;
    const isOutside = token === undefined || token < lambda.from || token >= lambda.to;
    const isLocal = symbol.scope.kind === 'block' || symbol.scope.kind === 'function';
    const variable = names.variable(symbol);
    if (!isOutside || !isLocal || variable === null || variable.specifiers.words.includes('static')) return;
    out.set(symbol, { symbol, variable, use: node });
    return;
  });
  return [...out.values()];
};

const finding = (
  names: NameTable,
  code: DiagnosticCode,
  of: FindingClass,
  at: Node,
  message: string,
  witness: string,
  related: readonly Related[],
  fixes: readonly Fix[] = [],
): Diagnostic => ({
  code,
  severity: of === 'proved' ? CODES[code].severity : 'information',
  class: of,
  span: names.unit.spanOf(at),
  message,
  related,
  witness: { text: witness, values: {} },
  assumptions: [],
  fixes,
});

/** The `[...]` of a lambda. */
const introducer = (names: NameTable, lambda: LambdaExpr): Node => {
  let depth = 0;
  for (let at = lambda.from; at < lambda.to; at++) {
    const text = names.unit.tokens[at]?.text;
    if (text === '[') depth++;
    if (text === ']' && --depth === 0) return { from: lambda.from, to: at + 1 };
  }
  return { from: lambda.from, to: lambda.from + 1 };
};

/** An unevaluated or constant use is none. */
const needsCapture = ({ variable }: Captured): boolean => !isConstant(variable);

const byReference = (names: NameTable, lambda: LambdaExpr, kernel: KernelUse): readonly Diagnostic[] => {
  const copied = new Set(lambda.captures.filter((c) => !c.byReference).map(({ name }) => name));
  const used = capturedBy(names, lambda).filter((c) => needsCapture(c) && !copied.has(c.symbol.name));
  const explicit = lambda.captures.filter(({ byReference: is, name }) => is && name !== 'this');
  if (lambda.default !== '&' && explicit.length === 0) return [];
  const [first] =
    lambda.default === '&' ? used : used.filter(({ symbol }) => explicit.some(({ name }) => name === symbol.name));
  if (first === undefined && explicit.length === 0) return [];
  const at = introducer(names, lambda);
  const name = first?.symbol.name ?? explicit[0]?.name ?? '';
  const where = names.unit.spanOf(at);
  const inner = names.unit.tokens[lambda.from + 1];
  const fixes: readonly Fix[] =
    lambda.default === '&' && lambda.captures.length === 0 && inner?.text === '&'
      ? [{ title: 'Capture by copy', edits: [{ span: span(where.file, inner.start, inner.end), newText: '=' }] }]
      : [];
  return [
    finding(
      names,
      'captured-reference',
      'proved',
      at,
      `the kernel captures \`${name}\` by reference, which has no address on a device; capture by copy: \`[=]\``,
      `\`${name}\` is a variable of the host, and the lambda holds a reference to it`,
      [
        ...(first === undefined ? [] : [{ span: names.unit.spanOf(first.use), message: `\`${name}\` is used here` }]),
        { span: kernel.at, message: 'the kernel is launched here' },
      ],
      fixes,
    ),
  ];
};

/** `this` goes along where a member is used: the kernel follows a pointer to the object. */
const byThis = (names: NameTable, lambda: LambdaExpr, kernel: KernelUse): readonly Diagnostic[] => {
  const copied = lambda.captures.some(({ name }) => name === '*this');
  const taken = lambda.default !== '' || lambda.captures.some(({ name }) => name === 'this');
  if (copied || !taken) return [];
  let use: Node | null = null;
  let owner: KernelSymbol | null = null;
  walkCompiled(lambda.body, (node) => {
    if (use !== null) return false;
    const e = node as Expr | { readonly kind?: undefined };
    if (e.kind === 'this') use = node;
    if (e.kind !== 'name' || e.name.parts.length !== 1) return;
    const symbol = names.of(e.name);
    if (symbol?.kind !== 'field' || isShared(symbol)) return;
    use = node;
    owner = symbol.scope.owner;
    return;
  });
  if (use === null) return [];
  const isHost = owner !== null && livesOnHost(names, owner);
  const what = isHost ? 'an object of the host' : 'an object, perhaps of the host';
  return [
    finding(
      names,
      'captured-reference',
      isHost ? 'proved' : 'possible',
      use,
      `the kernel captures \`this\`, a pointer to ${what}; copy the member into a local variable before the kernel, or capture \`*this\``,
      isHost
        ? `objects of \`${(owner as KernelSymbol | null)?.name ?? ''}\` are variables of the host in all of this text`
        : 'a device reaches the object only if it lies in unified shared memory',
      [{ span: kernel.at, message: 'the kernel is launched here' }],
    ),
  ];
};

const isShared = (symbol: KernelSymbol): boolean =>
  symbol.declared?.specifiers.words.some((word) => word === 'static' || word === 'constexpr') ?? false;

/** The whole program is here, and makes objects of the class as variables only. */
const livesOnHost = (names: NameTable, owner: KernelSymbol): boolean => {
  const { tokens } = names.unit;
  const [declaration] = owner.declarations;
  if (!tokens.some(({ text }, k) => text === 'main' && tokens[k + 1]?.text === '(')) return false;
  let made = false;
  for (const [k, { text }] of tokens.entries()) {
    if (text !== owner.name || k === declaration) continue;
    const [before, after] = [tokens[k - 1]?.text ?? '', tokens[k + 1]?.text ?? ''];
    if (before === 'new' || before === '<' || before === ',' || before === ':' || after === '*' || after === '>')
      return false;
    if (/^[A-Za-z_]\w*$/.test(after) && before !== 'struct' && before !== 'class') made = true;
  }
  return made;
};

const isPlain = ({ declarator }: VariableText): boolean =>
  declarator.chunks.every((chunk) => chunk.kind === 'reference' || chunk.kind === 'array');

/** `auto v = std::vector<float>(n);` */
const specifiersOf = ({ symbol, variable }: Captured): Pick<Specifiers, 'type'> => {
  const made = symbol.declared?.initializer ?? null;
  const value = made !== null && made.kind === 'copy' ? made.value : null;
  return variable.specifiers.type.kind === 'auto' && value?.kind === 'construct'
    ? { type: value.type }
    : variable.specifiers;
};

const byCopy = (names: NameTable, lambda: LambdaExpr, kernel: KernelUse): readonly Diagnostic[] => {
  const referred = new Set(lambda.captures.filter((c) => c.byReference).map(({ name }) => name));
  const explicit = new Set(
    lambda.captures.filter((c) => !c.byReference && c.initializer === null).map(({ name }) => name),
  );
  return capturedBy(names, lambda).flatMap((captured): readonly Diagnostic[] => {
    const { symbol, variable, use } = captured;
    if (referred.has(symbol.name) || (lambda.default !== '=' && !explicit.has(symbol.name)) || !isPlain(variable))
      return [];
    const why = notCopyable(names, specifiersOf(captured));
    if (why === null) return [];
    return [
      finding(
        names,
        'captured-host-object',
        'proved',
        use,
        `the kernel captures \`${symbol.name}\`, which cannot be copied to a device: ${why}`,
        'what a kernel captures is copied byte by byte',
        [
          { span: names.unit.spanOf(variable.declarator), message: `\`${symbol.name}\` is declared here` },
          { span: kernel.at, message: 'the kernel is launched here' },
        ],
      ),
    ];
  });
};

/** Members of a function object. */
const inObject = (names: NameTable, kernel: KernelUse): readonly Diagnostic[] => {
  if (kernel.object === null || names.mentions('is_device_copyable')) return [];
  const { type } = kernel.object;
  const why = fieldOf(names, type, 0);
  const [declaration] = type.declarations;
  if (why === null || declaration === undefined) return [];
  return [
    finding(
      names,
      'captured-host-object',
      'proved',
      { from: declaration, to: declaration + 1 },
      `the kernel \`${type.name}\` cannot be copied to a device: ${why}`,
      'a function object is copied to the device byte by byte',
      [{ span: kernel.at, message: 'the kernel is launched here' }],
    ),
  ];
};

/** Each lambda once, whatever launches it. */
export const captureFaults = (names: NameTable, kernels: readonly KernelUse[]): readonly Diagnostic[] => {
  const seen = new Set<Node>();
  return kernels.flatMap((kernel): readonly Diagnostic[] => {
    const { lambda } = kernel;
    if (lambda === null) return inObject(names, kernel);
    if (seen.has(lambda) || !isWhole(lambda)) return [];
    seen.add(lambda);
    return [...byReference(names, lambda, kernel), ...byThis(names, lambda, kernel), ...byCopy(names, lambda, kernel)];
  });
};

/** The names a lambda could mean are all here: no part of it failed to parse. */
const isWhole = (lambda: LambdaExpr): boolean => {
  let whole = true;
  walk([lambda], (node) => {
    if ((node as { kind?: string }).kind === 'error') whole = false;
    return whole;
  });
  return whole;
};
