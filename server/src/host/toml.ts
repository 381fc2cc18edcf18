/** `ParseToml` by toml-eslint-parser, which keeps places. */

import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import type { ParseToml, TomlEntry, TomlNode } from '../ports/toml.ts';

interface Building {
  readonly start: number;
  readonly end: number;
  readonly entries: TomlEntry[];
}

export const parseToml: ParseToml = (text) => {
  try {
    const [top] = parseTOML(text, { tomlVersion: 'latest' }).body;
    const root: Building = { start: 0, end: text.length, entries: [] };
    for (const item of top.body) {
      if (item.type === 'TOMLKeyValue') addPair(root, item);
      else {
        const table =
          item.kind === 'array' ? append(root, item.key.keys, item.range) : descend(root, item.key.keys, item.range);
        for (const pair of item.body) addPair(table, pair);
      }
    }
    return { ok: true, table: { kind: 'table', ...root } };
  } catch (error) {
    if (error instanceof ParseError) return { ok: false, message: error.message, at: error.index };
    throw error;
  }
};

type Key = AST.TOMLBare | AST.TOMLQuoted;
const nameOf = (key: Key): string => (key.type === 'TOMLBare' ? key.name : key.value);

/** The table that a dotted key leads to, made where it is not there. In an array of tables it is the last one. */
const descend = (from: Building, keys: readonly Key[], range: readonly [number, number]): Building => {
  let table = from;
  for (const key of keys) {
    const name = nameOf(key);
    const there = table.entries.find((entry) => entry.key === name);
    const value = there?.value.kind === 'array' ? there.value.items.at(-1) : there?.value;
    if (value?.kind === 'table') {
      table = { ...value, entries: value.entries as TomlEntry[] };
      continue;
    }
    const made: Building = { start: range[0], end: range[1], entries: [] };
    table.entries.push({ key: name, start: key.range[0], end: key.range[1], value: { kind: 'table', ...made } });
    table = made;
  }
  return table;
};

/** `[[a.b]]`: another table of the array, which begins with the first. */
const append = (root: Building, keys: readonly Key[], range: readonly [number, number]): Building => {
  const last = keys[keys.length - 1];
  const made: Building = { start: range[0], end: range[1], entries: [] };
  if (last === undefined) return made;
  const parent = descend(root, keys.slice(0, -1), range);
  const there = parent.entries.find((entry) => entry.key === nameOf(last));
  const item: TomlNode = { kind: 'table', ...made };
  if (there?.value.kind === 'array') (there.value.items as TomlNode[]).push(item);
  else {
    const value: TomlNode = { kind: 'array', start: range[0], end: range[1], items: [item] };
    parent.entries.push({ key: nameOf(last), start: last.range[0], end: last.range[1], value });
  }
  return made;
};

const addPair = (table: Building, pair: AST.TOMLKeyValue): void => {
  const keys = pair.key.keys;
  const last = keys[keys.length - 1];
  if (last === undefined) return;
  const target = descend(table, keys.slice(0, -1), pair.range);
  target.entries.push({ key: nameOf(last), start: last.range[0], end: last.range[1], value: nodeOf(pair.value) });
};

const nodeOf = (node: AST.TOMLContentNode): TomlNode => {
  const [start, end] = node.range;
  if (node.type === 'TOMLArray') return { kind: 'array', start, end, items: node.elements.map(nodeOf) };
  if (node.type === 'TOMLInlineTable') {
    const table: Building = { start, end, entries: [] };
    for (const pair of node.body) addPair(table, pair);
    return { kind: 'table', ...table };
  }
  switch (node.kind) {
    case 'string':
      return { kind: 'string', start, end, value: node.value };
    case 'integer':
      return { kind: 'integer', start, end, value: node.bigint };
    case 'float':
      return { kind: 'float', start, end, value: node.value };
    case 'boolean':
      return { kind: 'boolean', start, end, value: node.value };
    default:
      return { kind: 'date', start, end, value: String(node.value) };
  }
};
