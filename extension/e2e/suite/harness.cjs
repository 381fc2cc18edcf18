/** What the suites share; runs inside VS Code's extension host. Prints a line of JSON for each check. */

const vscode = require('vscode');

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** The first value that is neither false, null, undefined nor an empty list. The limit is for a machine that does much else. */
const until = async (what, ask, milliseconds = 60_000) => {
  for (const end = Date.now() + milliseconds; ; await pause(50)) {
    const value = await ask();
    if (value && !(Array.isArray(value) && value.length === 0)) return value;
    if (Date.now() > end) throw new Error(`waited ${milliseconds} ms for ${what}`);
  }
};

const uriOf = (name) => vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, name);

const open = async (name) => {
  const document = await vscode.workspace.openTextDocument(uriOf(name));
  return await vscode.window.showTextDocument(document, { preview: false });
};

/** The place of a text: the line that holds `line`, and in it the start of `word` plus `inside` columns. */
const placeOf = (document, line, word, inside = 1) => {
  const at = document.getText().indexOf(line);
  if (at < 0) throw new Error(`${document.fileName} has no ${line}`);
  return document.positionAt(at + line.indexOf(word) + inside);
};

const ours = (document) => vscode.languages.getDiagnostics(document.uri).filter((each) => each.source === 'athanor');
const codeOf = (diagnostic) => (typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code);

const extension = async () => {
  const found = vscode.extensions.getExtension('athanor.athanor-vscode');
  if (!found) throw new Error('the extension is not installed');
  return await found.activate();
};

const runAll = async (checks) => {
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    try {
      const said = await check();
      console.log(`e2e ${JSON.stringify({ name, ok: true, said: said ?? null })}`);
    } catch (error) {
      failed++;
      console.log(`e2e ${JSON.stringify({ name, ok: false, said: String(error.message ?? error) })}`);
    }
  }
  if (failed > 0) throw new Error(`${failed} failed`);
};

module.exports = { vscode, pause, until, uriOf, open, placeOf, ours, codeOf, extension, runAll };
