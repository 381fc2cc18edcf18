/** What the client can do, read once from `initialize`. */

import type { DiagnosticTag, InitializeParams } from 'vscode-languageserver';
import { isRecord } from './json-rpc.ts';
import type { Encoding } from './positions.ts';
import type { DiagnosticSupport } from './to-diagnostics.ts';
import { pathOfUri } from './uris.ts';

export interface Folder {
  readonly uri: string;
  readonly path: string;
}

export interface Client {
  readonly encoding: Encoding;
  readonly diagnostics: DiagnosticSupport;
  /** It asks for diagnostics; pushing them too would show them twice. */
  readonly pulls: boolean;
  readonly refreshDiagnostics: boolean;
  readonly refreshInlayHints: boolean;
  readonly refreshCodeLens: boolean;
  readonly refreshTokens: boolean;
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  /** Patterns may be relative to a folder, which may lie outside the workspace. */
  readonly relativePatterns: boolean;
  readonly folders: boolean;
  readonly nestedSymbols: boolean;
  /** Methods whose answers may name the text that is linked. */
  readonly locationLinks: ReadonlySet<string>;
  readonly markdown: boolean;
  /** One range for all items of a completion. */
  readonly completionRange: boolean;
  readonly labelOffsets: boolean;
  /** No parameter of a signature may be marked. */
  readonly noActiveParameter: boolean;
  readonly preparesRename: boolean;
  readonly documentChanges: boolean;
  readonly changeAnnotations: boolean;
  readonly actionLiterals: boolean;
  readonly resolvesEdits: boolean;
  readonly appliesEdits: boolean;
  readonly textDocumentContent: boolean;
  readonly showDocument: boolean;
  /** It takes tokens of ours for the progress of work. */
  readonly progress: boolean;
}

const LINKING = ['definition', 'declaration', 'typeDefinition', 'implementation'] as const;

export const readClient = ({ capabilities }: InitializeParams): Client => {
  const { general, textDocument, workspace } = capabilities;
  const publish = textDocument?.publishDiagnostics;
  const pull = textDocument?.diagnostic;
  const support = { ...publish, ...pull };
  const hover = textDocument?.hover?.contentFormat;
  const signature = textDocument?.signatureHelp?.signatureInformation;
  return {
    encoding: encodingOf(general?.positionEncodings),
    diagnostics: {
      relatedInformation: support.relatedInformation === true,
      codeDescription: support.codeDescriptionSupport === true,
      tags: (support.tagSupport?.valueSet ?? []) as readonly DiagnosticTag[],
      data: support.dataSupport === true,
    },
    pulls: pull !== undefined,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshInlayHints: workspace?.inlayHint?.refreshSupport === true,
    refreshCodeLens: workspace?.codeLens?.refreshSupport === true,
    refreshTokens: workspace?.semanticTokens?.refreshSupport === true,
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    relativePatterns: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    folders: workspace?.workspaceFolders === true,
    nestedSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    locationLinks: new Set(LINKING.filter((method) => textDocument?.[method]?.linkSupport === true)),
    markdown: hover === undefined || hover.includes('markdown'),
    completionRange: textDocument?.completion?.completionList?.itemDefaults?.includes('editRange') === true,
    labelOffsets: signature?.parameterInformation?.labelOffsetSupport === true,
    noActiveParameter: signature?.noActiveParameterSupport === true,
    preparesRename: textDocument?.rename?.prepareSupport === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    changeAnnotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    actionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    resolvesEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true,
    appliesEdits: workspace?.applyEdit === true,
    showDocument: capabilities.window?.showDocument?.support === true,
    progress: capabilities.window?.workDoneProgress === true,
    textDocumentContent: isRecord(workspace) && workspace['textDocumentContent'] !== undefined,
  };
};

/** The client's list is in the order it likes; UTF-16 is what everybody has. */
const encodingOf = (offered: readonly string[] | undefined): Encoding =>
  offered?.find((each): each is Encoding => each === 'utf-8' || each === 'utf-16') ?? 'utf-16';

export const foldersOf = ({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly Folder[] => {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? [rootUri ?? (rootPath ? `file://${rootPath}` : null)];
  return uris.flatMap((uri) => (typeof uri === 'string' ? folderOf(uri) : []));
};

export const folderOf = (uri: string): readonly Folder[] => {
  const path = pathOfUri(uri);
  return path === null ? [] : [{ uri, path: path.length > 1 ? path.replace(/\/$/, '') : path }];
};

export const contains = ({ path }: Folder, file: string): boolean => file === path || file.startsWith(`${path}/`);
