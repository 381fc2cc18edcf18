/** A help page for the terminal: headings bold, code set off, links as text. The Markdown of `docs/` is simple enough. */

import { wrap } from '@athanor/compiler-core/diag/display-width.ts';
import type { Palette } from '@athanor/compiler-core/diag/palette.ts';

const WIDTH = 80;

export const renderPage = (markdown: string, palette: Palette): string => {
  const out: string[] = [];
  let fenced = false;
  for (const line of markdown.replace(/\r\n?/g, '\n').trimEnd().split('\n')) {
    if (line.startsWith('```')) {
      fenced = !fenced;
      continue;
    }
    if (fenced) out.push(`    ${palette.accent(line)}`.trimEnd());
    else if (/^#+ /.test(line)) out.push(palette.bold(line.replace(/^#+ /, '')));
    else if (line.startsWith('|')) out.push(inline(line, palette));
    else {
      const indent = /^(\s*(?:[-*] |\d+\. )?)/.exec(line)?.[0] ?? '';
      const rows = wrap(line.slice(indent.length), WIDTH - indent.length);
      const joined = rows.map((row, i) => (i === 0 ? indent : ' '.repeat(indent.length)) + row).join('\n');
      out.push(inline(joined, palette));
    }
  }
  return `${out.join('\n')}\n`;
};

const inline = (text: string, palette: Palette): string =>
  text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, (_, bold: string) => palette.bold(bold))
    .replace(/(?<![*\w])\*(\w[^*\n]*)\*(?![*\w])/g, (_, word: string) => palette.bold(word))
    .replace(/`([^`\n]+)`/g, (quoted, code: string) => (palette.accent(code) === code ? quoted : palette.accent(code)));
