import { expect, test } from 'vitest';
import type { Pipeline } from '../src/session/pipeline.ts';
import { span } from '../src/text/span.ts';
import { check } from './check.ts';

/** A pipeline that knows one fault: the word `bad`. */
const pipeline: Pipeline = {
  parse: (file, text) => ({
    module: { body: [] },
    problems: [...text.matchAll(/\bbad\b/g)].map((match) => ({
      at: span(file, match.index, match.index + 3),
      message: `bad in ${file}`,
    })),
  }),
  stage: () => ({ units: [], diagnostics: [], usedBindings: new Set(), imports: new Set() }),
  analyses: [],
};
const parser = {
  parse: (): never => {
    throw new Error('this pipeline parses without a tree');
  },
};

test('every file of a fixture is checked, and hidden findings do not count', () => {
  check(
    `
#- /main.py
good bad
   # ^^^ error syntax-error: bad in /main.py
#- /other.py
bad  # athanor: ignore[syntax-error] on purpose
bad
^^^ syntax-error
`,
    { parser, pipeline },
  );
});

test('a finding without a label fails, and so does a label without a finding', () => {
  expect(() => check('bad', { parser, pipeline })).toThrow();
  expect(() => check('good\n^^^ syntax-error', { parser, pipeline })).toThrow();
});
