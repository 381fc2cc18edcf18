import { previewFusions } from '../../../compiler-core/src/plan/preview.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';
import { examples } from '../../schedules/examples.ts';

/** Every pair of loops of the examples: a refusal says why, with two instances where a dependence is why; the rest is run. */
const runner: Runner = async () => {
  const wrong: string[] = [];
  const counts = { pairs: 0, legal: 0, refused: 0, undecided: 0, changing: 0, ran: 0 };
  for (const { name, func, options, problems } of await examples()) {
    const { fusions } = previewFusions(func, options);
    for (const f of fusions) {
      counts.pairs++;
      const what = `${name}: ${f.first.names[0] ?? f.first.iter} and ${f.second.names[0] ?? f.second.iter}`;
      if (f.outcome.kind === 'refused') {
        counts.refused++;
        const { refusal } = f.outcome;
        if (refusal.message === '') wrong.push(`${what}: refused without a reason`);
        if (refusal.truth === 'conflict' && refusal.witness === null)
          wrong.push(`${what}: a conflict without instances`);
        continue;
      }
      if (f.verdict === 'undecided') counts.undecided++;
      else if (f.verdict === 'legal') counts.legal++;
      else counts.changing++;
      if (f.verdict !== 'legal' && f.outcome.caveats.every((c) => c.text === '')) wrong.push(`${what}: no reason`);
      // What is not decided is not advised, either.
      if (f.verdict !== 'legal') continue;
      counts.ran++;
      const [first] = problems(f.outcome.after);
      if (first !== undefined) wrong.push(`${what}, ${f.verdict}: ${first}`);
    }
  }
  const { pairs, legal, refused, undecided, changing, ran } = counts;
  const got = `${pairs} pairs: ${legal} legal, ${refused} refused, ${undecided} undecided, ${changing} change results; ${ran} run, ${wrong.length} wrong`;
  return wrong.length > 0 || legal === 0 || refused === 0 ? fail(got, wrong.slice(0, 20)) : pass(got);
};
export default runner;
