/** `#! nid:`, `#! label:`, `#! no_deps:` and `#! prefer_libs` in front of a statement. */

import type { PyStmtOf } from './python/ast.ts';
import type { Scope } from './scope.ts';
import type { State } from './state.ts';
import { TensorRef } from './tensor.ts';
import { typeOf } from './values.ts';

const KNOWN = ['nid', 'label', 'no_deps', 'prefer_libs'];

export const directive = (st: State, s: PyStmtOf<'directive'>, scope: Scope): void => {
  const [head = '', ...args] = s.text.split(/\s+/).filter((w) => w !== '');
  switch (head) {
    case 'nid:':
    case 'label:':
      if (args.length === 0) {
        st.note({ code: 'unknown-directive', at: s.at, message: `\`${head}\` names nothing` });
        return;
      }
      st.emitter.nameNext(head === 'nid:' ? args.slice(0, 1) : args, head === 'nid:');
      return;
    case 'no_deps:':
      for (const name of args.slice(0, 1)) noDeps(st, s, name, scope);
      return;
    case 'prefer_libs':
      st.emitter.preferLibs();
      return;
    default: {
      const meant = KNOWN.find((k) => head.replace(/:$/, '').toLowerCase() === k);
      st.note({
        code: 'unknown-directive',
        at: s.at,
        message: `\`${head}\` is no directive of FreeTensor and is ignored${meant ? `; write \`${meant}${meant === 'prefer_libs' ? '' : ':'}\`` : ''}`,
      });
    }
  }
};

const noDeps = (st: State, s: PyStmtOf<'directive'>, name: string, scope: Scope): void => {
  const found = scope.lookup(name);
  if (found === undefined || found === 'unbound') {
    const near = st.suggest(name, scope);
    st.fail(
      'no-deps-unknown',
      s.at,
      `no_deps names \`${name}\`, which is not defined here${near ? `; did you mean \`${near}\`?` : ''}`,
      'StagingError',
      true,
    );
  }
  if (!(found.value instanceof TensorRef)) {
    st.fail(
      'no-deps-unknown',
      s.at,
      `no_deps names \`${name}\`, which is no tensor but ${typeOf(found.value)}`,
      'StagingError',
      true,
    );
  }
  st.emitter.addNoDeps(found.value.def.name);
};
