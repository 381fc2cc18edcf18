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

type Section = Readonly<Record<string, unknown>>;

const within = (section: Section, key: string): Section => {
  const value = section[key];
  return typeof value === 'object' && value !== null ? (value as Section) : {};
};

/** The section `athanor` as the server gets it: what the user set stays. */
export const besidePython = (given: unknown, installed: (id: string) => boolean): Section => {
  const section = typeof given === 'object' && given !== null ? (given as Section) : {};
  const beside = PYTHON_SERVERS.some(installed);
  const completion = within(section, 'completion');
  const wish = completion['names'];
  const names = wish === 'always' || (wish !== 'never' && !beside);
  const off = beside ? Object.fromEntries(REPEATED.map((code) => [code, 'off'])) : {};
  return {
    ...section,
    completion: { ...completion, names },
    severity: { ...off, ...within(section, 'severity') },
  };
};
