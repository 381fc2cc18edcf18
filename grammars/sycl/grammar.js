/**
 * C++ with SYCL, and the kernel side of OpenCL C and CUDA C++. It serves editing, so it takes code as it stands,
 * before the preprocessor: a macro may be a modifier (`SYCL_EXTERNAL float f()`, and so OpenCL's `kernel` and
 * `global`, which are common names elsewhere), a call without a semicolon, or the head of a block. Conditionals
 * that enclose no whole items are extras; scanner.c says which do.
 */

import cpp from 'tree-sitter-cpp/grammar.js';

const commaSep = (rule) => optional(seq(rule, repeat(seq(',', rule))));

/** `rule` with every part that `change` gives another rule for replaced. */
function replaceParts(rule, change) {
  const changed = change(rule);
  if (changed) return changed;
  if (rule.members) return { ...rule, members: rule.members.map((member) => replaceParts(member, change)) };
  return rule.content ? { ...rule, content: replaceParts(rule.content, change) } : rule;
}

/** A directive whose `#if` the scanner reads, and whose line may end with the file. */
const directive = ($, original) =>
  replaceParts(original, (part) => {
    if (part.type === 'ALIAS' && part.value === '#if') return alias($._hash_if, '#if');
    if (part.type === 'ALIAS' && part.value === '#ifdef') return alias($._hash_ifdef, '#ifdef');
    if (part.type === 'ALIAS' && part.value === '#ifndef') return alias($._hash_ifndef, '#ifndef');
    if (part.type === 'IMMEDIATE_TOKEN' || part.value === '\n') return choice(part, $._directive_end);
    return undefined;
  });

const CONDITIONALS = ['preproc_if', 'preproc_ifdef', 'preproc_elif'].flatMap((name) =>
  ['', '_in_field_declaration_list', '_in_enumerator_list', '_in_enumerator_list_no_comma'].map((at) => name + at),
);
const DIRECTIVES = [...CONDITIONALS, 'preproc_include', 'preproc_def', 'preproc_function_def', 'preproc_call'];

/** `float4` and its like, of OpenCL C and CUDA. */
const VECTOR = /(u?char|u?short|u?int|u?long|u?longlong|float|double)(2|3|4|8|16)/;

export default grammar(cpp, {
  name: 'sycl',

  externals: ($, previous) => [
    ...previous,
    $._hash_if,
    $._hash_ifdef,
    $._hash_ifndef,
    $.preproc_mark,
    $.preproc_text,
    $.preproc_skipped,
    $._directive_end,
    $._in_string,
    $._macro_end,
    $._unclosed,
    $._absent,
  ],

  extras: ($, previous) => [...previous, $.preproc_mark, $.preproc_text, $.preproc_skipped],

  conflicts: ($, previous) => [
    ...previous,
    [$.type_specifier, $.macro_modifier],
    [$._declarator, $.type_specifier, $.macro_modifier],
    [$.sized_type_specifier, $.macro_modifier],
    [$._declarator, $.expression, $.macro_modifier],
    [$.expression, $.macro_modifier],
    [$._declarator, $.macro_modifier],
    [$.field_expression, $.template_method],
    [$.type_specifier, $._argument_type],
    [$.type_specifier, $.call_expression, $._argument_type],
    [$.pointer_declarator, $.abstract_pointer_declarator],
    [$._declaration_modifiers, $.type_descriptor],
    [$._declaration_specifiers, $.type_descriptor],
    [$.parameter_list, $._fold_operator],
    [$._class_name, $._export_macro],
  ],

  rules: {
    ...Object.fromEntries(DIRECTIVES.map((name) => [name, directive])),

    preproc_argument_list: ($) =>
      seq('(', commaSep(choice($._preproc_expression, $.system_lib_string, $.string_literal)), ')'),

    // Never read: it tells the scanner that a line within a string is no directive.
    string_literal: ($, original) =>
      replaceParts(original, (part) =>
        part.type === 'REPEAT' ? repeat(choice(part.content, $._in_string)) : undefined,
      ),

    // The line feed of an escaped CRLF belongs to the escape.
    escape_sequence: (_, original) => token(prec(1, choice(original.content.content, /\\\r\n/))),

    // Modifiers

    macro_modifier: ($) => prec.dynamic(-10, $.identifier),

    _declaration_specifiers: ($) =>
      prec.right(
        seq(
          repeat(choice($._declaration_modifiers, $.macro_modifier)),
          field('type', $.type_specifier),
          repeat($._declaration_modifiers),
        ),
      ),

    _declaration_modifiers: ($, original) => choice(original, $.device_specifier, $.launch_bounds),

    type_descriptor: ($) =>
      prec.right(
        seq(
          repeat(choice($.type_qualifier, $.macro_modifier)),
          field('type', $.type_specifier),
          repeat($.type_qualifier),
          field('declarator', optional(alias($._stars, $.abstract_pointer_declarator))),
        ),
      ),
    _stars: ($) => seq('*', optional(field('declarator', alias($._stars, $.abstract_pointer_declarator)))),

    device_specifier: (_) =>
      choice(
        '__kernel',
        '__global__',
        '__device__',
        '__host__',
        '__shared__',
        '__constant__',
        '__managed__',
        '__grid_constant__',
        '__forceinline__',
        '__noinline__',
        '__inline_hint__',
      ),

    launch_bounds: ($) =>
      seq(choice('__launch_bounds__', '__cluster_dims__', '__maxnreg__'), field('arguments', $.argument_list)),

    type_qualifier: ($, original) => choice(original, '__restrict', $.address_space),
    ms_restrict_modifier: (_) => '__ms_restrict',

    address_space: (_) =>
      choice(
        '__global',
        '__local',
        '__constant',
        '__private',
        '__generic',
        '__read_only',
        '__write_only',
        '__read_write',
      ),

    primitive_type: (_, original) => token(choice(original.content, VECTOR)),

    // `struct API Name { ... }`: a body follows, since `struct Type name;` is a variable.
    _class_declaration: ($, original) =>
      choice(
        original,
        seq(
          alias($._export_macro, $.macro_modifier),
          field('name', $._class_name),
          optional($.virtual_specifier),
          optional($.base_class_clause),
          field('body', $.field_declaration_list),
        ),
      ),
    _export_macro: ($) => prec.dynamic(20, $.identifier),

    pointer_declarator: ($, original) =>
      replaceParts(original, (part) =>
        part.type === 'REPEAT' && part.content.name === 'type_qualifier'
          ? repeat(choice(part.content, $.macro_modifier))
          : undefined,
      ),

    array_declarator: ($, original) => prec.right(1, seq(original.content, optional($.attribute_specifier))),

    template_instantiation: ($, original) => choice(original, seq('template', $._declaration_specifiers, ';')),

    // Calls

    field_expression: ($, original) =>
      replaceParts(original, (part) => (part.name === 'destructor_name' ? choice(part, $.operator_name) : undefined)),

    new_declarator: ($, original) => choice(original, prec.right(seq('*', optional($.new_declarator)))),

    // `va_arg(list, int)`: a macro takes types.
    argument_list: ($) => seq('(', commaSep($._argument), choice(')', seq(optional(','), $._unclosed))),
    _argument: ($) =>
      choice($.expression, $.initializer_list, $.compound_statement, alias($._argument_type, $.type_descriptor)),
    _argument_type: ($) =>
      prec.dynamic(
        -20,
        seq(
          field('type', choice($.primitive_type, $.sized_type_specifier)),
          field('declarator', optional($._abstract_declarator)),
        ),
      ),

    call_expression: ($, original) =>
      choice(
        original,
        prec(
          15,
          seq(
            field('function', $.expression),
            choice(
              seq(field('configuration', $.launch_configuration), field('arguments', $.argument_list)),
              field('configuration', alias($._open_launch, $.launch_configuration)),
            ),
          ),
        ),
      ),

    launch_configuration: ($) => seq('<<<', commaSep($._argument), token(prec(2, '>>>'))),
    _open_launch: ($) => seq('<<<', commaSep($._argument), optional(','), $._unclosed),

    // What is not there yet when a block closes is left out.
    _open_assignment: ($) =>
      seq(
        field('left', $._assignment_left_expression),
        field('operator', choice('=', '+=', '-=', '*=', '/=')),
        $._absent,
      ),
    _open_declarator: ($) => seq(field('declarator', $._declarator), '=', $._absent),
    declaration: ($, original) =>
      choice(
        original,
        seq($._declaration_specifiers, field('declarator', alias($._open_declarator, $.init_declarator))),
      ),

    // Statements that only the preprocessor makes whole

    expression_statement: ($, original) =>
      choice(original, seq($.call_expression, $._macro_end), alias($._open_assignment, $.assignment_expression)),
    _top_level_expression_statement: ($, original) => choice(original, seq($.call_expression, $._macro_end)),

    _non_case_statement: ($, original) => choice(original, $.macro_block),

    macro_block: ($) => seq(field('head', $.call_expression), field('body', $.compound_statement)),

    attributed_statement: ($) => seq(repeat1(choice($.attribute_declaration, $.attribute_specifier)), $.statement),

    lambda_expression: ($) =>
      seq(
        field('captures', $.lambda_capture_specifier),
        optional(
          seq(
            field('template_parameters', $.template_parameter_list),
            optional(field('constraint', $.requires_clause)),
          ),
        ),
        repeat(choice($.attribute_declaration, $.attribute_specifier, $.device_specifier)),
        optional(field('declarator', $.abstract_function_declarator)),
        field('body', $.compound_statement),
      ),
  },
});
