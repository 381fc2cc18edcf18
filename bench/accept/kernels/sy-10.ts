import { HOSTILE_TEXTS } from '../../../compiler-core/testkit/hostile-kernels.ts';
import { type Answers, answer, answerMutations } from '../../../compiler-core/testkit/kernel-answer.ts';
import { KERNEL_SEEDS, type Seed } from '../../../compiler-core/testkit/kernel-seeds.ts';
import { liveBytes } from '../../../compiler-core/testkit/live-memory.ts';
import { kernelCorpusFiles } from '../../lib/kernel-corpus.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';

const FIRST_SEED = 20_000_000;
const COUNT = 10_000;
/** Of them over files of the corpus, where it is there. */
const CORPUS_COUNT = 1_000;
/** Longer files of the corpus are left out: the count is what matters. */
const MAX_BYTES = 20_000;
const MAX_SECONDS = 10;
const MAX_GROWTH_MB = 200;

/** An answer each, the slowest and what stays in memory after all; a throw fails the row. */
const runner: Runner = async () => {
  const corpus: readonly Seed[] = kernelCorpusFiles(MAX_BYTES);
  const fromCorpus = corpus.length === 0 ? 0 : CORPUS_COUNT;
  const before = liveBytes() / 1e6;
  let worst = { name: '', seconds: 0 };
  let runs: readonly Answers[];
  try {
    for (const text of HOSTILE_TEXTS) {
      const { seconds } = answer(text);
      if (seconds > worst.seconds) worst = { name: text.name, seconds };
    }
    runs = [
      answerMutations(FIRST_SEED, COUNT - fromCorpus, KERNEL_SEEDS),
      ...(fromCorpus === 0 ? [] : [answerMutations(FIRST_SEED + COUNT, fromCorpus, corpus)]),
    ];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail(message.split('\n')[0] ?? '', message.split('\n').slice(0, 40));
  }
  const growth = liveBytes() / 1e6 - before;
  const slowest = runs.map((run) => run.slowest).reduce((a, b) => (a.seconds > b.seconds ? a : b));
  const sum = (key: 'answers' | 'kernels' | 'diagnostics'): number => runs.reduce((n, run) => n + run[key], 0);
  const got =
    `${HOSTILE_TEXTS.length} named texts, the slowest ${worst.seconds.toFixed(1)} s (${worst.name}); ` +
    `${sum('answers')} mutations, ${fromCorpus} of files of the corpus: ${sum('kernels')} kernels, ` +
    `${sum('diagnostics')} diagnostics, the slowest ${slowest.seconds.toFixed(2)} s (seed ${slowest.seed}); ` +
    `heap ${growth.toFixed(0)} MB more`;
  const seconds = Math.max(worst.seconds, slowest.seconds);
  return seconds > MAX_SECONDS || growth > MAX_GROWTH_MB ? fail(got) : pass(got);
};
export default runner;
