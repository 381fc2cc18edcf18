; inherits: cpp
[
  (macro_block)
  (launch_configuration)
  (preproc_skipped)
] @fold
