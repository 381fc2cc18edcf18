/** Nothing has this label: which was meant, perhaps, with the edit that writes it; or the call that took it away. */

import type { Fix } from '../../../diag/diagnostic.ts';
import { stmtsIn } from '../../../ir/walk.ts';
import { nearest } from '../../../text/nearest.ts';
import { isLibraryFile, type Span } from '../../../text/span.ts';
import { Raised } from '../errors.ts';
import type { State } from '../state.ts';
import type { Value } from '../values.ts';
import { type Lost, lostSince } from './history.ts';
import type { Selecting } from './select.ts';
import { refOf } from './statement.ts';

const raised = (at: Span, message: string, more: Raised['extra'] = {}): Raised =>
  new Raised('unknown-label', at, message, 'InvalidSchedule', { dsl: true, ...more });

export const notFound = (on: Selecting, value: Value, at: Span): Raised => {
  const { name, program, written } = on;
  if (typeof value !== 'string')
    return raised(
      at,
      refOf(value)
        ? `this statement of \`${name}\` does not exist any more: an earlier schedule call replaced it`
        : `no statement of \`${name}\` satisfies this`,
    );
  for (const label of labelsIn(value)) {
    const lost = has(on, label) ? null : lostSince(program, label);
    if (lost) return replaced(on, value, label, lost, at);
  }
  const gone = stmtsIn(written.body).find((s) => s.names.includes(value));
  if (!gone) return unknown(on, value, at);
  const why =
    gone.kind === 'for'
      ? 'of a loop of one iteration the simplification before the calls leaves the body, of one of none nothing'
      : 'the simplification before the calls replaced it';
  return raised(at, `"${value}" of \`${name}\` does not exist any more: ${why}`, {
    related: [{ span: gone.origin.span, message: `"${value}" was here` }],
  });
};

/** The text as one name, as in 2022, then the labels that it is put together from. */
const labelsIn = (selector: string): readonly string[] => [
  selector,
  ...(selector.replace(/<\w+>/g, ' ').match(/(?<!\$[\w.]*)[A-Za-z_]\w*/g) ?? []),
];
const has = ({ program }: Selecting, label: string): boolean =>
  program.tree.postOrder.some((s) => s.names.includes(label));

const replaced = (on: Selecting, value: string, label: string, { step, was, became }: Lost, at: Span): Raised => {
  const { st, name } = on;
  const where = `\`${step.words}\` in line ${st.lineOf(step.at)}`;
  const shown = became.slice(0, SHOWN).map((n) => `"${n}"`);
  const into = became.length > SHOWN ? [...shown, `${became.length - SHOWN} more`] : shown;
  const what = into.length === 0 ? `it is gone since ${where}` : `it became ${into.join(' and ')} by ${where}`;
  const only = became.length === 1 && value === label ? became[0] : undefined;
  return raised(at, `"${label}" of \`${name}\` does not exist any more: ${what}`, {
    related: [
      { span: step.at, message: `\`${step.words}\` replaced it` },
      { span: was.origin.span, message: `"${label}" was here` },
    ],
    fixes: only === undefined ? [] : writing(st, at, value, only),
  });
};
const SHOWN = 3;

const own = (name: string): string => name.slice(name.lastIndexOf('>') + 1).replace(/\$\d+$/, '');

const unknown = ({ st, program: { tree }, name }: Selecting, value: string, at: Span): Raised => {
  // In the user's text: what is meant by a name is one of these.
  const named = tree.postOrder.filter((s) => !isLibraryFile(s.origin.span.file) && s.names.length > 0).reverse();
  const there = new Set(named.flatMap((s) => s.names.map(own)));
  const near = nearest(value, there);
  const some = named.find((s) => near !== null && s.names.some((n) => own(n) === near));
  const what = /^[\w.]+$/.test(value) ? `has the label "${value}"` : `matches "${value}"`;
  const hint = near
    ? `; did you mean "${near}"?`
    : there.size > 0
      ? `; there are ${[...there].slice(0, 20).join(', ')}`
      : ': none has a label';
  return raised(at, `no statement of \`${name}\` ${what}${hint}`, {
    related: some ? [{ span: some.origin.span, message: `"${near}" is here` }] : [],
    fixes: near ? writing(st, at, value, near) : [],
  });
};

/** The edit that writes another label; none where the text at hand is not the label itself. */
const writing = (st: State, at: Span, value: string, label: string): readonly Fix[] => {
  const quoted = /^(['"])(.*)\1$/.exec(st.sourceText(at));
  return quoted?.[2] === value
    ? [{ title: `Write "${label}"`, edits: [{ span: at, newText: `${quoted[1]}${label}${quoted[1]}` }] }]
    : [];
};
