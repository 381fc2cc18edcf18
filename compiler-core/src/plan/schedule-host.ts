/**
 * Runs schedule calls of the user's Python with the rewrites: the other side of the front end's port.
 *
 * FreeTensor's verdict decides what the evaluator does, since that is what a run does. What is true besides is said in
 * the message of a refusal (no two instances conflict, but a rule of the version forbids it), or as a finding of its own
 * where an accepted call changes results.
 */

import type { Related, Witness } from '../diag/diagnostic.ts';
import type {
  Era,
  ScheduleAnswer,
  ScheduleArg,
  ScheduleCall,
  ScheduleConflict,
  ScheduleFinding,
  ScheduleHost,
  ScheduleNote,
  ScheduleResult,
} from '../frontends/tensor/schedule/host.ts';
import { IDENTITY } from '../ir/forward.ts';
import { type Func, type NodeId, nodeId } from '../ir/nodes.ts';
import { findById, findByName } from '../ir/paths.ts';
import { type Argument, Bound } from '../transforms/arguments.ts';
import { makeReduction } from '../transforms/make-reduction.ts';
import { REFUSALS } from '../transforms/refusals.ts';
import { type Caveat, type Conflict, DEFAULTS, type Instance, type Refused } from '../transforms/rewrite.ts';
import { Settled } from '../transforms/settled.ts';
import { simplify } from '../transforms/simplify.ts';
import { ALL_PRIMITIVES } from '../transforms/table.ts';
import { labelOf } from '../transforms/tree.ts';
import { AUTO_DEFAULTS, AUTO_PASSES, runAuto } from './auto/auto-schedule.ts';
import { isOpen } from './auto/trial.ts';
import { stepInWords } from './auto/words.ts';

/** What simplification found, by its text: for all schedules, since the next version of a program is much like the last. */
const settled = new Settled();

export const scheduleHost: ScheduleHost = {
  begin: (func, era) => {
    // Since 1.0 updates are made while staging.
    const body = era === 'later' ? makeReduction(func.body, { canonicalOnly: true }) : func.body;
    const done = simplify({ ...func, body }, undefined, 'all', settled);
    if (done.kind === 'done') return answered({ ...func, body: done.body }, null);
    const at = done.stmt.origin.span;
    return refusedAs('InvalidProgram', {
      code: 'schedule-refused',
      message: `no schedule can be made of \`${func.name}\`: an assertion of it never holds`,
      related: [{ span: at, message: 'this assertion' }],
      witness: null,
      conflict: null,
      brief: 'an assertion never holds',
    });
  },
  call: (func, call, era) => {
    if (AUTO_PASSES.includes(call.primitive)) return automatic(func, call, era);
    const primitive = ALL_PRIMITIVES[call.primitive];
    if (!primitive) return { kind: 'unknown', reason: `\`${call.primitive}\` is not modelled` };
    const args = new Bound(new Map([...call.args].map(([name, a]) => [name, argument(func, a)])));
    const rewrite = primitive.run(func, args, identified, { ...DEFAULTS, era, settled });
    if (rewrite.kind === 'refused' && isOpen(rewrite)) return { kind: 'unknown', reason: rewrite.message };
    if (rewrite.kind === 'refused') return refusal(func, call, rewrite);
    return {
      ...answered(rewrite.ir, result(func, rewrite.result)),
      forward: rewrite.forward,
      findings: rewrite.caveats.flatMap((c) => changes(func, call.primitive, c)),
      notes: rewrite.caveats.flatMap(noteOf),
    };
  },
};

const answered = (func: Func, value: ScheduleResult): Extract<ScheduleAnswer, { kind: 'applied' }> => ({
  kind: 'applied',
  func,
  forward: IDENTITY,
  result: value,
  findings: [],
  notes: [],
  steps: [],
});
const refusedAs = (className: string, finding: ScheduleFinding): ScheduleAnswer => ({
  kind: 'refused',
  finding,
  className,
});

// ---- data of the port, data of the rewrites ------------------------------------------------------------------------

const argument = (func: Func, a: ScheduleArg): Argument => {
  if (a === null || typeof a === 'boolean' || typeof a === 'string') return a;
  if (typeof a === 'number') return Number.isInteger(a) ? BigInt(a) : a;
  if ('stmt' in a) {
    const found = findById(func.body, a.stmt);
    return { kind: 'statement', id: a.stmt, label: found ? labelOf(found.stmt) : `#${a.stmt}` };
  }
  if ('exprs' in a) return { kind: 'callable', call: () => a.exprs.map((expr) => ({ kind: 'expr', expr })) };
  return a.map((x) => argument(func, x));
};
const identified = (a: Argument): NodeId | null =>
  a !== null && typeof a === 'object' && 'kind' in a && a.kind === 'statement' ? a.id : null;

const result = (before: Func, a: Argument): ScheduleResult => {
  if (a === null || typeof a === 'string') return a;
  if (typeof a === 'bigint' || typeof a === 'number') return Number(a);
  if (typeof a !== 'object') return null;
  if (!('kind' in a)) return a.map((x) => result(before, x));
  if (a.kind === 'map') {
    const copies = new Map<NodeId, NodeId>();
    for (const [label, handle] of a.entries) {
      const old = /^#\d+$/.test(label) ? nodeId(Number(label.slice(1))) : findByName(before.body, label)[0]?.stmt.id;
      if (old !== undefined) copies.set(old, handle.id);
    }
    return { copies };
  }
  return a.kind === 'statement' ? { stmt: a.id } : null;
};

// ---- what is said --------------------------------------------------------------------------------------------------

const instance = (func: Func, i: Instance): string => {
  const found = findById(func.body, i.stmt);
  const values = [...i.iterators].map(([name, v]) => `${name} = ${v}`).join(', ');
  const verb = { read: 'reads', write: 'writes', reduce: 'updates' }[i.access];
  const who = found && found.stmt.names.length > 0 ? `\`${labelOf(found.stmt)}\`` : 'a statement';
  return `${who}${values && ` at ${values}`} ${verb} it`;
};

const conflictText = (before: Func, c: Conflict): string => {
  const func = c.program ?? before;
  const element = `\`${c.tensor}[${c.element.map((x) => x ?? '?').join(', ')}]\``;
  const sizes = Object.entries(c.values)
    .map(([name, v]) => `${name} = ${v}`)
    .join(', ');
  return `${element}${sizes && ` with ${sizes}`}: first ${instance(func, c.earlier)}, then ${instance(func, c.later)}`;
};

/** `b[4] i=3 -> j=2`: the element, then where the loops are at the first and the second access. */
const conflictInBrief = ({ tensor, element, earlier, later }: Conflict): string => {
  const at = ({ iterators }: Instance): string => [...iterators].map(([name, v]) => `${name}=${v}`).join(' ');
  const index = element.length === 0 ? '' : `[${element.map((x) => x ?? '?').join(', ')}]`;
  return `${tensor}${index} ${at(earlier)} -> ${at(later)}`.replace(/ +/g, ' ').trim();
};

const noteOf = ({ kind, text }: Caveat): readonly ScheduleNote[] => (kind === 'result-changes' ? [] : [{ kind, text }]);

const witnessOf = (func: Func, c: Conflict | null): Witness | null => {
  if (!c) return null;
  const values: Record<string, string> = { ...c.values };
  for (const [name, v] of c.earlier.iterators) values[`earlier ${name}`] = String(v);
  for (const [name, v] of c.later.iterators) values[`later ${name}`] = String(v);
  return { text: conflictText(func, c), values };
};

/** What a witness says, as data: always with the program in which the two instances run. */
const conflictOf = (func: Func, c: Conflict | null): ScheduleConflict | null =>
  c && { ...c, program: c.program ?? func };

const placesOf = (c: Conflict | null): readonly Related[] =>
  c
    ? [
        { span: c.earlier.at, message: `\`${c.tensor}\` is accessed here first` },
        { span: c.later.at, message: 'and here afterwards' },
      ]
    : [];

/** What is true beside the verdict. */
const TRUTH: Readonly<Record<Refused['truth'], string>> = {
  conflict: '',
  structure: '',
  safe: '; no two instances conflict in fact, but this rule of FreeTensor is coarser',
  unknown: '; whether results would change is not known',
};

/** Statements without a label have numbers in the words of a rewrite, which its author cannot know. */
const inUserWords = (func: Func, text: string): string =>
  text.replace(/#(\d+)\b/g, (_, id: string) => {
    const s = findById(func.body, nodeId(Number(id)))?.stmt;
    if (!s) return 'a statement';
    return (
      s.names[0] ?? (s.kind === 'for' ? `\`for ${s.iter}\`` : s.kind === 'varDef' ? `\`${s.name}\`` : 'a statement')
    );
  });

const refusal = (func: Func, call: ScheduleCall, r: Refused): ScheduleAnswer => {
  const reason = REFUSALS[r.code];
  const why = inUserWords(func, r.message);
  const conflict = r.witness ? ` (${conflictText(func, r.witness)})` : '';
  return refusedAs(reason.raises, {
    code: 'schedule-refused',
    message: `FreeTensor refuses \`${call.primitive}\`: ${why}${conflict}${TRUTH[r.truth]}`,
    related: r.witness ? placesOf(r.witness) : r.at.start < r.at.end ? [{ span: r.at, message: reason.title }] : [],
    witness: witnessOf(func, r.witness),
    conflict: conflictOf(func, r.witness),
    brief: r.witness ? conflictInBrief(r.witness) : why,
  });
};

/** An update whose order changes is said by the roundings it may cost only, which is what the author asks for. */
const changes = (func: Func, what: string, c: Caveat): readonly ScheduleFinding[] =>
  c.kind === 'result-changes'
    ? [
        {
          code: 'schedule-changes-result',
          message: `FreeTensor accepts \`${what}\` here, but results change: ${c.text}${c.witness ? ` (${conflictText(func, c.witness)})` : ''}`,
          related: placesOf(c.witness),
          witness: witnessOf(func, c.witness),
          conflict: conflictOf(func, c.witness),
          brief: c.witness ? conflictInBrief(c.witness) : c.text,
          // Each half may write the same value again, which the conflict does not show.
          ...(what === 'fission' ? { possible: true } : {}),
        },
      ]
    : [];

/**
 * `auto_*`: FreeTensor tries calls and goes on where it refuses them, so no refusal is the author's. Where an answer of
 * its own is not known, nor is the program after. What a pass picks is compared with recorded logs of small programs
 * only, so that it changes results is possible, not proved.
 */
const automatic = (func: Func, call: ScheduleCall, era: Era): ScheduleAnswer => {
  const target = call.args.get('target') === 'gpu' ? 'gpu' : 'cpu';
  const r = runAuto(call.primitive, func, { ...AUTO_DEFAULTS, era, target, keep: 'accepted' });
  if (r.kind === 'unknown')
    return { kind: 'unknown', reason: `what \`${call.primitive}\` does here is not known: ${r.reason}` };
  const findings = r.caveats.flatMap(({ caveat, call: step, before }) =>
    changes(before, `${step} in ${call.primitive}`, caveat).map((f) => ({ ...f, possible: true })),
  );
  const notes = r.caveats.flatMap(({ caveat }) => noteOf(caveat));
  return { ...answered(r.func, null), forward: r.forward, findings, notes, steps: r.steps.map(stepInWords) };
};
