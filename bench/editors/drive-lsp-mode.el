;;; Runs inside a batch Emacs, as drive-eglot.el, with lsp-mode.  -*- lexical-binding: t -*-
(load (expand-file-name "drive-common.el" (file-name-directory load-file-name)) nil t t)
(setq lsp-auto-guess-root t lsp-restart 'ignore lsp-session-file (make-temp-file "lsp") lsp-enable-file-watchers nil
      lsp-client-packages nil lsp-diagnostics-provider :none lsp-headerline-breadcrumb-enable nil
      lsp-warn-no-matched-clients nil lsp-response-timeout 60)
(load (getenv "ATHANOR_CONFIG") nil t t)
(require 'lsp-diagnostics)

(defun visit (name)
  (visit-file name)
  (unless (bound-and-true-p lsp-mode) (lsp))
  (wait "the server" (lambda () (lsp-workspaces))))
(defun definition ()
  (car (lsp--locations-to-xref-items
        (lsp-request "textDocument/definition" (lsp--text-document-position-params)))))

(check "diagnostics"
  (visit "faults.py")
  (let ((found (lambda () (length (gethash (buffer-file-name) (lsp-diagnostics t))))))
    ;; Settings may come after the first findings.
    (wait (format "%d findings" (length (wanted))) (lambda () (= (funcall found) (length (wanted)))))
    (format "%d findings" (funcall found))))
(check "hover"
  (to "y[i, j] = (x[i, j]" "x[i")
  (let ((answer (lsp-request "textDocument/hover" (lsp--text-document-position-params))))
    (unless (string-match-p "float32" (format "%s" (lsp--render-on-hover-content (lsp:hover-contents answer) t)))
      (error "%S" answer))))
(check "definition"
  (to "y[i, j] = (x[i, j]" "x[i")
  (expect-place (definition) 11 11))
(check "definition into the operator library"
  (visit "longformer.py")
  (to "ft.softmax(score)" "softmax")
  (expect-text (definition) "def softmax"))
(check "rename of a label"
  (visit "labels.py")
  (let ((before (buffer-string)))
    (to "#! label: rows" "rows")
    (lsp-rename "lines")
    (with-current-buffer "labels.py" (expect-renamed before))))
(check "code action"
  (visit "faults.py")
  (to "y[i] = max(y[i], x[i, j])" "max")
  (choosing "ft\\.max" (lsp-execute-code-action (lsp--select-action (lsp-code-actions-at-point))))
  (expect-fixed))
(kill-emacs 0)
