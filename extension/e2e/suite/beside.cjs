/** ED-10 in the extension host: what one editor shows of two servers. The test that runs this one judges it. */

const assert = require('node:assert');
const { readFileSync, writeFileSync } = require('node:fs');
const { vscode, pause, until, uriOf, open, ours, runAll } = require('./harness.cjs');

const place = ({ line, character }) => ({ line, character });
const plain = ({ message, range, source }) => ({
  message,
  source,
  range: { start: place(range.start), end: place(range.end) },
});

/** Once both servers have said something, and nothing changed for a while. */
const settled = async (document) => {
  const all = () => vscode.languages.getDiagnostics(document.uri);
  await until('pyright', () => all().some((each) => each.source === 'Pyright'), 120_000);
  for (let last = '', since = Date.now(); Date.now() - since < 3000; await pause(100)) {
    const now = JSON.stringify(all().map(plain));
    if (now !== last) [last, since] = [now, Date.now()];
  }
  return all();
};

const labelOf = ({ label }) => (typeof label === 'string' ? label : label.label);

exports.run = async () => {
  const { files, places } = JSON.parse(readFileSync(uriOf('beside.json').fsPath, 'utf8'));
  await runAll({
    async 'the extension sees the Python server'() {
      assert(vscode.extensions.getExtension('ms-pyright.pyright'));
      const { document } = await open('faults.py');
      await until('our findings', () => ours(document).length);
    },
    ...Object.fromEntries(
      files.map((name) => [
        name,
        async () => {
          const { document } = await open(name);
          const findings = (await settled(document)).map(plain);
          const lists = [];
          for (const { line, character } of places[name]) {
            const at = new vscode.Position(line, character);
            const list = await vscode.commands.executeCommand('vscode.executeCompletionItemProvider', document.uri, at);
            lists.push(list.items.map((item) => ({ label: labelOf(item), detail: item.detail })));
          }
          // Too long for a line of the console.
          writeFileSync(uriOf(`${name}.json`).fsPath, JSON.stringify({ findings, lists }));
        },
      ]),
    ),
  });
};
