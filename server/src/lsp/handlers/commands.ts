/** Commands: the read-only documents about a function, shown; an action applied for clients that know commands only. */

import {
  ApplyWorkspaceEditRequest,
  type ExecuteCommandParams,
  ExecuteCommandRequest,
  ResponseError,
  ShowDocumentRequest,
  TextDocumentContentRequest,
} from 'vscode-languageserver';
import { accessesDocument, irDocument, runDocument } from '../../ide/documents.ts';
import { LENS_COMMANDS } from '../../ide/lenses.ts';
import type { Registry } from '../guard.ts';
import { ERROR } from '../json-rpc.ts';
import type { Session } from '../session.ts';
import { fileOfUri, type OwnDocument, ownOfUri, uriOfOwn, uriOfPath } from '../uris.ts';
import { APPLY, editOf } from './actions.ts';

export const COMMANDS: readonly string[] = [...Object.values(LENS_COMMANDS), APPLY];

const KINDS: Readonly<Record<string, OwnDocument['kind']>> = {
  [LENS_COMMANDS.run]: 'run',
  [LENS_COMMANDS.ir]: 'ir',
  [LENS_COMMANDS.accesses]: 'accesses',
};

/** Some seconds at most: the thread that runs is the one that answers. An edit ends the run. */
const RUN_STEPS = 20_000_000;

export const registerCommands = (registry: Registry): void => {
  registry.request(ExecuteCommandRequest.type, execute);
  registry.request(TextDocumentContentRequest.type, (session, { uri }) => {
    const text = contentOf(session, uri);
    if (text === null) throw new ResponseError(ERROR.requestFailed, `there is no document ${uri}`);
    return { text };
  });
};

const execute = async (session: Session, { command, arguments: args }: ExecuteCommandParams): Promise<unknown> => {
  const [first, second]: readonly unknown[] = args ?? [];
  if (command === APPLY) return apply(session, first);
  const kind = KINDS[command];
  if (kind === undefined || typeof first !== 'string' || typeof second !== 'string')
    throw new ResponseError(ERROR.invalidParams, `${command} is no command, or lacks a document and a function`);
  return show(session, { kind, about: first, unit: second });
};

const apply = async (session: Session, data: unknown): Promise<boolean> => {
  const edit = editOf(session, data);
  if (edit === null) throw new ResponseError(ERROR.contentModified, 'the text has changed since this was offered');
  return (await session.connection.sendRequest(ApplyWorkspaceEditRequest.type, { edit })).applied;
};

/** In the editor where it can be shown; else in a file of which the user is told. */
const show = async (session: Session, own: OwnDocument): Promise<{ readonly uri: string; readonly text: string }> => {
  const { client, connection, host } = session;
  const text = textOf(session, own);
  if (text === null) throw new ResponseError(ERROR.requestFailed, `no function \`${own.unit}\` is staged there`);
  const path = client.textDocumentContent
    ? null
    : host.keep(`${own.unit}-${own.kind}.txt`.replace(/[^\w.-]/g, '-'), text);
  const uri = path === null ? uriOfOwn(own) : uriOfPath(path);
  if (client.textDocumentContent) session.shown.set(uri, session.sources.fileOf(own.about));
  if (client.showDocument) await connection.sendRequest(ShowDocumentRequest.type, { uri, takeFocus: true });
  else if (path !== null) connection.window.showInformationMessage(`Athanor: ${own.kind} of ${own.unit}: ${path}`);
  return { uri, text };
};

const contentOf = (session: Session, uri: string): string | null => {
  const own = ownOfUri(uri);
  return own === null ? (session.sources.get(fileOfUri(uri))?.lines.text ?? null) : textOf(session, own);
};

const textOf = (session: Session, { kind, about, unit }: OwnDocument): string | null => {
  const view = session.view(about)?.view;
  if (view === undefined) return null;
  if (kind === 'ir') return irDocument(view, unit);
  if (kind === 'accesses') return accessesDocument(view, unit);
  return runDocument(view, unit, { maxSteps: RUN_STEPS, shouldStop: () => session.waiting.edit });
};
