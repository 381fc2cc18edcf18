/**
 * What the client is asked to watch: programs and settings in its folders; and outside of them the very modules that an
 * open program imports, which nothing else would tell us about.
 */

import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type FileSystemWatcher,
  RegistrationRequest,
  UnregistrationRequest,
} from 'vscode-languageserver';
import { contains } from './client.ts';
import type { Session } from './session.ts';
import { uriOfPath } from './uris.ts';

const INSIDE = ['**/*.py', '**/*.ipynb', '**/athanor.toml'];
const FILES = DidChangeWatchedFilesNotification.method;

export class Watchers {
  private begun = false;
  private outside: { readonly id: string; readonly key: string } | null = null;

  constructor(private readonly session: Session) {}

  /** After `initialized`: before it a client may be asked nothing. */
  begin(section: string): void {
    const { client } = this.session;
    this.begun = true;
    if (client.registersConfiguration) this.register(DidChangeConfigurationNotification.method, { section });
    if (client.registersWatchers) this.watch(INSIDE.map((globPattern) => ({ globPattern })));
    this.imports();
  }

  /** After a check: it may import others than before. */
  imports(): void {
    const { client, checks, folders } = this.session;
    if (!this.begun || !client.registersWatchers || !client.relativePatterns) return;
    const read = checks.all.flatMap(({ check }) => check?.imported.map(({ file }): string => file) ?? []);
    const paths = [...new Set(read)].filter(
      (path) => /^(?:\/|[A-Z]:\/)/.test(path) && !folders.some((folder) => contains(folder, path)),
    );
    const key = paths.sort().join('\n');
    if (key === (this.outside?.key ?? '')) return;
    if (this.outside !== null) this.unregister(this.outside.id);
    this.outside = paths.length === 0 ? null : { id: this.watch(paths.map(only)), key };
  }

  private watch(watchers: readonly FileSystemWatcher[]): string {
    return this.register(FILES, { watchers });
  }

  private register(method: string, registerOptions: object): string {
    const id = this.session.newId('registration');
    const registrations = [{ id, method, registerOptions }];
    this.session.connection.sendRequest(RegistrationRequest.type, { registrations }).catch(ignored);
    return id;
  }

  private unregister(id: string): void {
    const unregisterations = [{ id, method: FILES }];
    this.session.connection.sendRequest(UnregistrationRequest.type, { unregisterations }).catch(ignored);
  }
}

/** A file by its folder and its name. */
const only = (path: string): FileSystemWatcher => {
  const at = path.lastIndexOf('/');
  return { globPattern: { baseUri: uriOfPath(path.slice(0, at)), pattern: path.slice(at + 1) } };
};

/** A client that refuses to watch is no reason to fail: what it tells when files are saved has to do. */
const ignored = (): void => undefined;
