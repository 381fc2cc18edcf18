/**
 * Diagnostics of every program in the workspace's folders. Files that are open have theirs already; the others are
 * read, checked and forgotten one by one, with other work let in between, and not again until something changed.
 */

import { fileId } from '@athanor/compiler-core/text/span.ts';
import {
  ResponseError,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Told } from './checks.ts';
import { findingsOf } from './diagnose.ts';
import type { Wish } from './guard.ts';
import { ERROR } from './json-rpc.ts';
import { attachProgress, type Progress } from './progress.ts';
import type { Session } from './session.ts';
import { resultIdOf, toDiagnostics } from './to-diagnostics.ts';

export const workspaceReport = async (
  session: Session,
  params: WorkspaceDiagnosticParams,
  wish: Wish,
): Promise<WorkspaceDiagnosticReport> => {
  const previous = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]));
  const files = session.host.project.candidates(session.folders.map(({ path }) => path));
  const progress = attachProgress(session, params.workDoneToken ?? null, 'Checking the workspace');
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  try {
    for (const [i, path] of files.entries()) {
      if (wish.cancelled || progress.cancelled) throw new ResponseError(ERROR.cancelled, 'cancelled by the client');
      for (const [uri, told] of await checkOne(session, path, progress, i / files.length))
        items.push(report(uri, told, versionOf(session, uri), previous.get(uri)));
    }
  } finally {
    progress.done();
  }
  return { items };
};

const versionOf = (session: Session, uri: string): number | null => session.documents.get(uri)?.version ?? null;

const report = (
  uri: string,
  { resultId, diagnostics }: Told,
  version: number | null,
  previous: string | undefined,
): WorkspaceDocumentDiagnosticReport =>
  previous === resultId
    ? { kind: 'unchanged', uri, version, resultId }
    : { kind: 'full', uri, version, resultId, items: [...diagnostics] };

const checkOne = async (
  session: Session,
  path: string,
  progress: Progress,
  part: number,
): Promise<readonly (readonly [string, Told])[]> => {
  const file = fileId(path);
  if (session.sources.isOpen(file)) return [...((await session.checks.current(file))?.told ?? [])];
  const known = session.reports.get(file);
  if (known !== undefined) return known.told;
  progress.say(path.slice(path.lastIndexOf('/') + 1), part);
  session.waiting.beat();
  await new Promise<void>((go) => session.host.soon(go));
  const source = session.sources.get(file);
  if (source === null || !session.host.project.relevant(source.lines.text)) {
    session.reports.set(file, { told: [], reads: new Set() });
    return [];
  }
  session.workspace.apply({ kind: 'set', file, text: source.lines.text, settings: session.settingsOf(file) });
  const findings = findingsOf(session, source, { cancelled: false });
  session.workspace.apply({ kind: 'remove', file });
  const { sources, client, host } = session;
  const told = toDiagnostics(findings?.shown ?? [], {
    source,
    sources,
    support: client.diagnostics,
    helpUrl: host.helpUrl,
  });
  const answer = [...told].map(
    ([uri, diagnostics]) => [uri, { diagnostics, resultId: resultIdOf(diagnostics) }] as const,
  );
  session.reports.set(file, { told: answer, reads: new Set(findings?.check?.imported.map((read) => read.file)) });
  sources.forget(file);
  return answer;
};
