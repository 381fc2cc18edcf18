/** What the status bar says about the server, as values. */

export type ServerState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly version: string | null }
  | { readonly kind: 'restarting'; readonly reason: string }
  | { readonly kind: 'stopped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Shown {
  readonly text: string;
  readonly tooltip: string;
  readonly look: 'plain' | 'warning' | 'error';
}

const CLICK = 'Click for the log and to restart.';

/** A tooltip without what to do next. */
export const said = (tooltip: string): string => tooltip.replace(` ${CLICK}`, '');

export const showState = (state: ServerState): Shown => {
  switch (state.kind) {
    case 'idle':
      return {
        text: '$(circle-outline) Athanor',
        tooltip: 'No file here imports freetensor; the server is not started. Click to start it.',
        look: 'plain',
      };
    case 'starting':
      return { text: '$(loading~spin) Athanor', tooltip: `The server is starting. ${CLICK}`, look: 'plain' };
    case 'running':
      return {
        text: '$(check) Athanor',
        tooltip: `The server${state.version === null ? '' : ` ${state.version}`} is running. ${CLICK}`,
        look: 'plain',
      };
    case 'restarting':
      return {
        text: '$(loading~spin) Athanor',
        tooltip: `The server is started again: ${state.reason}. ${CLICK}`,
        look: 'warning',
      };
    case 'stopped':
      return {
        text: '$(debug-stop) Athanor',
        tooltip: `The server is stopped: ${state.reason}. ${CLICK}`,
        look: 'warning',
      };
    case 'failed':
      return { text: '$(error) Athanor', tooltip: `The server does not run: ${state.reason}. ${CLICK}`, look: 'error' };
  }
};
