/** Bounds the search through bases and used namespaces, which may name each other in a circle. */
const MAX_HOPS = 64;

/** Scopes that one opens, and they in turn: bases of a class, namespaces that are used. The nearest first, each once. */
export function* openedFrom<S extends { readonly opened: readonly S[] }>(start: S): Generator<S> {
  const queue: S[] = [...start.opened];
  const seen = new Set<S>([start]);
  for (let i = 0; i < queue.length && i < MAX_HOPS; i++) {
    const scope = queue[i] as S;
    if (seen.has(scope)) continue;
    seen.add(scope);
    yield scope;
    queue.push(...scope.opened);
  }
}
