(class_definition name: (identifier) @name) @definition.class
(function_definition name: (identifier) @name) @definition.function
(module (expression_statement (assignment left: (identifier) @name) @definition.constant))

; A label names a statement: schedules refer to it.
((directive
  kind: (directive_kind) @_kind
  argument: (directive_argument) @name) @definition.label
  (#any-of? @_kind "label" "nid"))

(call
  function: [
    (identifier) @name
    (attribute attribute: (identifier) @name)
  ]) @reference.call
