/**
 * A kernel's name without what changes from build to build: template arguments, parameters, tile sizes, numbers of lambdas
 * and the running number of a generated kernel. Two versions of one kernel get one name.
 *
 * Example: `void f<4, float>(int)` -> `f`; `triton_poi_fused_add_12` -> `triton_poi_fused_add`.
 */
export function normalName(name: string): string {
  if (/^(hip)?mem(cpy|set)/i.test(name)) return name;
  let depth = 0;
  let kept = '';
  for (const character of name.replaceAll('->', '')) {
    if (character === '<' || character === '(') depth += 1;
    else if (character === '>' || character === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) kept += character;
  }
  const words = kept.trim().split(/\s+/);
  const last = words.at(-1) ?? '';
  const plain = last === '' ? name : last;
  return plain
    .replace(/_\d+(x\d+)+/g, '')
    .replace(/_(stages|ldg|align|warpsize|tilesize)\d*(_?\d+(x\d+)*)?/g, '')
    .replace(/^(triton_.*?)(_\d+)+(d\w+)?$/, '$1')
    .replace(/#\d+/g, '');
}
