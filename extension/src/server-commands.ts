/** Views and runs that the server makes of the function at the cursor. */

import { Uri, ViewColumn, window, workspace } from 'vscode';
import { ExecuteCommandRequest } from 'vscode-languageclient/node';
import type { Server } from './server.ts';

/** The server's command behind each of ours. */
const ASKED = {
  ir: { command: 'athanor.ir', what: 'the IR of a function' },
  run: { command: 'athanor.run', what: 'a run in the interpreter' },
} as const;

/** The server answers with the URI of a read-only document; a text is shown as a document without a name. */
export const askServer = async (server: Server, kind: keyof typeof ASKED): Promise<void> => {
  const { command, what } = ASKED[kind];
  const editor = window.activeTextEditor;
  const client = server.running;
  if (editor === undefined || editor.document.languageId !== 'python') {
    void window.showInformationMessage('Put the cursor into a FreeTensor function first.');
    return;
  }
  if (client === null) {
    void window.showWarningMessage('The Athanor server is not running.', 'Start');
    return;
  }
  if (!client.initializeResult?.capabilities.executeCommandProvider?.commands.includes(command)) {
    void window.showWarningMessage(`This server does not offer ${what}.`);
    return;
  }
  const position = client.code2ProtocolConverter.asPosition(editor.selection.active);
  const uri = client.code2ProtocolConverter.asUri(editor.document.uri);
  const answer: unknown = await client.sendRequest(ExecuteCommandRequest.type, {
    command,
    arguments: [{ uri, position }],
  });
  await show(answer);
};

const show = async (answer: unknown): Promise<void> => {
  if (typeof answer === 'string') {
    const document = await workspace.openTextDocument({ content: answer, language: 'plaintext' });
    await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preserveFocus: true });
    return;
  }
  const uri = typeof answer === 'object' && answer !== null && 'uri' in answer ? answer.uri : null;
  if (typeof uri !== 'string') return;
  const document = await workspace.openTextDocument(Uri.parse(uri, true));
  await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preserveFocus: true });
};
