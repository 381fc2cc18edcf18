;;; Runs inside a batch Emacs, as drive-eglot.el, with lsp-mode.  -*- lexical-binding: t -*-
(package-initialize)
(require 'json)
(setq lsp-auto-guess-root t lsp-restart 'ignore lsp-session-file (make-temp-file "lsp") lsp-enable-file-watchers nil
      lsp-client-packages nil lsp-diagnostics-provider :none lsp-headerline-breadcrumb-enable nil lsp-warn-no-matched-clients nil)
(load (getenv "ATHANOR_CONFIG") nil t t)
(require 'lsp-diagnostics)

(defun say (name ok said)
  (append-to-file
   (concat (json-encode `((name . ,name) (ok . ,(if ok t :json-false)) (said . ,(format "%s" said)))) "\n")
   nil (getenv "ATHANOR_OUT")))
(defmacro check (name &rest work)
  (declare (indent 1))
  `(condition-case problem (say ,name t (progn ,@work)) (error (say ,name nil (error-message-string problem)))))
(defun wait (what ask)
  (let ((end (+ (float-time) 60)) value)
    (while (not (setq value (funcall ask)))
      (when (> (float-time) end) (error "waited for %s" what))
      (accept-process-output nil 0.05))
    value))

(switch-to-buffer (find-file-noselect (expand-file-name "faults.py" (getenv "ATHANOR_FOLDER"))))
(check "diagnostics"
  (lsp)
  (let ((wanted (length (json-read-file (expand-file-name "expected.json" (getenv "ATHANOR_FOLDER")))))
        (found (lambda () (length (gethash (buffer-file-name) (lsp-diagnostics t))))))
    ;; Settings may come after the first findings.
    (wait (format "%d findings" wanted) (lambda () (= (funcall found) wanted)))))
(check "hover"
  (goto-char (point-min))
  (search-forward "y[i, j] = (x")
  (backward-char)
  (let ((answer (lsp-request "textDocument/hover" (lsp--text-document-position-params))))
    (unless (string-match-p "float32" (format "%s" (lsp--render-on-hover-content (lsp:hover-contents answer) t)))
      (error "%S" answer))))
(kill-emacs 0)
