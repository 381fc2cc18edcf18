/** Walks, types of expressions, matching, paths and forwarding. */
import { describe, expect, test } from 'vitest';
import { int } from './build.ts';
import { dtypeOf } from './dtype-of.ts';
import { andThen, forwarded, forwardOf, IDENTITY, isGone } from './forward.ts';
import { matchStmt, sameExpr, sameStmt } from './match.ts';
import { nodeId, type Stmt } from './nodes.ts';
import { parseExpr, parseStmt } from './parse.ts';
import { findAll, findById, findByName, replaceAt, stmtAt } from './paths.ts';
import { printExpr, printStmt } from './print.ts';
import { exprDepth, exprsIn, isWall, mapExpr, mapStmt, stmtDepth, stmtsIn, visitStmt, writtenBy } from './walk.ts';

const DTYPES = { f: 'float32', d: 'float64', h: 'float16', i: 'int32', l: 'int64', b: 'bool', u: 'unknown' } as const;
const expr = (text: string) => {
  const { value, error } = parseExpr(text, { dtypes: DTYPES });
  if (!value) throw new Error(error?.message);
  return value;
};
const stmt = (text: string): Stmt => {
  const { value, error } = parseStmt(text, { dtypes: DTYPES });
  if (!value) throw new Error(error?.message);
  return value;
};

test.each([
  ['i[] + l[]', 'int64'],
  ['i[] + f[]', 'float32'],
  ['f[] * d[]', 'float64'],
  ['h[] * 2', 'float16'],
  ['2147483647', 'int32'],
  ['2147483648', 'int64'],
  ['-2147483648', 'int32'],
  ['1.0', 'float32'],
  ['d[] + 1.0', 'float64'],
  ['i[] / i[]', 'float32'],
  ['d[] / i[]', 'float64'],
  ['@!floor(i[] / l[])', 'int64'],
  ['i[] < d[]', 'bool'],
  ['b[] && b[]', 'bool'],
  ['!b[]', 'bool'],
  ['@!sqrt(i[])', 'float64'],
  ['@!sqrt(f[])', 'float32'],
  ['@!sigmoid(i[])', 'int32'],
  ['b[] ? i[] : f[]', 'float32'],
  ['int64(f[])', 'int64'],
  ['u[] + 1', 'unknown'],
  ['u[] / 2', 'unknown'],
  ['$n', 'unknown'],
  ['k', 'int32'],
  ['@!intrinsic("sinf(%)" -> float32, d[])', 'float32'],
])('type of %s is %s', (text, dtype) => expect(dtypeOf(expr(text))).toBe(dtype));

describe('walks', () => {
  const tree = '{ for k in 0 : 3 : 1 { if f[k] > 0.0 { f[k] = 1.0 + d[] } else { f[k] += 2.0 } } <Any> }';
  test('pre-order, and leaving order', () => {
    const seen: string[] = [];
    visitStmt(stmt(tree), {
      enter: (s) => {
        seen.push(s.kind);
        return s.kind !== 'if';
      },
      leave: (s) => void seen.push(`/${s.kind}`),
    });
    expect(seen).toEqual(['seq', 'for', 'if', '/if', '/for', 'any', '/any', '/seq']);
    expect(stmtsIn(stmt(tree)).map((s) => s.kind)).toEqual(['seq', 'for', 'if', 'store', 'reduceTo', 'any']);
    expect(exprsIn(stmt(tree)).map(printExpr).join(' ; ')).toBe(
      '0 ; 3 ; 1 ; f[k] > 0.0 ; f[k] ; k ; 0.0 ; k ; 1.0 + d[] ; 1.0 ; d[] ; k ; 2.0',
    );
    expect([stmtDepth(stmt(tree)), exprDepth(expr('1 + (2 + 3)'))]).toEqual([4, 3]);
  });
  test('maps rebuild what changes and share the rest', () => {
    const s = stmt('{ f[k] = k + 1\n if b[] { d[] = 2.0 } else { d[] @!min= 3.0 } }');
    const out = mapStmt(s, { expr: (e) => mapExpr(e, (x) => (x.kind === 'var' ? int(7) : x)) });
    expect(printStmt(out)).toBe(
      '{\n  f[7] = 7 + 1\n  if b[] {\n    d[] = 2.0\n  }\n  else {\n    d[] @!min= 3.0\n  }\n}\n',
    );
    expect(out.kind === 'seq' && s.kind === 'seq' && out.stmts[1] === s.stmts[1]).toBe(true);
    expect(mapStmt(s, {})).toBe(s);
  });
  test('every kind of statement and expression can be rebuilt', () => {
    const text = `@cache @cpu t: int32[1, 2] @!view(f, 3) {
  for k in 1 : 2 : 3 {
    while b[] {
      assert b[] {
        assume !b[] {
          @!rmw(compareExchange, t[0, 1], 4, 5) @relaxed @device
          @!rmw(add, t[0, 1], 4) @relaxed @device
          @!eval(@!intrinsic("p(%)" -> void, 6, @!side_effect))
          t[0, 0] = b[] ? int32(7) : t[k, 8]
        }
      }
    }
  }
}
`;
    const bump = (e: ReturnType<typeof expr>) => (e.kind === 'int' ? int(e.value + 1n) : e);
    const out = printStmt(mapStmt(stmt(text), { expr: (e) => mapExpr(e, bump) }));
    expect(out).toBe(text.replace(/(?<![a-z\d])\d+/g, (d) => String(Number(d) + 1)));
  });
  test('any depth', () => {
    const depth = 50_000;
    const deep = expr(`${'@!abs('.repeat(depth)}1${')'.repeat(depth)}`);
    expect(exprDepth(mapExpr(deep, (e) => e))).toBe(depth + 1);
    expect(dtypeOf(deep)).toBe('int32');
    expect(sameExpr(deep, expr(printExpr(deep)))).toBe(true);
  });
});

describe('matching', () => {
  test.each([
    ['for i in 0 : 2 : 1 { f[i] = 1 }', 'for j in 0 : 2 : 1 { d[j] = 1 }', true],
    ['for i in 0 : 2 : 1 { <Any> }', 'for j in 0 : 2 : 1 { { f[j] = 1\n <Any> } }', true],
    ['for i in 0 : 2 : 1 { f[i] = 1 }', 'for j in 0 : 2 : 1 { <Any> }', false],
    ['{ f[0] = 1\n d[0] = 1 }', '{ f[0] = 1\n f[0] = 1 }', false],
    ['{ f[0] = 1\n f[0] = 1 }', '{ f[0] = 1\n d[0] = 1 }', false],
    ['{ for i in 0 : 2 : 1 { } f[0] = 1 }', '{ for f in 0 : 2 : 1 { } f[0] = 1 }', true],
    ['f[0] = 1', 'f[0] = 1.0', false],
    ['f[0] = 0.0', 'f[0] = -0.0', false],
    ['f[0] = $n', 'f[0] = $m', false],
    ['f[0] += 1', '@!atomic f[0] += 1', false],
    ['@cache @cpu a: int32[2] { a[0] = 1 }', '@cache @cpu b: int32[2] { b[0] = 1 }', true],
    ['@cache @cpu a: int32[2] { a[0] = 1 }', '@cache @cpu a: int32[3] { a[0] = 1 }', false],
    ['@!no_deps : f for i in 0 : 2 : 1 { }', 'for i in 0 : 2 : 1 { }', false],
  ])('%s | %s', (pattern, instance, expected) => {
    expect(matchStmt(stmt(pattern), stmt(instance))).toBe(expected);
    if (pattern === instance) expect(sameStmt(stmt(pattern), stmt(instance))).toBe(true);
  });
  test('equality does not rename', () => {
    expect(sameStmt(stmt('f[0] = 1'), stmt('d[0] = 1'))).toBe(false);
    expect(sameStmt(stmt('L: f[0] = 1'), stmt('f[0] = 1'))).toBe(true);
  });
});

test('paths', () => {
  const root = stmt('{ A: f[0] = 1\n if b[] { <Any> } else { B: A: f[1] = 2 } }');
  const found = findByName(root, 'A');
  expect(found.map((x) => x.path)).toEqual([[0], [1, 1]]);
  expect(stmtAt(root, [1, 1])).toBe(found[1]?.stmt);
  expect([stmtAt(root, [1, 2]), stmtAt(root, [0, 0]), stmtAt(root, [])]).toEqual([null, null, root]);
  expect(findById(root, nodeId(99))).toBeNull();
  expect(findAll(root, (s) => s.kind === 'any').map((x) => x.path)).toEqual([[1, 0]]);
  const replaced = replaceAt(root, [1, 0], stmt('f[9] = 9'));
  expect(printStmt(replaced)).toContain('f[9] = 9');
  expect(stmtAt(replaced, [0])).toBe(stmtAt(root, [0]));
  expect(replaceAt(root, [5], root)).toBe(root);
});

test('forwarding composes', () => {
  const [a, b, c, d] = [1, 2, 3, 4].map(nodeId) as [ReturnType<typeof nodeId>, ...ReturnType<typeof nodeId>[]];
  if (b === undefined || c === undefined || d === undefined) throw new Error('ids');
  const first = forwardOf([
    [a, [b, c]],
    [d, []],
  ]);
  const second = forwardOf([
    [b, [d]],
    [c, [d, c]],
  ]);
  const both = andThen(first, second);
  expect([forwarded(both, a), forwarded(both, b), forwarded(both, c)]).toEqual([[d, c], [d], [d, c]]);
  expect([isGone(both, d), isGone(first, a)]).toEqual([true, false]);
  expect(andThen(IDENTITY, first)).toEqual(first);
  expect(andThen(first, IDENTITY)).toEqual(first);
});

describe('what a statement writes, and what is a wall', () => {
  test.each([
    ['f[0] = 1.0', ['f'], false],
    ['f[0] += 1.0', ['f'], false],
    ['@!rmw(add, i[0], 1) @relaxed @device', ['i'], false],
    ['@!rmw(add, i[0], 1) @acq_rel @device -> l', ['i', 'l'], true],
    ['@!rmw(load, i[0], 0) @acquire @device -> l', ['l'], true],
    ['@!rmw(store, i[0], 7) @relaxed @device', ['i'], false],
    ['@!collective(@shuffle, f[0], i[]) @subGroup -> d', ['d'], true],
    ['@!fence(release, device)', [], true],
    ['@!barrier(subGroup)', [], true],
    ['<Any>', [], false],
  ])('%s', (text, written, wall) => {
    expect([writtenBy(stmt(text)), isWall(stmt(text))]).toEqual([written, wall]);
  });
  test('the parts of a collective are mapped', () => {
    const s = stmt('@!collective(@shuffle, f[0], i[]) @subGroup -> d');
    const doubled = mapStmt(s, { expr: (e) => ({ kind: 'binary', op: 'add', lhs: e, rhs: e, at: e.at }) });
    expect(printStmt(doubled)).toBe('@!collective(@shuffle, f[0] + f[0], i[] + i[]) @subGroup -> d\n');
    expect(matchStmt(stmt('@!collective(@shuffle, f[0], i[]) @subGroup -> l'), s)).toBe(true);
    expect(matchStmt(stmt('@!collective(@shuffle, f[0], i[]) @workGroup -> d'), s)).toBe(false);
    expect(sameStmt(stmt('@!barrier(workGroup)'), stmt('@!barrier(workGroup, local)'))).toBe(false);
  });
});
