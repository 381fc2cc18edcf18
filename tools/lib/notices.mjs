/** The licences of packages that go into a bundle, as one text to ship beside it. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

/** The packages whose files a bundle took in. `inputs` are the paths of esbuild's metafile. */
export const packagesOf = (inputs) => [
  ...new Set(inputs.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [])),
];

/** Name, version, licence and its text for each, sorted by name. */
export const notices = (packages) =>
  [...new Set(packages)]
    .sort()
    .map((name) => {
      const folder = join(ROOT, 'node_modules', name);
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
      const text = file === undefined ? '' : `\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
      return `${name} ${version}: ${license}${text}\n`;
    })
    .join('\n----\n\n');
