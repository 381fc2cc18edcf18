/** Paths with forward slashes, as the `Files` port gives them. Pure text; links are not followed. */

export const join = (directory: string, name: string): string =>
  directory.endsWith('/') ? directory + name : `${directory}/${name}`;

/** The directory above; the root is its own. */
export const parentOf = (path: string): string => {
  const cut = path.lastIndexOf('/');
  if (cut < 0) return path;
  // `/a` is in `/`, `C:/a` is in `C:/`.
  return cut === 0 || path[cut - 1] === ':' ? path.slice(0, cut + 1) : path.slice(0, cut);
};

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The directory and all above it, the root last. */
export const ancestors = (directory: string): readonly string[] => {
  const all = [directory];
  for (let at = directory, up = parentOf(at); up !== at; at = up, up = parentOf(at)) all.push(up);
  return all;
};

/** How `path` is written from `directory`; both absolute. On another drive it stays absolute. */
export const relativeTo = (directory: string, path: string): string => {
  if (path === directory) return '.';
  const from = directory.split('/').filter((part) => part !== '');
  const to = path.split('/').filter((part) => part !== '');
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared++;
  if (shared === 0 && /^[A-Za-z]:/.test(path)) return path;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
};
