/** Hover over the line in which a kernel begins: how it is launched, and the memory that it uses. */

import type { Assumption } from '@athanor/compiler-core/frontends/kernel/launch-files/assumption-comments.ts';
import type { Expr, Func, VarDef } from '@athanor/compiler-core/ir/nodes.ts';
import { printExpr } from '@athanor/compiler-core/ir/print.ts';
import { stmtsIn } from '@athanor/compiler-core/ir/walk.ts';
import type { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { offset } from '@athanor/compiler-core/text/span.ts';
import { completeness, type KernelSite, launchInWords } from './sites.ts';

export interface KernelHover {
  readonly markdown: string;
  readonly start: number;
  readonly end: number;
}

/** Places not modelled that are listed. */
const MOST = 5;

export const kernelHover = (sites: readonly KernelSite[], lines: LineIndex, at: number): KernelHover | null => {
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
    markdown: [head, memoryOf(first.func), assumptionsInWords(first.assumptions), missing.join('\n')]
      .filter((part) => part !== '')
      .join('\n\n'),
    start: lines.lineStart(line),
    end: lines.lineEnd(line),
  };
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
