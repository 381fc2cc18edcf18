/** What other language servers say anyway, so that beside one it is not said twice. */

/** Extensions that bring a server which reports names and syntax. */
export const PYTHON_SERVERS: readonly string[] = [
  'ms-python.vscode-pylance',
  'ms-pyright.pyright',
  'detachhead.basedpyright',
  'astral-sh.ty',
  'meta.pyrefly',
];

/** Extensions that know names of C++. */
export const CPP_SERVERS: readonly string[] = ['llvm-vs-code-extensions.vscode-clangd', 'ms-vscode.cpptools'];

/** Our codes for what a Python server reports at the same place. */
export const REPEATED: readonly string[] = ['syntax-error', 'undefined-name'];

type Section = Readonly<Record<string, unknown>>;

const within = (section: Section, key: string): Section => {
  const value = section[key];
  return typeof value === 'object' && value !== null ? (value as Section) : {};
};

const wished = (wish: unknown, beside: boolean): boolean => wish === 'always' || (wish !== 'never' && !beside);

/** The section `athanor` as the server gets it: what the user set stays. */
export const besideOthers = (given: unknown, installed: (id: string) => boolean): Section => {
  const section = typeof given === 'object' && given !== null ? (given as Section) : {};
  const beside = PYTHON_SERVERS.some(installed);
  const completion = within(section, 'completion');
  const kernels = within(section, 'kernels');
  const off = beside ? Object.fromEntries(REPEATED.map((code) => [code, 'off'])) : {};
  return {
    ...section,
    completion: { ...completion, names: wished(completion['names'], beside) },
    kernels: { ...kernels, names: wished(kernels['names'], CPP_SERVERS.some(installed)) },
    severity: { ...off, ...within(section, 'severity') },
  };
};
