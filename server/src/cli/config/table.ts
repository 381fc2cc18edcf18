/** `athanor.toml`: one table from which the reader, the JSON schema and the page in `docs/` are made. */

import { CODES, type DiagnosticCode } from '@athanor/compiler-core/diag/codes.ts';
import { wrap } from '@athanor/compiler-core/diag/display-width.ts';
import { SEVERITY_SETTINGS } from '@athanor/compiler-core/diag/severity.ts';
import { OWN_FIELDS } from '@athanor/compiler-core/machine/own-device.ts';

export type SettingShape =
  | { readonly kind: 'patterns'; readonly standard: readonly string[] }
  | { readonly kind: 'severities' }
  | { readonly kind: 'integers' }
  | { readonly kind: 'devices' }
  | { readonly kind: 'launches' };

export interface Setting {
  readonly shape: SettingShape;
  readonly description: string;
  /** A line of TOML that `athanor init` writes, commented out. */
  readonly example: string;
}

/** The languages there are; of C++ alone what mentions SYCL is checked. */
const STANDARD: readonly string[] = ['py', 'ipynb', 'cc', 'cpp', 'cxx', 'c++', 'cl', 'ocl', 'clcpp'].map(
  (end) => `*.${end}`,
);

export const CONFIG_TABLE = {
  include: {
    shape: { kind: 'patterns', standard: STANDARD },
    description:
      'Files to check below a directory, as .gitignore patterns relative to this file. Of them, those that import freetensor or mention sycl are checked, and OpenCL C.',
    example: 'include = ["src/**/*.py"]',
  },
  exclude: {
    shape: { kind: 'patterns', standard: [] },
    description: 'Files and directories to leave out, as .gitignore patterns relative to this file.',
    example: 'exclude = ["third_party/", "*_old.py"]',
  },
  severity: {
    shape: { kind: 'severities' },
    description:
      'Severity by diagnostic code: "off", "hint", "information", "warning" or "error". A finding that is only possible, not proved, becomes a warning at most.',
    example: '[severity]\nunused-tensor = "information"',
  },
  bind: {
    shape: { kind: 'integers' },
    description: 'Values of sizes that the programs leave open. --bind wins over them, they win over comments.',
    example: '[bind]\nn = 1024',
  },
  device: {
    shape: { kind: 'devices' },
    description:
      'Which device a file is meant for: pattern relative to this file = name of the device, as `athanor devices` lists them. The last match counts. A table [device.NAME] describes one of your own: what it extends (base), and what is different.',
    example:
      '[device]\n"kernels/gpu/**" = "nvidia-a100"\n\n[device.our-card]\nbase = "nvidia-a100"\nlocal-memory = "64 KiB"',
  },
  launch: {
    shape: { kind: 'launches' },
    description:
      'Sizes to launch a kernel with: "file:kernel", the file relative to this one, the kernel by its name or the line of its launch; [[launch."file:kernel"]] for several configurations. They win over the host\'s code and over comments, --global-size and --local-size win over them.',
    example: '[launch."src/scale.cpp:Scale"]\nglobal = [1024, 16]\nlocal = [128, 1]',
  },
} as const satisfies Record<string, Setting>;

export type ConfigKey = keyof typeof CONFIG_TABLE;
export const CONFIG_KEYS = Object.keys(CONFIG_TABLE) as readonly ConfigKey[];

const schemaOf = (shape: SettingShape): object => {
  switch (shape.kind) {
    case 'patterns':
      return { type: 'array', items: { type: 'string', minLength: 1 }, default: shape.standard };
    case 'severities':
      return {
        type: 'object',
        properties: Object.fromEntries(
          (Object.keys(CODES) as DiagnosticCode[]).map((code) => [
            code,
            { enum: SEVERITY_SETTINGS, default: CODES[code].severity, description: CODES[code].title },
          ]),
        ),
        additionalProperties: false,
      };
    case 'integers':
      return { type: 'object', additionalProperties: { type: 'integer' } };
    case 'launches': {
      const sizes = {
        oneOf: [
          { type: 'integer', minimum: 1 },
          { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 1, maxItems: 3 },
          { type: 'string', pattern: '^\\s*\\d+\\s*(,\\s*\\d+\\s*){0,2}$' },
        ],
      };
      const one = {
        type: 'object',
        properties: { global: sizes, local: sizes },
        required: ['global'],
        additionalProperties: false,
      };
      return { type: 'object', additionalProperties: { oneOf: [one, { type: 'array', items: one }] } };
    }
    case 'devices': {
      const own = {
        type: 'object',
        properties: {
          base: { type: 'string', minLength: 1, description: 'the device that it extends' },
          ...Object.fromEntries(
            Object.entries(OWN_FIELDS).map(([key, { schema, meaning, form }]) => [
              key,
              { ...schema, description: `${meaning}; ${form}` },
            ]),
          ),
        },
        required: ['base'],
        additionalProperties: false,
      };
      return { type: 'object', additionalProperties: { oneOf: [{ type: 'string', minLength: 1 }, own] } };
    }
  }
};

/** `docs/schema/athanor.schema.json`; a test compares the committed file with this. */
export const configSchema = (): object => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'athanor.toml',
  description: 'Settings of Athanor for the files below the directory it stands in.',
  type: 'object',
  properties: Object.fromEntries(
    CONFIG_KEYS.map((key) => {
      const { shape, description } = CONFIG_TABLE[key];
      return [key, { description, ...schemaOf(shape) }];
    }),
  ),
  additionalProperties: false,
});

/** The file that `athanor init` writes: every setting with its meaning, none of them active. */
export const starterConfig = (): string => {
  const parts = CONFIG_KEYS.map((key) => {
    const { description, example } = CONFIG_TABLE[key];
    const comment = [...wrap(description, 78), ...example.split('\n')].map((line) => `# ${line}`);
    return comment.join('\n');
  });
  return `# Settings of Athanor for this directory and those below.\n# \`athanor explain config-error\` says how mistakes are shown.\n\n${parts.join('\n\n')}\n`;
};
