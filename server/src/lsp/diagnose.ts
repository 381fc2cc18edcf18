/** One check of an open file, and what the client is told of it. */

import type { Diagnostic as Finding } from '@athanor/compiler-core/diag/diagnostic.ts';
import { kernelDiagnostics } from '@athanor/compiler-core/session/kernel-check.ts';
import { kernelLimits } from '@athanor/compiler-core/session/kernel-limits.ts';
import { judgedOf } from '@athanor/compiler-core/session/kernel-verdicts.ts';
import { internalError } from '@athanor/compiler-core/session/problems.ts';
import type { FileCheck } from '@athanor/compiler-core/session/snapshot.ts';
import { type FileId, line0, span } from '@athanor/compiler-core/text/span.ts';
import { TextDocumentContentRefreshRequest } from 'vscode-languageserver';
import type { KernelView } from '../ide/kernels/view.ts';
import type { Checked, CheckWork, Outcome } from './checks.ts';
import type { Session } from './session.ts';
import type { Source } from './sources.ts';
import { toDiagnostics } from './to-diagnostics.ts';
import { isConfig } from './uris.ts';

/** Milliseconds for one analysis of one function while somebody types; what is not known by then is said to be unknown. */
const PER_ANALYSIS = 2_000;
/** The same after the text was saved. */
const PER_ANALYSIS_SAVED = 20_000;

export const diagnosticsWork = (session: Session): CheckWork => ({
  source: (file) => session.sources.get(file),
  run: (source, stop, deep) => run(session, source, stop, deep),
  done: (checked, before) => {
    push(session, checked, before);
    session.watchers.imports();
    if (checked.check !== null) session.analysed(checked.source);
    // Verdicts on kernels that took longer: lenses show them too.
    else if (before?.source === checked.source) session.refreshViews();
    refreshShown(session, checked.source.file);
  },
});

type Stop = { readonly cancelled: boolean };

const run = (session: Session, source: Source, stop: Stop, deep: boolean): Outcome | null => {
  // Who asks, and is not told when there is more, waits for all of it.
  const waits = session.client.pulls && !session.client.refreshDiagnostics;
  const findings = findingsOf(session, source, stop, deep ? 'deep' : waits ? 'whole' : 'quick');
  if (findings === null) return null;
  const { sources, client, host } = session;
  const shown = session.editorSettings(source.file).diagnostics ? findings.shown : [];
  const told = toDiagnostics(shown, { source, sources, support: client.diagnostics, helpUrl: host.helpUrl });
  return { check: findings.check, told, more: findings.more ?? false };
};

/** `quick`: what is known, and whether there is more. `whole`: all, as one does who types. `deep`: as one who does not. */
type Patience = 'quick' | 'whole' | 'deep';

/** What is said of the kernels, judged or kept from before; null: stopped. */
const judgedNow = (
  view: KernelView,
  stop: Stop,
  patience: Patience,
): { readonly diagnostics: readonly Finding[]; readonly more: boolean } | null => {
  const diagnostics: Finding[] = [];
  const isStopped = (): boolean => stop.cancelled;
  const host = patience === 'quick' ? view.host : view.hostFindings(isStopped);
  let more = host === null;
  diagnostics.push(...(host ?? []).map((k) => k.diagnostic));
  for (const kernel of judgedOf(view.text.kernels)) {
    const verdict = view.verdictOf(kernel) ?? (patience === 'quick' ? null : view.judge(kernel, isStopped));
    if (verdict !== null) diagnostics.push(...verdict.diagnostics);
    else if (stop.cancelled) return null;
    else more = true;
  }
  return { diagnostics, more };
};

/** Null: stopped. */
export const findingsOf = (
  session: Session,
  source: Source,
  stop: Stop,
  patience: Patience = 'whole',
): { readonly more?: boolean; readonly check: FileCheck | null; readonly shown: readonly Finding[] } | null => {
  const { file, lines } = source;
  const { project, clock } = session.host;
  if (isConfig(file)) return { check: null, shown: project.configProblems(file, lines.text) };
  const kernels = session.kernels.of(source);
  if (kernels !== null) {
    const { choice } = session.host.project.device(file, session.editorSettings(file).device);
    kernels.device = choice.device;
    const judged = judgedNow(kernels, stop, patience);
    if (judged === null) return null;
    const { findings } = kernelLimits(kernels.text, [choice], kernels.configured, {
      memo: session.kernels.limits,
      host: patience !== 'quick',
    });
    const found = [...kernelDiagnostics(kernels.text), ...findings].map((k) => k.diagnostic);
    return { check: null, shown: [...found, ...judged.diagnostics], more: judged.more };
  }
  if (!project.relevant(lines.text)) return { check: null, shown: [] };
  let check: FileCheck;
  try {
    check = session.workspace.snapshot.check(file, {
      cancel: stop,
      clock,
      perAnalysis: patience === 'deep' ? PER_ANALYSIS_SAVED : PER_ANALYSIS,
    });
  } catch (error) {
    session.crashes.inCheck(`the check of ${file}`, error);
    return { check: null, shown: [internalError('check', span(file, 0, lines.lineEnd(line0(0))))] };
  }
  if (check.status === 'cancelled') return null;
  const shown = check.judged.filter(({ suppressed }) => suppressed === null).map(({ diagnostic }) => diagnostic);
  return { check, shown };
};

/** Clients that do not ask are told; those that ask hear of it where another file's change made the difference. */
const push = (session: Session, checked: Checked, before: Checked | undefined): void => {
  const { connection, client, documents } = session;
  if (client.pulls) {
    const sameText = before !== undefined && before.source.lines.text === checked.source.lines.text;
    if (sameText && differs(checked, before) && client.refreshDiagnostics) connection.languages.diagnostics.refresh();
    return;
  }
  for (const [uri, { diagnostics, resultId }] of checked.told) {
    const version = documents.get(uri)?.version;
    // An empty list is news only where there was another one, or none of this text.
    if (before?.told.get(uri)?.resultId === resultId && before.source.version === checked.source.version) continue;
    void connection.sendDiagnostics({
      uri,
      ...(version === undefined ? {} : { version }),
      diagnostics: [...diagnostics],
    });
  }
};

/** Read-only documents about the file are made again. */
const refreshShown = (session: Session, file: FileId): void => {
  for (const [uri, about] of session.shown)
    if (about === file) void session.connection.sendRequest(TextDocumentContentRefreshRequest.type, { uri });
};

const differs = (now: Checked, before: Checked): boolean =>
  [...now.told].some(([uri, { resultId }]) => before.told.get(uri)?.resultId !== resultId);
