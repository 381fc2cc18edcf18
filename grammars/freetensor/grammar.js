/**
 * Python with FreeTensor's directives. A line whose first text is `#! ` is a directive: it may stand wherever
 * a comment may, so it is an extra. The scanner (see build.mjs) makes a `#!` after code, or at the very start
 * of the file, a comment before this grammar sees it, and marks where a directive's line ends.
 */

import python from 'tree-sitter-python/grammar.js';

export default grammar(python, {
  name: 'freetensor',

  extras: ($, previous) => [...previous, $.directive],

  externals: ($, previous) => [...previous, $._directive_end],

  rules: {
    directive: ($) =>
      seq(
        token(prec(1, '#! ')),
        optional(
          seq(
            field('kind', $.directive_kind),
            optional(token.immediate(prec(2, ':'))),
            repeat(field('argument', $.directive_argument)),
          ),
        ),
        $._directive_end,
      ),

    directive_kind: (_) => token(prec(1, /[^ \t\r\n][^ \t\r\n:]*/)),

    directive_argument: (_) => token(prec(1, /[^ \t\r\n#][^ \t\r\n]*/)),
  },
});
