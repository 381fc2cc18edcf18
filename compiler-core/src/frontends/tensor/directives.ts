/** `#! nid:`, `#! label:`, `#! no_deps:` and `#! prefer_libs` in front of a statement. */

import { nearest } from '../../text/nearest.ts';
import { isLibraryFile, type Span, span } from '../../text/span.ts';
import type { PyStmtOf } from './python/ast.ts';
import type { Scope } from './scope.ts';
import type { State } from './state.ts';
import { TensorRef } from './tensor.ts';
import { typeOf } from './values.ts';

const KNOWN = ['nid', 'label', 'no_deps', 'prefer_libs'];

/** A word of the directive, where it is written. */
const wordAt = (st: State, s: PyStmtOf<'directive'>, word: string): Span => {
  const text = st.sourceText(s.at);
  const first = text.indexOf(word);
  // The head stands first; what it names may repeat one of its letters.
  const offset = s.text.trimStart().startsWith(word) ? first : text.lastIndexOf(word);
  return offset < 0 ? s.at : span(s.at.file, s.at.start + offset, s.at.start + offset + word.length);
};

export const directive = (st: State, s: PyStmtOf<'directive'>, scope: Scope): void => {
  const [head = '', ...args] = s.text.split(/\s+/).filter((w) => w !== '');
  switch (head) {
    case 'nid:':
    case 'label:':
      if (args.length === 0) {
        st.note({ code: 'unknown-directive', at: s.at, message: `\`${head}\` names nothing` });
        return;
      }
      if (head === 'nid:') nodeName(st, s, args[0] ?? '');
      else st.emitter.nameNext(args, null);
      return;
    case 'no_deps:':
      for (const name of args.slice(0, 1)) noDeps(st, s, name, scope);
      return;
    case 'prefer_libs':
      st.emitter.preferLibs();
      return;
    default: {
      const word = head.replace(/:$/, '').toLowerCase();
      const meant = KNOWN.find((k) => word === k) ?? nearest(word, KNOWN);
      const written = meant && `${meant}${meant === 'prefer_libs' ? '' : ':'}`;
      const at = head === '' ? s.at : wordAt(st, s, head);
      st.note({
        code: 'unknown-directive',
        at,
        message: `\`${head}\` is no directive of FreeTensor and is ignored${written ? `; write \`${written}\`` : ''}`,
        fixes: written ? [{ title: `Write \`${written}\``, edits: [{ span: at, newText: written }] }] : [],
      });
    }
  }
};

/** One nid for several statements of a function: FreeTensor numbers them, so the name finds the first only. */
const nodeName = (st: State, s: PyStmtOf<'directive'>, name: string): void => {
  const at = wordAt(st, s, name);
  const first = st.emitter.nameNext([name], at);
  // Unrolling brings one directive to several statements, which is not a mistake of the text.
  if (!first || isLibraryFile(at.file) || (first.file === at.file && first.start === at.start)) return;
  st.note({
    code: 'duplicate-label',
    at,
    message: `this function has another nid \`${name}\`: FreeTensor gives this statement a number behind its name, and \`${name}\` finds the first only`,
    related: [{ span: first, message: `the first \`${name}\`` }],
  });
};

const noDeps = (st: State, s: PyStmtOf<'directive'>, name: string, scope: Scope): void => {
  const found = scope.lookup(name);
  if (found === undefined || found === 'unbound') {
    const near = nearest(name, tensorsIn(scope));
    st.fail(
      'no-deps-unknown',
      wordAt(st, s, name),
      `no_deps names \`${name}\`, which is not defined here${near ? `; did you mean \`${near}\`?` : ''}`,
      'StagingError',
      true,
    );
  }
  if (!(found.value instanceof TensorRef)) {
    st.fail(
      'no-deps-unknown',
      wordAt(st, s, name),
      `no_deps names \`${name}\`, which is no tensor but ${typeOf(found.value)}`,
      'StagingError',
      true,
    );
  }
  st.emitter.addNoDeps(found.value.def.name);
};

const tensorsIn = (scope: Scope): ReadonlySet<string> => {
  const found = new Set<string>();
  for (let s: Scope | null = scope; s; s = s.parent)
    for (const [name, v] of s.vars) if (v instanceof TensorRef) found.add(name);
  return found;
};
