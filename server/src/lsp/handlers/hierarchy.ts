/** Call hierarchy. An item carries the spans it stands for, as text offsets of the file. */

import type { Span } from '@athanor/compiler-core/text/span.ts';
import {
  type CallHierarchyIncomingCall,
  CallHierarchyIncomingCallsRequest,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  SymbolKind,
} from 'vscode-languageserver';
import { type CallItem, incomingCalls, outgoingCalls, prepareCallHierarchy } from '../../ide/call-hierarchy.ts';
import type { FileView } from '../../ide/view.ts';
import type { Registry } from '../guard.ts';
import { isRecord } from '../json-rpc.ts';
import type { Session } from '../session.ts';

export const registerHierarchy = (registry: Registry): void => {
  registry.request(CallHierarchyPrepareRequest.type, (session, { textDocument, position }) => {
    const at = session.at(textDocument.uri, position);
    const item = at === null ? null : prepareCallHierarchy(at.view, at.offset);
    return item === null ? null : toItem(session, item);
  });
  registry.request(CallHierarchyIncomingCallsRequest.type, (session, { item }) => {
    const callee = fromItem(item);
    if (callee === null) return null;
    return session.everywhere((views) => incoming(session, callee, views));
  });
  registry.request(CallHierarchyOutgoingCallsRequest.type, (session, { item }) => {
    const caller = fromItem(item);
    if (caller === null) return null;
    return session.everywhere((views) => outgoing(session, caller, views));
  });
};

const KINDS: Readonly<Record<CallItem['kind'], SymbolKind>> = {
  staged: SymbolKind.Function,
  inline: SymbolKind.Function,
  function: SymbolKind.Function,
  operator: SymbolKind.Operator,
  module: SymbolKind.Module,
};

const toItem = (session: Session, item: CallItem): CallHierarchyItem[] => {
  const whole = session.sources.location(item.span);
  const name = session.sources.location(item.nameSpan);
  if (whole === null || name === null) return [];
  const { uri, range } = whole;
  return [
    { name: item.name, kind: KINDS[item.kind], detail: item.kind, uri, range, selectionRange: name.range, data: item },
  ];
};

const isSpan = (value: unknown): value is Span =>
  isRecord(value) && typeof value['file'] === 'string' && typeof value['start'] === 'number';

const fromItem = ({ data }: CallHierarchyItem): CallItem | null => {
  const item: unknown = data;
  return isRecord(item) && isSpan(item['span']) && isSpan(item['nameSpan']) ? (item as unknown as CallItem) : null;
};

const ranges = (session: Session, spans: readonly Span[]) =>
  spans.flatMap((span) => session.sources.location(span)?.range ?? []);

const incoming = (session: Session, callee: CallItem, views: readonly FileView[]): CallHierarchyIncomingCall[] =>
  incomingCalls(callee, views).flatMap(({ item, at }) =>
    toItem(session, item).map((from) => ({ from, fromRanges: ranges(session, at) })),
  );

const outgoing = (session: Session, caller: CallItem, views: readonly FileView[]): CallHierarchyOutgoingCall[] =>
  outgoingCalls(caller, views).flatMap(({ item, at }) =>
    toItem(session, item).map((to) => ({ to, fromRanges: ranges(session, at) })),
  );
