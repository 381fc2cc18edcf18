/**
 * Counts staged functions by text alone, without our parser: decorated functions, and builder programs, each of which ends in `pop_ast`.
 * It knows Python's strings, comments and brackets, and the imports of the module; nothing else.
 */

export interface FoundFunction {
  readonly kind: 'decorated' | 'builder';
  /** The function's name; for a builder program, `pop_ast`. */
  readonly name: string;
  /** From 1: the first decorator, and the line of `def`; for a builder program, both the line of `pop_ast`. */
  readonly firstLine: number;
  readonly line: number;
}

const STAGING = ['transform', 'optimize', 'inline'];
const MODULES = ['freetensor', 'ir'];

/** The text with comments and the insides of strings made blank; offsets and lines stay. */
export function withoutStrings(text: string): string {
  const token = /#[^\n]*|("""|''')[\s\S]*?(?:\1|$)|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/g;
  return text.replace(token, (match) => match.replace(/[^\n]/g, ' '));
}

/** How the module spells the names of the package: `ft.` for `import freetensor as ft`, the bare name after `from freetensor import`. */
function spellings(code: string): (name: string) => readonly string[] {
  const prefixes: string[] = [];
  const bare = new Map<string, string>();
  let star = false;
  for (const [, module = '', alias] of code.matchAll(/^[ \t]*import[ \t]+(\w+)(?:[ \t]+as[ \t]+(\w+))?/gm)) {
    if (MODULES.includes(module)) prefixes.push(alias ?? module);
  }
  for (const [, module = '', names = ''] of code.matchAll(
    /^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)/gm,
  )) {
    if (!MODULES.includes(module)) continue;
    for (const item of names.replace(/[()]/g, '').split(',')) {
      const [, name = '', alias] = /^\s*([\w*]+)(?:\s+as\s+(\w+))?/.exec(item) ?? [];
      if (name === '*') star = true;
      else bare.set(name, alias ?? name);
    }
  }
  return (name) => {
    const found = prefixes.map((prefix) => `${prefix}.${name}`);
    const own = bare.get(name) ?? (star ? name : undefined);
    return own === undefined ? found : [...found, own];
  };
}

/** Where the bracket that opens at `open` is closed; the end of the text when it is not. */
function closing(code: string, open: number): number {
  let depth = 0;
  for (let i = open; i < code.length; i++) {
    if ('([{'.includes(code.charAt(i))) depth++;
    else if (')]}'.includes(code.charAt(i)) && --depth === 0) return i + 1;
  }
  return code.length;
}

/** Decorators that stand under each other. */
interface Decorators {
  readonly first: number;
  readonly staged: boolean;
  readonly end: number;
}

/** @param text One Python file. */
export function findFunctions(text: string): readonly FoundFunction[] {
  const code = withoutStrings(text);
  const spell = spellings(code);
  const staging = new Set(STAGING.flatMap(spell));
  const lineAt = (offset: number): number => code.slice(0, offset).split('\n').length;
  const found: FoundFunction[] = [];

  const decorator = /^[ \t]*@[ \t]*([\w.]+)/gm;
  let run: Decorators | null = null;
  for (let match = decorator.exec(code); match !== null; match = decorator.exec(code)) {
    const joined: boolean = run !== null && /^\s*$/.test(code.slice(run.end, match.index));
    const afterName = match.index + match[0].length;
    const end: number = code[afterName] === '(' ? closing(code, afterName) : afterName;
    const staged: boolean = staging.has(match[1] ?? '');
    run =
      joined && run !== null
        ? { first: run.first, staged: run.staged || staged, end }
        : { first: match.index, staged, end };
    const def = /^\s*(?:async[ \t]+)?def[ \t]+(\w+)/.exec(code.slice(end));
    if (def !== null && run.staged) {
      found.push({
        kind: 'decorated',
        name: def[1] ?? '',
        firstLine: lineAt(run.first),
        line: lineAt(end + def[0].length),
      });
    }
    decorator.lastIndex = end;
  }
  for (const name of spell('pop_ast')) {
    const call = new RegExp(`(?<![\\w.])${name.replace('.', '\\.')}[ \\t]*\\(`, 'g');
    for (const match of code.matchAll(call)) {
      const line = lineAt(match.index);
      found.push({ kind: 'builder', name: 'pop_ast', firstLine: line, line });
    }
  }
  return found.sort((a, b) => a.line - b.line);
}
