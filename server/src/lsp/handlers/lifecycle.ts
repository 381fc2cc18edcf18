/** From `initialized` on: settings, folders, and what is to be watched. */

import {
  DidChangeConfigurationNotification,
  type DidChangeConfigurationParams,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  type DidChangeWorkspaceFoldersParams,
  InitializedNotification,
  type InitializeParams,
} from 'vscode-languageserver';
import { folderOf } from '../client.ts';
import type { Registry } from '../guard.ts';
import { isRecord } from '../json-rpc.ts';
import type { Session } from '../session.ts';
import { type EditorSettings, readSettings } from '../settings.ts';

const SECTION = 'athanor';

export const registerLifecycle = (registry: Registry): void => {
  registry.notification(InitializedNotification.type, initialized);
  registry.notification(DidChangeConfigurationNotification.type, configurationChanged);
  registry.notification(DidChangeWatchedFilesNotification.type, refresh);
  registry.notification(DidChangeWorkspaceFoldersNotification.type, foldersChanged);
};

/** Clients without `workspace/configuration` may send the section with `initialize`. */
export const begin = (session: Session, { initializationOptions }: InitializeParams): void => {
  const options: unknown = initializationOptions;
  const section = isRecord(options) && isRecord(options[SECTION]) ? options[SECTION] : options;
  session.setSettings(new Map([['', read(session, section)]]), false);
};

const initialized = async (session: Session): Promise<void> => {
  session.watchers.begin(SECTION);
  if (session.client.configuration) await pullSettings(session);
};

const configurationChanged = async (session: Session, params?: DidChangeConfigurationParams): Promise<void> => {
  if (session.client.configuration) return pullSettings(session);
  const section: unknown = params?.settings;
  session.setSettings(new Map([['', read(session, isRecord(section) ? (section[SECTION] ?? section) : section)]]));
};

/** The client's own list is the truth; the event has to do where it keeps none. */
const foldersChanged = async (session: Session, { event }: DidChangeWorkspaceFoldersParams): Promise<void> => {
  const { client, connection } = session;
  const gone = new Set(event.removed.map(({ uri }) => uri));
  const kept = session.folders.filter(({ uri }) => !gone.has(uri));
  const all = client.folders ? await connection.workspace.getWorkspaceFolders() : null;
  session.folders = all?.flatMap(({ uri }) => folderOf(uri)) ?? [
    ...kept,
    ...event.added.flatMap(({ uri }) => folderOf(uri)),
  ];
  if (client.configuration) await pullSettings(session);
  await refresh(session);
};

const refresh = async (session: Session): Promise<void> => {
  await session.refresh();
  if (session.client.pulls && session.client.refreshDiagnostics) session.connection.languages.diagnostics.refresh();
};

/** One section for each folder, and one for files in none. */
const pullSettings = async (session: Session): Promise<void> => {
  const scopes = [undefined, ...session.folders.map(({ uri }) => uri)];
  const items = scopes.map((scopeUri) => ({ section: SECTION, ...(scopeUri === undefined ? {} : { scopeUri }) }));
  const sections: unknown = await session.connection.workspace.getConfiguration(items);
  if (!Array.isArray(sections)) return;
  const settings = new Map<string, EditorSettings>();
  for (const [i, uri] of scopes.entries()) settings.set(uri ?? '', read(session, sections[i]));
  session.setSettings(settings);
};

const read = (session: Session, section: unknown): EditorSettings => {
  const { settings, problems } = readSettings(section);
  const folder = session.folders[0]?.path ?? '/';
  const device = session.host.project.device(`${folder}/any.cpp`, settings.device).problem;
  for (const problem of device === null ? problems : [...problems, device])
    session.connection.console.warn(`athanor: settings: ${problem}`);
  return settings;
};
