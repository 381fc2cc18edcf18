/** The form of parameters, as far as handlers rely on it: what a client sends wrongly is its mistake, not a crash of ours. */

import { isRecord } from './json-rpc.ts';

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isText = (value: unknown): boolean => typeof value === 'string';
const isPosition = (value: unknown): boolean =>
  isRecord(value) && isCount(value['line']) && isCount(value['character']);
const isRange = (value: unknown): boolean => isRecord(value) && isPosition(value['start']) && isPosition(value['end']);
const isDocument = (value: unknown): boolean => isRecord(value) && isText(value['uri']);
const listOf =
  (is: (each: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(is);

/** What each parameter of a name must be, wherever it stands. */
const FORMS: Readonly<Record<string, (value: unknown) => boolean>> = {
  textDocument: isDocument,
  notebookDocument: isDocument,
  position: isPosition,
  positions: listOf(isPosition),
  range: isRange,
  newName: isText,
  query: isText,
  uri: isText,
  // The name of one; of an action or a lens all of it.
  command: (value) => isText(value) || isRecord(value),
  title: isText,
  label: (value) => isText(value) || Array.isArray(value),
  item: isRecord,
  context: isRecord,
  arguments: Array.isArray,
  previousResultIds: listOf(isRecord),
  previousResultId: isText,
  event: (value) => isRecord(value) && listOf(isDocument)(value['added']) && listOf(isDocument)(value['removed']),
};

const AT = ['textDocument', 'position'];
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  'textDocument/hover': AT,
  'textDocument/definition': AT,
  'textDocument/declaration': AT,
  'textDocument/typeDefinition': AT,
  'textDocument/implementation': AT,
  'textDocument/references': [...AT, 'context'],
  'textDocument/documentHighlight': AT,
  'textDocument/prepareCallHierarchy': AT,
  'textDocument/completion': AT,
  'textDocument/signatureHelp': AT,
  'textDocument/prepareRename': AT,
  'textDocument/rename': [...AT, 'newName'],
  'textDocument/selectionRange': ['textDocument', 'positions'],
  'textDocument/inlayHint': ['textDocument', 'range'],
  'textDocument/semanticTokens/range': ['textDocument', 'range'],
  'textDocument/codeAction': ['textDocument', 'range', 'context'],
  'textDocument/semanticTokens/full/delta': ['textDocument'],
  'callHierarchy/incomingCalls': ['item'],
  'callHierarchy/outgoingCalls': ['item'],
  'completionItem/resolve': ['label'],
  'inlayHint/resolve': ['position', 'label'],
  'codeAction/resolve': ['title'],
  'codeLens/resolve': ['range'],
  'workspace/symbol': ['query'],
  'workspace/diagnostic': ['previousResultIds'],
  'workspace/executeCommand': ['command'],
  'workspace/textDocumentContent': ['uri'],
  'workspace/didChangeWorkspaceFolders': ['event'],
};

/** What is wrong with the parameters of a method; null where handlers can work with them. */
export const paramsFault = (method: string, params: unknown): string | null => {
  const given = isRecord(params) ? params : {};
  const wanted = NEEDS[method] ?? (method.startsWith('textDocument/') ? ['textDocument'] : []);
  const missing = wanted.find((name) => given[name] === undefined || given[name] === null);
  if (missing !== undefined) return `${method} lacks \`${missing}\``;
  const wrong = Object.keys(given).find((name) => {
    const is = FORMS[name];
    return is !== undefined && given[name] !== undefined && given[name] !== null && !is(given[name]);
  });
  return wrong === undefined ? null : `\`${wrong}\` of ${method} has another form`;
};
