/** SC-01: programs with schedules, the findings and related places that their labels say, every witness shown by a run. */

import { SIGNATURES } from '../../../compiler-core/src/frontends/tensor/schedule/signatures.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';
import { differences, readSections, say } from './fixtures.ts';

const FLOOR = 60;
/** What FreeTensor never refuses: there is no illegal call to show. */
const NEVER_REFUSED: ReadonlySet<string> = new Set(['separate_tail']);
/** Searches, which try calls of their own; `pluto_*` is not modelled. */
const primitives = Object.keys(SIGNATURES).filter((name) => !/^(?:auto|pluto)_/.test(name));

const runner: Runner = async () => {
  const sections = readSections();
  const verdicts = new Map<string, Set<string>>(primitives.map((name) => [name, new Set()]));
  const tally = new Map<string, number>();
  const wrong: string[] = [];
  let shown = 0;
  for (const section of sections) {
    const said = say(section.text);
    wrong.push(...[...differences(section, said), ...said.wrong].map((w) => `${section.name}: ${w}`));
    shown += said.shown;
    for (const { primitive, verdict } of said.calls) verdicts.get(primitive)?.add(verdict);
    const kind = kindOf(said);
    tally.set(kind, (tally.get(kind) ?? 0) + 1);
  }
  const never = (verdict: string): readonly string[] =>
    [...verdicts].flatMap(([name, v]) =>
      v.has(verdict) || (verdict === 'refused' && NEVER_REFUSED.has(name)) ? [] : [`no ${verdict} call of ${name}`],
    );
  const short = sections.length < FLOOR ? [`fewer than ${FLOOR} programs`] : [];
  const problems = [...wrong, ...short, ...never('applied'), ...never('refused')];
  const kinds = [...tally].map(([kind, n]) => `${n} ${kind}`).join(', ');
  const got = `${sections.length} programs (${kinds}), ${primitives.length} primitives, ${shown} witnesses shown by a run, ${wrong.length} differences`;
  return problems.length > 0 ? fail(got, problems) : pass(got);
};

const kindOf = ({ messages, calls }: ReturnType<typeof say>): string => {
  const has = (code: string): boolean => messages.some((m) => m.startsWith(`${code}:`));
  if (has('schedule-refused')) return 'illegal';
  if (has('schedule-changes-result')) return 'accepted and wrong';
  if (has('schedule-not-refused')) return 'refused in vain';
  if (has('unknown-label')) return messages.some((m) => m.includes('does not exist any more')) ? 'stale' : 'unknown';
  if (messages.length > 0)
    return messages.some((m) => m.startsWith('not-modelled')) ? 'not modelled' : 'wrong arguments';
  return calls.some((c) => c.verdict !== 'applied') ? 'expected refusal' : 'legal';
};
export default runner;
