/** The server's life: started when needed, started again when it ends by itself, its state known to the status bar. */

import { join } from 'node:path';
import { type ExtensionContext, extensions, type LogOutputChannel, RelativePattern, workspace } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import { besideOthers } from './beside.ts';
import { Restarts } from './restarts.ts';
import { type ServerState, said, showState } from './status.ts';

const PYTHON_SCHEMES = ['file', 'untitled'];

export class Server {
  private client: LanguageClient | null = null;
  private readonly restarts = new Restarts();
  private working: Promise<void> = Promise.resolve();
  state: ServerState = { kind: 'idle' };

  constructor(
    private readonly context: ExtensionContext,
    private readonly log: LogOutputChannel,
    private readonly changed: (state: ServerState) => void,
  ) {}

  /** The client while the server answers, else null. */
  get running(): LanguageClient | null {
    return this.client?.state === State.Running ? this.client : null;
  }

  /** The server's process; for tests, which end it. */
  get pid(): number | null {
    return this.client?.serverProcess?.pid ?? null;
  }

  start(): Promise<void> {
    return this.inTurn(async () => {
      if (this.client !== null && this.client.state !== State.Stopped) return;
      this.restarts.forget();
      await this.client?.dispose().catch(() => undefined);
      this.client = this.newClient();
      this.say({ kind: 'starting' });
      try {
        await this.client.start();
      } catch (error) {
        this.say({ kind: 'failed', reason: sentence(error) });
      }
    });
  }

  stop(reason: string): Promise<void> {
    return this.inTurn(async () => {
      const client = this.client;
      this.client = null;
      await client?.dispose(2000).catch((error: unknown) => this.log.error(sentence(error)));
      this.say({ kind: 'stopped', reason });
    });
  }

  async restart(): Promise<void> {
    await this.stop('it was asked to restart');
    await this.start();
  }

  /** Starts and stops follow one another, however fast they are asked for. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    this.working = this.working.then(work);
    return this.working;
  }

  private say(state: ServerState): void {
    this.state = state;
    const { tooltip, look } = showState(state);
    this.log[look === 'plain' ? 'info' : look === 'warning' ? 'warn' : 'error'](said(tooltip));
    this.changed(state);
  }

  private newClient(): LanguageClient {
    const bundle = this.context.asAbsolutePath(join('dist', 'server', 'athanor.mjs'));
    const client = new LanguageClient(
      'athanor',
      'Athanor',
      {
        // The editor's own Node runs the server: nothing is taken from the user's PATH or workspace.
        command: process.execPath,
        args: [bundle, 'lsp'],
        transport: TransportKind.stdio,
        options: { cwd: this.context.extensionPath, env: { ELECTRON_RUN_AS_NODE: '1' } },
      },
      {
        documentSelector: [
          ...PYTHON_SCHEMES.map((scheme) => ({ scheme, language: 'python' })),
          { scheme: 'file', language: 'cpp' },
          { scheme: 'file', language: 'opencl' },
          { scheme: 'file', pattern: '**/*.cl' },
          { scheme: 'file', pattern: '**/athanor.toml' },
        ],
        // Settings before the first analysis; the server asks again when it runs, and folder by folder.
        initializationOptions: () => ({ athanor: besideOthers(workspace.getConfiguration('athanor'), installed) }),
        outputChannel: this.log,
        middleware: {
          workspace: {
            configuration: async (params, token, next) => {
              const values = await next(params, token);
              if (!Array.isArray(values)) return values;
              return values.map((value: unknown, index) =>
                params.items[index]?.section === 'athanor' ? besideOthers(value, installed) : value,
              );
            },
          },
        },
        initializationFailedHandler: (error) => {
          this.log.error(sentence(error));
          return false;
        },
        errorHandler: {
          error: () => ({ action: ErrorAction.Continue, handled: true }),
          closed: () => this.closed(),
        },
      },
    );
    client.onDidChangeState(({ newState }) => {
      if (client !== this.client || newState !== State.Running) return;
      this.say({ kind: 'running', version: client.initializeResult?.serverInfo?.version ?? null });
    });
    return client;
  }

  private closed(): { action: CloseAction; message: string; handled: boolean } {
    const reason = 'the process ended by itself';
    if (this.restarts.again(Date.now())) {
      this.say({ kind: 'restarting', reason });
      return { action: CloseAction.Restart, message: `${reason}; it is started again`, handled: true };
    }
    const message = 'it ended five times within three minutes; the log may say why';
    this.say({ kind: 'failed', reason: message });
    return { action: CloseAction.DoNotRestart, message, handled: true };
  }
}

/** The open documents, and whether a folder of the workspace has settings of ours at its top. */
export const configInWorkspace = async (): Promise<boolean> => {
  for (const folder of workspace.workspaceFolders ?? []) {
    const found = await workspace.findFiles(new RelativePattern(folder, 'athanor.toml'), null, 1);
    if (found.length > 0) return true;
  }
  return false;
};

const installed = (id: string): boolean => extensions.getExtension(id) !== undefined;

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));
