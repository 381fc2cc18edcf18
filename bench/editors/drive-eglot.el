;;; Runs inside a batch Emacs: ATHANOR_CONFIG is the file for users.  -*- lexical-binding: t -*-
(load (expand-file-name "drive-common.el" (file-name-directory load-file-name)) nil t t)
(load (getenv "ATHANOR_CONFIG") nil t t)
(require 'flymake)
(setq eglot-sync-connect 60 eglot-connect-timeout 120 flymake-no-changes-timeout nil)

(defun visit (name)
  (visit-file name)
  (unless (eglot-current-server) (apply #'eglot--connect (eglot--guess-contact)))
  (unless (eglot-managed-p) (eglot--maybe-activate-editing-mode)))
(defun definition () (car (xref-backend-definitions 'eglot "LSP identifier at point.")))
(defun found ()
  (flymake-start)
  (sort (mapcar (lambda (d)
                  (save-excursion
                    (goto-char (flymake-diagnostic-beg d))
                    (format "%d:%d" (line-number-at-pos) (1+ (current-column)))))
                (flymake-diagnostics))
        #'string<))

(check "diagnostics"
  (visit "faults.py")
  (wait "findings" (lambda () (>= (length (found)) (length (wanted)))))
  (unless (equal (found) (wanted)) (error "%S is not %S" (found) (wanted)))
  (format "%d findings" (length (found))))
(check "hover"
  (visit "faults.py")
  (to "y[i, j] = (x[i, j]" "x[i")
  (let* ((answer (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                                  (eglot--TextDocumentPositionParams)))
         (text (eglot--hover-info (plist-get answer :contents) (plist-get answer :range))))
    (unless (string-match-p "float32" text) (error "%s" text))))
(check "definition"
  (visit "faults.py")
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
    (eglot-rename "lines")
    (with-current-buffer "labels.py" (expect-renamed before))))
(check "code action"
  (visit "faults.py")
  (wait "findings" #'found)
  (to "y[i] = max(y[i], x[i, j])" "max")
  (choosing "ft\\.max" (eglot-code-actions (point) (+ (point) 3) "quickfix" t))
  (expect-fixed))
(kill-emacs 0)
