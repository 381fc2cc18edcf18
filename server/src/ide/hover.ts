/**
 * Hover: what is at an offset, as Markdown. `hover(view, offset)` gives the text and the range it is about, or null.
 * Python's own names without a meaning in the program have no hover: a Python server says them.
 */

import { CODES, type DiagnosticCode } from '@athanor/compiler-core/diag/codes.ts';
import type { Fact, IteratorFact, TensorFact } from '@athanor/compiler-core/frontends/tensor/facts.ts';
import type { Span } from '@athanor/compiler-core/text/span.ts';
import { ACCESS_TYPES, API, DIRECTIVES } from './api-docs.ts';
import { docstringOf, pathAt } from './ast.ts';
import { carriedText } from './carried.ts';
import { docMarkdown } from './docstring.ts';
import { sameLabel } from './labels.ts';
import { libraryFunction } from './library.ts';
import { type Access, accessesOf } from './nest.ts';
import { scheduleHover } from './schedule-calls.ts';
import { lastBefore, stagedAt, type Target, targetAt, wordStart } from './target.ts';
import type { FileView } from './view.ts';

export interface Hover {
  readonly markdown: string;
  readonly start: number;
  readonly end: number;
}

const SHOWN = 3;

export const hover = (view: FileView, offset: number): Hover | null => {
  const call = scheduleHover(view, offset) ?? loopHover(view, offset);
  if (call) return call;
  const target = stagedAt(view, offset) ?? targetAt(view, offset);
  if (!target) return directiveHover(view, offset);
  const { start, end } = target;
  if (target.kind === 'label') return { markdown: labelText(view, target), start, end };
  const shown = target.facts.filter((f) => tells(f, target));
  if (shown.length === 0) return null;
  const parts = shown.slice(0, SHOWN).map((f) => factText(view, f, target));
  const more = shown.length > SHOWN ? shown.length - SHOWN : 0;
  if (more > 0) parts.push(`and ${more} more`);
  if (target.count > 1 && shown.length > 1) parts.push(`staged ${target.count} times`);
  return { markdown: parts.join('\n\n---\n\n'), start, end };
};

/** Is it more than a Python server says? */
const tells = (f: Fact, target: Target): boolean => {
  if (f.kind === 'module') return false;
  if (f.kind === 'value')
    return target.kind === 'name' && (f.type === 'int' || f.type === 'float' || f.type === 'bool');
  if (f.kind === 'function' || f.kind === 'class') return false;
  return f.kind !== 'unknown';
};

const code = (text: string): string => `\`\`\`python\n${text}\n\`\`\``;

const factText = (view: FileView, f: Fact, target: Target): string => {
  switch (f.kind) {
    case 'tensor':
      return tensorText(view, f, target);
    case 'iterator':
      return [iteratorText(f, target.name), ...carriedBy(view, f)].join('\n\n');
    case 'size':
      return f.value === null
        ? `${code(`(size) ${target.name}`)}\n\nNot known while staging: what is said holds for every value.\n\nGive it one with \`# athanor: bind ${f.name}=…\`.`
        : `${code(`(size) ${target.name} = ${f.value}`)}\n\nBound by ${f.source === 'comment' ? 'a comment' : f.source}.`;
    case 'api':
      return apiText(f.name);
    case 'libop': {
      const found = libraryFunction(f.name);
      const params = found?.params ?? f.params;
      return `${code(`(operator) ${f.name}(${params.join(', ')})`)}${found && found.doc !== '' ? `\n\n${docMarkdown(found.doc)}` : ''}`;
    }
    case 'inline':
    case 'staged':
    case 'function': {
      const doc = docstringAt(view, f.definition);
      const what = f.kind === 'staged' ? 'staged function' : 'inlined function';
      return `${code(`(${what}) ${f.name}(${f.params.join(', ')})`)}${doc === null ? '' : `\n\n${docMarkdown(doc)}`}`;
    }
    case 'value':
      return code(`(${f.type}) ${target.name} = ${f.text}`);
    case 'expression':
      return `${code(`(expression) ${target.name} = ${f.text}`)}\n\nAn expression of the program: it is evaluated where it is used.`;
    default:
      return '';
  }
};

/** `(24, 6)`, `(n,)`, `()`. */
export const shapeText = (shape: readonly string[]): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;

const tensorText = (view: FileView, f: TensorFact, target: Target): string => {
  const { name } = target;
  const what = f.view === 'tensor' ? 'tensor' : f.view === 'element' ? 'element' : 'part of a tensor';
  const head = code(`(${what}) ${name}: ${f.dtype}${f.view === 'element' ? '' : ` ${shapeText(f.shape)}`}`);
  const place = `${f.access} (${ACCESS_TYPES[f.access] ?? ''}), in ${f.memory}`;
  const of = f.view === 'tensor' ? '' : ` of \`${f.name}\``;
  return [head, `${place}${of}`, ...accessText(view, f, target)].join('\n\n');
};

/** Where the tensor begins in this file: its definition, or the call that made it in the library. */
const beginningOf = (view: FileView, f: TensorFact, target: Target): number | null => {
  if (f.definition.file === view.file) return f.definition.start;
  return target.kind === 'name' ? (target.occurrence.symbol.value?.at.start ?? null) : null;
};

const accessText = (view: FileView, f: TensorFact, target: Target): string[] => {
  const beginning = beginningOf(view, f, target);
  const all = beginning === null ? [] : accessesOf(view.staged.units, view.file, beginning);
  if (all.length === 0 && f.definition.file !== view.file) return [];
  // What is not modelled may write it.
  const whole = view.staged.units.every((u) => u.complete && !u.failed);
  const list = (kind: Access['kind'], verb: string): string[] => {
    const places = new Map<number, Access>();
    for (const a of all) if (a.kind === kind) places.set(a.at.start, a);
    if (places.size === 0) return kind === 'write' && f.access !== 'input' && whole ? [`${verb} nowhere`] : [];
    const words = new Map<string, number>();
    for (const a of places.values()) {
      const what = a.through ?? view.text.slice(a.at.start, a.at.end);
      const word = `\`${what}\` in line ${view.lines.position1(a.at.start).line}`;
      words.set(word, (words.get(word) ?? 0) + 1);
    }
    const shown = [...words].slice(0, SHOWN).map(([word, times]) => (times === 1 ? word : `${word} (${times} times)`));
    const rest = words.size - shown.length;
    return [`${verb} by ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`];
  };
  return [...list('write', 'Written'), ...list('read', 'Read')];
};

const carriedBy = (view: FileView, { loop }: IteratorFact): readonly string[] => {
  const text = loop.file === view.file ? carriedText(view, loop.start) : null;
  return text === null ? [] : [text];
};

/** On the word `for` of a loop of the program: what it carries. */
const loopHover = (view: FileView, offset: number): Hover | null => {
  const start = wordStart(view.text, offset);
  if (!/^for\b/.test(view.text.slice(start, start + 4))) return null;
  const loop = pathAt(view.module, start).findLast((n) => n.kind === 'for' && n.at.start === start);
  const markdown = loop?.kind === 'for' ? carriedText(view, loop.iter.at.start) : null;
  return markdown === null ? null : { markdown, start, end: start + 'for'.length };
};

const iteratorText = (f: IteratorFact, name: string): string => {
  const range = f.step === '1' ? `range(${f.begin}, ${f.end})` : `range(${f.begin}, ${f.end}, ${f.step})`;
  const values = f.range
    ? `Its values lie between ${f.range[0]} and ${f.range[1]}.`
    : `From ${f.begin}, below ${f.end}.`;
  const below = !f.range && f.step.startsWith('-') ? `From ${f.begin} down, above ${f.end}.` : values;
  const extent = f.extent === null ? '' : `\n\n${f.extent} iteration${f.extent === '1' ? '' : 's'}`;
  return `${code(`(iterator) ${name} in ${range}`)}\n\n${below}${extent}`;
};

const apiText = (name: string): string => {
  const doc = API.get(name);
  const operator = libraryFunction(name);
  const head = doc
    ? `freetensor.${doc.signature}`
    : operator
      ? `(operator) ${name}(${operator.params.join(', ')})`
      : `freetensor.${name}`;
  return `${code(head)}\n\n${apiDoc(name)}`;
};

/** What a name of `freetensor` means, without its signature. */
export const apiDoc = (name: string): string =>
  API.get(name)?.doc ?? operatorDoc(name) ?? 'Works on whole programs after staging; its result is not modelled.';

const operatorDoc = (name: string): string | null => {
  const operator = libraryFunction(name);
  return operator ? docMarkdown(operator.doc) : null;
};

/** The docstring of a function of this file. */
export const docstringAt = (view: FileView, definition: Span): string | null => {
  if (definition.file !== view.file) return null;
  const symbols = view.part('functions', () => {
    const map = new Map<number, string | null>();
    for (const o of view.names.occurrences)
      if (o.binds === 'function' && o.symbol.def) map.set(o.symbol.def.nameAt.start, docstringOf(o.symbol.def.body));
    return map;
  });
  return symbols.get(definition.start) ?? null;
};

const labelText = (view: FileView, target: Extract<Target, { kind: 'label' }>): string => {
  const all = sameLabel(view.labels, target.label) ?? view.labels.places.filter((p) => p.name === target.name);
  const declared = all.filter((p) => p.declares);
  const lines = declared.map((p) => view.lines.position1(view.span(p.start, p.end).start).line);
  const uses = all.length - declared.length;
  const where = `Names the statement after line ${lines.join(' and ')}`;
  return `${code(`(label) ${target.name}`)}\n\n${where}${uses === 0 ? '; no schedule of this file uses it' : `; used ${uses === 1 ? 'once' : `${uses} times`} in schedules`}.`;
};

/** What a diagnostic code means, and where its page is. */
export const codeText = (name: DiagnosticCode): string =>
  `**${name}** (${CODES[name].severity})\n\n${CODES[name].title}\n\n\`athanor explain ${name}\` has examples.`;

const directiveHover = (view: FileView, offset: number): Hover | null => {
  const token = lastBefore(view.tokens, offset, (t) => t.start);
  if (token?.kind !== 'comment' || offset > token.end) return null;
  const ignored = view.pragmas.ignores.flatMap((i) => i.codes).find((c) => c.at.start <= offset && offset <= c.at.end);
  if (ignored) return { markdown: codeText(ignored.code), start: ignored.at.start, end: ignored.at.end };
  const match = /^#!\s*(\w+)/.exec(view.text.slice(token.start, token.end));
  const known = DIRECTIVES.find((d) => d.name === match?.[1]);
  if (!match || !known) return null;
  const end = token.start + match[0].length;
  return offset > end
    ? null
    : { markdown: `${code(`#! ${known.insert.trim()}`)}\n\n${known.doc}`, start: token.start, end };
};
