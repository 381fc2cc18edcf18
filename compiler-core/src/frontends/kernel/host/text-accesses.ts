/**
 * What a piece of host code that is not executed does to memory, by its text: subscripts and dereferences of names that
 * are memory here, calls that get them. It says too much rather than too little.
 */

import type { AccessMode } from '../../../ir/program.ts';
import type { Machine } from '../lower/machine.ts';
import type { Value } from '../lower/values.ts';
import type { Entity } from '../meaning/entities.ts';
import type { Expr, FunctionDecl, Node, Stmt } from '../parse/ast.ts';
import { walk } from '../parse/walk.ts';
import { bareOf } from './recorder.ts';

/** `memory` null: anything. */
export interface Touch {
  readonly memory: string | null;
  readonly mode: AccessMode | 'unknown' | 'pointer' | 'exit';
  readonly node: Node;
}
/** What a name stands for: memory, anything that matters (null), or nothing that does (undefined). */
type Resolve = (name: string) => string | null | undefined;

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));
const NOTHING = words(
  'size length capacity empty data get begin end cbegin cend rbegin rend c_str get_info get_device get_context is_in_order',
);
const READERS = words(
  `printf fprintf sprintf snprintf puts fputs fwrite write accumulate reduce inner_product equal max_element min_element
  minmax_element find find_if count count_if all_of any_of none_of memcmp strcmp strlen is_sorted distance sizeof
  adjacent_find mismatch for_each lower_bound upper_bound`,
);
const WRITERS = words('fill fill_n iota generate generate_n memset bzero fread fscanf sscanf scanf read fgets');
const UPDATERS = words('sort stable_sort reverse random_shuffle shuffle rotate partition unique remove nth_element');
const COMMANDS =
  /wait|sync|^(?:submit|parallel_for\w*|single_task|memcpy|memset|fill|copy|prefetch|host_task|update_host)$/;
const EXITS = words('exit abort quick_exit _Exit terminate __assert_fail');

const nameOf = (e: Expr): string | null => {
  if (e.kind === 'name' || e.kind === 'member') return e.name.parts.at(-1)?.text ?? null;
  return e.kind === 'paren' ? nameOf(e.inner) : null;
};

/** The pointer, array or container that an expression is or leads into, nothing of it read: `a + 1`, `&a[i]`, `v.data()`. */
const addressed = (e: Expr): Expr | null => {
  switch (e.kind) {
    case 'name':
    case 'member':
      return e;
    case 'paren':
      return addressed(e.inner);
    case 'cast':
      return addressed(e.operand);
    case 'unary':
      if (e.operator !== '&') return null;
      return e.operand.kind === 'subscript' ? addressed(e.operand.object) : addressed(e.operand);
    case 'binary':
      return e.operator === '+' || e.operator === '-' ? (addressed(e.left) ?? addressed(e.right)) : null;
    case 'call':
      return e.callee.kind === 'member' && NOTHING.has(nameOf(e.callee) ?? '') ? addressed(e.callee.object) : null;
    default:
      return null;
  }
};

/** Algorithms that run on a device, or may: of other libraries than the standard one, or with an execution policy. */
const isParallel = ({ callee, arguments: given }: Extract<Expr, { kind: 'call' }>): boolean => {
  const parts = callee.kind === 'name' ? callee.name.parts : [];
  const [first] = given;
  return (
    (parts.length > 1 && parts[0]?.text !== 'std') ||
    (first !== undefined && /polic|^par|^seq$|^unseq$/i.test(nameOf(first) ?? ''))
  );
};

class Scan {
  readonly touches: Touch[] = [];

  constructor(
    private readonly m: Machine,
    private readonly resolve: Resolve,
    /** Text that may have been executed in part: what was is noted already. */
    private readonly isHere: boolean,
  ) {}

  private isDone(node: Node): boolean {
    return this.isHere && (this.m.record?.followed.has(node) ?? false);
  }

  private of(e: Expr | null): string | null | undefined {
    if (e === null) return undefined;
    if (e.kind === 'name') return e.name.parts.length === 1 ? this.resolve(e.name.parts[0]?.text ?? '') : undefined;
    if (e.kind !== 'member') return undefined;
    const object = e.object.kind === 'this' ? 'this' : nameOf(e.object);
    return object === null ? undefined : this.resolve(`${object}.${nameOf(e) ?? ''}`);
  }

  private note(memory: string | null | undefined, mode: Touch['mode'], node: Node): void {
    if (memory !== undefined) this.touches.push({ memory, mode, node });
  }

  /** What is assigned to. */
  private target(e: Expr, mode: AccessMode): void {
    if (e.kind === 'paren') this.target(e.inner, mode);
    else if (e.kind === 'subscript') {
      this.note(this.of(addressed(e.object)), mode, e);
      if (addressed(e.object) === null) this.target(e.object, mode);
      for (const index of e.indices) this.go(index);
    } else if (e.kind === 'unary' && e.operator === '*') this.note(this.of(addressed(e.operand)), mode, e);
    else if (e.kind === 'member' && this.of(e) === undefined) this.target(e.object, mode);
    else this.note(this.of(addressed(e)), 'pointer', e);
  }

  go(node: Node): void {
    if (!('kind' in node)) {
      this.below(node);
      return;
    }
    const e = node as Expr | Stmt;
    switch (e.kind) {
      case 'assign':
        this.target(e.left, e.operator === '=' ? 'write' : 'readWrite');
        this.go(e.right);
        return;
      case 'postfix':
        this.target(e.operand, 'readWrite');
        return;
      case 'unary':
        if (e.operator === '++' || e.operator === '--') this.target(e.operand, 'readWrite');
        else if (e.operator === '*' && this.of(addressed(e.operand)) !== undefined)
          this.note(this.of(addressed(e.operand)), 'read', e);
        else this.go(e.operand);
        return;
      case 'subscript':
        this.note(this.of(addressed(e.object)), 'read', e);
        if (addressed(e.object) === null) this.go(e.object);
        for (const index of e.indices) this.go(index);
        return;
      case 'call':
        this.call(e);
        return;
      case 'construct':
        if (!this.isDone(e)) this.below(e);
        return;
      case 'delete':
        this.note(this.of(addressed(e.operand)), 'unknown', e);
        return;
      case 'jump':
        if (e.operator === 'throw') this.touches.push({ memory: null, mode: 'exit', node: e });
        return;
      default:
        this.below(e);
    }
  }

  private call(e: Extract<Expr, { kind: 'call' }>): void {
    if (this.isDone(e)) return;
    const { callee } = e;
    const name = nameOf(callee) ?? '';
    if (EXITS.has(name)) this.touches.push({ memory: null, mode: 'exit', node: e });
    if (callee.kind === 'member') {
      const object = this.of(addressed(callee.object));
      if (object === null) this.note(null, 'unknown', e);
      else if (object !== undefined && !NOTHING.has(name)) this.note(object, 'readWrite', e);
      if (object === undefined) {
        // Of a queue or an event that nothing here has a name for.
        if (COMMANDS.test(name)) this.note(null, 'unknown', e);
        this.go(callee.object);
      }
    }
    const modes = isParallel(e) ? () => 'unknown' as const : this.modes(name);
    for (const [i, arg] of e.arguments.entries()) {
      const memory = this.of(addressed(arg));
      if (memory === undefined) this.go(arg);
      else this.note(memory, memory === null ? 'unknown' : modes(i, e.arguments.length), arg);
    }
  }

  /** What a function does to the memory of its arguments. */
  private modes(name: string): (i: number, count: number) => Touch['mode'] {
    if (READERS.has(name)) return () => 'read';
    if (WRITERS.has(name)) return () => 'write';
    if (UPDATERS.has(name)) return () => 'readWrite';
    if (name === 'memcpy' || name === 'memmove' || name === 'strcpy') return (i) => (i === 0 ? 'write' : 'read');
    if (name === 'copy' || name === 'copy_n' || name === 'transform' || name === 'partial_sum' || name === 'copy_if')
      return (i, count) => (i < Math.min(2, count - 1) ? 'read' : 'write');
    return () => 'unknown';
  }

  private below(node: Node): void {
    for (const key in node) {
      const item = (node as unknown as Readonly<Record<string, unknown>>)[key];
      for (const one of Array.isArray(item) ? item : [item])
        if (typeof one === 'object' && one !== null) {
          if ('from' in one && 'to' in one) this.go(one as Node);
          else if (key !== 'literal') this.below(one as Node);
        }
    }
  }
}

/** What a value of the host is: see `Resolve`. */
const standing = (m: Machine, value: Value): string | null | undefined => {
  const bare = bareOf(value);
  if (bare.kind === 'object' && (bare.type.name === 'queue' || bare.type.name === 'handler')) return null;
  const memory = m.record?.memoryOf(value) ?? null;
  if (memory !== null) return memory;
  // An object with memory in it.
  if (bare.kind !== 'place' || m.record === null) return undefined;
  const prefix = `${bare.place.allocation.name}${bare.place.path}.`;
  for (const name of m.record.memory.keys()) if (name.startsWith(prefix)) return null;
  return undefined;
};

const valueBehind = (entity: Entity | undefined): Value | null => {
  if (entity?.kind === 'binding') return entity.value;
  return entity?.kind === 'variable' && entity.binding !== null && entity.binding !== 'busy'
    ? entity.binding.value
    : null;
};

/** A name, or `object.field`, in the scope here. */
const resolveIn =
  (m: Machine): Resolve =>
  (name) => {
    const [first = '', field] = name.split('.');
    const self = m.self === null ? null : bareOf(m.self);
    const [entity] = first === 'this' ? [] : m.scope.lookup(first);
    const isField = entity?.kind === 'field' || first === 'this';
    const value = isField ? self : valueBehind(entity);
    if (value === null || value === undefined) return undefined;
    const part = isField && first !== 'this' ? first : field;
    if (part === undefined) return standing(m, value);
    const bare = bareOf(value);
    if (bare.kind !== 'place') return standing(m, value);
    const path = `${bare.place.allocation.name}${bare.place.path}.${part}`;
    const { record } = m;
    if (record === null) return undefined;
    const known = record.canonical(path);
    return record.memory.has(known) || record.flows.has(known) ? known : undefined;
  };

/** In the order of the text. @param resolve names of a function's body that is not executed; absent: the text stands in what is */
export const touchesOf = (m: Machine, roots: readonly Node[], resolve?: Resolve): readonly Touch[] => {
  const scan = new Scan(m, resolve ?? resolveIn(m), resolve === undefined);
  for (const root of roots) scan.go(root);
  return scan.touches;
};

const known = new WeakMap<FunctionDecl, ReadonlyMap<string, Touch['mode']>>();

/** What a function that leads to no launch does to the memory its parameters point to, by the parameter's name. */
export const parameterModes = (m: Machine, declaration: FunctionDecl): ReadonlyMap<string, Touch['mode']> => {
  const before = known.get(declaration);
  if (before !== undefined) return before;
  const modes = new Map<string, Touch['mode']>();
  known.set(declaration, modes);
  const chunk = declaration.declarator.chunks[0];
  const parameters = new Set(
    chunk?.kind === 'function' ? chunk.parameters.map(({ declarator }) => declarator.name?.parts[0]?.text ?? '') : [],
  );
  if (declaration.body === null) return modes;
  // A parameter that goes into a variable may do anything there.
  const aliased = new Set<string>();
  walk([declaration.body], (node) => {
    if (!('declarator' in node && 'initializer' in node)) return;
    const { declarator, initializer } = node as unknown as {
      declarator: { chunks: readonly { kind: string }[] };
      initializer: { kind: string; value?: Expr } | null;
    };
    const source = initializer?.value === undefined ? null : addressed(initializer.value);
    if (source?.kind === 'name' && declarator.chunks.length > 0) aliased.add(source.name.parts[0]?.text ?? '');
    return;
  });
  for (const { memory, mode } of touchesOf(m, [declaration.body], (name) =>
    parameters.has(name) ? name : undefined,
  )) {
    if (memory === null) continue;
    const earlier = modes.get(memory);
    const own = mode === 'pointer' ? 'unknown' : mode;
    modes.set(
      memory,
      earlier === undefined || earlier === own
        ? own
        : earlier === 'unknown' || own === 'unknown'
          ? 'unknown'
          : 'readWrite',
    );
  }
  for (const name of aliased) if (parameters.has(name)) modes.set(name, 'unknown');
  return modes;
};
