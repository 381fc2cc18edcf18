import type { FunctionDef, PyStmt } from '../../compiler-core/src/frontends/tensor/python/ast.ts';
import { withoutStrings } from '../lib/text-search.ts';
import {
  applyEdits,
  boundIn,
  type Edit,
  functionsIn,
  indentAt,
  isStaged,
  lineStart,
  namesIn,
  ownsLines,
  paramsOf,
  type Rewriter,
  visit,
} from './tree.ts';

interface Block {
  readonly def: FunctionDef;
  readonly stmt: PyStmt;
  /** Names of the function that the block uses. */
  readonly free: readonly string[];
}

/** Loops and branches at the top of a staged function that keep to themselves what they bind, and do not leave it. */
const blocksOf = (def: FunctionDef, text: string): Block[] => {
  const local = new Set([...boundIn(def.body), ...paramsOf(def).map((p) => p.name)]);
  return def.body.flatMap((stmt, n) => {
    if ((stmt.kind !== 'for' && stmt.kind !== 'if') || !ownsLines(text, stmt)) return [];
    if (def.body[n - 1]?.kind === 'directive') return [];
    if (/"""|'''|\\\n/.test(withoutStrings(text.slice(stmt.at.start, stmt.at.end)))) return [];
    let leaves = false;
    visit(stmt, (node) => {
      leaves ||= ['return', 'global', 'nonlocal', 'yield', 'namedExpr', 'errorStmt'].includes(String(node['kind']));
    });
    const bound = boundIn(stmt);
    const elsewhere = new Set(def.body.filter((s) => s !== stmt).flatMap((s) => namesIn(s).map((name) => name.id)));
    if (leaves || [...bound].some((name) => elsewhere.has(name) || paramsOf(def).some((p) => p.name === name)))
      return [];
    const free = new Set(namesIn(stmt).flatMap(({ id }) => (local.has(id) && !bound.has(id) ? [id] : [])));
    return [{ def, stmt, free: [...free] }];
  });
};

/** The lines of a statement, moved to another indentation. */
const moved = (text: string, stmt: PyStmt, indent: string): string => {
  const from = lineStart(text, stmt.at.start);
  const old = indentAt(text, stmt.at.start);
  return text
    .slice(from, stmt.at.end)
    .split('\n')
    .map((line) => (line.startsWith(old) ? indent + line.slice(old.length) : line))
    .join('\n');
};

/** The first such block of each staged function becomes a function inside it, called in its place. */
export const hoistNested: Rewriter = ({ text, module }) => {
  const edits = functionsIn(module).flatMap((def): Edit[] => {
    const [block] = isStaged(def, text) ? blocksOf(def, text) : [];
    if (!block) return [];
    const indent = indentAt(text, block.stmt.at.start);
    const start = lineStart(text, block.stmt.at.start);
    const body = moved(text, block.stmt, `${indent}    `);
    return [{ start, end: block.stmt.at.end, text: `${indent}def hoisted():\n${body}\n\n${indent}hoisted()` }];
  });
  return edits.length === 0 ? null : applyEdits(text, edits);
};

/** The first such block of each staged function of the module becomes an inlined function before it. */
export const hoistInline: Rewriter = ({ text, module }) => {
  const edits = module.body.flatMap((def): Edit[] => {
    if (def.kind !== 'functionDef' || !isStaged(def, text)) return [];
    const [block] = blocksOf(def, text);
    const decorator = def.decorators
      .map((d) => /^(\w+\.)?(transform|optimize)\b/.exec(text.slice(d.at.start)))
      .find((m) => m);
    // Without a prefix, `inline` itself may not be imported.
    if (!block || decorator?.[1] === undefined) return [];
    const top = lineStart(text, Math.min(...def.decorators.map((d) => d.at.start)));
    const args = block.free.join(', ');
    const name = `part_of_${def.name}`;
    const body = moved(text, block.stmt, '    ');
    const indent = indentAt(text, block.stmt.at.start);
    return [
      { start: top, end: top, text: `@${decorator[1]}inline\ndef ${name}(${args}):\n${body}\n\n\n` },
      {
        start: lineStart(text, block.stmt.at.start),
        end: block.stmt.at.end,
        text: `${indent}${name}(${args})`,
      },
    ];
  });
  return edits.length === 0 ? null : applyEdits(text, edits);
};
