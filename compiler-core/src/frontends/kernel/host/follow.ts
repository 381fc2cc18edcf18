/** Host code that is not executed: what its text does to memory is noted, and the rest said to be unknown. */

import type { Machine } from '../lower/machine.ts';
import type { Value } from '../lower/values.ts';
import type { FunctionEntity } from '../meaning/entities.ts';
import type { Expr, FunctionPart, Node } from '../parse/ast.ts';
import { walk } from '../parse/walk.ts';
import { isScalarLike, plain } from '../types/types.ts';
import { bareOf } from './recorder.ts';
import { parameterModes, type Touch, touchesOf } from './text-accesses.ts';

const note = (m: Machine, touches: readonly Touch[], reason: string, node: Node, perhaps: boolean): void => {
  const { record } = m;
  if (record === null) return;
  const lost = new Set<string | null>();
  for (const { memory, mode, node: at } of touches) {
    if (mode === 'exit') record.jump(m, 'exit', at);
    else if (memory === null || mode === 'unknown') lost.add(memory);
    else if (mode !== 'pointer') record.access(m, memory, mode, 'pointer', at, perhaps);
    else if (!record.repoint(memory)) {
      // A container is assigned to, or a variable that nothing here follows.
      if (record.memory.get(memory)?.kind === 'system') record.access(m, memory, 'write', 'pointer', at, perhaps);
      else lost.add(memory);
    }
  }
  if (lost.size === 0) return;
  record.unknown(m, reason, lost.has(null) ? null : [...lost].filter((name) => name !== null), node);
};

const DECIDING: ReadonlySet<string> = new Set(
  'lambda if while for rangeFor switch do try conditional label goto macro error'.split(' '),
);
/** Whether some of its text may not be executed. */
const mayBeLeftOut = (node: Node): boolean => {
  let found = false;
  walk([node], (inner) => {
    const { kind, operator } = inner as { kind?: string; operator?: string };
    if (DECIDING.has(kind ?? '') || (kind === 'binary' && (operator === '&&' || operator === '||'))) found = true;
    return !found;
  });
  return found;
};

/** A statement or an expression that could not be followed. */
export const unfollowed = (m: Machine, node: Node, reason: string): void => {
  if (m.record === null || !m.record.isOpen) return;
  // That it was followed is of an execution before: another instance of a template, or another call.
  m.record.followed.delete(node);
  note(m, touchesOf(m, [node]), reason, node, mayBeLeftOut(node));
  m.record.followed.add(node);
};

/** A condition or an update that is not executed. */
export const skimmed = (m: Machine, nodes: readonly (Node | null)[]): void => {
  for (const node of nodes) if (node !== null) unfollowed(m, node, 'what is repeated with a loop is not followed');
};

/** An element of a container is read: what it holds is not known here, but that it is read is. */
export const readElement = (m: Machine, e: Node, value: Value): void => {
  const { record } = m;
  if (record === null || !record.isOpen || (e as Expr).kind !== 'subscript' || value.kind === 'place') return;
  for (const { memory, mode, node } of touchesOf(m, [e]))
    if (memory !== null && mode === 'read' && record.memory.get(memory)?.kind === 'system')
      record.access(m, memory, 'read', 'pointer', node);
};

/** Elements of memory that are arguments by value. */
export const readArguments = (m: Machine, args: readonly Value[], node: Node): void => {
  for (const value of args)
    if (value.kind === 'place' && isScalarLike(value.type)) m.record?.touch(m, value.place, 'read', node);
};

const isQueue = (value: Value): boolean => {
  const bare = bareOf(value);
  return bare.kind === 'object' && bare.type.name === 'queue';
};

/** Whether a function gives commands to a queue that it gets, or makes memory. */
export const isWorthwhile = (m: Machine, { declaration }: FunctionEntity, args: readonly Value[]): boolean =>
  (m.record?.isOpen ?? false) &&
  declaration.body !== null &&
  (makesMemory(declaration) || (args.some(isQueue) && usesQueue(m, declaration)));

const makers = new WeakMap<Node, boolean>();
const makesMemory = (declaration: FunctionEntity['declaration']): boolean => {
  const known = makers.get(declaration);
  if (known !== undefined) return known;
  let found = false;
  walk([declaration], (node) => {
    const { parts } = node as { parts?: readonly { text: string }[] };
    if (parts?.some(({ text }) => /^(?:malloc|calloc|aligned_alloc|free)/.test(text))) found = true;
    const { kind } = node as { kind?: string };
    if (kind === 'new' || kind === 'delete') found = true;
    return !found;
  });
  makers.set(declaration, found);
  return found;
};

/** The address of a pointer, or an object with pointers to memory in it: what they lead to may change, and they as well. */
const leadsToPointers = (m: Machine, value: Value): boolean => {
  const bare = bareOf(value);
  const type = plain(bare.type);
  if (type.kind === 'pointer' && type.to.kind === 'pointer') return true;
  return bare.kind === 'place' && (m.record?.holdsMemory(bare.place) ?? false);
};

/** A function of the host that leads to no launch gets these. */
export const passed = (
  m: Machine,
  { declaration, name }: FunctionEntity,
  part: FunctionPart | null,
  args: readonly Value[],
  self: Value | null,
  node: Node,
): void => {
  const { record } = m;
  if (record === null || !record.isOpen) return;
  if ([...args, ...(self === null ? [] : [self])].some((value) => leadsToPointers(m, value)))
    record.unknown(m, `what \`${name}\` does with the pointers that it gets is not followed`, null, node);
  if (!args.some((value) => record.memoryOf(value) !== null || isQueue(value))) return;
  const modes = declaration.body === null ? null : parameterModes(m, declaration);
  const touches = args.flatMap((value, i): readonly Touch[] => {
    const memory = record.memoryOf(value);
    // Asking a queue for its device is no command.
    if (memory === null) return isQueue(value) && modes === null ? [{ memory: null, mode: 'unknown', node }] : [];
    if (value.kind === 'place' && isScalarLike(value.type)) return [];
    const parameter = part?.parameters[i];
    const mode = modes === null ? 'unknown' : modes.get(parameter?.declarator.name?.parts[0]?.text ?? '');
    if (mode === undefined || parameter === undefined) return [];
    return [{ memory, mode, node }];
  });
  note(
    m,
    touches,
    modes === null
      ? `\`${name}\` is declared, its body is not known`
      : `what \`${name}\` does with its arguments is not followed`,
    node,
    true,
  );
};

/** Whether a function calls a member that is a command of a queue, by the text. */
const uses = new WeakMap<Node, boolean>();
const usesQueue = (m: Machine, declaration: FunctionEntity['declaration']): boolean => {
  const known = uses.get(declaration) ?? findsQueue(m, declaration);
  uses.set(declaration, known);
  return known;
};
const findsQueue = (m: Machine, declaration: FunctionEntity['declaration']): boolean =>
  declaration.body === null ||
  touchesOf(m, [declaration.body], (name) => (queueNames(declaration).has(name) ? null : undefined)).length > 0;

const queueNames = (declaration: FunctionEntity['declaration']): ReadonlySet<string> => {
  const chunk = declaration.declarator.chunks[0];
  return new Set(
    chunk?.kind === 'function' ? chunk.parameters.map(({ declarator }) => declarator.name?.parts[0]?.text ?? '') : [],
  );
};
