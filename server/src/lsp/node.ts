/** The protocol's library on Node: importing it installs what the library needs of its run-time. */

import 'vscode-languageserver/node';

export { serveEngine } from './engine.ts';
