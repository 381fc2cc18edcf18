import { stripVTControlCharacters } from 'node:util';
import { bareClone, run, tail, withTempFolder } from '../../lib/process.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';

/** A bare clone: `npm start` exits 0 and shows findings in colour, with excerpts, and what to do next. */
const runner: Runner = () =>
  withTempFolder((folder) => {
    const { path, commit } = bareClone(folder);
    const ran = run('npm', ['start'], { cwd: path });
    const out = ran.stdout;
    const plain = stripVTControlCharacters(out);
    const findings = [...plain.matchAll(/\b(error|warning|information|note)\[[a-z-]+\]/g)].length;
    const missing = [
      ran.code === 0 ? '' : `exit code ${ran.code}`,
      findings > 0 ? '' : 'no findings',
      /^\s*\d+ [|│] /m.test(plain) && /\^/.test(plain) ? '' : 'no source excerpt',
      out.includes('\u001b[') ? '' : 'no colour',
    ].filter((problem) => problem !== '');
    const got = `commit ${commit}: exit code ${ran.code}, ${findings} findings, ${(ran.milliseconds / 1000).toFixed(0)} s`;
    if (missing.length > 0) return fail(`${got}; ${missing.join(', ')}`, [...tail(out, 15), ...tail(ran.stderr, 10)]);
    return pass(got, tail(plain, 25));
  });
export default runner;
