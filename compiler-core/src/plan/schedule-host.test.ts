// accept: DE-11
import { describe, expect, test } from 'vitest';
import { createParser } from '../../../server/src/host/tree-sitter.ts';
import { stageText } from '../../testkit/stage.ts';
import { printStmt } from '../ir/print.ts';
import { scheduleHost } from './schedule-host.ts';

const dedent = (text: string): string => {
  const lines = text.replace(/^\n/, '').trimEnd().split('\n');
  const indent = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  return `${lines.map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length))).join('\n')}\n`;
};

const parser = await createParser();

const HEAD = `
import freetensor as ft
import pytest
@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: Dt
    t = ft.empty((8, 1), "float32", "cpu")
    #! nid: L
    for i in range(8):
        #! nid: S
        t[i, 0] = x[i]
    #! nid: M
    for i in range(8):
        #! nid: R
        y[i] = t[i, 0]
s = ft.Schedule(f)
`;
const LATER = HEAD.replaceAll('nid:', 'label:');

/** Findings as `LINE code: message`, lines from the first after the head; and the calls with their verdicts. */
const follow = (text: string, head = HEAD) => {
  const staged = stageText(`${head.trimStart()}${dedent(text)}`, parser, { schedules: scheduleHost });
  const offset = head.trimStart().split('\n').length - 1;
  const said = staged.diagnostics.map(
    (d) => `${staged.lines.position1(d.span.start).line - offset} ${d.severity} ${d.code}: ${d.message}`,
  );
  const calls = staged.schedules.slice(1).map((c) => `${c.primitive} ${c.verdict}`);
  const last = staged.schedules.findLast((c) => c.after !== null)?.after;
  return { said, calls, after: last ? printStmt(last.body) : '' };
};
const codes = (text: string, head = HEAD): readonly string[] =>
  follow(text, head).said.map((line) => line.replace(/:.*/s, ''));

describe('what calls return is used by later ones', () => {
  test('ids of split loops, in 2022 by name too', () => {
    const { said, calls } = follow(`
      a, b = s.split("L", 2)
      s.split(a, 2)
      s.split("M", nparts=4)
      s.split("M.0", 2)
    `);
    expect(said).toEqual([]);
    expect(calls).toEqual(['split applied', 'split applied', 'split applied', 'split applied']);
  });
  test('a statement that a call replaced is gone', () => {
    expect(codes('a, b = s.split("L", 2)\ns.split(a, 2)\ns.split(a, 2)')).toEqual(['3 error unknown-label']);
  });
  test('maps of fission are asked by label, later versions by selector', () => {
    const program = LATER.replace('y[i] = t[i, 0]', 'y[i] = t[i, 0]\n        #! label: Q\n        x[i] = y[i] + 1');
    const { said, calls } = follow(
      'second = s.fission("M", ft.FissionSide.Before, "Q")[1]["M"]\ns.split(second, 2)\ns.split("$fission.0{M}", 4)',
      program,
    );
    expect(said).toEqual([]);
    expect(calls).toEqual(['fission applied', 'split applied', 'split applied']);
  });
  test('cache returns four things, of which one is a name', () => {
    const { calls } = follow(
      '_, _, name, d = s.cache("L", "x", "cpu")\ns.var_split(d, 0, ft.VarSplitMode.RelaxedSize, 4)',
    );
    expect(calls).toEqual(['cache applied', 'var_split applied']);
  });
});

describe('refusals', () => {
  test('are errors, and leave the schedule as it was', () => {
    const { said, calls } = follow('s.var_merge("Dt", 1)\ns.var_merge("Dt", 0)');
    expect(said).toEqual(['1 error schedule-refused: FreeTensor refuses `var_merge`: `t` has no dimensions 1 and 2']);
    expect(calls).toEqual(['var_merge refused', 'var_merge applied']);
  });
  test('are caught by try and by pytest.raises', () => {
    const { said, calls } = follow(`
      with pytest.raises(ft.InvalidSchedule):
          s.var_merge("Dt", 1)
      try:
          s.split("nowhere", 2)
      except ft.InvalidSchedule:
          s.split("L", 2)
    `);
    expect(said).toEqual([]);
    expect(calls).toEqual(['var_merge refused', 'split raised', 'split applied']);
  });
  test('show the two instances that conflict', () => {
    const program = HEAD.replace('t[i, 0] = x[i]', 'x[i + 1] = x[i]').replace('range(8):', 'range(7):');
    const [line] = follow('s.parallelize("L", "openmp")', program).said;
    expect(line).toContain('error schedule-refused');
    expect(line).toContain('`x[1]`: first `S` at i = 0 writes it, then `S` at i = 1 reads it');
  });
  test('in a callback end the callback, not the file', () => {
    const text = `
      @ft.optimize(schedule_callback=lambda s: s.split("K", 2))
      def g(x: ft.Var[(8,), "float32", "inout"]):
          #! nid: J
          for i in range(8):
              x[i] = 1
      s.split("L", 2)
    `;
    expect(follow(text).calls).toEqual(['Schedule applied', 'split raised', 'split applied']);
    expect(codes(text)).toEqual(['1 error unknown-label']);
  });
  test('a call that is accepted and changes results is an error of its own', () => {
    const program = HEAD.replace('t[i, 0] = x[i]', 'x[0] *= 2\n        x[0] = ft.max(x[0], y[i])');
    expect(codes('s.parallelize("L", "openmp")', program)).toEqual(['1 error schedule-changes-result']);
  });
});

describe('labels that are gone', () => {
  const why = (text: string, head = HEAD): readonly string[] =>
    follow(text, head).said.map((line) => line.replace(/^.*does not exist any more: /, ''));
  test.each([
    ['s.fuse("L", "M")\ns.split("M", 2)', 'it became "fused.L.M" by `fuse(L, M)` in line 16'],
    ['s.split("L", nparts=2)\ns.unroll("L")', 'it became "L.0" and "L.1" by `split(L, nparts=2)` in line 16'],
    ['s.unroll("L", immediate=True)\ns.unroll("L")', 'it is gone since `unroll(L, True)` in line 16'],
    ['s.split("M", 2)\ns.split("L", 2)\ns.unroll("M")', 'it became "M.0" and "M.1" by `split(M, 2)` in line 16'],
    ['try:\n    s.var_merge("Dt", 1)\nexcept ft.InvalidSchedule:\n    pass\ns.unroll("L")', undefined],
    ['s.begin_transaction()\ns.split("L", 2)\ns.abort_transaction()\ns.unroll("L")', undefined],
  ])('%s', (text, wanted) => {
    expect(why(text)).toEqual(wanted === undefined ? [] : [wanted]);
  });
  test('in a selector, too', () => {
    expect(why('s.split("L", 2)\ns.find("<Store><-L")', LATER)).toEqual([
      'it became "$split.0{L}" and "$split.1{L}" by `split(L, 2)` in line 16',
    ]);
  });
  test('the edit writes the one name that there is', () => {
    const staged = stageText(`${HEAD.trimStart()}s.fuse("L", "M")\ns.unroll("L")\n`, parser, {
      schedules: scheduleHost,
    });
    expect(staged.diagnostics.flatMap((d) => d.fixes.map((f) => f.title))).toEqual(['Write "fused.L.M"']);
  });
});

describe('pytest.raises(ft.InvalidSchedule)', () => {
  const inside = (body: string, raises = 'ft.InvalidSchedule'): readonly string[] =>
    codes(`with pytest.raises(${raises}):\n${body.replace(/^/gm, '    ')}`);
  test.each([
    ['s.split("L", 2)', ['2 warning schedule-not-refused']],
    ['s.split("L", 2)\ns.split("M", 2)', ['3 warning schedule-not-refused']],
    ['s.var_merge("Dt", 1)', []],
    ['s.split("L", 2)\ns.split("L", 2)', []],
    ['pass', []],
    ['t = ft.Schedule(f)', []],
    ['s.auto_fuse(ft.CPU())', []],
    // What else stands in the body may raise.
    ['s.split("L", 2)\nft.lower(s.func(), ft.CPU())', []],
    ['s.split("L", 2)\nraise ft.InvalidSchedule("x")', []],
    ['s.split("L", 2)\nif s:\n    pass', []],
  ])('%s', (body, wanted) => {
    expect(inside(body)).toEqual(wanted);
  });
  test('another class, or a call whose verdict is not known, says nothing', () => {
    expect(inside('s.split("L", 2)', 'ft.InvalidProgram')).toEqual([]);
    expect(
      codes(
        'def g(n):\n    with pytest.raises(ft.InvalidSchedule):\n        s.split("L", n)\n    @ft.transform\n    def h():\n        pass',
      ),
    ).toEqual(['3 information not-modelled']);
  });
});

describe('selectors', () => {
  test.each([
    ['<For>', 2],
    ['<VarDef>', 3],
    ['<Store> & S', 1],
    ['S | R', 2],
    ['!<For> & !<VarDef> & !<StmtSeq>', 2],
    ['<Store><-L', 1],
    ['<Store><<-Dt', 2],
    ['L->S', 1],
    ['<VarDef>->>R', 3],
    ['<-|', 1],
    ['->|', 2],
    ['S<<-(<For>|<StmtSeq>)', 1],
    ['S<-(<For><-)*<StmtSeq>', 1],
    ['<For>->(<VarDef>->)*<Store>', 2],
    ['S & <~|', 1],
    ['((S))', 1],
    ['!!S', 1],
  ])('%s', (selector, n) => {
    expect(codes(`if len(s.find_all("${selector}")) == ${n}:\n    s.split("end", 2)`, LATER)).toEqual([
      '2 error unknown-label',
    ]);
  });
  test.each(['', '<Loop>', 'S &', 'S<-', '(S', 'S)', '$split.0', '$split.0{<For>}', '#31', 'S @ R'])(
    'no selector: %s',
    (selector) => {
      expect(codes(`s.find_all("${selector}")`, LATER)).toEqual(['1 error bad-selector']);
    },
  );
  test.each([
    ['Z<~C1', 1],
    ['Z<<~C1', 2],
    ['Z<~(C2<~C1)', 1],
    ['Z<~(C2<~)*C1', 2],
    ['<Store> & <<~C1', 2],
    ['<Store> & <~|', 0],
    ['Z & !<<~C2', 1],
  ])('calls: %s', (selector, n) => {
    const program = `
import freetensor as ft
@ft.inline
def inner(y):
    #! label: Z
    y[0] = 1
@ft.inline
def outer(y):
    #! label: Z
    y[1] = 2
    #! label: C2
    inner(y)
@ft.transform
def f(y: ft.Var[(8,), "float32", "inout"]):
    #! label: C1
    outer(y)
s = ft.Schedule(f)
`;
    expect(codes(`if len(s.find_all("${selector}")) == ${n}:\n    s.split("end", 2)`, program)).toEqual([
      '2 error unknown-label',
    ]);
  });
  test('predicates look at statements', () => {
    const { said, calls } = follow(`
      d = s.find(lambda x: x.type() == ft.ASTNodeType.VarDef and x.name == "t")
      s.var_reorder(d, [1, 0])
      for l in s.find_all(lambda x: x.type() == ft.ASTNodeType.For):
          s.split(l, 2)
      s.vectorize(s.find("S").parent_stmt(lambda p: p.type() == ft.ASTNodeType.For))
    `);
    expect(said).toEqual([]);
    expect(calls).toEqual(['var_reorder applied', 'split applied', 'split applied', 'vectorize applied']);
  });
  test('none and many', () => {
    expect(codes('s.find("T")\ns.find("<For>")\ns.find_all("T")\ns.find_at_least_one("T")', LATER)).toEqual([
      '1 error unknown-label',
      '2 error ambiguous-label',
      '4 error unknown-label',
    ]);
  });
});

describe('arguments', () => {
  test.each([
    ['s.split("L")', 'error schedule-refused'],
    ['s.split("L", "2")', 'error wrong-arguments'],
    ['s.split()', 'error wrong-arguments'],
    ['s.split("L", 2, 3, 4, 5)', 'error wrong-arguments'],
    ['s.splt("L", 2)', 'error unknown-attribute'],
    ['s.parallelize("L", "fast")', 'error wrong-arguments'],
    ['s.set_mem_type("Dt", "tape")', 'error unknown-memory-type'],
    ['s.var_split("Dt", 0, "FixedSize", 2)', 'error wrong-arguments'],
    ['s.reorder("L")', 'error wrong-arguments'],
    ['s.split("L", 0)', 'error schedule-refused'],
  ])('%s', (call, wanted) => {
    expect(codes(call)).toEqual([`1 ${wanted}`]);
  });
  test('what a run alone knows is said once, and nothing is said about what follows', () => {
    const { said } = follow(`
      def make(n):
          s = ft.Schedule(f)
          s.split("L", n)
          s.split("nowhere", 2)
          @ft.transform
          def g():
              pass
    `);
    expect(said).toEqual([
      '3 information not-modelled: `factor` of `split` is not known before a run: what the schedule does from here on is not known',
    ]);
  });
  test('branches that a run decides do not mix', () => {
    const { said } = follow(`
      def make(flag):
          s = ft.Schedule(f)
          if flag:
              s.split("L", 2)
          else:
              s.split("L", 4)
          s.split("nowhere", 2)
          @ft.transform
          def g():
              pass
    `);
    expect(said).toEqual([]);
  });
});

describe('what does not end or does not run', () => {
  test('a callback that calls itself', () => {
    expect(codes('def cb(s):\n    cb(s)\nft.optimize(f, schedule_callback=cb)')).toEqual([
      '2 information budget-exceeded',
    ]);
  });
  test('functions out of grad', () => {
    expect(codes('a, b, c, d = ft.grad(f, {"x"}, {"y"})\nt = ft.Schedule(b)\nt.split("nowhere", 2)')).toEqual([
      '1 information not-modelled',
    ]);
  });
  test.each([
    ['no iteration', '0', null],
    ['one iteration', '1', null],
    ['a step away from its end', '0, 8, -1', null],
    ['steps downwards', '7, -1, -1', 'vectorize applied'],
  ])('a loop of %s', (_what, range, call) => {
    const program = HEAD.replace(
      'for i in range(8):\n        #! nid: S',
      `for i in range(${range}):\n        #! nid: S`,
    );
    const { said, calls } = follow('s.vectorize("L")', program);
    expect(calls).toEqual([call ?? 'vectorize raised']);
    expect(said).toEqual(
      call === null
        ? [
            '1 error unknown-label: "L" of `f` does not exist any more: of a loop of one iteration the simplification before the calls leaves the body, of one of none nothing',
          ]
        : [],
    );
  });
  test.each([
    [0, ['unknown-label', 'unknown-label', 'unknown-label']],
    [1, ['unknown-label', 'unknown-label']],
    [2, []],
  ])('tensors of size %i', (n, wanted) => {
    const program = HEAD.replaceAll('(8,', `(${n},`).replaceAll('range(8)', `range(${n})`);
    const found = codes('s.split("L", 2)\ns.parallelize("M", "openmp")\ns.var_reorder("Dt", [1, 0])', program);
    expect(found).toEqual(wanted.map((code, k) => `${k + 1} error ${code}`));
  });
  test('no_deps that does not hold: FreeTensor believes it, and the result changes', () => {
    const program = HEAD.replace('#! nid: L\n', '#! nid: L\n    #! no_deps: x\n').replace(
      't[i, 0] = x[i]',
      'x[0] = x[0] * 2 + i',
    );
    const { said, calls } = follow('s.parallelize("L", "openmp")', program);
    expect(calls).toEqual(['parallelize applied']);
    expect(said).toEqual([
      '1 error schedule-changes-result: FreeTensor accepts `parallelize` here, but results change: no_deps of x does not hold: WRITE x[0] after READ x[0], along i (i: < 1..7) (`x[0]`: first `S` at i = 0 reads it, then `S` at i = 1 writes it)',
    ]);
  });
});

describe('automatic passes', () => {
  test('a pass runs, and later calls see what it made', () => {
    const { said, calls, after } = follow(`
      s.auto_fuse(ft.CPU())
      s.split("fused.L.M", 4)
    `);
    expect(said).toEqual([]);
    expect(calls).toEqual(['auto_fuse applied', 'split applied']);
    expect(after).toContain('`fused.L.M.0`:');
  });
  test('as a callback, with its steps', () => {
    const text = `
import freetensor as ft
@ft.optimize(schedule_callback=lambda s: s.auto_schedule(ft.GPU()))
def g(x: ft.Var[(640,), "float32"], y: ft.Var[(640,), "float32", "output"]):
    #! nid: L
    for i in range(640):
        y[i] = x[i] * 2
`;
    const staged = stageText(text, parser, { schedules: scheduleHost });
    expect(staged.diagnostics).toEqual([]);
    const call = staged.schedules.at(-1);
    expect(call?.verdict).toBe('applied');
    expect(call?.steps).toContain('split(L, factor=32, nparts=-1, shift=0): applied (1280 accesses along memory)');
    expect(call?.after ? printStmt(call.after.body) : '').toContain('@!parallel : @threadIdx.x');
  });
  test('what is not known is said once, and is no error: a target, an order that is refused, a pass that is not built', () => {
    const unknown = (text: string, head = HEAD) => follow(text, head).said;
    expect(unknown('s.auto_schedule(ft.Device(1).target())\ns.split("L", 2)')).toEqual([
      expect.stringMatching(/not-modelled: `target` of `auto_schedule` is not known before a run/),
    ]);
    expect(unknown('s.auto_pluto(ft.CPU())\ns.split("L", 2)', LATER)).toEqual([
      expect.stringMatching(/not-modelled: `auto_pluto` is not modelled/),
    ]);
    const skewed = `
import freetensor as ft
@ft.transform
def f(y: ft.Var[(9, 9), "float32", "inout"]):
    #! label: A
    for i in range(1, 9):
        #! label: B
        for j in range(8):
            y[i, j] = y[i - 1, j + 1]
s = ft.Schedule(f)
`;
    expect(unknown('s.auto_reorder(ft.CPU())\ns.split("A", 2)', skewed)).toEqual([
      expect.stringMatching(/not-modelled: what `auto_reorder` does here is not known: .*FreeTensor refuses an order/),
    ]);
  });
  test('after a pass a label that is gone is no error of the author', () => {
    const program = HEAD.replace('s = ft.Schedule(f)\n', 's = ft.Schedule(f)\ns.auto_schedule(ft.CPU())\n');
    expect(codes('s.fuse("L", "M")', program)).toEqual(['1 information not-modelled']);
  });
});

test('a schedule is followed in the main guard and in a function that nothing calls', () => {
  const program = `import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "float32"], y: ft.Var[(8,), "float32", "output"]):
    #! nid: L
    for i in range(8):
        y[i] = x[i]

`;
  const primitives = (rest: string): readonly string[] =>
    stageText(program + rest, parser, { schedules: scheduleHost }).schedules.map((r) => `${r.primitive} ${r.verdict}`);
  const body = (indent: string): string => `${indent}s = ft.Schedule(f)\n${indent}s.split("M", 2)\n`;
  const expected = ['Schedule applied', 'split raised'];
  expect(primitives(`if __name__ == "__main__":\n${body('    ')}`)).toEqual(expected);
  expect(primitives(`def tune(factor):\n${body('    ')}`)).toEqual(expected);
  expect(
    primitives(`def tune():\n${body('    ')}\nif __name__ == "__main__":\n    ft.Schedule(f)\n    tune()\n`),
  ).toEqual(['Schedule applied', ...expected]);
  expect(primitives(`if __name__ == "other":\n${body('    ')}`)).toEqual([]);
});
