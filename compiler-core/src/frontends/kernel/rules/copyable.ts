/** Which classes can be copied to a device (SYCL 2020, 3.13.1). */

import type { FunctionDecl, Specifiers } from '../parse/ast.ts';
import type { KernelSymbol } from '../symbols/symbols.ts';
import { memberFunctions } from './device-code.ts';
import { lastText, type NameTable } from './names.ts';

/** Classes of the standard library with memory or state of the host behind them. */
const HOST_CLASSES = new Set(
  `vector string basic_string map unordered_map multimap unordered_multimap set unordered_set multiset deque list
  forward_list queue stack priority_queue unique_ptr shared_ptr weak_ptr function any thread mutex future promise
  ifstream ofstream fstream stringstream ostringstream istringstream valarray`.split(/\s+/),
);

/** What an object of the type has that cannot be copied byte by byte (SYCL 2020, 3.13.1); null: nothing known. */
export const notCopyable = (names: NameTable, { type }: Pick<Specifiers, 'type'>, depth = 0): string | null => {
  if (type.kind !== 'named') return null;
  const name = lastText(type.name);
  const symbol = names.of(type.name);
  if (symbol === null) {
    const { parts } = type.name;
    const isStd = parts.length === 2 ? parts[0]?.text === 'std' : parts.length === 1 && names.opensStd;
    return isStd && HOST_CLASSES.has(name) ? `\`std::${name}\` holds memory or state of the host` : null;
  }
  if (
    symbol.kind !== 'class' ||
    symbol.nodes.length !== 1 ||
    symbol.isSpecialised ||
    names.mentions('is_device_copyable')
  )
    return null;
  for (const member of memberFunctions(symbol)) {
    if (member.form !== '') continue;
    const last = member.declarator.name?.parts.at(-1);
    if (last?.form === 'destructor') return `\`${name}\` has a destructor of its own`;
    if (last?.text === name && isCopy(member, name)) return `\`${name}\` has a copy constructor of its own`;
    if (member.specifiers.words.includes('virtual')) return `\`${name}\` has virtual functions`;
  }
  return depth > 4 ? null : fieldOf(names, symbol, depth);
};

/** Of its fields. */
export const fieldOf = (names: NameTable, type: KernelSymbol, depth: number): string | null => {
  for (const symbol of type.members?.symbols() ?? []) {
    const variable = symbol.kind === 'field' ? names.variable(symbol) : null;
    if (variable === null || variable.specifiers.words.includes('static') || variable.declarator.chunks.length > 0)
      continue;
    const why = notCopyable(names, variable.specifiers, depth + 1);
    if (why !== null) return `its member \`${symbol.name}\`: ${why}`;
  }
  return null;
};

const isCopy = (member: FunctionDecl, name: string): boolean => {
  const [part] = member.declarator.chunks;
  const [parameter, ...more] = part?.kind === 'function' ? part.parameters : [];
  const type = parameter?.specifiers.type;
  return (
    more.length === 0 &&
    type?.kind === 'named' &&
    lastText(type.name) === name &&
    parameter?.declarator.chunks[0]?.kind === 'reference' &&
    !parameter.declarator.chunks[0].rvalue
  );
};
