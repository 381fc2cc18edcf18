/** `documentLinks(view)`: from a label in the text of a schedule to where it is declared. */

import type { Span } from '@athanor/compiler-core/text/span.ts';
import { sameLabel } from './labels.ts';
import type { FileView } from './view.ts';

export interface DocumentLink {
  readonly start: number;
  readonly end: number;
  readonly to: Span;
  readonly tooltip: string;
}

/** None where several functions declare the label and which is meant is not known. */
export const documentLinks = (view: FileView): readonly DocumentLink[] =>
  view.labels.places.flatMap((place) => {
    if (place.declares) return [];
    const [declared, ...more] = (sameLabel(view.labels, place) ?? []).filter((p) => p.declares);
    if (!declared || more.length > 0) return [];
    const { line } = view.lines.position1(view.span(declared.start, declared.end).start);
    const of = declared.owner === null ? '' : ` of ${declared.owner.name}`;
    return [
      {
        start: place.start,
        end: place.end,
        to: view.span(declared.start, declared.end),
        tooltip: `Label${of}, line ${line}`,
      },
    ];
  });
