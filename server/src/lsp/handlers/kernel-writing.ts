/** What a writer of a kernel file gets while typing: the device API's names, their documentation and signatures. */

import { type CompletionItem, CompletionItemKind, type SignatureHelp } from 'vscode-languageserver';
import type { KernelCode } from '../../ide/kernels/code.ts';
import { type KernelItemKind, kernelCompletion, resolveKernelCompletion } from '../../ide/kernels/completion.ts';
import { kernelSignatureHelp } from '../../ide/kernels/signature.ts';
import type { Session } from '../session.ts';
import type { Source } from '../sources.ts';
import { toMarkup, toRange } from '../to-proto.ts';
import type { RangedItem } from './writing.ts';

const KINDS: Readonly<Record<KernelItemKind, CompletionItemKind>> = {
  attribute: CompletionItemKind.Keyword,
  class: CompletionItemKind.Class,
  constant: CompletionItemKind.Constant,
  enum: CompletionItemKind.Enum,
  function: CompletionItemKind.Function,
  member: CompletionItemKind.Field,
  method: CompletionItemKind.Method,
  namespace: CompletionItemKind.Module,
  qualifier: CompletionItemKind.Keyword,
  type: CompletionItemKind.Struct,
  value: CompletionItemKind.EnumMember,
  variable: CompletionItemKind.Variable,
};

export const kernelItems = (
  session: Session,
  source: Source,
  code: KernelCode,
  { offset, typed }: { readonly offset: number; readonly typed: string | undefined },
): { readonly items: readonly RangedItem[]; readonly incomplete: boolean } => {
  const names = session.namesKernels(source.file);
  const { items, incomplete } = kernelCompletion(code, offset, { names, typed });
  // All replace the same text.
  const [first] = items;
  const range = first && toRange(session, source, first);
  if (range === undefined) return { items: [], incomplete };
  return {
    items: items.map(({ label, kind, detail, id }, i) => ({
      label,
      kind: KINDS[kind],
      ...(detail === '' ? {} : { detail }),
      sortText: String(i).padStart(4, '0'),
      range,
      newText: label,
      ...(id === null ? {} : { data: { api: id } }),
    })),
    incomplete,
  };
};

export const resolvedKernelItem = (session: Session, item: CompletionItem, id: string): CompletionItem => {
  const documentation = resolveKernelCompletion(id);
  return documentation === null ? item : { ...item, documentation: toMarkup(session, documentation) };
};

export const kernelSigned = (
  session: Session,
  source: Source,
  code: KernelCode,
  offset: number,
): SignatureHelp | null => {
  const found = kernelSignatureHelp(code, offset, { names: session.namesKernels(source.file) });
  if (found === null) return null;
  const { signatures, activeSignature, active } = found;
  // One too many: no parameter is marked.
  const none = session.client.noActiveParameter ? null : (signatures[activeSignature]?.parameters.length ?? 0);
  return {
    signatures: signatures.map(({ label, parameters, documentation }) => ({
      label,
      parameters: parameters.map(({ start, end }) => ({
        label: session.client.labelOffsets ? ([start, end] as [number, number]) : label.slice(start, end),
      })),
      ...(documentation === null ? {} : { documentation: toMarkup(session, documentation) }),
    })),
    activeSignature,
    activeParameter: active ?? none,
  };
};
