/**
 * The state behind a connection on the analysing thread: open documents, the workspace of the compiler, settings, and
 * the checks. Handlers read it; the notifications about documents are what changes it.
 */

import type { Snapshot } from '@athanor/compiler-core/session/snapshot.ts';
import { tensorLanguage } from '@athanor/compiler-core/session/tensor-language.ts';
import { type FileSettings, Workspace } from '@athanor/compiler-core/session/workspace.ts';
import type { TextChange } from '@athanor/compiler-core/syntax/cst.ts';
import { type FileId, fileId, type Offset } from '@athanor/compiler-core/text/span.ts';
import { CodeLensRefreshRequest, type Connection, type Position } from 'vscode-languageserver';
import type { KernelView } from '../ide/kernels/view.ts';
import { typingView } from '../ide/stale.ts';
import { prepare } from '../ide/target.ts';
import { type FileView, fileView } from '../ide/view.ts';
import type { EngineHost } from '../ports/editor.ts';
import { type Checked, Checks, type Told } from './checks.ts';
import { type Client, contains, type Folder } from './client.ts';
import { CrashKeeper } from './crashes.ts';
import { diagnosticsWork } from './diagnose.ts';
import { Documents } from './documents.ts';
import { Waiting } from './flags.ts';
import type { Id } from './json-rpc.ts';
import { KernelTexts } from './kernel-texts.ts';
import { type EditorSettings, merged, NO_SETTINGS } from './settings.ts';
import { type Extent, type Source, Sources } from './sources.ts';
import { pathOfUri } from './uris.ts';
import { Watchers } from './watchers.ts';

export interface Viewed {
  readonly view: FileView;
  readonly source: Source;
  /** The part of the view's text that the document is. */
  readonly extent: Extent;
}

export interface Report {
  readonly told: readonly (readonly [string, Told])[];
  /** Files that the check read besides. */
  readonly reads: ReadonlySet<FileId>;
}

/** A place in an open kernel file. */
export interface KernelPlace {
  readonly view: KernelView;
  readonly source: Source;
  readonly offset: Offset;
  /** Whether names of C++ are ours to answer for. */
  readonly names: boolean;
}

export class Session {
  readonly documents = new Documents();
  readonly sources: Sources;
  readonly workspace: Workspace;
  readonly checks: Checks;
  readonly crashes: CrashKeeper;
  readonly waiting: Waiting;
  readonly watchers = new Watchers(this);
  folders: readonly Folder[] = [];
  /** The request that is being handed to its handler. */
  current: Id | null = null;
  private ids = 0;
  private refreshing = false;
  /** What was found in files that are not open, until something changes. */
  readonly reports = new Map<FileId, Report>();
  /** The tokens that a client was last given, by document. */
  readonly tokens = new Map<string, { readonly resultId: string; readonly data: number[] }>();
  tokenCount = 0;
  private readonly lastViews = new Map<FileId, FileView>();
  /** The last one before it whose names are known. */
  private readonly readyViews = new Map<FileId, FileView>();
  readonly kernels: KernelTexts;
  /** Read-only documents that the client was shown, with the file they are about. */
  readonly shown = new Map<string, FileId>();
  /** By folder; the empty name is for files in none. */
  private settings: ReadonlyMap<string, EditorSettings> = new Map();

  constructor(
    readonly connection: Connection,
    readonly host: EngineHost,
    readonly client: Client,
    flags: Int32Array,
  ) {
    const { parser, project, soon } = host;
    this.documents.encoding = client.encoding;
    this.sources = new Sources(this.documents, host, client.textDocumentContent);
    this.kernels = new KernelTexts(project);
    this.waiting = new Waiting(flags);
    this.crashes = new CrashKeeper(this);
    this.workspace = new Workspace({
      parser,
      pipeline: tensorLanguage(parser),
      loadModule: (from, module) => project.loadModule(from, module),
      log: { crash: (what, error) => this.crashes.inCheck(what, error) },
      incremental: true,
      facts: true,
    });
    this.checks = new Checks(diagnosticsWork(this), this.waiting, soon, (work) => host.later(QUIET, work));
  }

  /** A new name for something that the client keeps: another than those of analysing threads before. */
  readonly newId = (what: string): string => `athanor-${what}-${this.waiting.generation}-${++this.ids}`;

  /** Tells a client that traces how long a request took, when that is known. */
  traceOf(method: string): () => void {
    const begun = this.host.clock();
    return () => this.connection.tracer.log(`${method}: ${(this.host.clock() - begun).toFixed(1)} ms`);
  }

  /** A document or notebook was opened, or its text is another altogether. */
  opened(source: Source | null): void {
    if (source === null) return;
    const { file, lines } = source;
    this.workspace.apply({ kind: 'set', file, text: lines.text, settings: this.settingsOf(file) });
    this.touched(file);
  }

  edited(source: Source | null, edits: readonly TextChange[]): void {
    if (source === null) return;
    this.workspace.apply({ kind: 'edit', file: source.file, edits });
    this.touched(source.file);
  }

  closed(file: FileId): void {
    this.sources.close(file);
    const dependents = this.checks.dependents(file);
    this.lastViews.delete(file);
    this.readyViews.delete(file);
    this.kernels.forget(file);
    this.checks.forget(file);
    this.workspace.apply({ kind: 'remove', file });
    for (const other of dependents) this.checks.changed(other);
  }

  /** What a request about an open document looks at; null where it is not open, or has nothing to do with FreeTensor. */
  view(uri: string): Viewed | null {
    const source = this.sources.openOf(uri);
    if (source === null || !this.host.project.relevant(source.lines.text)) return null;
    const view = fileView(this.workspace.snapshot, source.file);
    return view === null ? null : { view, source, extent: this.sources.extent(source, uri) };
  }

  at(uri: string, position: Position): (Viewed & { readonly offset: Offset }) | null {
    const viewed = this.view(uri);
    const place = this.sources.at(uri, position);
    return viewed === null || place === null ? null : { ...viewed, offset: place.offset };
  }

  /** A place in an open kernel file; null for other languages. */
  kernelsAt(uri: string, position: Position): KernelPlace | null {
    const place = this.sources.at(uri, position);
    const view = place === null ? null : this.kernels.of(place.source);
    if (place === null || view === null) return null;
    return { ...place, view, names: this.namesKernels(place.source.file) };
  }

  /** An open kernel file, or one on disk. */
  kernelsOf(file: FileId): KernelView | null {
    const source = this.sources.get(file);
    return source === null ? null : this.kernels.of(source);
  }

  /** Whether names of C++ are ours to answer for: not beside another server that knows them. */
  namesKernels(file: FileId): boolean {
    return this.editorSettings(file).shown.get('kernels.names') !== false;
  }

  /** Like `at`, but with the names of the last analysis while that of this text is not there: for what is asked while typing. */
  typing(uri: string, position: Position): (Viewed & { readonly offset: Offset }) | null {
    const source = this.sources.openOf(uri);
    const place = this.sources.at(uri, position);
    if (source === null || place === null || !this.host.project.relevant(source.lines.text)) return null;
    const last = this.lastViews.get(source.file);
    // Names of some keystrokes ago are at once there, and hardly ever other ones.
    const before =
      last?.ready === true ? this.before(source) : (this.readyViews.get(source.file) ?? this.before(source));
    if (before === null) return this.at(uri, position);
    const view = typingView(before, source.lines.text);
    return { view, source, extent: this.sources.extent(source, uri), offset: place.offset };
  }

  /** The view of the last analysed text, where it is another text than now. */
  before({ file, lines }: Source): FileView | null {
    const last = this.lastViews.get(file);
    return last === undefined || last.text === lines.text ? null : last;
  }

  /** The analysis of a text is done: it serves until that of the next one is. */
  analysed(source: Source): void {
    const view = fileView(this.workspace.snapshot, source.file);
    if (view === null || !this.sources.isOpen(source.file)) return;
    // Made now, while the caches hold this text.
    void view.staged;
    const last = this.lastViews.get(source.file);
    if (last?.ready === true) this.readyViews.set(source.file, last);
    this.lastViews.set(source.file, view);
    this.host.later(PAUSE, () => this.warmUp(source.file, view));
  }

  /** In a pause the view is made ready for the next hover or completion; work that comes meanwhile goes first. */
  private warmUp(file: FileId, view: FileView): void {
    const steps = prepare(view)[Symbol.iterator]();
    const next = (): void => {
      if (this.lastViews.get(file) !== view || this.waiting.edit) return;
      if (this.waiting.request || steps.next().done !== true) this.host.soon(next);
    };
    next();
  }

  /** Hints, lenses and tokens that the client has may be others without an edit. Said once, whatever comes together. */
  refreshViews(): void {
    if (!this.refreshing) this.host.soon(() => this.tellRefresh());
    this.refreshing = true;
  }

  private tellRefresh(): void {
    const { client, connection } = this;
    this.refreshing = false;
    if (client.refreshInlayHints) connection.languages.inlayHint.refresh().catch(ignored);
    if (client.refreshTokens) connection.languages.semanticTokens.refresh().catch(ignored);
    if (client.refreshCodeLens) connection.sendRequest(CodeLensRefreshRequest.type).catch(ignored);
  }

  /** Like `at`, with views of the other programs in which a word stands, open or on disk. */
  among<T>(
    uri: string,
    position: Position,
    use: (viewed: Viewed & { readonly offset: Offset; readonly others: readonly FileView[] }) => T,
  ): T | null {
    const here = this.at(uri, position);
    if (here === null) return null;
    const word = wordAt(here.view.text, here.offset);
    const closed = word === '' ? [] : this.closedWith(word);
    this.workspace.apply(
      ...closed.map((source) => {
        const { file, lines } = source;
        return { kind: 'set', file, text: lines.text, settings: this.settingsOf(file) } as const;
      }),
    );
    try {
      const { snapshot } = this.workspace;
      const files = [...this.sources.openFiles, ...closed].filter(({ file }) => file !== here.source.file);
      const others = files.flatMap(({ file }) => fileView(snapshot, file) ?? []);
      const view = fileView(snapshot, here.source.file) ?? here.view;
      return use({ ...here, view, others });
    } finally {
      this.workspace.apply(...closed.map(({ file }) => ({ kind: 'remove', file }) as const));
    }
  }

  private closedWith(word: string): readonly Source[] {
    return this.closedFiles().filter(({ lines }) => lines.text.includes(word));
  }

  /** Views of every program, open or on disk; those on disk are forgotten afterwards. */
  everywhere<T>(use: (views: readonly FileView[]) => T): T {
    const closed = this.closedFiles().filter(({ lines }) => this.host.project.relevant(lines.text));
    this.workspace.apply(
      ...closed.map(
        ({ file, lines }) => ({ kind: 'set', file, text: lines.text, settings: this.settingsOf(file) }) as const,
      ),
    );
    try {
      const files = [...this.sources.openFiles, ...closed];
      return use(files.flatMap(({ file }) => fileView(this.workspace.snapshot, file) ?? []));
    } finally {
      this.workspace.apply(...closed.map(({ file }) => ({ kind: 'remove', file }) as const));
    }
  }

  /** Like `everywhere` for what looks at each program once: those on disk are there one at a time, so that memory stays. */
  *oneByOne(): Iterable<FileView> {
    for (const { file } of this.sources.openFiles) yield* views(this.workspace.snapshot, file);
    for (const { file, lines } of this.closedFiles()) {
      this.waiting.beat();
      if (!this.host.project.relevant(lines.text)) continue;
      const settings = this.settingsOf(file);
      const snapshot = this.workspace.apply({ kind: 'set', file, text: lines.text, settings });
      try {
        yield* views(snapshot, file);
      } finally {
        this.workspace.apply({ kind: 'remove', file });
      }
    }
  }

  /** Programs in the folders that are not open. */
  closedFiles(): readonly Source[] {
    const paths = this.host.project.candidates(this.folders.map(({ path }) => path));
    return paths.flatMap((path) => {
      const file = fileId(path);
      const source = this.sources.isOpen(file) ? null : this.sources.get(file);
      return source !== null && source.version === null && source.lines.length > 0 ? [source] : [];
    });
  }

  private touched(file: FileId): void {
    for (const [other, { reads }] of this.reports) if (other === file || reads.has(file)) this.reports.delete(other);
    for (const other of this.checks.dependents(file)) this.checks.changed(other);
    this.checks.changed(file);
  }

  /** Files on disk, or settings, may be others: everything open is looked at again. */
  async refresh(): Promise<void> {
    await this.host.project.refresh();
    this.kernels.forgetAll();
    this.sources.refresh();
    this.applySettings();
    this.refreshViews();
  }

  /** @param tell False before `initialize` is answered: a client may be asked nothing until then. */
  setSettings(settings: ReadonlyMap<string, EditorSettings>, tell = true): void {
    this.settings = settings;
    this.applySettings();
    if (tell) this.refreshViews();
  }

  editorSettings(file: FileId): EditorSettings {
    const folder = this.folders.find((each) => contains(each, file));
    return this.settings.get(folder?.uri ?? '') ?? this.settings.get('') ?? NO_SETTINGS;
  }

  settingsOf(file: FileId): FileSettings {
    // What is in no file has no `athanor.toml`, unless it belongs to a folder.
    const path = pathOfUri(file) === null && /^[a-z][\w+.-]+:/i.test(file) ? this.folders[0]?.path : file;
    const own = path === undefined ? { bindings: new Map(), severity: new Map() } : this.host.project.settings(path);
    return merged(own, this.editorSettings(file));
  }

  private applySettings(): void {
    this.reports.clear();
    for (const { file, lines } of this.sources.openFiles) {
      this.workspace.apply({ kind: 'set', file, text: lines.text, settings: this.settingsOf(file) });
      this.checks.changed(file);
    }
  }

  /** The check of an open document's text as it is; null where it is not open. */
  async checked(uri: string): Promise<Checked | null> {
    const file = this.sources.fileOf(uri);
    return this.sources.isOpen(file) ? this.checks.current(file) : null;
  }
}

const views = (snapshot: Snapshot, file: FileId): readonly FileView[] => {
  const view = fileView(snapshot, file);
  return view === null ? [] : [view];
};

/** Milliseconds after a check in which nothing came: nobody is typing. */
const PAUSE = 30;
/** Milliseconds without an edit before verdicts on kernels are worked out. */
const QUIET = 250;

/** A client that refuses to refresh asks again when it likes; that is no fault of the analysis. */
const ignored = (): void => undefined;

const wordAt = (text: string, at: number): string => {
  const before = /[\p{L}\p{N}_]*$/u.exec(text.slice(Math.max(0, at - 200), at))?.[0] ?? '';
  const after = /^[\p{L}\p{N}_]*/u.exec(text.slice(at, at + 200))?.[0] ?? '';
  return before + after;
};
