/** Runs the schedule calls of a recorded program, line by line, with our primitives. */

import type { PyExpr } from '../../compiler-core/src/frontends/tensor/python/ast.ts';
import { parsePython } from '../../compiler-core/src/frontends/tensor/python/parse.ts';
import type { Func } from '../../compiler-core/src/ir/nodes.ts';
import { findByName } from '../../compiler-core/src/ir/paths.ts';
import type { SyntaxParser } from '../../compiler-core/src/syntax/cst.ts';
import { fileId } from '../../compiler-core/src/text/span.ts';
import { type Argument, bind } from '../../compiler-core/src/transforms/arguments.ts';
import { PRIMITIVES, type Resolve } from '../../compiler-core/src/transforms/primitives.ts';
import { REFUSALS } from '../../compiler-core/src/transforms/refusals.ts';
import type { Options, Rewrite } from '../../compiler-core/src/transforms/rewrite.ts';

export interface CallResult {
  /** `legal`, `refused` or `error:TYPE`, as in the record; `missing` where the primitive is not there. */
  readonly verdict: string;
  readonly text: string;
  readonly rewrite: Rewrite<Argument> | null;
}

/** A schedule under way: its program, and the Python names that calls have bound. */
export class ScheduleRun {
  private readonly names = new Map<string, Argument>();

  constructor(
    public func: Func,
    private readonly parser: SyntaxParser,
    private readonly options: Options,
  ) {}

  private value(e: PyExpr): Argument {
    switch (e.kind) {
      case 'int':
      case 'float':
      case 'str':
        return e.value;
      case 'constant':
        return e.value === 'ellipsis' ? null : e.value;
      case 'unary': {
        const v = this.value(e.operand);
        return typeof v === 'bigint' || typeof v === 'number' ? -v : null;
      }
      case 'name':
        return this.names.get(e.id) ?? null;
      case 'list':
      case 'tuple':
        return e.items.map((x) => this.value(x));
      case 'attribute':
        return e.object.kind === 'attribute' ? { kind: 'enum', type: e.object.name, member: e.name } : null;
      default:
        throw new Error(`a call with ${e.kind}`);
    }
  }

  private assign(target: PyExpr, value: Argument): void {
    if (target.kind === 'name') this.names.set(target.id, value);
    else if ((target.kind === 'tuple' || target.kind === 'list') && Array.isArray(value)) {
      for (const [k, t] of target.items.entries()) this.assign(t, value[k] ?? null);
    }
  }

  /** One line of Python. An accepted call changes the program. */
  call(line: string): CallResult {
    const { module } = parsePython(fileId('call.py'), `${line}\n`, this.parser);
    const [first] = module.body;
    const value = first?.kind === 'assign' || first?.kind === 'expr' ? first.value : null;
    if (value?.kind !== 'call' || value.func.kind !== 'attribute') throw new Error(`not a schedule call: ${line}`);
    const primitive = PRIMITIVES[value.func.name];
    if (!primitive) return { verdict: 'missing', text: value.func.name, rewrite: null };
    const keywords = new Map(value.keywords.map((k) => [k.name ?? '**', this.value(k.value)]));
    const args = value.args.map((a) => this.value(a));
    const bound = bind(value.func.name, primitive.parameters[this.options.era], args, keywords);
    if (typeof bound === 'string') return { verdict: 'error:TypeError', text: bound, rewrite: null };
    const resolve: Resolve = (a) => {
      if (typeof a === 'string') return findByName(this.func.body, a)[0]?.stmt.id ?? null;
      return a !== null && typeof a === 'object' && 'id' in a ? a.id : null;
    };
    const rewrite = primitive.run(this.func, bound, resolve, this.options);
    if (rewrite.kind === 'refused') {
      const { raises } = REFUSALS[rewrite.code];
      return { verdict: raises === 'InvalidSchedule' ? 'refused' : `error:${raises}`, text: rewrite.message, rewrite };
    }
    this.func = rewrite.ir;
    if (first?.kind === 'assign') for (const t of first.targets) this.assign(t, rewrite.result);
    return { verdict: 'legal', text: '', rewrite };
  }
}
