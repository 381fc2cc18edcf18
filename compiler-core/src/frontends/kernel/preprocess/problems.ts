/** What is said while text is read. All of it is information: clangd reports faults, we say what we could not use. */

import { about } from '../../../diag/about.ts';
import type { DiagnosticCode } from '../../../diag/codes.ts';
import type { Diagnostic, Related } from '../../../diag/diagnostic.ts';
import type { Span } from '../../../text/span.ts';

/** No file of any size makes a longer list: what comes after is counted only. */
const MAX_PROBLEMS = 500;

export class Problems {
  readonly list: Diagnostic[] = [];

  add(code: DiagnosticCode, { file, start, end }: Span, message: string, related: readonly Related[] = []): void {
    if (this.list.length >= MAX_PROBLEMS) return;
    this.list.push({ ...about(code, { file, start, end }, message), related });
  }
}
