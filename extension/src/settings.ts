/**
 * The extension's settings: the one table behind `contributes.configuration` in package.json (a test compares them,
 * `ATHANOR_UPDATE=1` writes them). Settings that `athanor.toml` has too take their schema from its table.
 */

export interface EditorSetting {
  readonly type: 'boolean' | 'string';
  readonly standard: boolean | string;
  readonly description: string;
  /** The values of a text, each with its meaning. */
  readonly values?: Readonly<Record<string, string>>;
  /** `resource` may differ by folder, `window` may not. */
  readonly scope: 'resource' | 'window';
}

/** Keys below `athanor.` that only an editor has. */
export const EDITOR_SETTINGS: Readonly<Record<string, EditorSetting>> = {
  'diagnostics.enable': {
    type: 'boolean',
    standard: true,
    description: 'Show findings in the editor and in the list of problems. Hover, completion and the rest stay on.',
    scope: 'window',
  },
  'inlayHints.enable': {
    type: 'boolean',
    standard: true,
    description: 'Show hints in the program: what staging knows and the text does not say.',
    scope: 'window',
  },
  'inlayHints.type': {
    type: 'boolean',
    standard: true,
    description: 'Hints with the shape and the element type of a new tensor.',
    scope: 'window',
  },
  'inlayHints.value': {
    type: 'boolean',
    standard: true,
    description: 'Hints with the values of sizes that staging inferred.',
    scope: 'window',
  },
  'inlayHints.extent': {
    type: 'boolean',
    standard: true,
    description: 'Hints with the number of iterations of a loop.',
    scope: 'window',
  },
  'inlayHints.verdict': {
    type: 'boolean',
    standard: true,
    description: 'Hints with the verdict on a schedule call.',
    scope: 'window',
  },
  'codeLens.enable': {
    type: 'boolean',
    standard: true,
    description: 'Show above each function what can be run or shown, what was assumed, and how much is modelled.',
    scope: 'window',
  },
  'completion.names': {
    type: 'string',
    standard: 'auto',
    description: 'Complete names of tensors, iterators and sizes, which a Python server does too.',
    values: {
      auto: 'Where no Python server is installed.',
      always: 'Beside a Python server too.',
      never: 'Never.',
    },
    scope: 'window',
  },
  'kernels.names': {
    type: 'string',
    standard: 'auto',
    description:
      'Answer for names in SYCL and OpenCL C files (definition, references, rename, completion, signatures of functions, declarations in hover), which a C++ server does too.',
    values: {
      auto: 'Where no C++ server is installed.',
      always: 'Beside a C++ server too.',
      never: 'Never.',
    },
    scope: 'window',
  },
  'kernels.device': {
    type: 'string',
    standard: '',
    description:
      'The device that kernels are checked for, as `athanor devices` lists them (`nvidia-a100`), or one that `athanor.toml` describes. Empty: what `athanor.toml` says of the file, else what portable code may rely on.',
    scope: 'resource',
  },
  'trace.server': {
    type: 'string',
    standard: 'off',
    description:
      'What of the messages between editor and server goes to the log. They are written at the log level `Trace`, which "Developer: Set Log Level" chooses.',
    values: {
      off: 'Names of messages at most.',
      messages: 'Names of messages.',
      verbose: 'Messages with their contents.',
    },
    scope: 'window',
  },
};

/** Keys that `athanor.toml` has too and an editor may set: `bind` and `severity` win over the file, as flags do. */
export const SHARED_SETTINGS = ['bind', 'severity'] as const;

type Schema = Readonly<Record<string, unknown>>;

const own = (setting: EditorSetting): Schema => ({
  type: setting.type,
  default: setting.standard,
  ...(setting.values === undefined
    ? {}
    : { enum: Object.keys(setting.values), enumDescriptions: Object.values(setting.values) }),
  markdownDescription: setting.description,
  scope: setting.scope,
});

const ADDED: Readonly<Record<(typeof SHARED_SETTINGS)[number], string>> = {
  bind: 'Here they win over `athanor.toml`.',
  severity: 'Here they win over `athanor.toml`.',
};

/**
 * `contributes.configuration`.
 * @param shared The `properties` of the JSON schema of `athanor.toml`.
 */
export const configuration = (shared: Readonly<Record<string, Schema>>): object => ({
  title: 'Athanor',
  properties: Object.fromEntries([
    ...Object.entries(EDITOR_SETTINGS).map(([key, setting]) => [`athanor.${key}`, own(setting)]),
    ...SHARED_SETTINGS.map((key) => {
      const { description, ...schema } = shared[key] ?? {};
      const sentence = String(description).replace(' --bind wins over them, they win over comments.', '');
      return [
        `athanor.${key}`,
        { ...schema, default: {}, markdownDescription: `${sentence} ${ADDED[key]}`, scope: 'window' },
      ];
    }),
  ]),
});
