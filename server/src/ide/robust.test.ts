/** Every feature at many offsets of broken texts: an answer, inside the text, never an exception. */

import { readFileSync } from 'node:fs';
import { SCHEDULED } from '@athanor/compiler-core/session/test/scheduled.ts';
import { generator } from '@athanor/compiler-core/testkit/random.ts';
import { expect, test } from 'vitest';
import { prepareCallHierarchy } from './call-hierarchy.ts';
import { codeActions, resolveCodeAction } from './code-actions.ts';
import { completion } from './completion.ts';
import { documentLinks } from './document-links.ts';
import { foldingRanges } from './folding.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { codeLenses } from './lenses.ts';
import { declaration, definition, implementation, typeDefinition } from './links.ts';
import { references } from './references.ts';
import { prepareRename, rename } from './rename.ts';
import { selectionRanges } from './selection.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { signatureHelp } from './signature.ts';
import { documentSymbols } from './symbols.ts';
import { marked, PROGRAM } from './test/kit.ts';
import type { FileView } from './view.ts';

const example = (name: string): string =>
  readFileSync(new URL(`../../../examples/${name}.py`, import.meta.url), 'utf8');

const asked = (view: FileView, offset: number): void => {
  const size = view.text.length;
  const inside = (r: { start: number; end: number }): void => {
    expect(r.start >= 0 && r.start <= r.end && r.end <= size).toBe(true);
  };
  const h = hover(view, offset);
  if (h) inside(h);
  for (const feature of [definition, declaration, typeDefinition, implementation]) {
    const found = feature(view, offset);
    if (found) inside(found);
  }
  for (const r of references(view, offset, { includeDeclaration: true })) if (r.span.file === view.file) inside(r.span);
  const prepared = prepareRename(view, offset);
  if (!('refused' in prepared)) expect(view.text.slice(prepared.start, prepared.end)).toBe(prepared.placeholder);
  const renamed = rename(view, offset, 'renamed_name');
  if (!('refused' in renamed)) for (const e of renamed) inside(e.span);
  for (const item of completion(view, offset, { names: true })) inside(item);
  for (const p of signatureHelp(view, offset)?.parameters ?? []) expect(p.start <= p.end).toBe(true);
  let inner = { start: offset, end: offset };
  for (const r of selectionRanges(view, offset)) {
    expect(r.start <= inner.start && r.end >= inner.end).toBe(true);
    inner = r;
  }
  prepareCallHierarchy(view, offset);
  for (const action of codeActions(view, { start: offset, end: offset })) resolveCodeAction(view, action);
};

test.each([
  ['the program of the tests', PROGRAM],
  ['gat', example('gat')],
  ['builder', example('builder')],
  ['schedules', SCHEDULED],
])('broken texts of %s', { timeout: 120_000 }, (name, text) => {
  const seed = 20_260_101 + name.length;
  const pick = generator(seed);
  for (let round = 0; round < 15; round++) {
    const at = pick(text.length);
    const broken =
      round === 0
        ? text
        : text.slice(0, at) + ['', '(', '"', '\n', 'ft.', '# ', '    '][pick(7)] + text.slice(at + pick(30));
    const { view } = marked(broken);
    const context = `seed ${seed}, round ${round}`;
    try {
      let end = 0;
      for (const t of semanticTokens(view)) {
        expect(t.start >= end && t.length > 0).toBe(true);
        end = t.start + t.length;
      }
      foldingRanges(view);
      inlayHints(view, { start: 0, end: broken.length });
      codeLenses(view);
      for (const l of documentLinks(view)) expect(l.start < l.end && l.end <= broken.length).toBe(true);
      documentSymbols(view);
      for (let i = 0; i < 40; i++) asked(view, pick(broken.length + 1));
    } catch (error) {
      throw new Error(`${context}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
});
