/**
 * Launch sizes in comments: `// athanor: launch global=1024,16 local=128,1`, in the order of the source's dimensions. One is of
 * the next kernel behind it; several in front of one kernel are several configurations of it.
 */

import { about } from '../../../diag/about.ts';
import type { Diagnostic } from '../../../diag/diagnostic.ts';
import { type FileId, type Span, span } from '../../../text/span.ts';

export interface LaunchSizes {
  readonly global: readonly number[];
  /** Null where the comment says nothing of it. */
  readonly local: readonly number[] | null;
}

interface LaunchComment extends LaunchSizes {
  readonly at: Span;
}

export interface LaunchComments {
  readonly launches: readonly LaunchComment[];
  /** `bad-binding`. */
  readonly problems: readonly Diagnostic[];
}

const COMMENT = /\/[/*][ \t]*athanor[ \t]*:[ \t]*launch\b([^\n\r]*?)(?=\*\/|\r|\n|$)/g;
const SIZES = /^\d{1,9}(?:,\d{1,9}){0,2}$/;

export const launchComments = (file: FileId, text: string): LaunchComments => {
  const launches: LaunchComment[] = [];
  const problems: Diagnostic[] = [];
  for (const { index, 0: whole, 1: rest = '' } of text.matchAll(COMMENT)) {
    const at = span(file, index, index + whole.trimEnd().length);
    const parts = rest.trim() === '' ? [] : rest.trim().split(/\s+/);
    const given = new Map(
      parts.map((part): [string, string] => [part.replace(/=.*/, ''), part.replace(/^[^=]*=?/, '')]),
    );
    const wrong = parts.find((part) => {
      const [, name, value = ''] = /^(global|local)=(.*)$/.exec(part) ?? [];
      return name === undefined || !SIZES.test(value);
    });
    const [global, local] = [given.get('global'), given.get('local')];
    if (wrong !== undefined || global === undefined || given.size !== parts.length) {
      const what = wrong === undefined ? 'it has no `global`, or a name twice' : `\`${wrong}\` is not of that form`;
      problems.push(malformed(at, `a launch is \`global=X[,Y,Z]\` and perhaps \`local=X[,Y,Z]\`; ${what}`));
      continue;
    }
    launches.push({ at, global: sizes(global), local: local === undefined ? null : sizes(local) });
  }
  return { launches, problems };
};

const sizes = (text: string): readonly number[] => text.split(',').map(Number);

/** `bad-binding`: a comment that says nothing usable. */
export const malformed = (at: Span, message: string): Diagnostic => about('bad-binding', at, message);

/** The configurations of the kernel at `of`: comments behind the kernel before it. @param kernels of the same file */
export const configurationsOf = (
  { launches }: LaunchComments,
  kernels: readonly Span[],
  of: Span,
): readonly LaunchSizes[] => {
  const before = Math.max(
    0,
    ...kernels.filter(({ file, end }) => file === of.file && end <= of.start).map((k) => k.end),
  );
  return launches.filter(({ at }) => at.file === of.file && before <= at.start && at.end <= of.start);
};
