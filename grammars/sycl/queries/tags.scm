(struct_specifier name: (type_identifier) @name body: (_)) @definition.class
(class_specifier name: (type_identifier) @name body: (_)) @definition.class
(union_specifier name: (type_identifier) @name body: (_)) @definition.class
(enum_specifier name: (type_identifier) @name body: (_)) @definition.type
(type_definition declarator: (type_identifier) @name) @definition.type
(alias_declaration name: (type_identifier) @name) @definition.type

(function_declarator declarator: (identifier) @name) @definition.function
(function_declarator declarator: (field_identifier) @name) @definition.method
(function_declarator declarator: (qualified_identifier name: (identifier) @name)) @definition.method

; `h.parallel_for<class Name>(...)` names a kernel.
((template_method
  name: (field_identifier) @_launch
  arguments: (template_argument_list . (type_descriptor type: [
    (type_identifier) @name
    (class_specifier name: (type_identifier) @name)
  ]))) @definition.function
  (#any-of? @_launch "parallel_for" "parallel_for_work_group" "single_task"))

(call_expression
  function: [
    (identifier) @name
    (template_function name: (identifier) @name)
    (field_expression field: (field_identifier) @name)
    (field_expression field: (template_method name: (field_identifier) @name))
    (qualified_identifier name: (identifier) @name)
  ]) @reference.call
