import type { Span } from '../text/span.ts';
import { CODES, type DiagnosticCode } from './codes.ts';
import type { Diagnostic } from './diagnostic.ts';

/** A diagnostic about the text or the tool: nothing to prove, no witness. */
export const about = (code: DiagnosticCode, at: Span, message: string): Diagnostic => ({
  code,
  severity: CODES[code].severity,
  class: null,
  span: at,
  message,
  related: [],
  witness: null,
  assumptions: [],
  fixes: [],
});
