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
      r.faults.push(error.fault);
      if (r.faults.length >= MAX_FAULTS || r.tokens.fault || r.tokens.unclosed) {
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
    // The list of tokens ends at the fault, so what the parser missed there is no fault of its own; what it found
    // before is, but CPython too speaks of the token first, unless white space is the fault.
    const before = r.faults.filter((fault) => fault.end < lastEnd(tokens.ends));
    const parserFirst = tokens.faultIsLayout || before[0]?.message === UNEXPECTED_INDENT;
    return parserFirst ? [...before, tokens.fault] : [tokens.fault, ...before];
  }
  const { unclosed } = tokens;
  if (unclosed) {
    const [first] = r.faults;
    const sameLine =
      first && !/[\r\n]/.test(text.slice(unclosed.start, first.start)) && first.end < text.trimEnd().length;
    return sameLine || (first && first.start < unclosed.start) ? r.faults : [unclosed];
  }
  return r.faults.length > 0 ? r.faults : r.late;
}

const lastEnd = (ends: readonly number[]): number => ends.at(-1) ?? 0;
