/** `switch` ([stmt.switch]) as a chain of conditions; a case that falls through has the text of the next ones too. */

import { bool } from '../../../ir/build.ts';
import type { Expr as IrExpr } from '../../../ir/nodes.ts';
import type { Stmt } from '../parse/ast.ts';
import { promote } from '../types/fundamental.ts';
import { binaryScalars, convert, or } from './arithmetic.ts';
import { evaluateConstant } from './constant-expressions.ts';
import { constantOf } from './constants.ts';
import { toScalar } from './conversions.ts';
import { evaluate } from './expressions.ts';
import { either, FALLS, type Flow, openTarget, without } from './frames.ts';
import { emitIf } from './logic.ts';
import type { Machine } from './machine.ts';
import { settled } from './operands.ts';
import { execute, executeList, nested } from './statements.ts';
import type { ScalarValue } from './values.ts';

interface Section {
  /** Null: `default`. */
  readonly labels: readonly (Extract<Stmt, { kind: 'case' }> | null)[];
  readonly body: readonly Stmt[];
}
/** Text is repeated for cases that fall through, up to this many statements in all. */
const MAX_REPEATED = 2_000;

export const executeSwitch = (m: Machine, stmt: Extract<Stmt, { kind: 'switch' }>): Flow =>
  m.within(m.inner(), () => {
    if (stmt.init !== null) execute(m, stmt.init);
    if (m.host) {
      const run = (): Flow => execute(m, stmt.body);
      const { jumps } = m.record === null ? run() : m.record.some(m, stmt, run);
      return { falls: true, jumps };
    }
    const sections = sectionsOf(m, stmt);
    const value = conditionValue(m, stmt);
    const before = m.jumps;
    const breaks = openTarget(m, 'broke', stmt);
    m.jumps = { breaks, continues: before.continues };
    try {
      const flow = chain(m, stmt, sections, value);
      return { falls: flow.falls || flow.jumps.has(breaks), jumps: without(flow, breaks) };
    } finally {
      m.jumps = before;
    }
  });

function conditionValue(m: Machine, stmt: Extract<Stmt, { kind: 'switch' }>): ScalarValue {
  const { condition } = stmt;
  if (condition.kind !== 'expression') return m.fail(stmt, 'a `switch` on a declaration');
  const value = toScalar(m, evaluate(m, condition.value), condition);
  const kept = settled(m, convert(value, promote(value.type), m.at(condition)), condition, 'selector');
  return kept.kind === 'scalar' ? kept : m.fail(stmt, 'a `switch`');
}

/** The statements behind each group of labels. */
function sectionsOf(m: Machine, stmt: Extract<Stmt, { kind: 'switch' }>): Section[] {
  const list = stmt.body.kind === 'compound' ? stmt.body.body : [stmt.body];
  const sections: { labels: Section['labels'][number][]; body: Stmt[] }[] = [];
  let isOpen = false;
  const add = (one: Stmt): void => {
    if (one.kind === 'case') {
      if (!isOpen || sections.length === 0) sections.push({ labels: [], body: [] });
      sections.at(-1)?.labels.push(one.value === null ? null : one);
      isOpen = true;
      if (one.body !== null) add(one.body);
      return;
    }
    isOpen = false;
    if (sections.length === 0) {
      if (one.kind === 'declaration') m.fail(one, 'a declaration before the first `case`');
      return;
    }
    sections.at(-1)?.body.push(one);
  };
  for (const one of list) add(one);
  return sections;
}

/** Section `i` and those it falls into. */
function run(m: Machine, sections: readonly Section[], i: number): Flow {
  let repeated = 0;
  const stmts: Stmt[] = [];
  for (let k = i; k < sections.length; k++) {
    const { body } = sections[k] as Section;
    stmts.push(...body);
    repeated += body.length;
    if (repeated > MAX_REPEATED)
      return m.fail(body[0] ?? { from: 0, to: 0 }, 'a `switch` whose cases fall through too far');
    if (endsHere(body.at(-1))) break;
  }
  return m.within(m.inner(), () => executeList(m, stmts));
}

function endsHere(stmt: Stmt | undefined): boolean {
  if (stmt === undefined) return false;
  if (stmt.kind === 'compound') return endsHere(stmt.body.at(-1));
  if (stmt.kind === 'if') return stmt.else !== null && endsHere(stmt.then) && endsHere(stmt.else);
  return ['break', 'continue', 'return'].includes(stmt.kind);
}

function chain(m: Machine, stmt: Stmt, sections: readonly Section[], value: ScalarValue): Flow {
  const tests = sections.map((section) => testOf(m, section, value));
  const byDefault = sections.findIndex(({ labels }) => labels.includes(null));
  const go = (i: number): Flow => {
    if (i === sections.length) return byDefault < 0 ? FALLS : run(m, sections, byDefault);
    const test = tests[i] ?? bool(false, m.at(stmt));
    if (test.kind === 'bool') return test.value ? run(m, sections, i) : go(i + 1);
    let yesFlow: Flow = FALLS;
    let noFlow: Flow = FALLS;
    const yes = nested(m, () => {
      yesFlow = run(m, sections, i);
    });
    const no = nested(m, () => {
      noFlow = go(i + 1);
    });
    emitIf(m, test, yes, no, stmt);
    return either(yesFlow, noFlow);
  };
  return go(0);
}

/** That one of the section's labels is meant; `default` is asked last. */
function testOf(m: Machine, { labels }: Section, value: ScalarValue): IrExpr {
  let test: IrExpr = { kind: 'bool', value: false, at: value.expr.at };
  for (const label of labels) {
    if (label?.value == null) continue;
    const at = m.at(label);
    const constant = evaluateConstant(m, label.value);
    if (constantOf(constant) === null || constant.kind !== 'scalar')
      return m.fail(label, 'a `case` that is no constant');
    const low = binaryScalars(label.end === null ? '==' : '>=', value, constant, at);
    let one = low?.expr ?? m.fail(label, 'a `case`');
    if (label.end !== null) {
      const end = evaluateConstant(m, label.end);
      const high = end.kind === 'scalar' ? binaryScalars('<=', value, end, at) : null;
      one = { kind: 'binary', op: 'lAnd', lhs: one, rhs: high?.expr ?? m.fail(label, 'a `case`'), at };
    }
    test = or(test, one, at);
  }
  return test;
}
