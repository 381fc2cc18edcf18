; inherits: cpp
; Later patterns win over earlier ones.

; Modifiers

(macro_modifier) @attribute
((macro_modifier) @keyword.modifier
  (#any-of? @keyword.modifier
    "kernel" "global" "local" "constant" "private" "generic" "read_only" "write_only" "read_write" "pipe"))
(device_specifier) @keyword.modifier
(address_space) @keyword.modifier
(launch_bounds ["__launch_bounds__" "__cluster_dims__" "__maxnreg__"] @attribute)
(attribute_specifier ["__attribute__" "__attribute"] @attribute)
(attribute prefix: (identifier) @module)
(attribute name: (identifier) @attribute)

; Launches

(launch_configuration ["<<<" ">>>"] @punctuation.special)
(call_expression
  function: (identifier) @function.call
  configuration: (_))
(call_expression
  function: (template_function name: (identifier) @function.call)
  configuration: (_))
(call_expression
  function: (field_expression
    field: [
      (field_identifier) @function.builtin
      (template_method name: (field_identifier) @function.builtin)
    ])
  (#any-of? @function.builtin
    "submit" "parallel_for" "parallel_for_work_group" "parallel_for_work_item" "single_task"))

; What kernels have by name

((identifier) @variable.builtin
  (#any-of? @variable.builtin "threadIdx" "blockIdx" "blockDim" "gridDim" "warpSize"))
((call_expression function: (identifier) @function.builtin)
  (#any-of? @function.builtin
    "get_work_dim" "get_global_id" "get_global_size" "get_global_offset" "get_global_linear_id" "get_local_id"
    "get_local_size" "get_enqueued_local_size" "get_local_linear_id" "get_group_id" "get_num_groups"
    "get_sub_group_id" "get_sub_group_size" "get_sub_group_local_id" "get_num_sub_groups" "barrier"
    "work_group_barrier" "sub_group_barrier" "mem_fence" "group_barrier" "group_broadcast" "reduce_over_group"
    "__syncthreads" "__syncwarp" "__threadfence" "__threadfence_block" "__threadfence_system"))

; Code that the preprocessor makes whole

(macro_block head: (call_expression function: (identifier) @function.macro))
(preproc_mark) @keyword.directive
(preproc_text) @string.special
(preproc_skipped) @comment
