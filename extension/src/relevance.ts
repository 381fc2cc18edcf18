/** Whether a document is any business of ours: asked before the server is started, so it only looks at the text. */

/**
 * True for every text that the server takes for FreeTensor, and for a few more (the word in a comment): a server too
 * many costs a moment, one too few leaves the user without findings. Linear in the text.
 */
export const mentionsFreeTensor = (text: string): boolean => /\bfreetensor\b/.test(text);

export const isConfigFile = (path: string): boolean => /(^|[\\/])athanor\.toml$/.test(path);

export interface Looked {
  readonly languageId: string;
  readonly path: string;
  /** Called only where the text decides. */
  text(): string;
}

export const isRelevant = (document: Looked): boolean =>
  isConfigFile(document.path) || (document.languageId === 'python' && mentionsFreeTensor(document.text()));
