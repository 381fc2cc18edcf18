; Later patterns win over earlier ones.

(identifier) @variable

(attribute attribute: (identifier) @property)
(keyword_argument name: (identifier) @variable.parameter)
(type (identifier) @type)

((identifier) @constant
  (#match? @constant "^[A-Z][A-Z0-9_]+$"))

(call function: (identifier) @function.call)
(call function: (attribute attribute: (identifier) @function.method.call))

((call function: (identifier) @function.builtin)
  (#any-of? @function.builtin
    "abs" "all" "any" "bool" "dict" "enumerate" "float" "int" "isinstance" "len" "list" "max" "min" "print" "range"
    "reversed" "round" "set" "slice" "sorted" "str" "sum" "super" "tuple" "type" "zip"))

(function_definition name: (identifier) @function)
(class_definition name: (identifier) @type)

(parameters (identifier) @variable.parameter)
(lambda_parameters (identifier) @variable.parameter)
(default_parameter name: (identifier) @variable.parameter)
(typed_default_parameter name: (identifier) @variable.parameter)
(typed_parameter . (identifier) @variable.parameter)
(list_splat_pattern (identifier) @variable)
(dictionary_splat_pattern (identifier) @variable.parameter)

(decorator "@" @attribute)
(decorator (identifier) @attribute)
(decorator (attribute attribute: (identifier) @attribute))
(decorator (call function: (identifier) @attribute))
(decorator (call function: (attribute attribute: (identifier) @attribute)))

; FreeTensor's own

; `x: Var[...]` and `x: ft.Var[...]` declare a tensor.
(type (subscript value: (identifier) @type.builtin (#eq? @type.builtin "Var")))
(type (subscript value: (attribute attribute: (identifier) @type.builtin (#eq? @type.builtin "Var"))))

(directive) @comment.special
(directive_kind) @keyword.directive
((directive
  kind: (directive_kind) @_kind
  argument: (directive_argument) @label)
  (#any-of? @_kind "label" "nid"))
((directive
  kind: (directive_kind) @_kind
  argument: (directive_argument) @variable)
  (#eq? @_kind "no_deps"))

; Literals

[(none) (true) (false) (ellipsis)] @constant.builtin
[(integer) (float)] @number
(string) @string
(escape_sequence) @string.escape
(interpolation "{" @punctuation.special "}" @punctuation.special) @embedded
(comment) @comment

[
  "-" "-=" "!=" "*" "**" "**=" "*=" "/" "//" "//=" "/=" "&" "&=" "%" "%=" "^" "^=" "+" "->" "+=" "<" "<<" "<<=" "<="
  "=" ":=" "==" ">" ">=" ">>" ">>=" "|" "|=" "~" "@="
] @operator

["and" "in" "is" "not" "or" "is not" "not in"] @keyword.operator

[
  "as" "assert" "async" "await" "break" "case" "class" "continue" "def" "del" "elif" "else" "except" "finally" "for"
  "from" "global" "if" "import" "lambda" "match" "nonlocal" "pass" "raise" "return" "try" "while" "with" "yield"
] @keyword

["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["," "." ":" ";"] @punctuation.delimiter
