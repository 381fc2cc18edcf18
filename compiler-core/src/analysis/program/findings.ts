/** Findings of a program, each place once, the most certain first. */

import { CODES, type DiagnosticCode } from '../../diag/codes.ts';
import type { Diagnostic, FindingClass, Related } from '../../diag/diagnostic.ts';
import type { Origin } from '../../ir/nodes.ts';
import type { CallStep } from '../../ir/program.ts';
import { isLibraryFile, type Span } from '../../text/span.ts';

export interface Said {
  readonly code: DiagnosticCode;
  readonly class: FindingClass;
  readonly at: Span;
  readonly message: string;
  readonly related: readonly Related[];
  readonly witness: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly assumptions?: readonly string[];
}

const keyOf = ({ file, start, end }: Span): string => `${file} ${start} ${end}`;

export class Findings {
  private readonly found = new Map<string, Diagnostic>();

  /** @param places shorter places for those of whole calls */
  constructor(private readonly places: readonly { readonly at: Span; readonly spelled: Span }[]) {
    for (const { at, spelled } of places) this.short.set(keyOf(at), spelled);
  }
  private readonly short = new Map<string, Span>();

  /** Where a step is shown: a launch by the name of its call. */
  place({ span }: Origin): Span {
    return this.short.get(keyOf(span)) ?? span;
  }

  add(said: Said, calls: readonly CallStep[]): void {
    const { at, related, class: of, code } = said;
    if (at.file === '' || isLibraryFile(at.file)) return;
    const key = `${code} ${keyOf(at)}`;
    const known = this.found.get(key);
    if (known !== undefined && (known.class !== 'possible' || of === 'possible')) return;
    const { severity } = CODES[code];
    const seen = new Set([keyOf(at)]);
    const through = [...calls].reverse().map(({ callee, origin }) => ({
      span: origin.span,
      message: `in this call of \`${callee}\``,
    }));
    this.found.set(key, {
      code,
      severity: of === 'possible' && severity !== 'hint' ? 'information' : severity,
      class: of,
      span: at,
      message: said.message,
      related: [...related, ...through].filter(({ span }) => {
        const isNew = span.file !== '' && !seen.has(keyOf(span));
        seen.add(keyOf(span));
        return isNew;
      }),
      witness: { text: said.witness, values: said.values ?? {} },
      assumptions: [...new Set(said.assumptions ?? [])],
      fixes: [],
    });
  }

  /** Whether something is said of a place. */
  has(at: Span): boolean {
    return [...this.found.values()].some(({ span }) => keyOf(span) === keyOf(at));
  }

  all(): readonly Diagnostic[] {
    return [...this.found.values()].sort((a, b) =>
      a.span.file < b.span.file ? -1 : a.span.file > b.span.file ? 1 : a.span.start - b.span.start,
    );
  }
}
