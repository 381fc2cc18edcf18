/** What a writer of the text gets while typing: completion and signature help. */

import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type CompletionParams,
  CompletionRequest,
  CompletionResolveRequest,
  type Range,
  type SignatureHelp,
  SignatureHelpRequest,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import {
  type CompletionKind,
  completion,
  type CompletionItem as Item,
  resolveCompletion,
} from '../../ide/completion.ts';
import { signatureHelp } from '../../ide/signature.ts';
import { type TomlItem, tomlCompletion } from '../../ide/toml.ts';
import type { Registry } from '../guard.ts';
import { isRecord } from '../json-rpc.ts';
import type { Session } from '../session.ts';
import type { Source } from '../sources.ts';
import { toMarkup, toRange } from '../to-proto.ts';
import { isConfig } from '../uris.ts';
import { kernelItems, kernelSigned, resolvedKernelItem } from './kernel-writing.ts';

export const registerWriting = (registry: Registry): void => {
  registry.request(CompletionRequest.type, completed);
  registry.request(CompletionResolveRequest.type, resolved);
  registry.request(SignatureHelpRequest.type, signed);
};

const KINDS: Readonly<Partial<Record<CompletionKind, CompletionItemKind>>> = {
  function: CompletionItemKind.Function,
  operator: CompletionItemKind.Function,
  class: CompletionItemKind.Class,
  value: CompletionItemKind.EnumMember,
  label: CompletionItemKind.Reference,
  directive: CompletionItemKind.Keyword,
  parameter: CompletionItemKind.Field,
  variable: CompletionItemKind.Variable,
  method: CompletionItemKind.Method,
};

const completed = (session: Session, { textDocument, position, context }: CompletionParams): CompletionList | null => {
  const place = session.sources.at(textDocument.uri, position);
  if (place === null) return null;
  const { source, offset } = place;
  if (isConfig(source.file))
    return listed(
      session,
      tomlCompletion(source.lines.text, offset, session.host.project.settingsTable).map((item) =>
        toTomlItem(session, source, item),
      ),
    );
  const code = session.kernels.code(source);
  if (code !== null) {
    const { items, incomplete } = kernelItems(session, source, code, { offset, typed: context?.triggerCharacter });
    return listed(session, items, incomplete);
  }
  const at = session.typing(textDocument.uri, position);
  if (at === null) return null;
  const names = session.editorSettings(source.file).shown.get('completion.names') === true;
  return listed(
    session,
    completion(at.view, offset, { names, typed: context?.triggerCharacter }).map((item, i) =>
      toItem(session, source, item, i),
    ),
  );
};

/** All items of a place replace the same text; said once where the client knows that. */
const listed = (session: Session, items: readonly RangedItem[], isIncomplete = false): CompletionList => {
  const whole = items.map(({ range, newText, ...item }) => ({ ...item, textEdit: { range, newText } }));
  const [first] = items;
  if (first === undefined || !session.client.completionRange) return { isIncomplete, items: whole };
  const short = items.map(({ range: _, newText, ...item }) =>
    newText === item.label ? item : { ...item, textEditText: newText },
  );
  return { isIncomplete, itemDefaults: { editRange: first.range }, items: short };
};

export interface RangedItem extends CompletionItem {
  readonly range: Range;
  readonly newText: string;
}

/** The order is the feature's. */
const toItem = (session: Session, source: Source, item: Item, rank: number): RangedItem => ({
  label: item.label,
  kind: KINDS[item.kind] ?? CompletionItemKind.Text,
  ...(item.detail === '' ? {} : { detail: item.detail }),
  sortText: String(rank).padStart(4, '0'),
  range: toRange(session, source, item),
  newText: item.insertText,
  data: { label: item.label, kind: item.kind },
});

const toTomlItem = (session: Session, source: Source, item: TomlItem): RangedItem => ({
  label: item.label,
  kind: CompletionItemKind.Property,
  ...(item.detail === '' ? {} : { detail: item.detail }),
  documentation: toMarkup(session, item.documentation),
  range: toRange(session, source, item),
  newText: item.insertText,
});

const resolved = (session: Session, item: CompletionItem): CompletionItem => {
  const data: unknown = item.data;
  if (!isRecord(data)) return item;
  if (typeof data['api'] === 'string') return resolvedKernelItem(session, item, data['api']);
  if (typeof data['label'] !== 'string') return item;
  const documentation = resolveCompletion(data as unknown as Item);
  return documentation === null ? item : { ...item, documentation: toMarkup(session, documentation) };
};

const signed = (session: Session, { textDocument, position }: TextDocumentPositionParams): SignatureHelp | null => {
  const place = session.sources.at(textDocument.uri, position);
  const code = place && session.kernels.code(place.source);
  if (place !== null && code !== null) return kernelSigned(session, place.source, code, place.offset);
  const at = session.typing(textDocument.uri, position);
  const found = at === null ? null : signatureHelp(at.view, at.offset);
  if (found === null) return null;
  const parameters = found.parameters.map(({ start, end }) => ({
    label: session.client.labelOffsets ? ([start, end] as [number, number]) : found.label.slice(start, end),
  }));
  const documentation = found.documentation === null ? {} : { documentation: toMarkup(session, found.documentation) };
  // One too many: no parameter is marked.
  const none = session.client.noActiveParameter ? null : found.parameters.length;
  const activeParameter = found.active ?? none;
  return {
    signatures: [{ label: found.label, parameters, ...documentation }],
    activeSignature: 0,
    activeParameter,
  };
};
