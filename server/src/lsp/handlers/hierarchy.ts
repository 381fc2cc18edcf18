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
import {
  type CallEdge,
  type CallItem,
  incomingCalls,
  outgoingCalls,
  prepareCallHierarchy,
} from '../../ide/call-hierarchy.ts';
import { incomingKernelCalls, outgoingKernelCalls, prepareKernelCalls } from '../../ide/kernels/hierarchy.ts';
import type { Registry } from '../guard.ts';
import { isRecord } from '../json-rpc.ts';
import type { Session } from '../session.ts';

export const registerHierarchy = (registry: Registry): void => {
  registry.request(CallHierarchyPrepareRequest.type, (session, { textDocument, position }) => {
    const kernels = session.kernelsAt(textDocument.uri, position);
    const at = kernels === null ? session.at(textDocument.uri, position) : null;
    const item =
      kernels !== null
        ? prepareKernelCalls(kernels.view, kernels.offset)
        : at && prepareCallHierarchy(at.view, at.offset);
    return item === null ? null : toItem(session, item);
  });
  registry.request(CallHierarchyIncomingCallsRequest.type, (session, { item }) => {
    const callee = fromItem(item);
    if (callee === null) return null;
    const kernels = session.kernelsOf(callee.span.file);
    if (kernels !== null) return toIncoming(session, incomingKernelCalls(kernels, callee));
    return session.everywhere((views) => toIncoming(session, incomingCalls(callee, views)));
  });
  registry.request(CallHierarchyOutgoingCallsRequest.type, (session, { item }) => {
    const caller = fromItem(item);
    if (caller === null) return null;
    const kernels = session.kernelsOf(caller.span.file);
    if (kernels !== null) return toOutgoing(session, outgoingKernelCalls(kernels, caller));
    return session.everywhere((views) => toOutgoing(session, outgoingCalls(caller, views)));
  });
};

const KINDS: Readonly<Record<CallItem['kind'], SymbolKind>> = {
  staged: SymbolKind.Function,
  inline: SymbolKind.Function,
  function: SymbolKind.Function,
  operator: SymbolKind.Operator,
  module: SymbolKind.Module,
  kernel: SymbolKind.Event,
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

const toIncoming = (session: Session, edges: readonly CallEdge[]): CallHierarchyIncomingCall[] =>
  edges.flatMap(({ item, at }) => toItem(session, item).map((from) => ({ from, fromRanges: ranges(session, at) })));

const toOutgoing = (session: Session, edges: readonly CallEdge[]): CallHierarchyOutgoingCall[] =>
  edges.flatMap(({ item, at }) => toItem(session, item).map((to) => ({ to, fromRanges: ranges(session, at) })));
