/** Code actions; what they change is computed when one is picked, where the client can wait for that. */

import type { Diagnostic as Finding } from '@athanor/compiler-core/diag/diagnostic.ts';
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionRequest,
  CodeActionResolveRequest,
  type Command,
  type Range,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { type CodeAction as Action, type ActionData, codeActions, resolveCodeAction } from '../../ide/code-actions.ts';
import type { KernelView } from '../../ide/kernels/view.ts';
import { toWorkspaceEdit } from '../edits.ts';
import type { Registry } from '../guard.ts';
import { ERROR, isRecord } from '../json-rpc.ts';
import type { Session } from '../session.ts';
import type { Source } from '../sources.ts';
import { toDiagnostic } from '../to-diagnostics.ts';
import { toRange } from '../to-proto.ts';

export const ACTION_KINDS = ['quickfix', 'quickfix.ignore', 'refactor.bind', 'refactor.rewrite.schedule'] as const;
/** For clients that know commands only. */
export const APPLY = 'athanor.applyAction';

export const registerActions = (registry: Registry): void => {
  registry.request(CodeActionRequest.type, offered);
  registry.request(CodeActionResolveRequest.type, (session, action) => {
    const edit = editOf(session, action.data);
    return edit === null ? action : { ...action, edit };
  });
};

const offered = async (
  session: Session,
  { textDocument, range, context }: CodeActionParams,
): Promise<(CodeAction | Command)[] | null> => {
  const { uri } = textDocument;
  const { only } = context;
  const checked = await session.checked(uri);
  const open = session.sources.openOf(uri);
  const kernels = open && session.kernels.of(open);
  if (open && kernels) return kernelFixes(session, open, kernels, range, only);
  const viewed = session.view(uri);
  const start = session.sources.at(uri, range.start)?.offset;
  const end = session.sources.at(uri, range.end)?.offset;
  if (viewed === null || start === undefined || end === undefined) return null;
  return codeActions(viewed.view, { start, end }, checked?.check?.judged)
    .filter(({ kind }) => only === undefined || only.some((each) => kind === each || kind.startsWith(`${each}.`)))
    .map((action) => toAction(session, viewed.source, uri, action));
};

/** Fixes of what is said of kernels in a range: few, so their edits come at once. */
const kernelFixes = (
  session: Session,
  source: Source,
  { findings, lines }: KernelView,
  { start, end }: Range,
  only: readonly string[] | undefined,
): CodeAction[] => {
  if (only !== undefined && !only.some((each) => CodeActionKind.QuickFix.startsWith(each))) return [];
  const { client, host, sources } = session;
  const meets = ({ span }: Finding): boolean => {
    const [from, to] = [lines.position0(span.start).line, lines.position0(span.end).line];
    return span.file === source.file && from <= end.line && start.line <= to;
  };
  return findings.filter(meets).flatMap((finding) => {
    const at = toRange(session, source, finding.span);
    const diagnostics = [toDiagnostic(finding, at, { sources, support: client.diagnostics, helpUrl: host.helpUrl })];
    return finding.fixes.map(({ title, edits }) => ({
      ...{ title, kind: CodeActionKind.QuickFix, diagnostics },
      edit: toWorkspaceEdit(session, edits),
    }));
  });
};

const toAction = (session: Session, source: Source, uri: string, action: Action): CodeAction | Command => {
  const { sources, client, host } = session;
  const { title, kind, preferred } = action;
  const data = { uri, version: source.version, action: action.data };
  if (!client.actionLiterals) return { title, command: APPLY, arguments: [{ ...data, title }] };
  const diagnostics = action.diagnostics.map((finding) =>
    toDiagnostic(finding, toRange(session, source, finding.span), {
      sources,
      support: client.diagnostics,
      helpUrl: host.helpUrl,
    }),
  );
  // What a schedule call does takes long enough to be asked for one action only.
  const late = action.data.kind === 'schedule' && !client.resolvesEdits;
  const edit = client.resolvesEdits || late ? null : editOf(session, data);
  return {
    title,
    kind,
    ...(preferred ? { isPreferred: true } : {}),
    diagnostics,
    ...(edit === null ? {} : { edit }),
    ...(late ? { command: { title, command: APPLY, arguments: [{ ...data, title }] } } : {}),
    data,
  };
};

const PARTS: Readonly<Record<ActionData['kind'], Readonly<Record<string, 'string' | 'number'>>>> = {
  fix: { code: 'string', start: 'number', end: 'number', index: 'number' },
  ignore: { code: 'string', start: 'number' },
  bind: { name: 'string', value: 'string', start: 'number' },
  schedule: { call: 'string', unit: 'string', at: 'number', first: 'number', second: 'number' },
};

/** What comes back may not be what we gave. */
const isAction = (value: unknown): value is ActionData => {
  if (!isRecord(value) || typeof value['kind'] !== 'string' || !Object.hasOwn(PARTS, value['kind'])) return false;
  return Object.entries(PARTS[value['kind'] as ActionData['kind']]).every(
    ([name, type]) => typeof value[name] === type,
  );
};

/** Null where the text is another than the action was made for. @throws ResponseError with the reason where it is not legal */
export const editOf = (session: Session, data: unknown): WorkspaceEdit | null => {
  if (!isRecord(data) || typeof data['uri'] !== 'string' || !isAction(data['action'])) return null;
  const viewed = session.view(data['uri']);
  if (viewed === null || viewed.source.version !== data['version']) return null;
  const { edits, why, refusal } = resolveCodeAction(viewed.view, { data: data['action'] });
  if (refusal !== null) throw new ResponseError(ERROR.requestFailed, refusal);
  if (edits.length === 0) return null;
  if (why === null) return toWorkspaceEdit(session, edits);
  const marked = edits.map((edit) => ({ ...edit, annotation: WHY }));
  return toWorkspaceEdit(session, marked, { [WHY]: { label: 'Schedule', description: why, needsConfirmation: false } });
};
/** The annotation of changes that say why they are possible. */
const WHY = 'schedule';
