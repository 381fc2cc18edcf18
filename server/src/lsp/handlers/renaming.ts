/** Rename, and what can be renamed. */

import {
  type ChangeAnnotation,
  PrepareRenameRequest,
  RenameRequest,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { kernelRename, prepareKernelRename } from '../../ide/kernels/names.ts';
import { prepareRename, type RenameEdit, rename } from '../../ide/rename.ts';
import { toWorkspaceEdit } from '../edits.ts';
import type { Registry } from '../guard.ts';
import { ERROR } from '../json-rpc.ts';
import type { Session } from '../session.ts';
import { toRange } from '../to-proto.ts';

export const registerRenaming = (registry: Registry): void => {
  registry.request(PrepareRenameRequest.type, (session, { textDocument, position }) => {
    const kernels = session.kernelsAt(textDocument.uri, position);
    if (kernels !== null) {
      if (!kernels.names) return null;
      const found = prepareKernelRename(kernels.view, kernels.offset);
      if ('refused' in found) throw refusal(found.refused);
      return { range: toRange(session, kernels.source, found), placeholder: found.placeholder };
    }
    return session.among(textDocument.uri, position, ({ view, source, offset, others }) => {
      const found = prepareRename(view, offset, others);
      if ('refused' in found) throw refusal(found.refused);
      return { range: toRange(session, source, found), placeholder: found.placeholder };
    });
  });
  registry.request(RenameRequest.type, (session, { textDocument, position, newName }) => {
    const kernels = session.kernelsAt(textDocument.uri, position);
    if (kernels !== null) {
      if (!kernels.names) return null;
      const edits = kernelRename(kernels.view, kernels.offset, newName);
      if ('refused' in edits) throw refusal(edits.refused);
      return toEdit(session, edits);
    }
    return session.among(textDocument.uri, position, ({ view, offset, others }) => {
      const edits = rename(view, offset, newName, others);
      if ('refused' in edits) throw refusal(edits.refused);
      return toEdit(session, edits);
    });
  });
};

/** Said to the user as it is. */
const refusal = (reason: string): ResponseError<void> => new ResponseError(ERROR.requestFailed, reason);

const toEdit = (session: Session, edits: readonly RenameEdit[]): WorkspaceEdit => {
  const annotations: Record<string, ChangeAnnotation> = {};
  for (const { annotation } of edits)
    if (annotation !== null) annotations[annotation] = { label: annotation, needsConfirmation: true };
  return toWorkspaceEdit(session, edits, annotations);
};
