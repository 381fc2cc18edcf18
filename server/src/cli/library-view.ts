/** The texts of our operator library, for places that point into it. */

import { type SourceView, sourceView } from '@athanor/compiler-core/diag/source-view.ts';
import { LIBOP_FILES } from '@athanor/compiler-core/frontends/tensor/libop/index.ts';
import type { FileId } from '@athanor/compiler-core/text/span.ts';

export const libraryView = (file: FileId): SourceView | null => {
  const found = LIBOP_FILES.find((each) => each.file === file);
  return found === undefined ? null : sourceView(file, file, found.source);
};
