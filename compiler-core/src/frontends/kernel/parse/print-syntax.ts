/** A unit's tokens and tree as text, one line each, for `athanor dump` and for tests. */

import { FLAG, K, type Token } from '../lex/tokens.ts';
import { expansionStack, placeInFile } from '../preprocess/expansion.ts';
import type { Node } from './ast.ts';
import type { SyntaxUnit } from './parse.ts';

/** Words for a place: `12:3-12:8`, with the file where it is another one. */
export type ShowPlace = (place: ReturnType<typeof placeInFile>) => string;

const KIND_NAMES = new Map(Object.entries(K).map(([name, kind]) => [kind, name]));

/** One line for each token of the expanded text: place, kind, spelling, the macros it came through. */
export const printTokens = (tokens: readonly Token[], show: ShowPlace): string =>
  tokens
    .map((token) => {
      const stack = expansionStack(token);
      const from = stack.length === 0 ? '' : ` from ${stack.map(({ macro }) => macro).join(' in ')}`;
      const kind = KIND_NAMES.get(token.kind) ?? '';
      const unterminated = token.has(FLAG.unterminated) ? ' unterminated' : '';
      const text = token.kind === K.end ? '' : ` ${JSON.stringify(token.spelling)}`;
      return `${show(placeInFile(token)).padEnd(14)} ${kind}${text}${unterminated}${from}\n`;
    })
    .join('');

type Field = readonly [name: string, value: unknown];

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'from' in value && 'to' in value;

/** Nodes that are said best by the text they stand for. */
const isText = (node: Node): boolean =>
  'parts' in node || ('kind' in node && ['number', 'character', 'string', 'boolean'].includes(String(node.kind)));

/** The tree, two blanks for each level. `unparsed-code` is not in it: it is a diagnostic. */
export const printSyntax = (unit: SyntaxUnit, show: ShowPlace): string => {
  const lines: string[] = [];
  const textOf = (node: Node): string =>
    unit.tokens
      .slice(node.from, node.to)
      .map(({ spelling }) => spelling)
      .join(' ');
  const print = (name: string, node: Node, depth: number): void => {
    const label = name === '' ? '' : `${name}: `;
    const kind = 'kind' in node ? String(node.kind) : '';
    const head = `${'  '.repeat(depth)}${label}${kind}${kind === '' ? '' : ' '}${show(unit.spanOf(node))}`;
    if (isText(node)) {
      lines.push(`${head} ${textOf(node)}`);
      return;
    }
    const inline: string[] = [];
    const children: Field[] = [];
    for (const [key, value] of Object.entries(node)) {
      if (key === 'from' || key === 'to' || key === 'kind') continue;
      if (Array.isArray(value)) {
        const items: readonly unknown[] = value;
        if (items.every((item) => typeof item === 'string')) {
          if (items.length > 0) inline.push(`${key}=${items.join(' ')}`);
        } else for (const [i, item] of items.entries()) children.push([`${key}[${i}]`, item]);
      } else if (isNode(value)) children.push([key, value]);
      else if (value !== null && value !== false && value !== '')
        inline.push(value === true ? key : `${key}=${String(value)}`);
    }
    lines.push([head, ...inline].join(' '));
    for (const [key, value] of children) {
      if (isNode(value)) print(key, value, depth + 1);
      else lines.push(`${'  '.repeat(depth + 1)}${key}: ${String(value)}`);
    }
  };
  for (const declaration of unit.body) print('', declaration, 0);
  return lines.map((line) => `${line}\n`).join('');
};
