/** The server's state in the status bar, while a document that it could serve is in front. */

import { StatusBarAlignment, ThemeColor, window } from 'vscode';
import { isConfigFile, isOurs } from './relevance.ts';
import { type ServerState, showState } from './status.ts';

const COLOURS = {
  plain: undefined,
  warning: new ThemeColor('statusBarItem.warningBackground'),
  error: new ThemeColor('statusBarItem.errorBackground'),
};

export class StatusBar {
  private readonly item = window.createStatusBarItem('athanor.server', StatusBarAlignment.Right, 100);
  private state: ServerState = { kind: 'idle' };

  constructor() {
    this.item.name = 'Athanor';
    this.item.command = 'athanor.serverMenu';
  }

  show(state: ServerState): void {
    this.state = state;
    const { text, tooltip, look } = showState(state);
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.backgroundColor = COLOURS[look];
    this.refresh();
  }

  /** A server in trouble is said everywhere; one that works or is not needed only beside what it reads. */
  refresh(): void {
    const document = window.activeTextEditor?.document;
    const ours =
      document !== undefined &&
      (isOurs({ languageId: document.languageId, path: document.uri.path }) ||
        isConfigFile(document.uri.path) ||
        document.uri.scheme === 'athanor');
    if (ours || showState(this.state).look === 'error') this.item.show();
    else this.item.hide();
  }

  dispose(): void {
    this.item.dispose();
  }
}
