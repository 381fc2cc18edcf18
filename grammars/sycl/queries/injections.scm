; inherits: cpp
; A host program's text of OpenCL kernels, `R"CLC(...)CLC"`.
((raw_string_literal
  delimiter: (raw_string_delimiter) @_delimiter
  (raw_string_content) @injection.content)
  (#any-of? @_delimiter "CLC" "CL" "OCL" "OPENCL" "CUDA")
  (#set! injection.language "sycl"))
