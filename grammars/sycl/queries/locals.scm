; Scopes, definitions and references by name.

[
  (translation_unit)
  (namespace_definition)
  (function_definition)
  (template_declaration)
  (lambda_expression)
  (compound_statement)
  (for_statement)
  (for_range_loop)
  (macro_block)
] @local.scope

(function_declarator declarator: (identifier) @local.definition.function)
(struct_specifier name: (type_identifier) @local.definition.type)
(class_specifier name: (type_identifier) @local.definition.type)
(enum_specifier name: (type_identifier) @local.definition.type)
(type_definition declarator: (type_identifier) @local.definition.type)
(alias_declaration name: (type_identifier) @local.definition.type)
(type_parameter_declaration (type_identifier) @local.definition.type)
(optional_type_parameter_declaration name: (type_identifier) @local.definition.type)

(parameter_declaration declarator: (identifier) @local.definition.parameter)
(parameter_declaration declarator: (pointer_declarator declarator: (identifier) @local.definition.parameter))
(parameter_declaration declarator: (reference_declarator (identifier) @local.definition.parameter))
(optional_parameter_declaration declarator: (identifier) @local.definition.parameter)

(declaration declarator: (identifier) @local.definition.variable)
(declaration declarator: (pointer_declarator declarator: (identifier) @local.definition.variable))
(declaration declarator: (array_declarator declarator: (identifier) @local.definition.variable))
(init_declarator declarator: (identifier) @local.definition.variable)
(init_declarator declarator: (pointer_declarator declarator: (identifier) @local.definition.variable))
(init_declarator declarator: (reference_declarator (identifier) @local.definition.variable))
(init_declarator declarator: (array_declarator declarator: (identifier) @local.definition.variable))
(structured_binding_declarator (identifier) @local.definition.variable)
(for_range_loop declarator: (identifier) @local.definition.variable)
(for_range_loop declarator: (reference_declarator (identifier) @local.definition.variable))
(lambda_capture_initializer left: (identifier) @local.definition.variable)

(preproc_def name: (identifier) @local.definition.macro)
(preproc_function_def name: (identifier) @local.definition.macro)

(identifier) @local.reference
(type_identifier) @local.reference
