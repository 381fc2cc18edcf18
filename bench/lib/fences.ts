/** Python out of Markdown: each fenced block as a file of its own, its code on the lines where it stands in the page. */

export interface Fence {
  readonly line: number;
  readonly text: string;
}

/** Blocks marked `python` or `py`; the common indent of a block in a list is taken off. */
export function pythonFences(markdown: string): readonly Fence[] {
  const fences: Fence[] = [];
  const lines = markdown.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const open = /^([ \t]*)(`{3,}|~{3,})[ \t]*(\w*)/.exec(lines[i] ?? '');
    if (open === null) continue;
    const [, indent = '', fence = '', language = ''] = open;
    const end = lines.findIndex(
      (line, at) => at > i && line.trim().startsWith(fence) && line.trim().replace(/[`~]/g, '') === '',
    );
    const last = end < 0 ? lines.length : end;
    if (/^(python|py)$/i.test(language)) {
      const body = lines.slice(i + 1, last).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
      fences.push({ line: i + 2, text: `${'\n'.repeat(i + 1)}${body.join('\n')}\n` });
    }
    i = last;
  }
  return fences;
}
