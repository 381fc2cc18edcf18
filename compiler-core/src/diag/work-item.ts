/** A work-item, and what messages call it. */

/** A work-item, each triple in the order of the source's dimensions. `local` is empty where there are no groups. */
export interface WorkItem {
  readonly global: readonly number[];
  readonly group: readonly number[];
  readonly local: readonly number[];
}

/** `(1, 0)`, or the number alone. */
const tuple = (index: readonly number[]): string => (index.length === 1 ? `${index[0]}` : `(${index.join(', ')})`);
/** `work-item (3, 1) (group (0, 0), local (3, 1))`. */
export const inWords = ({ global, group, local }: WorkItem): string => {
  if (global.length === 0) return 'the single task';
  const inside = local.length === 0 ? '' : ` (group ${tuple(group)}, local ${tuple(local)})`;
  return `work-item ${tuple(global)}${inside}`;
};
