/** What a Python language server says anyway, so that beside one it is not said twice. */

/** Extensions that bring a server which reports names and syntax. */
export const PYTHON_SERVERS: readonly string[] = [
  'ms-python.vscode-pylance',
  'ms-pyright.pyright',
  'detachhead.basedpyright',
  'astral-sh.ty',
  'meta.pyrefly',
];

/** Our codes for what such a server reports at the same place. */
export const REPEATED: readonly string[] = ['syntax-error', 'undefined-name'];

/** The section `athanor` as the server gets it: what the user set for a code stays. */
export const besidePython = (section: unknown, installed: (id: string) => boolean): unknown => {
  if (!PYTHON_SERVERS.some(installed)) return section;
  const known = typeof section === 'object' && section !== null ? { ...section } : {};
  const severity = 'severity' in known && typeof known.severity === 'object' ? known.severity : {};
  return { ...known, severity: { ...Object.fromEntries(REPEATED.map((code) => [code, 'off'])), ...severity } };
};
