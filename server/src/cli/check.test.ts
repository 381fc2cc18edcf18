/** `athanor check` as a user meets it: what goes in, the exit code, what is said. */

import { describe, expect, test } from 'vitest';
import { athanor, type RunOptions } from './test/cli.ts';

const CLEAN =
  'import freetensor as ft\n\n@ft.transform\ndef f(y: ft.Var[(4,), "int32", "output"]):\n    for i in range(4):\n        y[i] = i\n';
const WRONG = CLEAN.replace('y[i] = i', 'y[i] = COLUMS');
const SIZED = CLEAN.replace('(4,)', '(n,)')
  .replace('range(4)', 'range(n)')
  .replace('@ft.transform', 'def make(n):\n  @ft.transform')
  .replace(/^(def f| {4}for| {8}y)/gm, '  $1');

/** `file:line code` of each finding. */
const findings = async (
  args: readonly string[],
  options: RunOptions,
): Promise<{ readonly code: number; readonly found: readonly string[]; readonly err: string }> => {
  const ran = await athanor(['check', '--format', 'json', ...args], options);
  const list: readonly { file: string; cell?: number; range: { start: { line: number } }; code: string }[] = JSON.parse(
    ran.out,
  ).diagnostics;
  const found = list.map((d) => `${d.file}:${d.cell === undefined ? '' : `${d.cell}:`}${d.range.start.line} ${d.code}`);
  return { code: ran.code, found, err: ran.err };
};

describe('exit codes', () => {
  test.each<[string, readonly string[], RunOptions, number]>([
    ['clean', ['check', 'a.py'], { files: { 'a.py': CLEAN } }, 0],
    ['a finding', ['check', 'a.py'], { files: { 'a.py': WRONG } }, 1],
    ['a finding that does not count', ['check', 'a.py', '--fail-on', 'never'], { files: { 'a.py': WRONG } }, 0],
    ['a warning', ['check', 'a.py'], { files: { 'a.py': `${CLEAN}# athanor: ignore[lossy-store]\n` } }, 0],
    [
      'a warning that counts',
      ['check', 'a.py', '--fail-on', 'warning'],
      { files: { 'a.py': `${CLEAN}# athanor: ignore[lossy-store]\n` } },
      1,
    ],
    ['unknown option', ['check', '--formt', 'json'], {}, 2],
    ['unknown command', ['chek'], {}, 2],
    ['bad binding', ['check', '.', '--bind', 'n=x'], {}, 2],
    ['contradicting bindings', ['check', '.', '--bind', 'n=1,n=2'], {}, 2],
    ['bad number of threads', ['check', '.', '--jobs', '0'], {}, 2],
    ['standard input with a path', ['check', '-', 'a.py'], {}, 2],
    ['a name without standard input', ['check', 'a.py', '--stdin-filename', 'b.py'], {}, 2],
    ['baseline that is not there', ['check', '.', '--baseline', 'no.json'], {}, 2],
    ['a mistake in the first round of a watch', ['check', '.', '--watch', '--baseline', 'no.json'], {}, 2],
    ['an empty path', ['check', ''], { files: { 'a.py': WRONG } }, 2],
    ['dump of standard input', ['dump', '-'], {}, 2],
    [
      'an input given twice',
      ['run', 'a.py:f', '--input', 'y=y.json', '--input', 'y=y.json'],
      { files: { 'a.py': CLEAN, 'y.json': '[1,2,3,4]' } },
      2,
    ],
    ['baseline that is none', ['check', '.', '--baseline', 'b.json'], { files: { 'b.json': '[]' } }, 2],
    ['update without a baseline', ['check', '.', '--update-baseline'], {}, 2],
    ['a mistake in athanor.toml', ['check', '.'], { files: { 'a.py': CLEAN, 'athanor.toml': '[severty]\n' } }, 2],
    ['no such file', ['check', 'no.py'], {}, 4],
    ['binary', ['check', 'a.py'], { files: { 'a.py': new Uint8Array([0, 1, 2]) } }, 4],
    ['no JSON in a notebook', ['check', 'a.ipynb'], { files: { 'a.ipynb': '{' } }, 4],
    ['nothing there', ['check', '.'], {}, 0],
    ['help', ['--help'], {}, 0],
    ['help of a command', ['check', '--help'], {}, 0],
    ['version', ['--version'], {}, 0],
    ['explain', ['explain', 'trap-while'], {}, 0],
    ['explain what is no code', ['explain', 'trap-whale'], {}, 2],
    ['init', ['init'], {}, 0],
    ['init over a file', ['init'], { files: { 'athanor.toml': '' } }, 2],
    ['dump of a function', ['dump', 'a.py:f'], { files: { 'a.py': CLEAN } }, 0],
    ['dump of dependences', ['dump', '--stage', 'dependences', 'a.py:f'], { files: { 'a.py': CLEAN } }, 0],
    [
      'dump of the tree as JSON',
      ['dump', '--stage', 'tree', '--format', 'json', 'a.py'],
      { files: { 'a.py': CLEAN } },
      2,
    ],
    ['dump of none', ['dump', 'a.py:g'], { files: { 'a.py': CLEAN } }, 2],
    ['run', ['run', 'a.py:f'], { files: { 'a.py': CLEAN } }, 0],
    ['run of what does not stage', ['run', 'a.py:f'], { files: { 'a.py': WRONG } }, 1],
    ['run of a missing file', ['run', 'no.py:f'], {}, 4],
  ])('%s', async (_, args, options, code) => {
    const ran = await athanor(args, options);
    expect(ran.code, ran.out + ran.err).toBe(code);
    if (code === 2) expect(ran.out + ran.err).not.toBe('');
    expect(ran.err).not.toContain('crash');
  });
});

describe('which files', () => {
  test('a directory gives what imports freetensor, .gitignore and skipped folders left out', async () => {
    const files = {
      'b.py': WRONG,
      'a/b.py': WRONG,
      'a/ignored.py': WRONG,
      'a/kept_ignored.py': WRONG,
      'a/.gitignore': '*ignored.py\n!kept*\n',
      '.gitignore': 'out/\n',
      'out/c.py': WRONG,
      'node_modules/x/d.py': WRONG,
      'env/pyvenv.cfg': '',
      'env/e.py': WRONG,
      'other.py': 'x = COLUMS +\n',
      'text.txt': WRONG,
    };
    const { found } = await findings(['.'], { files });
    expect(found).toEqual(['a/b.py:6 undefined-name', 'a/kept_ignored.py:6 undefined-name', 'b.py:6 undefined-name']);
  });
  test('a named file is checked whatever it imports', async () => {
    expect((await findings(['other.py'], { files: { 'other.py': 'x = = 1\n' } })).found).toEqual([
      'other.py:1 syntax-error',
    ]);
  });
  test('include and exclude of athanor.toml', async () => {
    const files = {
      'athanor.toml': 'include = ["k*.py"]\nexclude = ["old/"]\n',
      'k1.py': WRONG,
      'x.py': WRONG,
      'old/k2.py': WRONG,
    };
    expect((await findings(['.'], { files })).found).toEqual(['k1.py:6 undefined-name']);
    expect((await findings(['x.py'], { files })).found).toEqual(['x.py:6 undefined-name']);
  });
  test('standard input has the name and the settings it is given', async () => {
    const files = { 'sub/athanor.toml': '[severity]\nundefined-name = "off"\n' };
    expect((await findings(['-'], { files, input: WRONG })).found).toEqual(['stdin.py:6 undefined-name']);
    expect((await findings(['-', '--stdin-filename', 'sub/x.py'], { files, input: WRONG })).found).toEqual([]);
  });
  test('imports are followed inside the project', async () => {
    const files = {
      'lib/sizes.py': 'N = 4\n',
      'a.py': CLEAN.replace('(4,)', '(N,)').replace('import', 'from lib.sizes import N\nimport'),
    };
    expect((await findings(['a.py'], { files })).found).toEqual([]);
  });
});

test('athanor.toml: each mistake at its line, the rest counts', async () => {
  const toml =
    'exclde = []\n[severity]\nundefined-nam = "off"\nundefined-name = "warning"\nbad-ignore = "loud"\n[bind]\nn = 1.5\n"a b" = 1\n[device]\n"*" = 3\n';
  const { found, code } = await findings(['.'], { files: { 'athanor.toml': toml, 'a.py': WRONG } });
  expect(found).toEqual([
    'a.py:6 undefined-name',
    ...[1, 3, 5, 7, 8, 10].map((line) => `athanor.toml:${line} config-error`),
  ]);
  expect(code).toBe(2);
  const broken = await findings(['.'], { files: { 'athanor.toml': 'a = \n', 'a.py': CLEAN } });
  expect(broken.found).toEqual(['athanor.toml:1 config-error']);
});

test('sizes: --bind wins over athanor.toml, which wins over the comment; the IR has the value', async () => {
  const program = SIZED;
  const ir = async (text: string, toml: string, ...args: string[]): Promise<string> => {
    const files = { 'a.py': text, 'athanor.toml': toml };
    const { out } = await athanor(['dump', 'a.py:f', ...args], { files });
    return /int32\[([^\]]*)\]/.exec(out)?.[1] ?? out;
  };
  const commented = `# athanor: bind n=2\n${program}`;
  expect(await ir(program, '')).toBe('$n');
  expect(await ir(commented, '')).toBe('2');
  expect(await ir(commented, '[bind]\nn = 3\n')).toBe('3');
  expect(await ir(commented, '[bind]\nn = 3\n', '--bind', 'n=5')).toBe('5');
});

test('a baseline hides what it knows, also after lines moved; new findings show', async () => {
  const first = await athanor(['check', 'a.py', '--baseline', 'b.json', '--update-baseline'], {
    files: { 'a.py': WRONG },
  });
  expect(first.code).toBe(0);
  const baseline = String(first.files.get('b.json'));
  const moved = { 'a.py': `\n# moved\n${WRONG}`, 'b.json': baseline };
  expect(await findings(['a.py', '--baseline', 'b.json'], { files: moved })).toEqual({ code: 0, found: [], err: '' });
  const worse = { 'a.py': WRONG.replace('range(4)', 'range(ROWS)'), 'b.json': baseline };
  expect((await findings(['a.py', '--baseline', 'b.json'], { files: worse })).found).toContain('a.py:5 undefined-name');
  const mended = await findings(['a.py', '--baseline', 'b.json'], { files: { 'a.py': CLEAN, 'b.json': baseline } });
  expect(mended.err).toContain('1 entry of the baseline hides nothing any more');
});

test('colour: only where it is wanted', async () => {
  const files = { 'a.py': WRONG };
  const coloured = async (options: RunOptions, ...args: string[]): Promise<boolean> =>
    (await athanor(['check', 'a.py', ...args], { files, ...options })).out.includes('\u001b[');
  expect(await coloured({})).toBe(false);
  expect(await coloured({ terminal: true })).toBe(true);
  expect(await coloured({ terminal: true }, '--no-color')).toBe(false);
  expect(await coloured({ terminal: true, env: { NO_COLOR: '1' } })).toBe(false);
  expect(await coloured({ terminal: true, env: { TERM: 'dumb' } })).toBe(false);
  expect(await coloured({ env: { FORCE_COLOR: '1' } })).toBe(true);
  expect(await coloured({ env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).toBe(false);
});

test('notebooks: magics are left out, places count inside the cell', async () => {
  const cells = [
    { cell_type: 'markdown', source: 'text' },
    { cell_type: 'code', source: ['%%bash\n', 'echo COLUMS +\n'] },
    { cell_type: 'code', source: ['!pip install x\n', 'if True:\n', '    %time x\n', 'import freetensor as ft\n'] },
    { cell_type: 'code', source: WRONG },
  ];
  const files = { 'n.ipynb': JSON.stringify({ cells }) };
  expect((await findings(['n.ipynb'], { files })).found).toEqual(['n.ipynb:4:6 undefined-name']);
  const { out } = await athanor(['check', 'n.ipynb'], { files });
  expect(out).toContain('n.ipynb:cell 4:6:16 error[undefined-name]');
});

test('run: inputs from files, outputs to files, a fault with its iteration', async () => {
  const program =
    'import freetensor as ft\n\n@ft.transform\ndef f(x: ft.Var[(2,), "float32"], y: ft.Var[(2,), "float32", "output"]):\n    for i in range(2):\n        y[i] = x[i] * 2\n';
  const files = { 'a.py': program, 'x.json': '[1.5, -2]', 'bad.json': '[1]' };
  expect((await athanor(['run', 'a.py:f', '--input', 'x=x.json'], { files })).out).toBe('y: float32[2]\n  [3. -4.]\n');
  const saved = await athanor(['run', 'a.py:f', '--input', 'x=x.json', '--output', 'out'], { files });
  expect(saved.files.get('out/y.npy')).toBeInstanceOf(Uint8Array);
  const missing = await athanor(['run', 'a.py:f'], { files });
  expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('give --input x=FILE, or --seed N')]);
  const wrong = await athanor(['run', 'a.py:f', '--input', 'x=bad.json'], { files });
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('shape')]);
  const faulty = { 'a.py': program.replace('x[i]', 'x[i + 1]'), 'x.json': '[1.5, -2]' };
  const fault = await athanor(['run', 'a.py:f', '--input', 'x=x.json'], { files: faulty });
  expect(fault.code).toBe(1);
  expect(fault.out).toContain('a.py:6:18 error[index-out-of-bounds]');
  expect(fault.out).toContain('i = 1');
});

test('mistakes on the command line speak with one voice; help leaves out defaults that say nothing', async () => {
  expect((await athanor(['check', '--formt', 'json'])).err).toBe(
    "athanor: unknown option '--formt'\n(Did you mean --format?)\n",
  );
  const help = (await athanor(['check', '--help'])).out;
  expect(help).not.toMatch(/default: (?:false|true|\[\])/);
  expect(help.replace(/\s+/g, ' ')).toContain('default: "error"');
});

test('a help page without colour keeps what marks code', async () => {
  const plain = await athanor(['explain', 'trap-membership']);
  expect(plain.out).toContain("Python's `in` on a tensor element");
  expect(plain.out).toContain('the\nfinding is possible');
  const coloured = await athanor(['explain', 'trap-membership'], { terminal: true });
  expect(coloured.out).toContain("Python's \u001b[34min\u001b[39m on a tensor element");
});
