/** The pictures of a preview, in a panel beside the source. The page has no script and loads nothing. */

import { ViewColumn, type WebviewPanel, window } from 'vscode';

let panel: WebviewPanel | null = null;

/** @param answer `{ html }` of the server. One panel is used again. */
export const showPicture = (answer: unknown): void => {
  const html = typeof answer === 'object' && answer !== null && 'html' in answer ? answer.html : null;
  if (typeof html !== 'string') return;
  if (panel === null) {
    const column = { viewColumn: ViewColumn.Beside, preserveFocus: true };
    panel = window.createWebviewPanel('athanor.picture', 'Possible fusions', column, { enableScripts: false });
    panel.onDidDispose(() => {
      panel = null;
    });
  } else panel.reveal(undefined, true);
  panel.webview.html = html;
};
