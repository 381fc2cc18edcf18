/**
 * A unit in parts that can be lowered by themselves: functions that lead to a launch, each with all declarations that its
 * names can mean, and theirs. What is not in a part can't change what it lowers to, so equal parts of two versions of a
 * text have equal kernels. By names alone, so rather too much than too little.
 */

import type { FileId, Span } from '../../../text/span.ts';
import { K } from '../lex/tokens.ts';
import { LAUNCH_CALLS } from '../meaning/launches.ts';
import type { Decl, Declarator, FunctionDecl, Node } from '../parse/ast.ts';
import type { SyntaxUnit } from '../parse/parse.ts';
import { placeInFile } from '../preprocess/expansion.ts';

type Namespace = Extract<Decl, { kind: 'namespace' }>;

/** A declaration that is no namespace. */
export interface Leaf {
  readonly decl: Decl;
  /** Namespaces around it, the outer first. */
  readonly path: readonly Namespace[];
  /** What it declares where it stands. */
  readonly names: readonly string[];
  /** Names that it uses, and more. */
  readonly words: ReadonlySet<string>;
  /** It can change what any name means, or what an operator does. */
  readonly matters: 'to all' | 'by name';
  /** What a call gives it may decide which kernels it has: a template, a function that gets a function object. */
  readonly isGeneric: boolean;
  readonly at: Span;
  /** All that its lowering sees of it, offsets counted from its start. */
  readonly text: string;
}

export interface Part {
  /** In the order of the text, namespaces around them. */
  readonly body: readonly Decl[];
  readonly leaves: readonly Leaf[];
  /** Whether a node lies in what this part is there for. */
  readonly isOwn: (node: Node) => boolean;
}

const LAUNCHES: ReadonlySet<string> = new Set(LAUNCH_CALLS);

/** @param launching names of functions that lead to a launch. O(tokens + uses of names). */
export const partsOf = (unit: SyntaxUnit, launching: ReadonlySet<string>): readonly Part[] => {
  const leaves = leavesOf(unit);
  const declaring = new Map<string, number[]>();
  const everywhere: number[] = [];
  for (const [i, { names, matters }] of leaves.entries()) {
    if (matters === 'to all') everywhere.push(i);
    for (const name of names) declaring.set(name, [...(declaring.get(name) ?? []), i]);
  }
  const roots = [...leaves.keys()].filter((i) => leaves[i] !== undefined && launches(leaves[i], launching));
  const isRoot = new Set(roots);
  const closures = new Map(roots.map((root) => [root, closureOf(root, leaves, declaring, everywhere)]));
  // Who launches through one template shares the kernels that it instantiates, and so on.
  const groups = new Groups(roots);
  for (const [root, closure] of closures)
    for (const i of closure) if (isRoot.has(i) && leaves[i]?.isGeneric === true) groups.join(root, i);
  return groups.all().map((own) => {
    const all = new Set(own.flatMap((root) => [...(closures.get(root) ?? [])]));
    const chosen = [...all].sort((a, b) => a - b).flatMap((i) => leaves[i] ?? []);
    const ranges = own.flatMap((i) => leaves[i]?.decl ?? []);
    return {
      body: nested(chosen, 0),
      leaves: chosen,
      isOwn: ({ from, to }) => ranges.some((range) => range.from <= from && to <= range.to),
    };
  });
};

const launches = ({ words }: Leaf, launching: ReadonlySet<string>): boolean => {
  for (const word of words) if (LAUNCHES.has(word) || launching.has(word)) return true;
  return false;
};

const closureOf = (
  root: number,
  leaves: readonly Leaf[],
  declaring: ReadonlyMap<string, readonly number[]>,
  everywhere: readonly number[],
): ReadonlySet<number> => {
  const found = new Set([root, ...everywhere]);
  for (const i of found) {
    for (const word of leaves[i]?.words ?? []) for (const j of declaring.get(word) ?? []) found.add(j);
  }
  return found;
};

/** Sets that grow together, by their smallest member. */
class Groups {
  private readonly parent = new Map<number, number>();

  constructor(members: readonly number[]) {
    for (const member of members) this.parent.set(member, member);
  }

  private find(member: number): number {
    let at = member;
    for (let up = this.parent.get(at) ?? at; up !== at; up = this.parent.get(at) ?? at) at = up;
    this.parent.set(member, at);
    return at;
  }

  join(a: number, b: number): void {
    const [x, y] = [this.find(a), this.find(b)];
    this.parent.set(Math.max(x, y), Math.min(x, y));
  }

  all(): readonly (readonly number[])[] {
    const out = new Map<number, number[]>();
    for (const member of this.parent.keys()) {
      const group = this.find(member);
      out.set(group, [...(out.get(group) ?? []), member]);
    }
    return [...out.values()];
  }
}

/** Leaves back in their namespaces. */
const nested = (leaves: readonly Leaf[], depth: number): readonly Decl[] => {
  const out: Decl[] = [];
  for (let i = 0; i < leaves.length; ) {
    const space = leaves[i]?.path[depth];
    let end = i + 1;
    if (space === undefined) out.push((leaves[i] as Leaf).decl);
    else {
      while (leaves[end]?.path[depth] === space) end++;
      out.push({ ...space, body: nested(leaves.slice(i, end), depth + 1) });
    }
    i = end;
  }
  return out;
};

const leavesOf = (unit: SyntaxUnit): readonly Leaf[] => {
  const out: Leaf[] = [];
  const into = (body: readonly Decl[], path: readonly Namespace[]): void => {
    for (const decl of body) {
      if (decl.kind === 'namespace') into(decl.body, [...path, decl]);
      else out.push(leafOf(unit, decl, path));
    }
  };
  into(unit.body, []);
  return out;
};

const leafOf = (unit: SyntaxUnit, decl: Decl, path: readonly Namespace[]): Leaf => {
  const words = new Set<string>();
  let hasOperator = false;
  let isGeneric = decl.kind === 'function' && takesObjects(decl);
  const at = unit.spanOf(decl);
  const pieces: string[] = [at.file, ...path.map((space) => space.names.join('::'))];
  for (let i = decl.from; i < decl.to; i++) {
    const token = unit.tokens[i];
    if (token === undefined) continue;
    const { file, start, end } = token.expansion === null ? token : placeInFile(token);
    pieces.push(token.spelling, `${relative(file, start, at)} ${end - start}`);
    if (token.kind === K.name) words.add(token.text);
    else if (token.kind === K.keyword) {
      hasOperator ||= token.text === 'operator';
      isGeneric ||= token.text === 'template';
    }
  }
  const names = [...namesOf(decl)];
  const isWide = decl.kind === 'usingNamespace' || decl.kind === 'linkage' || names.some((name) => IMPLICIT.has(name));
  const text = pieces.join('\0');
  return { decl, path, names, words, isGeneric, at, text, matters: hasOperator || isWide ? 'to all' : 'by name' };
};

/** Whether a parameter may be a lambda or an object that is called. */
const takesObjects = ({ declarator }: FunctionDecl): boolean => {
  const [part] = declarator.chunks;
  return (
    part?.kind === 'function' &&
    part.parameters.some(({ specifiers: { type } }) => {
      if (type.kind !== 'named') return type.kind !== 'builtin';
      return !NO_FUNCTION.test(type.name.parts.at(-1)?.text ?? '');
    })
  );
};
const NO_FUNCTION =
  /^(?:queue|handler|event|device|context|buffer|\w*accessor|range|nd_range|id|vector|string|half|size_t|u?int\d*_t|u?(?:char|short|int|long|float|double)\d*)$/;

/** Functions that are called without being named: by a range-based `for`. */
const IMPLICIT: ReadonlySet<string> = new Set(['begin', 'end']);

function* namesOf(decl: Decl): Generator<string> {
  switch (decl.kind) {
    case 'function':
      yield* namesOfDeclarator(decl.declarator);
      return;
    case 'simple': {
      const { type } = decl.specifiers;
      if (type.kind === 'class' || type.kind === 'enum') yield* partsOfName(type.definition.name);
      if (type.kind === 'elaborated') yield* partsOfName(type.name);
      if (type.kind === 'enum') for (const { name } of type.definition.enumerators ?? []) yield name;
      // Members of a class without a name are found where it stands.
      if (type.kind === 'class' && type.definition.name === null)
        for (const member of type.definition.members) yield* namesOf(member);
      for (const { declarator } of decl.declarators) yield* namesOfDeclarator(declarator);
      return;
    }
    case 'template':
    case 'instantiation':
      yield* namesOf(decl.declaration);
      return;
    case 'using':
      for (const { parts } of decl.names) yield parts.at(-1)?.text ?? '';
      return;
    case 'alias':
    case 'namespaceAlias':
    case 'concept':
      yield decl.name;
      return;
    case 'linkage':
      for (const inner of decl.body) yield* namesOf(inner);
      return;
    default:
      return;
  }
}

function* namesOfDeclarator({ name, bindings }: Declarator): Generator<string> {
  yield* partsOfName(name);
  for (const { text } of bindings ?? []) yield text;
}

/** `A::f` belongs to what `A` is, and to `f`. */
function* partsOfName(name: { readonly parts: readonly { readonly text: string }[] } | null): Generator<string> {
  for (const { text } of name?.parts ?? []) yield text;
}

const relative = (file: FileId, start: number, to: Span): string =>
  file === to.file ? String(start - to.start) : `${file} ${start}`;
