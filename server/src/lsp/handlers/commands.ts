/** Commands: the read-only documents about a function, shown; an action applied for clients that know commands only. */

import {
  ApplyWorkspaceEditRequest,
  type ExecuteCommandParams,
  ExecuteCommandRequest,
  MessageType,
  type ProgressToken,
  ResponseError,
  ShowDocumentRequest,
  ShowMessageNotification,
  TextDocumentContentRequest,
} from 'vscode-languageserver';
import { accessesDocument, irDocument, picturePage, previewDocument, runDocument } from '../../ide/documents.ts';
import { LENS_COMMANDS } from '../../ide/lenses.ts';
import type { Registry, Wish } from '../guard.ts';
import { ERROR, isRecord } from '../json-rpc.ts';
import { attachProgress, ownToken } from '../progress.ts';
import type { Session } from '../session.ts';
import { fileOfUri, type OwnDocument, ownOfUri, uriOfOwn, uriOfPath } from '../uris.ts';
import { APPLY, editOf } from './actions.ts';

/** Gives a page with pictures to clients that can show one. */
export const PICTURE = 'athanor.previewPage';
export const COMMANDS: readonly string[] = [...Object.values(LENS_COMMANDS), PICTURE, APPLY];

const KINDS: Readonly<Record<string, OwnDocument['kind']>> = {
  [LENS_COMMANDS.run]: 'run',
  [LENS_COMMANDS.ir]: 'ir',
  [LENS_COMMANDS.accesses]: 'accesses',
  [LENS_COMMANDS.preview]: 'preview',
};

/** Some seconds at most: the thread that runs is the one that answers. An edit ends the run. */
const RUN_STEPS = 20_000_000;
/** As often as the interpreter asks whether to stop. */
const STEPS_BETWEEN = 2_000_000;

export const registerCommands = (registry: Registry): void => {
  registry.request(ExecuteCommandRequest.type, execute);
  registry.request(TextDocumentContentRequest.type, (session, { uri }) => {
    const text = contentOf(session, uri);
    if (text === null) throw new ResponseError(ERROR.requestFailed, `there is no document ${uri}`);
    return { text };
  });
};

const execute = async (session: Session, params: ExecuteCommandParams, wish: Wish): Promise<unknown> => {
  const { command, arguments: args, workDoneToken } = params;
  const [first, second]: readonly unknown[] = args ?? [];
  if (command === APPLY) return apply(session, first);
  if (command === PICTURE && typeof first === 'string' && typeof second === 'string') {
    const viewed = session.view(first);
    const html = viewed && picturePage(viewed.view, second);
    if (html === null) throw new ResponseError(ERROR.requestFailed, `no schedule can be made of \`${second}\``);
    return { html };
  }
  const kind = KINDS[command];
  if (kind === undefined || typeof first !== 'string' || typeof second !== 'string')
    throw new ResponseError(ERROR.invalidParams, `${command} is no command, or lacks a document and a function`);
  const own = { kind, about: first, unit: second };
  const text = kind === 'run' ? await runShown(session, own, workDoneToken, wish) : textOf(session, own);
  if (text === null) throw new ResponseError(ERROR.requestFailed, `no function \`${own.unit}\` is staged there`);
  return show(session, own, text);
};

/** A run with its progress, which the user can end. */
const runShown = async (
  session: Session,
  own: OwnDocument,
  given: ProgressToken | undefined,
  wish: Wish,
): Promise<string | null> => {
  const progress = attachProgress(session, given ?? (await ownToken(session)), `Running ${own.unit}`);
  let steps = 0;
  const shouldStop = (): boolean => {
    if (steps > 0) progress.say('in the interpreter', steps / RUN_STEPS);
    steps += STEPS_BETWEEN;
    return session.waiting.edit || wish.cancelled || progress.cancelled;
  };
  try {
    return textOf(session, own, shouldStop);
  } finally {
    progress.done();
  }
};

const apply = async (session: Session, data: unknown): Promise<boolean> => {
  const edit = editOf(session, data);
  if (edit === null) throw new ResponseError(ERROR.contentModified, 'the text has changed since this was offered');
  const label = isRecord(data) && typeof data['title'] === 'string' ? { label: data['title'] } : {};
  return (await session.connection.sendRequest(ApplyWorkspaceEditRequest.type, { ...label, edit })).applied;
};

/** In the editor where it can be shown; else in a file of which the user is told. */
const show = async (session: Session, own: OwnDocument, text: string): Promise<{ uri: string; text: string }> => {
  const { client, connection, host } = session;
  const path = client.textDocumentContent
    ? null
    : host.keep(`${own.unit}.${own.kind}.txt`.replace(/[^\w.-]/g, '-'), text);
  const uri = path === null ? uriOfOwn(own) : uriOfPath(path);
  if (client.textDocumentContent) session.shown.set(uri, session.sources.fileOf(own.about));
  if (client.showDocument) await connection.sendRequest(ShowDocumentRequest.type, { uri, takeFocus: true });
  else if (path !== null) {
    // No request: some clients ask for an answer to those, even where there is nothing to choose.
    const message = `Athanor: ${own.kind} of ${own.unit}: ${path}`;
    await connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message });
  }
  return { uri, text };
};

const contentOf = (session: Session, uri: string): string | null => {
  const own = ownOfUri(uri);
  return own === null ? (session.sources.get(fileOfUri(uri))?.lines.text ?? null) : textOf(session, own);
};

const textOf = (
  session: Session,
  { kind, about, unit }: OwnDocument,
  shouldStop: () => boolean = () => session.waiting.edit,
): string | null => {
  const view = session.view(about)?.view;
  if (view === undefined) return null;
  if (kind === 'ir') return irDocument(view, unit);
  if (kind === 'accesses') return accessesDocument(view, unit);
  if (kind === 'preview') return previewDocument(view, unit);
  return runDocument(view, unit, { maxSteps: RUN_STEPS, shouldStop });
};
