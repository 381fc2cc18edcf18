/**
 * `docMarkdown(doc)`: a docstring as Markdown. Sections in NumPy's style, whose underlines would become headings and whose
 * entries would flow together, become a bold word and a list; everything else stays.
 */

const UNDERLINE = /^\s*-{3,}\s*$/;
/** `name : what it is`, `name: what it is`, or a name alone. */
const ENTRY = /^([*\w][\w*, ]*?)\s*(?::\s*(.*))?$/;
const NAMED = new Set(['parameters', 'other parameters', 'attributes', 'raises']);

export const docMarkdown = (doc: string): string => {
  const lines = doc.trim().split('\n');
  const out: string[] = [];
  let section: string | null = null;
  for (let i = 0; i < lines.length; i++) {
    const line = (lines[i] ?? '').trimEnd();
    if (line.trim() !== '' && UNDERLINE.test(lines[i + 1] ?? '')) {
      section = line.trim();
      out.push(`**${section}**`, '');
      i++;
    } else if (section === null || line === '') {
      // What follows a gap is no entry.
      if (line === '') section = null;
      out.push(line);
    } else if (!/^\s/.test(line)) out.push(NAMED.has(section.toLowerCase()) ? entry(line) : line);
    else if (out.at(-1) === '') out.push(line);
    else out.push(`${out.pop()} ${line.trim()}`);
  }
  return out.join('\n');
};

const entry = (line: string): string => {
  const [, names = '', what = ''] = ENTRY.exec(line) ?? [];
  if (names === '') return line;
  const list = names.split(',').map((name) => `\`${name.trim()}\``);
  return `- ${list.join(', ')}${what === '' ? '' : `: ${what}`}`;
};
