import { withoutStrings } from '../lib/text-search.ts';
import { applyEdits, type Edit, isStaged, lineStart, type Rewriter } from './tree.ts';

/** Each staged function of the module is made by a function of its own, called once: `f = make_f()`. */
export const wrapInFactory: Rewriter = ({ text, module }) => {
  const edits: Edit[] = [];
  for (const def of module.body) {
    if (def.kind !== 'functionDef' || !isStaged(def, text) || def.isAsync) continue;
    const start = lineStart(text, Math.min(...def.decorators.map((d) => d.at.start)));
    const end = def.at.end;
    const whole = text.slice(start, end);
    // Lines in the middle of a string cannot be moved without a change to it.
    if (/"""|'''/.test(whole) || withoutStrings(whole).includes('\\\n')) continue;
    const indented = whole.replace(/^(?=.)/gm, '    ');
    edits.push({
      start,
      end,
      text: `def make_${def.name}():\n${indented}\n    return ${def.name}\n\n\n${def.name} = make_${def.name}()\n`,
    });
  }
  return edits.length === 0 ? null : applyEdits(text, edits);
};
