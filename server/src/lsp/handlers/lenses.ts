/** Code lenses above staged functions; their titles come when they are on the screen. */

import { type CodeLens, CodeLensRequest, CodeLensResolveRequest } from 'vscode-languageserver';
import { completeness, launchInWords } from '../../ide/kernels/sites.ts';
import { verdictTitle } from '../../ide/kernels/verdict-words.ts';
import type { KernelView } from '../../ide/kernels/view.ts';
import { codeLenses } from '../../ide/lenses.ts';
import type { Registry } from '../guard.ts';
import { isRecord } from '../json-rpc.ts';

import type { Session } from '../session.ts';
import type { Source } from '../sources.ts';
import { toRange } from '../to-proto.ts';

export const registerLenses = (registry: Registry): void => {
  registry.request(CodeLensRequest.type, (session, { textDocument }) => lenses(session, textDocument.uri));
  registry.request(CodeLensResolveRequest.type, resolved);
};

/** Above each kernel what it is, whether all of it is modelled, and the verdict; nothing to be done by a click. */
const kernelLenses = (session: Session, source: Source, view: KernelView): CodeLens[] =>
  view.sites.flatMap((site) => {
    const [first] = site.instances;
    if (first === undefined) return [];
    const titles = [`${launchInWords(first)}, ${completeness(site)}`, verdictTitle(view, site)];
    const range = toRange(session, source, site.span);
    return titles.flatMap((title) => (title === null ? [] : [{ range, command: { title, command: '' } }]));
  });

const lenses = (session: Session, uri: string): CodeLens[] | null => {
  const open = session.sources.openOf(uri);
  const kernels = open && session.kernels.of(open);
  if (open && kernels)
    return session.editorSettings(open.file).shown.get('codeLens.enable') === false
      ? []
      : kernelLenses(session, open, kernels);
  const viewed = session.view(uri);
  if (viewed === null) return null;
  const { view, source, extent } = viewed;
  if (session.editorSettings(source.file).shown.get('codeLens.enable') === false) return [];
  return codeLenses(view).flatMap((lens, index) =>
    lens.start < extent.start || lens.start >= extent.end
      ? []
      : [{ range: toRange(session, source, lens), data: { uri, version: source.version, index } }],
  );
};

const resolved = (session: Session, lens: CodeLens): CodeLens => {
  const data: unknown = lens.data;
  const nothing = { ...lens, command: { title: '', command: '' } };
  if (!isRecord(data) || typeof data['uri'] !== 'string') return nothing;
  const { uri, version, index } = data;
  const viewed = session.view(uri);
  if (viewed === null || viewed.source.version !== version) return nothing;
  const found = codeLenses(viewed.view)[Number(index)];
  if (found === undefined) return nothing;
  const { command, unit } = found;
  const title = typeof found.title === 'string' ? found.title : found.title();
  return { ...lens, command: { title, command: command ?? '', arguments: command === null ? [] : [uri, unit] } };
};
