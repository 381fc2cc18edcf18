;;; Athanor in Emacs with lsp-mode, beside the servers of Python and C++ that you have.  -*- lexical-binding: t -*-

(require 'lsp-mode)

(lsp-register-client
 (make-lsp-client :new-connection (lsp-stdio-connection '("athanor" "lsp" "--stdio"))
                  :activation-fn (lsp-activate-on "python" "cpp" "opencl")
                  :add-on? t
                  :server-id 'athanor))

;; A Python server reports names and syntax too. Without one, leave this out.
(lsp-register-custom-settings
 '(("athanor.severity.undefined-name" "off") ("athanor.severity.syntax-error" "off")))

(provide 'athanor-lsp-mode)
