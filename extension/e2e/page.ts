/** The few things that the tests do with a page of the workbench. */

export interface Locator {
  locator(selector: string): Locator;
  first(): Locator;
  last(): Locator;
  nth(index: number): Locator;
  waitFor(options?: { readonly state?: 'visible' | 'hidden'; readonly timeout?: number }): Promise<void>;
  click(options?: { readonly button?: 'left' | 'right'; readonly position?: { x: number; y: number } }): Promise<void>;
  dblclick(): Promise<void>;
  hover(): Promise<void>;
  scrollIntoViewIfNeeded(): Promise<void>;
  fill(text: string): Promise<void>;
  count(): Promise<number>;
  innerText(): Promise<string>;
  allInnerTexts(): Promise<readonly string[]>;
  evaluate<T>(work: (element: { readonly className: string; readonly innerText: string }) => T): Promise<T>;
}
export interface Frame {
  frameLocator(selector: string): Frame;
  locator(selector: string): Locator;
}
export interface Page {
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  readonly mouse: { move(x: number, y: number): Promise<void> };
  locator(selector: string, options?: { readonly hasText?: string | RegExp }): Locator;
  frameLocator(selector: string): Frame;
  waitForTimeout(milliseconds: number): Promise<void>;
  screenshot(options: { readonly path: string }): Promise<unknown>;
  context(): { close(): Promise<void> };
}

/** Runs a command by its title. */
export const command = async (page: Page, title: string): Promise<void> => {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input.input');
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
  await page.keyboard.press('Enter');
};

export const openFile = async (page: Page, name: string): Promise<void> => {
  await page.locator('.explorer-viewlet .monaco-list-row', { hasText: name }).dblclick();
  await page.locator('.tab.active', { hasText: name }).waitFor();
};

export const goTo = async (page: Page, line: number, column: number): Promise<void> => {
  await page.keyboard.press('Control+g');
  const input = page.locator('.quick-input-widget input.input');
  await input.waitFor();
  await input.fill(`:${line}:${column}`);
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
};

/**
 * Presses a key until what it opens is there. A list that the workbench opens goes away again when focus moves or the text's decorations
 * arrive in the same moment, as it does on a loaded machine; a person presses again.
 */
export const pressUntil = async (page: Page, key: string, opened: Locator, times = 5): Promise<void> => {
  for (let left = times; ; left--) {
    await page.keyboard.press(key);
    try {
      return await opened.waitFor({ timeout: 15_000 });
    } catch (error) {
      if (left === 1) throw error;
      await page.keyboard.press('Escape');
    }
  }
};
