/**
 * Whether text is Python 3.12, decided as CPython decides it. The concrete tree cannot say: it accepts more, and where
 * it repairs an error is not where a person looks for it.
 */

import { Reader, SyntaxFault, UNEXPECTED_INDENT } from './reader.ts';
import { parseStatement } from './statements.ts';
import { tokenize } from './tokenizer.ts';
import { type Fault, T, type Tokens } from './tokens.ts';

const MAX_FAULTS = 50;

class Strict extends Reader {
  readonly faults: Fault[] = [];
}

/** Statements up to the end of their block. After a fault it goes on at the next line, so that each is said. */
export function parseBody(r: Reader): void {
  while (!r.has(T.end) && !r.has(T.dedent)) {
    try {
      parseStatement(r);
    } catch (error) {
      if (!(error instanceof SyntaxFault) || !(r instanceof Strict)) throw error;
      const { unclosed, fault } = r.tokens;
      // Where the tokens stop too early the parser misses what it never saw.
      if (r.has(T.end) && (unclosed || fault)) return;
      r.faults.push(error.fault);
      // After a bracket that is never closed all is inside it.
      if (r.faults.length >= MAX_FAULTS || (unclosed && error.fault.end > unclosed.start)) {
        r.at = r.kinds.length - 1;
        return;
      }
      resume(r);
    }
  }
}

/** To the statement after the broken one: past its line, and past the block and the clauses that follow. */
function resume(r: Strict): void {
  if (r.has(T.indent)) {
    r.at++;
    parseBody(r);
    if (r.has(T.dedent)) r.at++;
    return;
  }
  while (!r.has(T.newline) && !r.has(T.end) && !r.has(T.indent) && !r.has(T.dedent)) r.at++;
  if (r.has(T.newline)) r.at++;
  if (r.has(T.indent)) {
    r.at++;
    parseBody(r);
    if (r.has(T.dedent)) r.at++;
  }
  if (r.has(T.keyword) && ['else', 'elif', 'except', 'finally', 'case'].includes(r.word)) resume(r);
}

/**
 * The syntax errors of `text`, the one that CPython would report first. Errors of a program that parses (`return`
 * outside a function) are there only when there are no others. O(text).
 */
export function syntaxFaults(text: string, tokens: Tokens = tokenize(text)): readonly Fault[] {
  const r = new Strict(text, tokens);
  parseBody(r);
  if (tokens.fault) {
    // CPython speaks of the token first, unless white space is the fault.
    const parserFirst = tokens.faultIsLayout || r.faults[0]?.message === UNEXPECTED_INDENT;
    return parserFirst ? [...r.faults, tokens.fault] : [tokens.fault, ...r.faults];
  }
  const { unclosed } = tokens;
  if (unclosed) {
    // CPython names the bracket unless the parser stopped on its line, at something that is there.
    const inside = r.faults.findIndex(({ end }) => end > unclosed.start);
    const fault = r.faults[inside];
    const sameLine = fault && !/[\r\n]/.test(text.slice(unclosed.start, fault.start));
    return sameLine ? r.faults : [...r.faults.slice(0, inside < 0 ? undefined : inside), unclosed];
  }
  return r.faults.length > 0 ? r.faults : r.late;
}
