;;; Athanor in Emacs with eglot (built in since 29, else the package eglot).  -*- lexical-binding: t -*-
;; `M-x eglot' in a Python file starts it. Eglot runs one server for a mode: to have a Python server too, use lsp-mode.

(require 'eglot)

(add-to-list 'eglot-server-programs '(python-mode . ("athanor" "lsp" "--stdio")))
;; Emacs 29 and newer:
(add-to-list 'eglot-server-programs '(python-ts-mode . ("athanor" "lsp" "--stdio")))

(provide 'athanor-eglot)
