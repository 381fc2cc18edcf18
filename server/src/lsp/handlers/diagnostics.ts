/** Diagnostics on request: of a document, of the workspace. */

import {
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver';
import type { Told } from '../checks.ts';
import type { Registry } from '../guard.ts';
import type { Session } from '../session.ts';
import { workspaceReport } from '../workspace-report.ts';

export const registerDiagnostics = (registry: Registry): void => {
  registry.request(DocumentDiagnosticRequest.type, ofDocument);
  registry.request(WorkspaceDiagnosticRequest.type, workspaceReport);
};

const ofDocument = async (session: Session, params: DocumentDiagnosticParams): Promise<DocumentDiagnosticReport> => {
  const { uri } = params.textDocument;
  const checked = await session.checked(uri);
  return report(checked?.told.get(uri), params.previousResultId);
};

const report = (told: Told | undefined, previous: string | undefined): DocumentDiagnosticReport => {
  if (told === undefined) return { kind: 'full', items: [] };
  const { resultId, diagnostics } = told;
  return resultId === previous ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items: [...diagnostics] };
};
