/** The evaluator: one staging run of one module, its parts wired together. */

import { nearest } from '../../text/nearest.ts';
import { isLibraryFile, type Span } from '../../text/span.ts';
import { isNumber } from './arithmetic.ts';
import { call } from './calls.ts';
import { evaluate } from './expressions.ts';
import { Importer } from './imports.ts';
import { lengthOf } from './iteration.ts';
import { isStaged } from './operators.ts';
import { pythonBuiltins } from './pylib/builtins.ts';
import type { PyExpr, PyStmt } from './python/ast.ts';
import type { Scope } from './scope.ts';
import { type Completion, type SourceModule, type StageOptions, State } from './state.ts';
import { execute } from './statements.ts';
import { TensorRef } from './tensor.ts';
import { truthFix } from './trap-fixes.ts';
import { type Args, typeOf, type Value } from './values.ts';

export class Evaluator extends State {
  private readonly importer = new Importer(this);
  private names: ReadonlySet<string> | null = null;

  constructor(source: SourceModule, options: StageOptions, start: Span) {
    super(source, options, start);
    for (const [name, value] of pythonBuiltins(this)) this.builtinScope.set(name, value);
  }

  override evaluate(e: PyExpr, scope: Scope): Value {
    return evaluate(this, e, scope);
  }
  override execute(body: readonly PyStmt[], scope: Scope): Completion {
    return execute(this, body, scope);
  }
  override call(f: Value, args: Args): Value {
    return call(this, f, args);
  }

  /** Python's truth of a value. A tensor element is always true, which is said; an unknown counts as true. */
  override truth(v: Value, at: Span, mended = false, place: Span | null = null): boolean {
    if (v === null) return false;
    if (typeof v === 'boolean') return v;
    if (isNumber(v)) return Number(v) !== 0;
    if (typeof v === 'string') return v !== '';
    if (isStaged(v)) {
      const what = v instanceof TensorRef ? 'a tensor' : 'an expression of the program';
      this.note({
        code: 'trap-truth-value',
        at,
        fixes: place ? truthFix(this, place) : [],
        ...(mended ? { severity: 'warning' as const } : {}),
        message: `Python asks for the truth of ${what} while staging, which is always True${mended ? ' in FreeTensor of 2022' : ''}; use \`ft.l_and\`, \`ft.l_or\`, \`ft.l_not\` or a comparison`,
      });
      return true;
    }
    return lengthOf(v) !== 0 || typeOf(v) === 'instance';
  }

  override libop(name: string, values: readonly Value[], at: Span): Value {
    return this.call(this.libopFunction(name), {
      positional: values,
      keywords: new Map(),
      at,
      spans: values.map(() => at),
    });
  }
  override libopNames(): ReadonlySet<string> {
    if (!this.names) {
      // Set first: the library imports `freetensor`, which asks for these names.
      this.names = new Set();
      this.names = new Set(this.importer.libopNames().keys());
    }
    return this.names;
  }
  override libopFunction(name: string): Value {
    return (
      this.importer.libopNames().get(name) ??
      this.fail('undefined-name', this.emitter.here, `the operator library has no \`${name}\``, 'AttributeError')
    );
  }
  override builtin(name: string): Value {
    return this.builtinScope.vars.get(name) ?? null;
  }
  override module(name: string, at: Span = this.emitter.here): Value {
    return this.importer.load(name, at);
  }

  override suggest(name: string, scope: Scope): string | null {
    // Of names with one or two letters each is like each other.
    if (name.length < 3) return null;
    const all = new Set<string>();
    for (let s: Scope | null = scope; s && s.kind !== 'builtins'; s = s.parent)
      for (const n of [...s.vars.keys(), ...s.locals]) all.add(n);
    return nearest(name, all) ?? nearest(name, this.builtinScope.vars.keys());
  }
  override lineOf(at: Span): number {
    if (at.file === this.source.file) {
      this.segment.lined = Math.max(this.segment.lined, at.start);
      return this.source.lines.position1(at.start).line;
    }
    const name = isLibraryFile(at.file) ? at.file.slice(at.file.lastIndexOf('/') + 1).replace(/\.py$/, '') : null;
    const library = name ? this.options.library(name) : null;
    return library ? library.lines.position1(at.start).line : 0;
  }
}
