; Scopes, definitions and references by name.

[
  (module)
  (function_definition)
  (lambda)
  (class_definition)
  (list_comprehension)
  (set_comprehension)
  (dictionary_comprehension)
  (generator_expression)
] @local.scope

(function_definition name: (identifier) @local.definition.function)
(class_definition name: (identifier) @local.definition.type)

(parameters (identifier) @local.definition.parameter)
(lambda_parameters (identifier) @local.definition.parameter)
(default_parameter name: (identifier) @local.definition.parameter)
(typed_default_parameter name: (identifier) @local.definition.parameter)
(typed_parameter . (identifier) @local.definition.parameter)
(parameters (list_splat_pattern (identifier) @local.definition.parameter))
(parameters (dictionary_splat_pattern (identifier) @local.definition.parameter))

(assignment left: (identifier) @local.definition.variable)
(assignment left: (pattern_list (identifier) @local.definition.variable))
(assignment left: (tuple_pattern (identifier) @local.definition.variable))
(for_statement left: (identifier) @local.definition.variable)
(for_statement left: (pattern_list (identifier) @local.definition.variable))
(for_in_clause left: (identifier) @local.definition.variable)
(for_in_clause left: (pattern_list (identifier) @local.definition.variable))
(named_expression name: (identifier) @local.definition.variable)
(as_pattern_target (identifier) @local.definition.variable)
(as_pattern_target (tuple (identifier) @local.definition.variable))

(import_statement name: (dotted_name . (identifier) @local.definition.import))
(import_from_statement name: (dotted_name (identifier) @local.definition.import))
(aliased_import alias: (identifier) @local.definition.import)

(identifier) @local.reference
; `#! no_deps: x` names a tensor of the function around it.
((directive
  kind: (directive_kind) @_kind
  argument: (directive_argument) @local.reference)
  (#eq? @_kind "no_deps"))
