/** What the server says it can do. */

import { type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';
import type { Client } from './client.ts';

export const PYTHON = { language: 'python' } as const;

export const capabilitiesFor = (client: Client): ServerCapabilities => ({
  positionEncoding: client.encoding,
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
  notebookDocumentSync: {
    notebookSelector: [{ notebook: '*', cells: [PYTHON] }],
    save: false,
  },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  diagnosticProvider: {
    identifier: 'athanor',
    interFileDependencies: true,
    workspaceDiagnostics: true,
    workDoneProgress: true,
  },
});
