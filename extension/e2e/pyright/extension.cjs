/** A Python server in the same editor: pyright from npm, under the name of its extension, which cannot be had from npm. */

const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

let client = null;

exports.activate = async () => {
  const run = { command: process.execPath, args: [ATHANOR_PYRIGHT, '--stdio'], transport: TransportKind.stdio };
  client = new LanguageClient('pyright', 'Pyright', run, {
    documentSelector: [{ scheme: 'file', language: 'python' }],
  });
  await client.start();
};

exports.deactivate = () => client?.stop();
