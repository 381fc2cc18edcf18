/**
 * Two launches as one, in the user's words: the command groups one behind the other, the kernels' bodies one behind the
 * other in blocks of their own. Names that mean two things get another one.
 */

import type { CompoundStmt, LambdaExpr, Node, Parameter, Stmt } from '../../../frontends/kernel/parse/ast.ts';
import type { SyntaxUnit } from '../../../frontends/kernel/parse/parse.ts';
import type { KernelInfo } from '../../../ir/nodes.ts';
import type { DType } from '../../../ir/types.ts';
import { type Span, span } from '../../../text/span.ts';
import { type Edit, edited, indented, mentions, nameIn, renameIn, wordsOf } from './edit-text.ts';
import type { Intermediate } from './intermediate.ts';
import {
  declaredIn,
  isWait,
  type LaunchText,
  launchTextAt,
  returnsEarly,
  statementsAround,
  subscriptsOf,
  textOf,
  withoutWait,
} from './launch-text.ts';

export interface Composed {
  /** What is replaced: from the first launch to the end of the second. */
  readonly at: Span;
  readonly text: string;
  /** Intermediates that are variables now. */
  readonly kept: readonly Intermediate[];
}

export interface Recipe {
  readonly unit: SyntaxUnit;
  readonly text: string;
  readonly first: Span;
  readonly second: Span;
  readonly info: KernelInfo;
  readonly barrier: boolean;
  readonly intermediates: readonly (Intermediate & { readonly dead: boolean })[];
}

const TYPES: Readonly<Partial<Record<DType, string>>> = {
  float16: 'sycl::half',
  float32: 'float',
  float64: 'double',
  int8: 'signed char',
  int16: 'short',
  int32: 'int',
  int64: 'long long',
  uint8: 'unsigned char',
  uint16: 'unsigned short',
  uint32: 'unsigned',
  uint64: 'unsigned long long',
  bool: 'bool',
};

/** The fused source; a sentence where the text is not of a form that can be put together. */
export const compose = (recipe: Recipe): Composed | string => {
  const { unit, text, first, second } = recipe;
  const around = statementsAround(unit, first, second);
  const [s1, s2] = [around?.[0], around?.at(-1)];
  if (!around || !s1 || !s2) return 'the launches do not stand in one block';
  const between = around.slice(1, -1).find((s) => !isWait(s));
  if (between) return `\`${firstLine(textOf(unit, text, between))}\` stands between the launches`;
  const [a, b] = [launchTextAt(unit, text, first, s1), launchTextAt(unit, text, second, s2)];
  if (typeof a === 'string') return a;
  if (typeof b === 'string') return b;
  if (a.queue !== b.queue) return `the queues are \`${a.queue}\` and \`${b.queue}\``;
  if (a.launch.arguments.length !== 1 || b.launch.arguments.length !== 1)
    return 'a launch has an offset, events or reductions besides its range';
  return new Composer(recipe, a, b, s2).compose();
};

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

/** Kernel and item of one of the two. */
interface Half {
  readonly launch: LaunchText;
  readonly parameter: Parameter;
  readonly name: string;
  readonly type: string;
}

class Composer {
  /** Names in the second half that become others. */
  private readonly names = new Map<string, string>();
  private readonly words: Set<string>;

  constructor(
    private readonly recipe: Recipe,
    private readonly a: LaunchText,
    private readonly b: LaunchText,
    private readonly last: Stmt,
  ) {
    this.words = wordsOf(recipe.text);
  }

  private fresh(like: string): string {
    let name = like;
    for (let k = 2; this.words.has(name); k++) name = `${like}_${k}`;
    this.words.add(name);
    return name;
  }
  private textOf(node: Node): string {
    return textOf(this.recipe.unit, this.recipe.text, node);
  }

  compose(): Composed | string {
    const { unit, text } = this.recipe;
    const halves = [this.half(this.a), this.half(this.b)];
    const [x, y] = halves;
    if (!x || !y) return 'a kernel has no item as its only parameter';
    const captures = this.captures();
    if (captures === null) return 'the kernels capture what cannot be captured together';
    const attributes = this.attributes();
    if (attributes === null) return 'the kernels have different attributes';
    const problem = this.event();
    if (problem !== null) return problem;
    this.collisions();
    const at = unit.spanOf(this.a.statement);
    const whole = span(at.file, at.start, unit.spanOf(this.last).end);
    const margin = /[ \t]*$/.exec(text.slice(0, at.start))?.[0] ?? '';
    const lambda = this.lambda(x, y, captures, attributes);
    const launch = `parallel_for${this.kernelName()}(${this.textOf(this.a.launch.arguments[0] ?? this.a.launch)}, ${lambda})`;
    const group = this.group(launch, lambda);
    const call = group === null ? `${this.a.queue}.${launch}` : group;
    const tail = this.tail();
    return {
      at: whole,
      text: `${tail.head}${call}${tail.end};`.replaceAll('\n', `\n${margin}`).replace(/[ \t]+$/gm, ''),
      kept: this.variables.map(({ of }) => of),
    };
  }

  // ---- items -------------------------------------------------------------------------------------------------------

  private half(launch: LaunchText): Half | null {
    const [parameter, ...more] = launch.lambda.function?.parameters ?? [];
    const name = parameter?.declarator.name?.parts.at(-1)?.text;
    if (!parameter || more.length > 0 || name === undefined) return null;
    const type = this.textOf(parameter)
      .replace(new RegExp(`\\b${name}$`), '')
      .trim();
    return { launch, parameter, name, type };
  }

  /** What stands in front of each body, and the parameter of the fused kernel. */
  private items(x: Half, y: Half): { readonly parameter: string; readonly heads: readonly [string, string] } {
    const isSame = x.type === y.type;
    const [own, other] = [this.textOf(x.parameter), this.names.get(y.name) ?? y.name];
    if (isSame && x.name === other) return { parameter: own, heads: ['', ''] };
    if (isSame && !mentions(this.textOf(y.launch.lambda.body), x.name)) {
      return { parameter: own, heads: ['', `const auto &${y.name} = ${x.name};\n`] };
    }
    const name = this.fresh('item');
    const { info } = this.recipe;
    const type = info.launch === 'nd_range' ? 'nd_item' : 'item';
    const head = (h: Half): string => {
      if (/\b(?:item|nd_item|auto)\b/.test(h.type)) return `const auto &${h.name} = ${name};\n`;
      if (/\bid\b/.test(h.type)) return `const auto ${h.name} = ${name}.get_id();\n`;
      return `${h.type.replace(/[&\s]+$/, '')} ${h.name} = ${name}.get_id(0);\n`;
    };
    return { parameter: `sycl::${type}<${info.dimensions}> ${name}`, heads: [head(x), head(y)] };
  }

  private captures(): string | null {
    const both: readonly LambdaExpr[] = [this.a.lambda, this.b.lambda];
    if (
      both.some(
        (l) => l.default === '&' || l.captures.some((c) => c.byReference || c.initializer || /this/.test(c.name)),
      )
    )
      return null;
    if (both.some((l) => l.default === '=')) return '=';
    return [...new Set(both.flatMap((l) => l.captures.map((c) => c.name)))].join(', ');
  }

  private attributes(): string | null {
    const [x, y] = [this.a.lambda, this.b.lambda].map((l) => l.attributes.map((at) => this.textOf(at)).join(', '));
    return x === '' || y === '' || x === y ? x || y || '' : null;
  }

  // ---- names -------------------------------------------------------------------------------------------------------

  /** The event of the first launch is no more; that of the second stands for both. */
  private event(): string | null {
    const { unit, text } = this.recipe;
    const { event } = this.a;
    if (event === null) return null;
    const behind = text.slice(unit.spanOf(this.last).end);
    return mentions(behind.slice(0, blockEnd(behind)), event)
      ? `the event \`${event}\` is used behind the launches`
      : null;
  }

  private collisions(): void {
    const mine = declaredIn(this.a.group?.statements ?? []);
    const theirs = declaredIn(this.b.group?.statements ?? []);
    for (const name of theirs) if (mine.includes(name)) this.names.set(name, this.fresh(name));
    const handler = this.a.group?.handler;
    if (handler !== undefined && this.b.group && this.b.group.handler !== handler)
      this.names.set(this.b.group.handler, handler);
  }

  /** A name of the first command group that the second kernel means something else by. */
  private shadowed(): readonly string[] {
    const mine = declaredIn(this.a.group?.statements ?? []);
    const theirs = new Set(declaredIn(this.b.group?.statements ?? []));
    const words = this.textOf(this.last);
    return mine.filter((name) => !theirs.has(name) && mentions(words, name));
  }

  private kernelName(): string {
    const [x, y] = [this.a.launch.name, this.b.launch.name];
    return x === null || y === null ? '' : `<class ${`${x}_${y}`.replace(/\W+/g, '_')}>`;
  }

  // ---- bodies ------------------------------------------------------------------------------------------------------

  private readonly variables: { readonly name: string; readonly of: Intermediate }[] = [];

  /** Edits that put a variable where the intermediate was. */
  private edits(): { readonly first: readonly Edit[]; readonly second: readonly Edit[]; readonly declared: string } {
    const [first, second]: [Edit[], Edit[]] = [[], []];
    let declared = '';
    const { unit, text, intermediates } = this.recipe;
    for (const of of intermediates) {
      const type = TYPES[of.dtype];
      const [stores, loads] = [
        subscriptsOf(unit, this.a.lambda, of.names[0]),
        subscriptsOf(unit, this.b.lambda, of.names[1]),
      ];
      const [target, ...more] = stores ?? [];
      if (type === undefined || !target?.assigned || more.length > 0 || !loads || loads.some((l) => l.assigned))
        continue;
      const name = this.fresh(`${nameIn(of.memory)}_value`);
      this.variables.push({ name, of });
      declared += `${type} ${name}{};\n`;
      const { start, end } = target.at;
      first.push({ start, end, text: of.dead ? name : `${text.slice(start, end)} = ${name}` });
      for (const { at } of loads) second.push({ start: at.start, end: at.end, text: name });
    }
    return { first, second, declared };
  }

  private body(lambda: LambdaExpr, edits: readonly Edit[], names: ReadonlyMap<string, string>): string {
    const { unit, text } = this.recipe;
    const { start, end } = unit.spanOf(lambda.body);
    const moved = renameIn(unit.tokens.slice(lambda.body.from, lambda.body.to), names);
    const whole = edited(text, { start: start + 1, end: end - 1 }, [...edits, ...moved]);
    return indented(whole, '');
  }

  private lambda(x: Half, y: Half, captures: string, attributes: string): string {
    const { barrier } = this.recipe;
    const edits = this.edits();
    const { parameter, heads } = this.items(x, y);
    const mine = new Map(this.shadowed().map((name) => [name, this.fresh(name)]));
    this.own = mine;
    const one = heads[0] + this.body(this.a.lambda, edits.first, mine);
    const two = heads[1] + this.body(this.b.lambda, edits.second, this.names);
    const block = (text: string, isCall: boolean): string =>
      isCall ? `[&]() {\n${indented(text, '  ')}\n}();` : `{\n${indented(text, '  ')}\n}`;
    const meet = barrier ? `sycl::group_barrier(${parameter.split(/\s+/).at(-1)}.get_group());\n` : '';
    const inside = `${edits.declared}${block(one, returnsEarly(this.a.lambda.body as CompoundStmt))}\n${meet}${block(two, false)}`;
    const marks = attributes === '' ? '' : ` [[${attributes}]]`;
    return `[${captures}](${parameter})${marks} {\n${indented(inside, '  ')}\n}`;
  }
  private own: ReadonlyMap<string, string> = new Map();

  // ---- around ------------------------------------------------------------------------------------------------------

  /** The command group of both; null where neither has one. */
  private group(launch: string, lambda: string): string | null {
    const { a, b } = this;
    if (!a.group && !b.group) return null;
    const handler = a.group?.handler ?? b.group?.handler ?? 'h';
    const statement = (s: Stmt, names: ReadonlyMap<string, string>): string => {
      const { unit, text } = this.recipe;
      return edited(text, unit.spanOf(s), renameIn(unit.tokens.slice(s.from, s.to), names));
    };
    const all = [
      ...(a.group?.statements ?? []).map((s) => ({ s, text: statement(s, this.own), names: this.own })),
      ...(b.group?.statements ?? []).map((s) => ({ s, text: statement(s, this.names), names: this.names })),
    ];
    // What only declares an accessor of a memory that is a variable now goes with it.
    const kept = all.filter(({ s, names }) => {
      const declared = declaredIn([s]).map((n) => names.get(n) ?? n);
      const elsewhere = all.filter((other) => other.s !== s).map((other) => other.text);
      return declared.length === 0 || declared.some((n) => [lambda, ...elsewhere].some((t) => mentions(t, n)));
    });
    const inside = [...kept.map(({ text }) => text), `${handler}.${launch};`].join('\n');
    return `${a.queue}.submit([&](sycl::handler &${handler}) {\n${indented(inside, '  ')}\n})`;
  }

  /** What is behind the call, `.wait()`, and an event that is declared in front of it. */
  private tail(): { readonly head: string; readonly end: string } {
    const { unit, text } = this.recipe;
    const { last } = this;
    const value =
      last.kind === 'expression'
        ? last.value
        : last.kind === 'declaration' && last.declaration.kind === 'simple'
          ? last.declaration.declarators[0]?.initializer
          : null;
    const expr = value && 'kind' in value && value.kind === 'copy' ? value.value : value;
    if (!expr) return { head: '', end: '' };
    const core = withoutWait(expr as Extract<Stmt, { kind: 'expression' }>['value']);
    const statement = unit.spanOf(last);
    return {
      head: text.slice(statement.start, unit.spanOf(expr).start),
      end: text.slice(unit.spanOf(core).end, unit.spanOf(expr).end),
    };
  }
}

/** Where the block ends that a text begins in. */
const blockEnd = (text: string): number => {
  let depth = 0;
  for (let k = 0; k < text.length; k++) {
    if (text[k] === '{') depth++;
    if (text[k] === '}' && --depth < 0) return k;
  }
  return text.length;
};
