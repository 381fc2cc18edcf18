import { withoutStrings } from '../lib/text-search.ts';
import type { Rewriter } from './tree.ts';

/**
 * Other white space: indentation doubled, a line break after each comma in brackets, spaces around brackets, blank
 * lines and remarks between statements. What a directive or a comment to us stands before stays behind it.
 */
export const reformat: Rewriter = ({ text }) => {
  const code = withoutStrings(text);
  let out = '';
  let depth = 0;
  let plainLine = true;
  for (let i = 0; i < text.length; i++) {
    const c = code.charAt(i);
    if (i === 0 || text[i - 1] === '\n') {
      const indent = /^[ \t]*/.exec(text.slice(i))?.[0] ?? '';
      // A line that begins in a string or in brackets, or goes on from the last, has no indentation of its own.
      const inside = !plainLine || depth > 0 || text.slice(0, i).endsWith('\\\n');
      if (!inside) out += indent;
    }
    out += text[i];
    if ('([{'.includes(c) && c !== '') {
      depth++;
      out += ' ';
    } else if (')]}'.includes(c) && c !== '') depth--;
    else if (c === ',' && depth > 0) out += '\n ';
    if (text[i] === '\n') {
      plainLine = !insideString(text, i + 1);
      if (plainLine && depth === 0 && !text.slice(0, i).endsWith('\\') && !/^\s*#(!| *athanor)/.test(lineAt(text, i)))
        out += '\n# a remark\n';
    }
  }
  return out;
};

const lineAt = (text: string, end: number): string => text.slice(text.lastIndexOf('\n', end - 1) + 1, end);

/** Whether `offset` lies in a string of three quotes. */
const insideString = (text: string, offset: number): boolean => {
  const token = /#[^\n]*|("""|''')[\s\S]*?(?:\1|$)|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/g;
  for (const match of text.matchAll(token)) {
    if (match.index >= offset) return false;
    if (match[1] !== undefined && match.index + match[0].length > offset) return true;
  }
  return false;
};
