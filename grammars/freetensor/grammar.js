/**
 * Python 3 with FreeTensor's directives. A line whose first text is `#! ` is a directive: it may stand wherever
 * a comment may, so it is an extra. The scanner (see build.mjs) makes a `#!` after code, or at the very start
 * of the file, a comment before this grammar sees it, and marks where a directive's line ends.
 *
 * What tree-sitter-python reads for Python 2's sake (`print x`, `exec x`) is left out, since valid Python 3 is
 * misread by it; annotations are plain expressions, as CPython has them.
 */

import python from 'tree-sitter-python/grammar.js';

/** Operators and how tightly they bind, as the base grammar numbers it. */
const OPERATORS = [
  ['|', 14],
  ['^', 15],
  ['&', 16],
  ['<< >>', 17],
  ['+ -', 18],
  ['* / // % @', 19],
  ['**', 21],
];

const element = ($) => choice($.expression, $.list_splat);
const fieldElement = ($) =>
  choice(
    $.comparison_operator,
    $.not_operator,
    $.boolean_operator,
    $.lambda,
    $.primary_expression,
    $.conditional_expression,
    $.list_splat,
  );
const commaSep1 = (rule) => seq(rule, repeat(seq(',', rule)));

export default grammar(python, {
  name: 'freetensor',

  extras: ($, previous) => [...previous, $.directive],

  externals: ($, previous) => [...previous, $._directive_end],

  conflicts: ($) => [
    [$.primary_expression, $.pattern],
    [$.primary_expression, $.list_splat_pattern],
    [$.tuple, $.tuple_pattern],
    [$.list, $.list_pattern],
    [$.with_item, $._collection_elements],
    [$.named_expression, $.as_pattern],
    [$.match_statement, $.primary_expression],
    [$._named_expression_lhs, $.primary_expression],
  ],

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

    _simple_statement: ($) =>
      choice(
        $.future_import_statement,
        $.import_statement,
        $.import_from_statement,
        $.assert_statement,
        $.expression_statement,
        $.return_statement,
        $.delete_statement,
        $.raise_statement,
        $.pass_statement,
        $.break_statement,
        $.continue_statement,
        $.global_statement,
        $.nonlocal_statement,
        $.type_alias_statement,
      ),

    keyword_identifier: ($) => alias(choice('type', 'match'), $.identifier),

    // The base grammar has `*name` as a primary, so that `*f()` is read as `(*f)()`.
    primary_expression: (_, previous) => ({
      ...previous,
      members: previous.members.filter((member) => member.type !== 'ALIAS' || member.value !== 'list_splat'),
    }),
    list_splat_pattern: ($) =>
      seq('*', choice($.identifier, $.keyword_identifier, $.subscript, $.attribute, $.tuple_pattern, $.list_pattern)),
    expression_list: ($) =>
      prec.right(choice(seq(element($), ','), seq(element($), repeat1(seq(',', element($))), optional(',')))),
    expression_statement: ($) =>
      choice(seq(commaSep1(element($)), optional(',')), $.assignment, $.augmented_assignment, $.yield),
    subscript: ($) =>
      prec(
        22,
        seq(
          field('value', $.primary_expression),
          '[',
          commaSep1(field('subscript', choice($.expression, $.slice, $.list_splat))),
          optional(','),
          ']',
        ),
      ),

    // The base grammar binds `^` more tightly than `&`.
    binary_operator: ($) =>
      choice(
        ...OPERATORS.flatMap(([operators, precedence]) =>
          operators
            .split(' ')
            .map((operator) =>
              (operator === '**' ? prec.right : prec.left)(
                precedence,
                seq(
                  field('left', $.primary_expression),
                  field('operator', operator),
                  field('right', $.primary_expression),
                ),
              ),
            ),
        ),
      ),

    // `{x:=5}` has the specifier `=5`: an assignment would need parentheses.
    format_specifier: (_$, previous) => ({ ...previous, members: [choice(':', ':='), ...previous.members.slice(1)] }),
    _f_expression: ($) => choice(fieldElement($), $.yield, alias($._field_list, $.expression_list)),
    _field_list: ($) =>
      choice(seq(fieldElement($), ','), seq(fieldElement($), repeat1(seq(',', fieldElement($))), optional(','))),

    type: ($) => choice(prec(1, $.expression), $.splat_type),
    splat_type: ($) => prec(1, seq('*', $.primary_expression)),

    // A name and no more, since `type(x).y = z` is an assignment.
    type_alias_statement: ($) =>
      prec.dynamic(
        1,
        seq(
          'type',
          field('left', choice($.identifier, $.keyword_identifier)),
          optional(field('type_parameters', $.type_parameter)),
          '=',
          field('right', $.expression),
        ),
      ),
    type_parameter: ($) => seq('[', commaSep1($.type_variable), optional(','), ']'),
    type_variable: ($) =>
      seq(
        optional(choice('*', '**')),
        field('name', $.identifier),
        optional(seq(':', field('bound', $.expression))),
        optional(seq('=', field('default', $.expression))),
      ),
  },
});
