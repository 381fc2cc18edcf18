// accept: ED-02
// accept: ED-11
// accept: SC-08
// accept: SY-11
// accept: KD-12
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../tools/lib/root.mjs';
import { type Obtained, obtain } from './obtain.ts';
import { command, goTo, openFile, type Page, pressUntil } from './page.ts';
import { FILES, newWorkspace } from './workspace.ts';

/** Where pictures go to be looked at; ignored by git. `ATHANOR_UPDATE=1` also renews those in `docs/pictures`. */
const OUT = join(ROOT, 'extension/dist/pictures');
const KEPT: Readonly<Record<string, string>> = {
  'dark-problems': 'editor-dark',
  'light-hover': 'editor-light',
  'dark-schedule': 'schedule-dark',
  'light-fusions': 'fusions-light',
  'dark-kernels': 'kernels-dark',
  'light-fusion-refused': 'fusion-refused-light',
  'dark-race': 'race-dark',
  'light-coalescing': 'coalescing-light',
};
const THEMES = { dark: 'Default Dark Modern', light: 'Default Light Modern' };

const packed = mkdtempSync(join(tmpdir(), 'athanor-packed-'));
let got: Obtained | { readonly reason: string } = { reason: 'not tried' };
let browser: { close(): Promise<void> } | null = null;
let folder = '';

beforeAll(async () => {
  got = await obtain(packed);
  if ('reason' in got) return;
  folder = newWorkspace({
    'labels.py': FILES['labels.py'] ?? '',
    'scheduled.py': FILES['scheduled.py'] ?? '',
    'reverse.cpp': FILES['reverse.cpp'] ?? '',
    'tiles.cpp': readFileSync(join(ROOT, 'examples/tiles.cpp'), 'utf8'),
  });
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  browser = await got.vscode.startBrowser();
});

afterAll(async () => {
  await browser?.close();
  for (const each of [folder, packed]) if (each !== '') rmSync(each, { recursive: true, force: true });
});

const picture = async (page: Page, name: string): Promise<void> => {
  const path = join(OUT, `${name}.png`);
  await page.screenshot({ path });
  const kept = KEPT[name];
  if (kept === undefined || process.env['ATHANOR_UPDATE'] !== '1') return;
  expect(statSync(path).size).toBeLessThan(200_000);
  copyFileSync(path, join(ROOT, 'docs/pictures', `${kept}.png`));
};

describe.each(Object.entries(THEMES))('the workbench, %s', (look, theme) => {
  test('squiggles, problems, hover, completion, status, walkthrough', async (context) => {
    if ('reason' in got || browser === null) return context.skip('reason' in got ? got.reason : 'no browser');
    const { vscode, vsix } = got;
    const settings = {
      'workbench.colorTheme': theme,
      'editor.minimap.enabled': false,
      'editor.fontSize': 14,
      'breadcrumbs.enabled': false,
      'window.commandCenter': false,
      'workbench.tips.enabled': false,
    };
    const server = await vscode.startServer({ vsix, settings });
    const failed: string[] = [];
    const step = async (name: string, work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        failed.push(`${name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
        // A page that is gone has no picture; why the step failed is said all the same.
        await page.screenshot({ path: join(OUT, `${look}-failed-${failed.length}.png`) }).catch(() => undefined);
      }
    };
    const page = await vscode.openWorkbench(browser, server, folder);
    try {
      await step('squiggles', async () => {
        await openFile(page, 'faults.py');
        await page.locator('.squiggly-error').first().waitFor();
        await page.locator('.statusbar-item', { hasText: 'Athanor' }).waitFor();
      });
      await step('directives have a colour of their own', async () => {
        await openFile(page, 'labels.py');
        await page.locator('.view-line', { hasText: /rows/ }).first().waitFor();
        const spans = page.locator('.view-line', { hasText: /#!\s*label/ }).locator('span > span');
        const texts = await spans.allInnerTexts();
        expect(texts.map((text) => text.trim()).filter((text) => text !== '')).toEqual(['#!', 'label:', 'rows']);
      });
      await step('lenses and problems', async () => {
        await openFile(page, 'faults.py');
        await command(page, 'View: Toggle Primary Side Bar Visibility');
        await page.locator('.codelens-decoration a', { hasText: 'IR' }).first().waitFor();
        await goTo(page, 15, 1);
        await command(page, 'Problems: Focus on Problems View');
        await page.locator('.markers-panel .monaco-list-row', { hasText: 'reaches 48' }).first().waitFor();
        await page.waitForTimeout(500);
        await picture(page, `${look}-problems`);
        await command(page, 'View: Toggle Panel Visibility');
      });
      await step('hover', async () => {
        await goTo(page, 41, 21);
        await command(page, 'Show or Focus Hover');
        await page.locator('.monaco-hover .hover-row', { hasText: /max/ }).first().waitFor();
        await page.waitForTimeout(500);
        await picture(page, `${look}-hover-finding`);
        await page.keyboard.press('Escape');
        await goTo(page, 33, 17);
        await command(page, 'Show or Focus Hover');
        await page
          .locator('.monaco-hover .hover-row', { hasText: /float32/ })
          .first()
          .waitFor();
        await page.waitForTimeout(500);
        await picture(page, `${look}-hover`);
        await page.keyboard.press('Escape');
      });
      await step('completion', async () => {
        await goTo(page, 23, 26);
        await pressUntil(page, 'Control+Space', page.locator('.suggest-widget .monaco-list-row').first());
        await page.keyboard.press('Control+Space');
        await page.locator('.suggest-details', { hasText: 'Stages a Python function' }).waitFor();
        await page.waitForTimeout(700);
        await picture(page, `${look}-completion`);
        await page.keyboard.press('Escape');
      });
      await step('quick fix', async () => {
        await goTo(page, 41, 21);
        const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'ft.max' });
        await pressUntil(page, 'Control+.', fix);
        await picture(page, `${look}-fix`);
        await page.keyboard.press('Escape');
      });
      await step('the IR and a run', async () => {
        await goTo(page, 46, 1);
        await command(page, 'Athanor: Show IR of Function');
        await page.locator('.tab.active', { hasText: 'histogram.ir.txt' }).waitFor();
        await page.locator('.view-line', { hasText: 'func histogram' }).first().waitFor();
        await picture(page, `${look}-ir`);
        await page.locator('.tab', { hasText: 'faults.py' }).click();
        await page.locator('.tab.active', { hasText: 'faults.py' }).waitFor();
        await goTo(page, 11, 1);
        await command(page, 'Athanor: Run Function in the Interpreter');
        await page.locator('.tab.active', { hasText: 'smooth.run.txt' }).waitFor();
        await page.locator('.view-line', { hasText: 'index-out-of-bounds' }).first().waitFor();
        await picture(page, `${look}-run`);
      });
      await step('schedules: lens, verdicts, the program after a call, pictures', async () => {
        await command(page, 'View: Toggle Primary Side Bar Visibility');
        await openFile(page, 'scheduled.py');
        await command(page, 'View: Toggle Primary Side Bar Visibility');
        await page.locator('.codelens-decoration', { hasText: 'fusion' }).first().waitFor();
        await goTo(page, 20, 5);
        await command(page, 'Show or Focus Hover');
        await page.locator('.monaco-hover .hover-row', { hasText: 'openmp' }).first().waitFor();
        await page.waitForTimeout(700);
        await picture(page, `${look}-schedule`);
        await page.keyboard.press('Escape');
        await goTo(page, 5, 5);
        await command(page, 'Athanor: Show Pictures of Possible Fusions');
        await page.locator('.tab', { hasText: 'Possible fusions' }).waitFor();
        await page.waitForTimeout(1500);
        const inside = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
        const pairs = inside.locator('details[name=fusions]');
        await pairs.nth(1).waitFor();
        expect(await inside.locator('details[name=fusions] > summary .verdict').allInnerTexts()).toEqual([
          'legal',
          'refused',
        ]);
        await picture(page, `${look}-fusions`);
        await pairs.nth(1).locator('> summary').click();
        await pairs.nth(1).scrollIntoViewIfNeeded();
        await page.waitForTimeout(500);
        await picture(page, `${look}-fusion-refused`);
      });
      await step('kernels of a SYCL file: lens, hover, what is not modelled', async () => {
        await command(page, 'View: Close All Editors');
        await command(page, 'View: Toggle Primary Side Bar Visibility');
        await openFile(page, 'reverse.cpp');
        await command(page, 'View: Toggle Primary Side Bar Visibility');
        await page.locator('.codelens-decoration', { hasText: 'nd_range<1>, modelled completely' }).first().waitFor();
        await page.locator('.codelens-decoration', { hasText: 'not modelled in 1 place' }).first().waitFor();
        await goTo(page, 7, 25);
        await command(page, 'Show or Focus Hover');
        await page.locator('.monaco-hover .hover-row', { hasText: 'one for each work-group' }).first().waitFor();
        await page.waitForTimeout(700);
        await picture(page, `${look}-kernels`);
        await page.keyboard.press('Escape');
      });
      await step('verdicts on kernels: a race with both sites, a hint with its arithmetic', async () => {
        await command(page, 'View: Close All Editors');
        await command(page, 'View: Toggle Primary Side Bar Visibility');
        await openFile(page, 'tiles.cpp');
        await command(page, 'View: Toggle Primary Side Bar Visibility');
        await page.locator('.codelens-decoration', { hasText: 'has a data race' }).first().waitFor();
        await goTo(page, 21, 40);
        await command(page, 'Show or Focus Hover');
        await page.locator('.monaco-hover .hover-row', { hasText: 'the other work-item writes' }).first().waitFor();
        await page.waitForTimeout(700);
        await picture(page, `${look}-race`);
        await page.keyboard.press('Escape');
        await goTo(page, 27, 60);
        await command(page, 'Show or Focus Hover');
        await page.locator('.monaco-hover .hover-row', { hasText: 'touch 32 sectors' }).first().waitFor();
        await page.waitForTimeout(700);
        await picture(page, `${look}-coalescing`);
        await page.keyboard.press('Escape');
      });
      await step('walkthrough', async () => {
        await command(page, 'Welcome: Open Walkthrough');
        await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Athanor' }).click();
        await page.locator('.getting-started-step', { hasText: 'Open a program' }).first().waitFor();
        await page.waitForTimeout(800);
        await picture(page, `${look}-walkthrough`);
      });
      await step('details of the extension', async () => {
        await command(page, 'Extensions: Show Installed Extensions');
        await page.locator('.extensions-list .monaco-list-row', { hasText: 'Athanor' }).first().click();
        await page.locator('.extension-editor').waitFor();
        await page.waitForTimeout(1000);
        await picture(page, `${look}-extension`);
      });
      expect(failed).toEqual([]);
    } finally {
      await page.context().close();
      await server.stop();
    }
  });
});
