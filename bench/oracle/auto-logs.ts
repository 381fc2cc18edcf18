/**
 * Compares our `auto_*` passes with what FreeTensor's own tests of them expect: the log of schedule calls.
 * The tests are read from a checkout of May 2022 below the folder `ATHANOR_CORPORA`; without one it says so.
 *
 * `node tools/ts.mjs bench/oracle/auto-logs.ts [--show]`
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScheduleHost } from '../../compiler-core/src/frontends/tensor/schedule/host.ts';
import { AUTO_DEFAULTS, AUTO_PASSES, runAuto } from '../../compiler-core/src/plan/auto/auto-schedule.ts';
import { scheduleHost } from '../../compiler-core/src/plan/schedule-host.ts';
import type { SyntaxParser } from '../../compiler-core/src/syntax/cst.ts';
import { stageText } from '../../compiler-core/testkit/stage.ts';
import { createParser } from '../../server/src/host/tree-sitter.ts';

interface Expected {
  readonly name: string;
  readonly program: string;
  /** The whole log of the pass, or calls that are among it. */
  readonly calls: readonly string[];
  readonly whole: boolean;
}

/** The tests of a file. A test ends in `assert s.logs() == [...]`, after a slice, or in `assert "..." in s.logs()`. */
export const expectations = (text: string): readonly Expected[] => {
  const [head = '', ...tests] = text.split(/^(?=def test_)/m);
  return tests.map((test) => {
    const [body = '', ...asserts] = test.split(/^ {4}assert /m);
    const calls = [...asserts.join('\n').matchAll(/"([^"]*)"/g)].map((m) => m[1] ?? '');
    return {
      name: /^def (\w+)/.exec(body)?.[1] ?? '?',
      // The same program in one form already; as a pass on whole programs it is not modelled.
      program: `${head}${body.replace('ft.make_reduction(ft.pop_ast())', 'ft.pop_ast()')}`,
      calls,
      whole: asserts.some((a) => /^s\.logs\(\)(\[\d+:\])? ==/.test(a)),
    };
  });
};

/** The calls that our pass makes in a program with one call of it; a text where it makes none. */
export const callsOf = (program: string, parser: SyntaxParser): readonly string[] | string => {
  let answer: readonly string[] | string = 'the program makes no such call';
  const host: ScheduleHost = {
    begin: scheduleHost.begin,
    call: (func, call, era) => {
      if (!AUTO_PASSES.includes(call.primitive)) return scheduleHost.call(func, call, era);
      const target = call.args.get('target') === 'gpu' ? 'gpu' : 'cpu';
      const r = runAuto(call.primitive, func, { ...AUTO_DEFAULTS, era, target, keep: 'accepted' });
      answer = r.kind === 'done' ? r.calls : r.reason;
      return { kind: 'unknown', reason: 'only the log is wanted' };
    },
  };
  stageText(program, parser, { schedules: host });
  return answer;
};

const folder = process.env['ATHANOR_CORPORA'];
const tests = folder === undefined ? null : join(folder, 'FreeTensor/test/30.schedule');
const say = (line: string): void => void process.stdout.write(`${line}\n`);
if (tests === null || !existsSync(tests)) {
  say('skipped (ATHANOR_CORPORA names no folder with a checkout of FreeTensor)');
} else {
  const parser = await createParser();
  let [met, all] = [0, 0];
  for (const file of readdirSync(tests)
    .filter((name) => /^test_auto_\w+\.py$/.test(name))
    .sort()) {
    for (const { name, program, calls, whole } of expectations(readFileSync(join(tests, file), 'utf8'))) {
      const started = process.cpuUsage().user;
      const got = callsOf(program, parser);
      const ms = Math.round((process.cpuUsage().user - started) / 1000);
      const equal =
        typeof got !== 'string' &&
        calls.length > 0 &&
        (whole
          ? got.length === calls.length && calls.every((c, k) => c === got[k])
          : calls.every((c) => got.includes(c)));
      all += 1;
      if (equal) met += 1;
      say(`${equal ? 'met   ' : 'NOT   '} ${file} ${name} (${ms} ms)`);
      if (!equal || process.argv.includes('--show'))
        say(`  wanted ${calls.join('; ')}\n  got    ${typeof got === 'string' ? got : got.join('; ')}`);
    }
  }
  say(`${met} of ${all} expectations met`);
}
