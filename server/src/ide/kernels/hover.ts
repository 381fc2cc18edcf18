/**
 * Hover in a kernel file: a name with its type, the memory it lies in and how much of it there is, as the kernel was executed;
 * a macro with what it expands to; a name of the device API with what it means; the line in which a kernel begins with how it is launched and the memory it uses.
 */

import type { Assumption } from '@athanor/compiler-core/frontends/kernel/launch-files/assumption-comments.ts';
import { configurationsOf } from '@athanor/compiler-core/frontends/kernel/launch-files/launch-comments.ts';
import {
  ADDRESS_SPACES,
  describeBindings,
  extentInWords,
} from '@athanor/compiler-core/frontends/kernel/symbols/describe.ts';
import type { KernelSymbol } from '@athanor/compiler-core/frontends/kernel/symbols/symbols.ts';
import type { Expr, Func } from '@athanor/compiler-core/ir/nodes.ts';
import { stmtsIn } from '@athanor/compiler-core/ir/walk.ts';
import { offset, type Span } from '@athanor/compiler-core/text/span.ts';
import { apiEntryAt, apiHover, beginsKernel } from './api-hover.ts';
import { chosenSizes, isNamed } from './launch-sizes.ts';
import { macroAt } from './macros.ts';
import { completeness, type KernelSite, launchInWords } from './sites.ts';
import { verdictMarkdown } from './verdict-words.ts';
import type { KernelView } from './view.ts';

export interface KernelHover {
  readonly markdown: string;
  readonly start: number;
  readonly end: number;
}

/** Places not modelled that are listed. */
const MOST = 5;
/** Characters of a declaration that are shown. */
const MOST_TEXT = 300;

/** @param names Whether names and macros are ours to explain; beside a C++ server only what it does not know is said. */
export const kernelHover = (view: KernelView, at: number, names: boolean): KernelHover | null => {
  const own = nameHover(view, at, names) ?? (names ? macroHover(view, at) : null) ?? libraryHover(view, at);
  const hints = hintsAt(view, at);
  if (hints === null) return own;
  return own === null ? hints : { ...own, markdown: `${own.markdown}\n\n${hints.markdown}` };
};

/** Hints that stand there, with their arithmetic: editors do not show hints on hover themselves. */
const hintsAt = (view: KernelView, at: number): KernelHover | null => {
  const found = view.findings.filter(
    ({ severity, span }) =>
      severity === 'hint' && span.file === view.text.unit.file && span.start <= at && at < span.end,
  );
  const [first] = found;
  if (first === undefined) return null;
  const said = found.map(({ code, message, related, assumptions }) =>
    [
      `**${code}**: ${message}`,
      '',
      ...related.map((r) => `- ${r.message}`),
      ...(assumptions.length === 0 ? [] : [`- assuming ${assumptions.join('; ')}`]),
    ].join('\n'),
  );
  return { markdown: [...new Set(said)].join('\n\n'), start: first.span.start, end: first.span.end };
};

/** What there is to say of the kernel that begins in the line, except over names of the device API that say no more of it. */
const libraryHover = (view: KernelView, at: number): KernelHover | null => {
  const isOwn = view.places.useAt(view.text.unit.file, at) !== null || macroAt(view, at) !== null;
  const api = isOwn ? null : apiEntryAt(view.code, at);
  const launch = launchHover(view, at);
  return launch !== null && (api === null || beginsKernel(api.entry)) ? launch : api && apiHover(api);
};

const nameHover = (view: KernelView, at: number, names: boolean): KernelHover | null => {
  const { text, places } = view;
  const use = places.useAt(text.unit.file, at);
  if (use === null) return null;
  const bindings = use.symbol.nodes.flatMap((node) => text.boundAt(text.syntax.spanOf(node)));
  const facts = describeBindings(bindings);
  if (!names && facts.length === 0) return null;
  const shown = names ? [declaration(view, use.symbol), ...facts] : [`**${use.symbol.name}**: ${facts.join(' or ')}`];
  return { markdown: shown.filter((part) => part !== '').join('\n\n'), start: use.at.start, end: use.at.end };
};

/** The text that declares it, without a function's body or a class's members. */
const declaration = ({ text: { unit, syntax } }: KernelView, symbol: KernelSymbol): string => {
  const [node] = symbol.nodes;
  if (node === undefined) return '';
  const whole: Span = syntax.spanOf(node);
  const before = symbol.declared === null ? whole : syntax.spanOf(symbol.declared.specifiers);
  const start = before.file === whole.file ? Math.min(before.start, whole.start) : whole.start;
  const body = 'body' in node && node.body !== null ? syntax.spanOf(node.body as typeof node).start : whole.end;
  const source = (unit.texts.get(whole.file) ?? '').slice(start, Math.min(body, start + MOST_TEXT));
  const head = symbol.kind === 'class' || symbol.kind === 'enum' ? source.replace(/\s*\{[\s\S]*$/, '') : source;
  return `\`\`\`cpp\n${head.replace(/\s+/g, ' ').trim()}\n\`\`\``;
};

const macroHover = (view: KernelView, at: number): KernelHover | null => {
  const macro = macroAt(view, at);
  if (macro === null) return null;
  const { start, end } = macro.at;
  const head = `macro \`${macro.name}\``;
  if (macro.expansion === null) return { markdown: `${head}, which expands to nothing`, start, end };
  return { markdown: `${head} expands to\n\n\`\`\`cpp\n${macro.expansion}\n\`\`\``, start, end };
};

const launchHover = (view: KernelView, at: number): KernelHover | null => {
  const { sites, lines, text } = view;
  const { line } = lines.position0(offset(at));
  const site = sites.find(({ span }) => lines.position0(span.start).line === line);
  const [first] = site?.instances ?? [];
  if (!site || !first) return null;
  const name = site.name === '' ? 'kernel without a name' : `kernel \`${site.name}\``;
  const several = site.instances.length > 1 ? `, ${site.instances.length} instances` : '';
  const head = `**${name}**, ${launchInWords(first)}${several}: ${completeness(site)}`;
  const reasons = site.instances.flatMap((k) =>
    k.reasons.map(({ reason, at: place }) => `- line ${lines.position1(place.start).line}: ${reason}`),
  );
  const missing = [...new Set(reasons)].slice(0, MOST);
  return {
    markdown: [
      head,
      sizesInWords(view, site, line + 1),
      assumptionsInWords(text.assumptions(first)),
      memoryOf(first.func),
      missing.join('\n'),
      verdictMarkdown(view, site),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
    start: lines.lineStart(line),
    end: lines.lineEnd(line),
  };
};

/** The sizes that count: of `athanor.toml`, else of comments, else what the host's code says. */
const sizesInWords = ({ text, sites, settings }: KernelView, site: KernelSite, line: number): string => {
  const [first] = site.instances;
  const own = settings.filter(({ kernel }) => isNamed(kernel, site.name, line));
  const comments = configurationsOf(
    text.launches,
    sites.map(({ span }) => span),
    site.span,
  );
  const told = chosenSizes(comments, own);
  if (told.length > 0) {
    const from = own.length > 0 ? 'athanor.toml' : 'a comment';
    const words = told.map(
      ({ global, local }) => `global ${global.join(', ')}${local === null ? '' : `, local ${local.join(', ')}`}`,
    );
    return `launched with ${words.join('; ')} (${from})`;
  }
  const { global, local } = first?.sizes ?? {};
  if (global == null || global.length === 0) return '';
  const inWords = (list: readonly Expr[]): string => list.map((e) => `\`${extentInWords(e)}\``).join(', ');
  return `launched with global ${inWords(global)}${local == null ? '' : `, local ${inWords(local)}`}`;
};

/** What comments vouch for: verdicts rest on it. */
const assumptionsInWords = (assumptions: readonly Assumption[]): string =>
  assumptions.length === 0 ? '' : `assuming ${assumptions.map(({ text }) => `\`${text}\``).join(', ')}`;

const memoryOf = (func: Func): string =>
  stmtsIn(func.body)
    .flatMap((s) => {
      const space = s.kind === 'varDef' && s.memory !== 'gpu/local' ? ADDRESS_SPACES[s.memory] : undefined;
      if (s.kind !== 'varDef' || space === undefined) return [];
      const shape = s.shape.length === 0 ? '' : `[${s.shape.map(extentInWords).join(', ')}]`;
      const access = s.access === 'inout' ? 'read and written' : s.access === 'input' ? 'read' : s.access;
      const isGlobal = s.memory === 'gpu/global';
      return [`- \`${s.spelled ?? s.name}\`: ${s.dtype}${shape}, ${space}${isGlobal ? `, ${access}` : ''}`];
    })
    .join('\n');
