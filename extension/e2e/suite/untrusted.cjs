/** ED-02, a folder that nobody trusts: the checks are the same, since nothing of it is executed. */

const assert = require('node:assert');
const { existsSync } = require('node:fs');
const { vscode, until, uriOf, open, ours, extension, runAll } = require('./harness.cjs');

exports.run = () =>
  runAll({
    async 'the folder is not trusted'() {
      assert.equal(vscode.workspace.isTrusted, false);
    },
    async 'findings appear all the same'() {
      const { document } = await open('faults.py');
      await until('findings', () => ours(document).length >= 8);
      const { server } = await extension();
      assert.equal(server.state.kind, 'running');
    },
    async 'nothing of the folder was executed'() {
      const { document } = await open('executes.py');
      await until('the findings', () => ours(document).length);
      assert.equal(existsSync(uriOf('executed').fsPath), false);
    },
  });
