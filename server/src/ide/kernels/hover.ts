/** Hover over the line in which a kernel begins: how it is launched, and the memory that it uses. */

import type { Assumption } from '@athanor/compiler-core/frontends/kernel/launch-files/assumption-comments.ts';
import { configurationsOf } from '@athanor/compiler-core/frontends/kernel/launch-files/launch-comments.ts';
import type { KernelText } from '@athanor/compiler-core/frontends/kernel/read.ts';
import type { Expr, Func, VarDef } from '@athanor/compiler-core/ir/nodes.ts';
import { printExpr } from '@athanor/compiler-core/ir/print.ts';
import { stmtsIn } from '@athanor/compiler-core/ir/walk.ts';
import type { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { offset } from '@athanor/compiler-core/text/span.ts';
import type { LaunchSetting } from '../../ports/check-file.ts';
import { chosenSizes, isNamed } from './launch-sizes.ts';
import { completeness, type KernelSite, launchInWords } from './sites.ts';

export interface KernelHover {
  readonly markdown: string;
  readonly start: number;
  readonly end: number;
}

/** Places not modelled that are listed. */
const MOST = 5;

export interface HoveredKernels {
  readonly text: KernelText;
  readonly sites: readonly KernelSite[];
  readonly launches: readonly LaunchSetting[];
}

export const kernelHover = (kernels: HoveredKernels, lines: LineIndex, at: number): KernelHover | null => {
  const { sites } = kernels;
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
      sizesInWords(kernels, site, line + 1),
      memoryOf(first.func),
      assumptionsInWords(first.assumptions),
      missing.join('\n'),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
    start: lines.lineStart(line),
    end: lines.lineEnd(line),
  };
};

/** The sizes that count: of `athanor.toml`, else of comments, else what the host's code says. */
const sizesInWords = ({ text, sites, launches }: HoveredKernels, site: KernelSite, line: number): string => {
  const [first] = site.instances;
  const settings = launches.filter(({ kernel }) => isNamed(kernel, site.name, line));
  const comments = configurationsOf(
    text.launches,
    sites.map(({ span }) => span),
    site.span,
  );
  const told = chosenSizes(comments, settings);
  if (told.length > 0) {
    const from = settings.length > 0 ? 'athanor.toml' : 'a comment';
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

const SPACES: Readonly<Partial<Record<VarDef['memory'], string>>> = {
  'gpu/global': 'global',
  'gpu/shared': 'local, one for each work-group',
  byvalue: 'captured value',
};

/** Without the conversions that lowering writes out; `?` where the host does not tell. */
const extentInWords = (e: Expr): string => {
  if (e.kind === 'cast') return extentInWords(e.operand);
  if (e.kind !== 'param') return printExpr(e);
  return e.name.endsWith('.size') ? '?' : e.name;
};

const memoryOf = (func: Func): string =>
  stmtsIn(func.body)
    .flatMap((s) => {
      const space = s.kind === 'varDef' ? SPACES[s.memory] : undefined;
      if (s.kind !== 'varDef' || space === undefined) return [];
      const shape = s.shape.length === 0 ? '' : `[${s.shape.map(extentInWords).join(', ')}]`;
      const access = s.access === 'inout' ? 'read and written' : s.access === 'input' ? 'read' : s.access;
      return [`- \`${s.spelled ?? s.name}\`: ${s.dtype}${shape}, ${space}${space === 'global' ? `, ${access}` : ''}`];
    })
    .join('\n');
