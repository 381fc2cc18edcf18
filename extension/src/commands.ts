/** The commands of the palette. What the server can do itself is asked of it; the rest is about the server. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  commands,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
  languages,
  Uri,
  window,
  workspace,
} from 'vscode';
import { atCursor } from './at-cursor.ts';
import { codesOf, helpFile, titleOf } from './codes.ts';
import type { Server } from './server.ts';

export const registerCommands = (context: ExtensionContext, server: Server, log: LogOutputChannel): Disposable[] => {
  const extension = context.extensionPath;
  const table: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
    'athanor.startServer': () => server.start(),
    'athanor.stopServer': () => server.stop('you stopped it'),
    'athanor.restartServer': () => server.restart(),
    'athanor.showLog': () => log.show(),
    'athanor.serverMenu': () => serverMenu(server),
    'athanor.explainCode': (code) => explain(extension, typeof code === 'string' ? code : null),
    'athanor.showIrAtCursor': () => atCursor(server, 'ir'),
    'athanor.showAccessesAtCursor': () => atCursor(server, 'accesses'),
    'athanor.showPreviewAtCursor': () => atCursor(server, 'preview'),
    'athanor.showPictureAtCursor': () => atCursor(server, 'picture'),
    'athanor.runAtCursor': () => atCursor(server, 'run'),
    'athanor.openExample': (name) => openExample(extension, typeof name === 'string' ? name : null),
  };
  return Object.entries(table).map(([id, run]) => commands.registerCommand(id, run));
};

const serverMenu = async (server: Server): Promise<void> => {
  const running = server.running !== null;
  const choices = [
    ...(running
      ? [
          { label: '$(debug-restart) Restart the server', command: 'athanor.restartServer' },
          { label: '$(debug-stop) Stop the server', command: 'athanor.stopServer' },
        ]
      : [{ label: '$(play) Start the server', command: 'athanor.startServer' }]),
    { label: '$(output) Show the log', command: 'athanor.showLog' },
    { label: '$(question) Explain a diagnostic code', command: 'athanor.explainCode' },
  ];
  const chosen = await window.showQuickPick(choices, { title: 'Athanor' });
  if (chosen !== undefined) await commands.executeCommand(chosen.command);
};

/** Codes of the findings at the cursor. */
const codesAtCursor = (): readonly string[] => {
  const editor = window.activeTextEditor;
  if (editor === undefined) return [];
  return languages.getDiagnostics(editor.document.uri).flatMap(({ range, source, code }) => {
    if (source !== 'athanor' || !range.contains(editor.selection.active)) return [];
    const name = typeof code === 'object' ? code.value : code;
    return typeof name === 'string' ? [name] : [];
  });
};

const explain = async (extension: string, given: string | null): Promise<void> => {
  const codes = codesOf(extension);
  const here = [...new Set(codesAtCursor())];
  const one = given ?? (here.length === 1 ? here[0] : null);
  const others = codes.filter((code) => !here.includes(code));
  const code = one ?? (await chosenCode(extension, [...here, ...others]));
  if (code === undefined) return;
  if (!codes.includes(code)) {
    void window.showErrorMessage(`Athanor has no diagnostic code "${code}".`);
    return;
  }
  await commands.executeCommand('markdown.showPreviewToSide', Uri.file(helpFile(extension, code)));
};

const chosenCode = async (extension: string, codes: readonly string[]): Promise<string | undefined> => {
  const items = codes.map((label) => ({ label, description: titleOf(extension, label) }));
  const options = { title: 'Which code?', placeHolder: 'index-out-of-bounds', matchOnDescription: true };
  return (await window.showQuickPick(items, options))?.label;
};

/** A copy without a file, so that the reader can change it at will. */
const openExample = async (extension: string, given: string | null): Promise<void> => {
  const folder = join(extension, 'examples');
  const names = readdirSync(folder).filter((name) => name.endsWith('.py'));
  const name = given ?? (await window.showQuickPick(names, { title: 'Which example?' }));
  if (name === undefined || !names.includes(name)) return;
  const bytes = await workspace.fs.readFile(Uri.file(join(folder, name)));
  const content = new TextDecoder().decode(bytes);
  await window.showTextDocument(await workspace.openTextDocument({ language: 'python', content }));
};
