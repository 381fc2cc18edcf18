/** Compares the help pages with the code table. Pure: codes, and pages by code, in; sentences out. */

export const HEADINGS = ['What it means', 'Example', 'Fixed', 'Why', 'How sure'] as const;

/** How a line of an example is marked, by language; those that are not here are no programs. */
export const MARKS: Readonly<Record<string, string>> = { python: '# <- ', cpp: '// <- ', c: '// <- ' };

const FENCE = /```(\w+)\n([\s\S]*?)```/g;

export interface Example {
  readonly heading: string;
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a page with the heading each stands under. */
export function examplesOf(page: string): readonly Example[] {
  const examples: Example[] = [];
  for (const part of page.split(/^## /m).slice(1)) {
    const heading = part.slice(0, part.indexOf('\n')).trim();
    for (const [, language = '', text = ''] of part.matchAll(FENCE)) examples.push({ heading, language, text });
  }
  return examples;
}

function checkPage(code: string, page: string): string[] {
  const path = `docs/diagnostics/${code}.md`;
  const problems: string[] = [];
  if (!page.startsWith(`# ${code}\n`)) problems.push(`${path} must begin with "# ${code}"`);
  const found = [...page.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
  if (HEADINGS.some((heading, index) => found[index] !== heading) || found.length !== HEADINGS.length) {
    problems.push(`${path} has the headings ${found.join(', ')}; it must have ${HEADINGS.join(', ')}`);
  }
  const examples = examplesOf(page);
  for (const heading of ['Example', 'Fixed']) {
    if (!examples.some((example) => example.heading === heading))
      problems.push(`${path} has no fenced text under ${heading}`);
  }
  for (const { heading, language, text } of examples) {
    const mark = MARKS[language];
    if (mark === undefined) continue;
    const marks = text.split(mark + code).length - 1;
    if (heading === 'Example' && marks !== 1)
      problems.push(`${path}: one line of the example must end in "${mark}${code}"`);
    if (heading === 'Fixed' && text.includes(mark)) problems.push(`${path}: the fixed twin has a marked line`);
  }
  return problems;
}

export function checkPages(codes: readonly string[], pages: ReadonlyMap<string, string>): string[] {
  const missing = codes.filter((code) => !pages.has(code)).map((code) => `docs/diagnostics/${code}.md is missing`);
  const orphans = [...pages.keys()].filter((name) => !codes.includes(name));
  return [
    ...missing,
    ...orphans.map((name) => `docs/diagnostics/${name}.md belongs to no code in compiler-core/src/diag/codes.ts`),
    ...[...pages].flatMap(([code, page]) => checkPage(code, page)),
  ];
}
