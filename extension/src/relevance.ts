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

/** OpenCL C has a language of its own only where an extension brings it. */
export const isKernelDocument = ({ languageId, path }: Pick<Looked, 'languageId' | 'path'>): boolean =>
  languageId === 'cpp' || isOpenCl(languageId, path);
const isOpenCl = (languageId: string, path: string): boolean => languageId === 'opencl' || /\.cl$/.test(path);

/** Of a language that the server reads. */
export const isOurs = (document: Pick<Looked, 'languageId' | 'path'>): boolean =>
  document.languageId === 'python' || isKernelDocument(document);

export const isRelevant = (document: Looked): boolean => {
  const { languageId, path } = document;
  if (isConfigFile(path) || isOpenCl(languageId, path)) return true;
  if (languageId === 'python') return mentionsFreeTensor(document.text());
  return languageId === 'cpp' && /\bsycl\b/.test(document.text());
};
