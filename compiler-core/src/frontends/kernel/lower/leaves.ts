/** The declarations of a unit that are no namespaces, each with what other declarations can ask of it. */

import { Hasher } from '../../../diag/hash.ts';
import type { Span } from '../../../text/span.ts';
import { K } from '../lex/tokens.ts';
import type { Decl, Declarator, FunctionDecl } from '../parse/ast.ts';
import type { SyntaxUnit } from '../parse/parse.ts';
import { placeInFile } from '../preprocess/expansion.ts';
import { type Calls, callsIn } from './launching.ts';

type Namespace = Extract<Decl, { kind: 'namespace' }>;

export interface Leaf {
  readonly decl: Decl;
  /** Namespaces around it, the outer first. */
  readonly path: readonly Namespace[];
  readonly at: Span;
  /** Stands for all that its lowering sees of it: its tokens, with their places counted from its start. */
  readonly key: string;
  readonly facts: LeafFacts;
}

/** The same wherever the declaration stands. */
export interface LeafFacts {
  /** What it declares where it stands. */
  readonly names: readonly string[];
  /** Names that it uses, and more. */
  readonly words: ReadonlySet<string>;
  /** It can change what any name means, or what an operator does. */
  readonly matters: 'to all' | 'by name';
  /** What a call gives it may decide which kernels it has: a template, a function that gets a function object. */
  readonly isGeneric: boolean;
  /** Nodes are counted from its first token. */
  readonly calls: Calls;
}

/** @param known by key; what is not there is added. O(tokens). */
export const leavesOf = (
  unit: SyntaxUnit,
  known: { get(key: string): LeafFacts | undefined; set(key: string, facts: LeafFacts): void },
): readonly Leaf[] => {
  const out: Leaf[] = [];
  const into = (body: readonly Decl[], path: readonly Namespace[]): void => {
    for (const decl of body) {
      if (decl.kind === 'namespace') {
        into(decl.body, [...path, decl]);
        continue;
      }
      const at = unit.spanOf(decl);
      const key = keyOf(unit, decl, path, at);
      const facts = known.get(key) ?? factsOf(unit, decl);
      known.set(key, facts);
      out.push({ decl, path, at, key, facts });
    }
  };
  into(unit.body, []);
  return out;
};

const keyOf = (unit: SyntaxUnit, { from, to }: Decl, path: readonly Namespace[], at: Span): string => {
  const hasher = new Hasher().add(at.file);
  for (const { names, inline } of path) {
    if (inline) hasher.add('inline');
    for (const name of names) hasher.add(name);
  }
  for (let i = from; i < to; i++) {
    const token = unit.tokens[i];
    if (token === undefined) continue;
    const { file, start, end } = token.expansion === null ? token : placeInFile(token);
    if (file !== at.file) hasher.add(file).int(start);
    hasher
      .add(token.spelling)
      .int(start - at.start)
      .int(end - start);
  }
  return hasher.digest();
};

const factsOf = (unit: SyntaxUnit, decl: Decl): LeafFacts => {
  const words = new Set<string>();
  let hasOperator = false;
  let isGeneric = decl.kind === 'function' && takesObjects(decl);
  for (let i = decl.from; i < decl.to; i++) {
    const token = unit.tokens[i];
    if (token === undefined) continue;
    if (token.kind === K.name) words.add(token.text);
    else if (token.kind === K.keyword) {
      hasOperator ||= token.text === 'operator';
      isGeneric ||= token.text === 'template';
    }
  }
  const names = [...namesOf(decl)];
  const isWide = decl.kind === 'usingNamespace' || decl.kind === 'linkage' || names.some((name) => IMPLICIT.has(name));
  const { calls, launches } = callsIn(decl);
  const relative = launches.map(({ from, to }) => ({ from: from - decl.from, to: to - decl.from }));
  return {
    names,
    words,
    isGeneric,
    matters: hasOperator || isWide ? 'to all' : 'by name',
    calls: { calls, launches: relative },
  };
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
