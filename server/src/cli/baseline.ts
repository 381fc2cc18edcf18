/** A baseline: findings that were there before and are not to be shown. Known by fingerprint, so lines may move. */

import type { Finding } from '@athanor/compiler-core/diag/finding.ts';

export interface BaselineEntry {
  readonly file: string;
  readonly code: string;
  readonly fingerprint: string;
}

export type ReadBaseline =
  | { readonly ok: true; readonly entries: readonly BaselineEntry[] }
  | { readonly ok: false; readonly message: string };

const VERSION = 1;

export const renderBaseline = (findings: readonly Finding[]): string => {
  const entries = findings
    .filter((f) => f.suppressed?.kind !== 'inSource')
    .map(({ place, code, fingerprint }): BaselineEntry => ({ file: place.file, code, fingerprint }));
  return `${JSON.stringify({ version: VERSION, entries }, null, 2)}\n`;
};

export const parseBaseline = (text: string): ReadBaseline => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'not JSON' };
  }
  const root = asRecord(value);
  if (root?.['version'] !== VERSION) return { ok: false, message: `it has no \`"version": ${VERSION}\`` };
  const list = root['entries'];
  if (!Array.isArray(list)) return { ok: false, message: 'it has no list `entries`' };
  const entries: BaselineEntry[] = [];
  for (const item of list as readonly unknown[]) {
    const { file, code, fingerprint } = asRecord(item) ?? {};
    if (typeof file !== 'string' || typeof code !== 'string' || typeof fingerprint !== 'string')
      return { ok: false, message: 'an entry lacks `file`, `code` or `fingerprint`' };
    entries.push({ file, code, fingerprint });
  }
  return { ok: true, entries };
};

const asRecord = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;

/** Hides what the baseline knows; each entry hides one finding. `gone` counts entries that hide nothing any more. */
export const applyBaseline = (
  findings: readonly Finding[],
  entries: readonly BaselineEntry[],
): { readonly findings: readonly Finding[]; readonly gone: number } => {
  const keyOf = (file: string, code: string, fingerprint: string): string => `${file}\n${code}\n${fingerprint}`;
  const left = new Map<string, number>();
  for (const { file, code, fingerprint } of entries) {
    const key = keyOf(file, code, fingerprint);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const marked = findings.map((finding): Finding => {
    const key = keyOf(finding.place.file, finding.code, finding.fingerprint);
    const count = left.get(key) ?? 0;
    if (finding.suppressed !== null || count === 0) return finding;
    left.set(key, count - 1);
    return { ...finding, suppressed: { kind: 'external', reason: 'in the baseline' } };
  });
  return { findings: marked, gone: [...left.values()].reduce((a, b) => a + b, 0) };
};
