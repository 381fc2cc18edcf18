/** The client's entry: decides when the server is needed, and hangs commands and the status bar on it. */

import { commands, type ExtensionContext, type TextDocument, window, workspace } from 'vscode';
import { registerCommands } from './commands.ts';
import { isOurs, isRelevant } from './relevance.ts';
import { configInWorkspace, Server } from './server.ts';
import { StatusBar } from './status-bar.ts';

/** For the tests in a real editor; no contract. */
export interface Exports {
  readonly server: Server;
}

let running: Server | null = null;

export const activate = (context: ExtensionContext): Exports => {
  const log = window.createOutputChannel('Athanor', { log: true });
  const bar = new StatusBar();
  const server = new Server(context, log, (state) => {
    bar.show(state);
    void commands.executeCommand('setContext', 'athanor.running', state.kind === 'running');
  });
  running = server;
  context.subscriptions.push(log, bar, ...registerCommands(context, server, log));

  const look = (document: TextDocument): void => {
    const { languageId, uri } = document;
    if (server.state.kind !== 'idle' || uri.scheme === 'git' || uri.scheme === 'output') return;
    if (isRelevant({ languageId, path: uri.path, text: () => document.getText() })) void server.start();
  };
  context.subscriptions.push(
    workspace.onDidOpenTextDocument(look),
    // Someone types or pastes the import: what changed is enough, the rest of the file has been seen.
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const { languageId, uri } = document;
      if (server.state.kind !== 'idle' || !isOurs({ languageId, path: uri.path })) return;
      const lines = contentChanges.map(({ range, text }) => {
        const last = document.lineCount - 1;
        return `${document.lineAt(Math.min(range.start.line, last)).text}\n${text}`;
      });
      if (isRelevant({ languageId, path: '', text: () => lines.join('\n') })) look(document);
    }),
    window.onDidChangeActiveTextEditor(() => bar.refresh()),
  );
  bar.show(server.state);
  for (const document of workspace.textDocuments) look(document);
  void configInWorkspace().then((found) => {
    if (found && server.state.kind === 'idle') void server.start();
  });
  return { server };
};

export const deactivate = (): Promise<void> => running?.stop('the editor closes') ?? Promise.resolve();
