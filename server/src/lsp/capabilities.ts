/** What the server says it can do. */

import { type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';
import { COMPLETION_TRIGGERS } from '../ide/completion.ts';
import { TOKEN_MODIFIERS, TOKEN_TYPES } from '../ide/semantic-tokens.ts';
import { SIGNATURE_TRIGGERS } from '../ide/signature.ts';
import type { Client } from './client.ts';
import { ACTION_KINDS } from './handlers/actions.ts';
import { COMMANDS } from './handlers/commands.ts';
import { OWN_SCHEME } from './uris.ts';

export const PYTHON = { language: 'python' } as const;

export const capabilitiesFor = (client: Client): ServerCapabilities => ({
  positionEncoding: client.encoding,
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
  notebookDocumentSync: {
    notebookSelector: [{ notebook: '*', cells: [PYTHON] }],
    save: false,
  },
  workspace: {
    workspaceFolders: { supported: true, changeNotifications: true },
    ...(client.textDocumentContent ? { textDocumentContent: { schemes: [OWN_SCHEME] } } : {}),
  },
  hoverProvider: true,
  definitionProvider: true,
  declarationProvider: true,
  typeDefinitionProvider: true,
  implementationProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  documentLinkProvider: { resolveProvider: false },
  documentSymbolProvider: { label: 'Athanor' },
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  callHierarchyProvider: true,
  completionProvider: { triggerCharacters: [...COMPLETION_TRIGGERS], resolveProvider: true },
  signatureHelpProvider: { triggerCharacters: [...SIGNATURE_TRIGGERS] },
  // Options are for clients that said they know them.
  codeActionProvider: client.actionLiterals ? { codeActionKinds: [...ACTION_KINDS], resolveProvider: true } : true,
  codeLensProvider: { resolveProvider: true },
  executeCommandProvider: { commands: [...COMMANDS] },
  renameProvider: client.preparesRename ? { prepareProvider: true } : true,
  inlayHintProvider: { resolveProvider: true },
  semanticTokensProvider: {
    legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
    full: { delta: true },
    range: true,
  },
  diagnosticProvider: {
    identifier: 'athanor',
    interFileDependencies: true,
    workspaceDiagnostics: true,
    workDoneProgress: true,
  },
});
