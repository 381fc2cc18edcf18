/** Views and runs of the function at the cursor: what the server offers above the function, without the mouse. */

import { type CodeLens, commands, window } from 'vscode';
import { showPicture } from './picture.ts';
import type { Server } from './server.ts';

/** The server's commands, as its code lenses name them. */
const OFFERED = {
  ir: 'athanor.showIr',
  run: 'athanor.run',
  accesses: 'athanor.showAccesses',
  preview: 'athanor.showPreview',
  picture: 'athanor.previewPage',
} as const;

/** Enough for every function of a long file; a lens has no command until it is resolved. */
const RESOLVED = 500;

/** The lens of a kind whose function begins nearest above a line; those of the lines below do not count. */
export const nearest = <L extends { readonly range: { readonly start: { readonly line: number } } }>(
  lenses: readonly L[],
  line: number,
): L | null =>
  lenses
    .filter(({ range }) => range.start.line <= line)
    .reduce<L | null>(
      (best, lens) => (best === null || lens.range.start.line > best.range.start.line ? lens : best),
      null,
    );

export const atCursor = async (server: Server, kind: keyof typeof OFFERED): Promise<void> => {
  const editor = window.activeTextEditor;
  if (editor === undefined || editor.document.languageId !== 'python') {
    void window.showInformationMessage('Put the cursor into a FreeTensor function first.');
    return;
  }
  if (server.running === null) {
    const start = await window.showWarningMessage('The Athanor server is not running.', 'Start');
    if (start !== undefined) await server.start();
    return;
  }
  const lenses =
    (await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', editor.document.uri, RESOLVED)) ?? [];
  // All of them take the same arguments, and not each has a lens.
  const ours = lenses.filter(({ command }) => command?.command === OFFERED.ir);
  // The line below a decorator is the function's own, and the cursor may stand on the decorator.
  const chosen =
    nearest(ours, editor.selection.active.line)?.command ?? nearest(ours, editor.selection.active.line + 1)?.command;
  if (chosen === undefined) {
    void window.showInformationMessage('There is no FreeTensor function at the cursor that could be staged.');
    return;
  }
  const answer: unknown = await commands.executeCommand(OFFERED[kind], ...(chosen.arguments ?? []));
  if (kind === 'picture') showPicture(answer);
};
