/** Writes kernels as IR text around a body, runs them, and says briefly what was found. */

import { parseFunc } from '../../../ir/parse.ts';
import { verifyFunc } from '../../../ir/verify.ts';
import type { TensorInput } from '../../values.ts';
import { type KernelOptions, type KernelOutcome, runKernel } from '../run-kernel.ts';

export interface Parts {
  readonly head?: string;
  /** Definitions of parameters, each without its braces. */
  readonly defs: string;
  readonly body: string;
}

const nested = (defs: string, body: string): string => {
  const each = defs.split(/(?=@(?:input|output|inout|cache) )/).map((d) => d.trim());
  return each.filter((d) => d !== '').reduceRight((inside, d) => `${d} {\n${inside}\n}`, body);
};

/** `func k(params) ...` with the definitions around the body; every size symbol that may be used is declared. */
export const kernel = (params: string, { head = '', defs, body }: Parts): string => {
  const used = new Set([...`${defs} ${body}`.matchAll(/\$(\w+)/g)].map((m) => `$${m[1]}: int`));
  const externals = used.size === 0 ? '' : ` with ${[...used].join(', ')}`;
  return `func k(${params})${externals} ${head} {\n${nested(defs, body)}\n}`;
};

/** One-dimensional groups: `g` is the group, `l` the item in it; `local` are definitions of the group. */
export const inGroups = (params: string, parts: Parts & { readonly local?: string }): string =>
  kernel(params, {
    head: '@!kernel(nd_range, 1, "k")',
    defs: parts.defs,
    body: `@!parallel : @blockIdx.x
      for g in 0 : @!towards0($global_0 / $local_0) : 1 {
        ${nested(parts.local ?? '', `@!parallel : @threadIdx.x for l in 0 : $local_0 : 1 { ${parts.body} }`)}
      }`,
  });

export interface Look {
  readonly outcome: KernelOutcome;
  /** `kind first-text / second-text`. */
  readonly found: readonly string[];
  readonly values: (name: string) => (number | bigint)[];
}

/** Parses, verifies and runs; findings are named by the text at their places. */
export const look = (
  text: string,
  options: Omit<KernelOptions, 'inputs'> & { readonly inputs?: Readonly<Record<string, TensorInput>> },
): Look => {
  const { value, error } = parseFunc(text);
  if (!value) throw new Error(`${error?.message} at ${text.slice(error?.at.start, (error?.at.start ?? 0) + 60)}`);
  const [problem] = verifyFunc(value);
  if (problem) throw new Error(`${problem.code}: ${problem.message}`);
  const outcome = runKernel(value, { ...options, inputs: new Map(Object.entries(options.inputs ?? {})) });
  if (outcome.kind !== 'finished' && outcome.kind !== 'budget') {
    const { findings, ...rest } = outcome;
    throw new Error(JSON.stringify(rest, (_, v) => (typeof v === 'bigint' ? `${v}` : v)));
  }
  const found = outcome.findings.map((f) => {
    const places = f.deeds.map((d) => text.slice(d.span.start, d.span.end).replace(/\s+/g, ' '));
    return `${f.kind} ${places.join(' / ')}`;
  });
  const values = (name: string): (number | bigint)[] =>
    outcome.kind === 'finished' ? Array.from<number | bigint>(outcome.outputs.get(name)?.data ?? []) : [];
  return { outcome, found, values };
};
