/** Latency of the language server while somebody types, beside pyright's server with the same edits in the same run. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Client } from '../../server/test/lsp/client.ts';
import { BUNDLE, type ProcessServer, processServer } from '../../server/test/lsp/process.ts';
import { exampleTexts, longProgram } from '../check/generate.ts';
import { run, tail, withTempFolder } from '../lib/process.ts';
import { EDITS, LINES, type Typing, typing } from './typing.ts';

export interface Times {
  readonly median: number;
  readonly p95: number;
  readonly count: number;
}

export const timesOf = (values: readonly number[]): Times => {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (part: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? 0;
  return { median: rank(0.5), p95: rank(0.95), count: sorted.length };
};

/** How much of the processors was idle during half a second. */
export const idleShare = async (): Promise<number> => {
  const sum = (): { readonly idle: number; readonly all: number } =>
    cpus().reduce(
      (total, { times }) => ({
        idle: total.idle + times.idle,
        all: total.all + times.idle + times.user + times.sys + times.irq + times.nice,
      }),
      { idle: 0, all: 0 },
    );
  const before = sum();
  await sleep(500);
  const after = sum();
  return (after.idle - before.idle) / Math.max(1, after.all - before.all);
};

export interface Subject {
  readonly client: Client;
  readonly uri: string;
}

const WAIT = 30_000;

/** Sends an edit and waits for the diagnostics of the version it makes. Null: they did not come. */
const timed = async ({ client, uri }: Subject, version: number, change: object): Promise<number | null> => {
  const begun = performance.now();
  const pushed = client.next(
    ({ method, params }) =>
      method === 'textDocument/publishDiagnostics' && Object(params).uri === uri && Object(params).version === version,
  );
  client.change(uri, version, [change]);
  const came = await Promise.race([pushed.then(() => true), sleep(WAIT, false, { ref: false })]);
  return came ? performance.now() - begun : null;
};

export const editTimes = async (subject: Subject, { edits }: Typing): Promise<Times | string> => {
  const values: number[] = [];
  for (const [i, edit] of edits.entries()) {
    const time = await timed(subject, i + 2, edit);
    if (time === null) return `no diagnostics of version ${i + 2} within ${WAIT / 1000} s`;
    values.push(time);
  }
  return timesOf(values);
};

export const open = async ({ client, uri }: Subject, root: string, text: string): Promise<void> => {
  await client.begin(
    { textDocument: { publishDiagnostics: { versionSupport: true } } },
    { rootUri: root, workspaceFolders: [{ uri: root, name: 'bench' }] },
  );
  const first = client.pushed(uri, 1);
  client.open(uri, text, 1);
  await first;
};

export const end = async ({ client, child }: ProcessServer): Promise<void> => {
  const ended = await Promise.race([client.end(), sleep(3_000, 'late', { ref: false })]);
  if (ended === 'late') child.kill('SIGKILL');
};

export interface EditTimes {
  readonly lines: number;
  readonly idle: number;
  readonly edit: Times;
  readonly hover: Times;
  readonly completion: Times;
  readonly pyright: (Times & { readonly version: string }) | string;
}

/** A sentence when it cannot be measured. `scheduled`: of a file in which functions are scheduled, ours alone. */
export const measureEdits = async (scheduled = false): Promise<EditTimes | string> => {
  if (!existsSync(BUNDLE)) return 'server/dist/athanor.mjs is not built: npm run build';
  const typed = typing(LINES, EDITS, scheduled);
  if (typed === null) return 'examples/ has no programs yet';
  return withTempFolder(async (folder) => {
    const file = join(folder, 'long.py');
    writeFileSync(file, typed.text);
    const root = pathToFileURL(folder).href;
    const uri = pathToFileURL(file).href;
    const peer = scheduled ? 'it reads no schedules' : pyrightServer(folder);
    const idle = await idleShare();
    const ours = processServer();
    const subject = { client: ours.client, uri };
    await open(subject, root, typed.text);
    const edit = await editTimes(subject, typed);
    if (typeof edit === 'string') return edit;
    const { hover, completion } = await requestTimes(subject, typed, typed.edits.length + 2);
    await end(ours);
    const pyright = typeof peer === 'string' ? peer : await peerTimes(peer, root, uri, typed);
    return { lines: typed.text.split('\n').length, idle, edit, hover, completion, pyright };
  });
};

/** An edit, then a hover and a completion before its diagnostics are there. */
const requestTimes = async (
  { client, uri }: Subject,
  { edits, hoverAt }: Typing,
  from: number,
): Promise<{ readonly hover: Times; readonly completion: Times }> => {
  const hover: number[] = [];
  const completion: number[] = [];
  const ask = async (list: number[], method: string, position: object): Promise<void> => {
    const begun = performance.now();
    await client.request(method, { textDocument: { uri }, position });
    list.push(performance.now() - begun);
  };
  for (const [i, edit] of edits.entries()) {
    client.change(uri, from + i, [edit]);
    const caret = { line: edit.range.start.line, character: edit.range.start.character + edit.text.length };
    await Promise.all([
      ask(hover, 'textDocument/hover', hoverAt),
      ask(completion, 'textDocument/completion', caret),
      // Somebody types five characters a second; two hundred edits need not take that long to be as hard.
      sleep(100),
    ]);
  }
  return { hover: timesOf(hover), completion: timesOf(completion) };
};

interface Peer {
  readonly command: readonly string[];
  readonly version: string;
}

const pyrightServer = (folder: string): Peer | string => {
  if (process.env['ATHANOR_NO_PEERS'] === '1') return 'ATHANOR_NO_PEERS is set';
  const home = join(folder, 'peer');
  mkdirSync(home);
  const options = ['--no-audit', '--no-fund', '--ignore-scripts'];
  const installed = run('npm', ['install', '--prefix', home, ...options, 'pyright'], { timeoutSeconds: 180 });
  const server = join(home, 'node_modules/pyright/langserver.index.js');
  if (installed.code !== 0 || !existsSync(server))
    return `pyright could not be installed: ${tail(installed.stderr, 1).join('')}`;
  const { version } = JSON.parse(readFileSync(join(home, 'node_modules/pyright/package.json'), 'utf8'));
  return { command: [process.execPath, server, '--stdio'], version };
};

const peerTimes = async (peer: Peer, root: string, uri: string, typed: Typing): Promise<EditTimes['pyright']> => {
  const server = processServer(peer.command);
  const subject = { client: server.client, uri };
  server.client.answers.set('workspace/configuration', (params) => Object(params).items.map(() => ({})));
  await open(subject, root, typed.text);
  const times = await editTimes(subject, typed);
  await end(server);
  return typeof times === 'string' ? `pyright: ${times}` : { ...times, version: peer.version };
};

export interface StartTimes {
  /** Milliseconds from the start of the process to the first diagnostics; the median of five. */
  readonly start: number;
  readonly files: number;
  /** MiB; null where the system does not say. */
  readonly resident: number | null;
}

const FILES = 500;

export const measureStart = async (): Promise<StartTimes | string> => {
  if (!existsSync(BUNDLE)) return 'server/dist/athanor.mjs is not built: npm run build';
  const text = longProgram(exampleTexts(), 100, 's');
  if (text === null) return 'examples/ has no programs yet';
  return withTempFolder(async (folder) => {
    const root = pathToFileURL(folder).href;
    for (let i = 0; i < FILES; i++)
      writeFileSync(join(folder, `f${i}.py`), longProgram(exampleTexts().slice(i % 3), 100, `w${i}`) ?? '');
    const uri = pathToFileURL(join(folder, 'f0.py')).href;
    const starts: number[] = [];
    for (let i = 0; i < 5; i++) {
      const begun = performance.now();
      const server = processServer();
      await open({ client: server.client, uri }, root, text);
      starts.push(performance.now() - begun);
      await end(server);
    }
    const server = processServer();
    const pulls = { textDocument: { diagnostic: {} } };
    await server.client.begin(pulls, { workspaceFolders: [{ uri: root, name: 'bench' }] });
    server.client.open(uri, text, 1);
    const report = Object(await server.client.request('workspace/diagnostic', { previousResultIds: [] }));
    await server.client.request('workspace/symbol', { query: 'gat' });
    const resident = residentOf(server.child.pid ?? 0);
    await end(server);
    return { start: timesOf(starts).median, files: report.items.length, resident };
  });
};

const residentOf = (pid: number): number | null => {
  try {
    const found = /VmRSS:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found === null ? null : Number(found[1]) / 1024;
  } catch {
    return null;
  }
};

export const words = ({ median, p95, count }: Times): string =>
  `median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (${count})`;

export const describeEdits = (times: EditTimes): readonly string[] => [
  `${times.lines} lines, ${(times.idle * 100).toFixed(0)} % of the processors idle before`,
  `edit to its diagnostics: ${words(times.edit)}`,
  `hover while typing:      ${words(times.hover)}`,
  `completion while typing: ${words(times.completion)}`,
  typeof times.pyright === 'string'
    ? `pyright: skipped (${times.pyright})`
    : `pyright ${times.pyright.version}:           ${words(times.pyright)}; ratio of medians ${(times.pyright.median / times.edit.median).toFixed(1)}`,
];

export const describeStart = ({ start, files, resident }: StartTimes): readonly string[] => [
  `start to first diagnostics: ${start.toFixed(0)} ms`,
  `${files} files checked: ${resident === null ? 'resident memory is not known on this system' : `${resident.toFixed(0)} MiB resident`}`,
];
