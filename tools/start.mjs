/** `npm start`: install, build, check the examples. Needs node and npm, nothing else; asks nothing. */

import { install } from './lib/install.mjs';
import { runNode } from './lib/run.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
const say = (text) => process.stdout.write(`${text}\n`);

const fail = (message) => {
  process.stderr.write(`npm start: ${message}\n`);
  process.exit(1);
};

say('Athanor checks programs written in the FreeTensor tensor language, without running them and without a GPU.');
say('This installs its packages, builds it, and checks the programs in examples/.\n');
if (major < 20 || (major === 20 && minor < 19)) fail(`node 20.19 or newer is needed, this is ${process.versions.node}`);
const problem = install();
if (problem !== null) fail(problem);
if (runNode(['tools/build.mjs']) !== 0) fail('the build failed');

say('\n$ athanor check examples --fail-on never\n');
// The findings are what this command shows, so they are not a failure; colour is wanted also where output is recorded.
const colour = process.env.NO_COLOR === undefined ? { FORCE_COLOR: '1' } : {};
const code = runNode(['server/dist/athanor.mjs', 'check', 'examples', '--fail-on', 'never'], { env: colour });
if (code !== 0) fail(`the check ended with exit code ${code}`);

say(`
The findings above are planted: examples/ has one file of faults made on purpose. Next:
  node server/dist/athanor.mjs explain index-out-of-bounds   what a finding means, with its fix
  node server/dist/athanor.mjs check PATH...                 your own files and folders
  node server/dist/athanor.mjs dump --stage ir FILE          the loops a file is staged to
  node server/dist/athanor.mjs run FILE:FUNC --seed 1        run one function in the interpreter
  node server/dist/athanor.mjs --help                        everything else
Or \`npm install --global ./server\` to have the command \`athanor\`.`);
