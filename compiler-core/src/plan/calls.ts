/** Schedule calls as text, `s.split("L", 4)`, line by line on one program, with the names that they bind. */

import type { PyExpr } from '../frontends/tensor/python/ast.ts';
import { parsePython } from '../frontends/tensor/python/parse.ts';
import { parseSelector, SelectorError } from '../frontends/tensor/schedule/selector.ts';
import { Tree } from '../frontends/tensor/schedule/tree.ts';
import type { Func, NodeId } from '../ir/nodes.ts';
import { findByName } from '../ir/paths.ts';
import type { SyntaxParser } from '../syntax/cst.ts';
import { fileId } from '../text/span.ts';
import { type Argument, bind } from '../transforms/arguments.ts';
import { REFUSALS } from '../transforms/refusals.ts';
import type { Options, Rewrite } from '../transforms/rewrite.ts';
import { ALL_PRIMITIVES } from '../transforms/table.ts';

/** The text is no schedule call, or one that only a run of Python could evaluate. */
export class CallError extends Error {}

export interface CallResult {
  /** `legal`, `refused` where FreeTensor raises `InvalidSchedule`, `error:TYPE` for another; `missing`: no such primitive. */
  readonly verdict: string;
  readonly text: string;
  readonly rewrite: Rewrite<Argument> | null;
}

/** A schedule under way. */
export class ScheduleRun {
  constructor(
    public func: Func,
    protected readonly options: Options,
  ) {}

  /** The statement an argument means: a label, a selector, or what a call before has returned. */
  private meant(a: Argument): NodeId | null {
    if (typeof a !== 'string') return a !== null && typeof a === 'object' && 'id' in a ? a.id : null;
    return statementNamed(this.func, a);
  }

  /** One call. Where it is accepted it changes the program. */
  invoke(name: string, args: readonly Argument[], keywords: ReadonlyMap<string, Argument> = new Map()): CallResult {
    const primitive = ALL_PRIMITIVES[name];
    if (!primitive) return { verdict: 'missing', text: name, rewrite: null };
    const bound = bind(name, primitive.parameters[this.options.era], args, keywords);
    if (typeof bound === 'string') return { verdict: 'error:TypeError', text: bound, rewrite: null };
    const rewrite = primitive.run(this.func, bound, (a) => this.meant(a), this.options);
    if (rewrite.kind === 'refused') {
      const { raises } = REFUSALS[rewrite.code];
      return { verdict: raises === 'InvalidSchedule' ? 'refused' : `error:${raises}`, text: rewrite.message, rewrite };
    }
    this.func = rewrite.ir;
    return { verdict: 'legal', text: '', rewrite };
  }
}

/** The same with calls as text, and the Python names that they have bound. */
export class TextRun extends ScheduleRun {
  private readonly names = new Map<string, Argument>();

  constructor(
    func: Func,
    private readonly parser: SyntaxParser,
    options: Options,
  ) {
    super(func, options);
  }

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
      case 'name': {
        const bound = this.names.get(e.id);
        if (bound === undefined) throw new CallError(`\`${e.id}\` is not known here: no call before has returned it`);
        return bound;
      }
      case 'list':
      case 'tuple':
        return e.items.map((x) => this.value(x));
      case 'attribute':
        if (e.object.kind === 'attribute') return { kind: 'enum', type: e.object.name, member: e.name };
        if (e.object.kind === 'name') return { kind: 'enum', type: e.object.id, member: e.name };
        throw new CallError('an attribute of a schedule call is a member of an enumeration, `ft.MoveToSide.After`');
      default:
        throw new CallError(`an argument of a schedule call is text, a number, a list or a name here, not ${e.kind}`);
    }
  }

  private assign(target: PyExpr, value: Argument): void {
    if (target.kind === 'name') this.names.set(target.id, value);
    else if ((target.kind === 'tuple' || target.kind === 'list') && Array.isArray(value)) {
      for (const [k, t] of target.items.entries()) this.assign(t, value[k] ?? null);
    }
  }

  /** One line of Python. @throws CallError */
  call(line: string): CallResult {
    const { module } = parsePython(fileId('call.py'), `${line}\n`, this.parser);
    const [first] = module.body;
    const value = first?.kind === 'assign' || first?.kind === 'expr' ? first.value : null;
    if (value?.kind !== 'call' || value.func.kind !== 'attribute' || module.body.length !== 1)
      throw new CallError(`\`${line}\` is no schedule call such as \`s.fuse("L1", "L2")\``);
    const keywords = new Map(value.keywords.map((k) => [k.name ?? '**', this.value(k.value)]));
    const args = value.args.map((a) => this.value(a));
    const called = this.invoke(value.func.name, args, keywords);
    if (called.rewrite?.kind === 'applied' && first?.kind === 'assign')
      for (const t of first.targets) this.assign(t, called.rewrite.result);
    return called;
  }
}

/** The first statement with a label, or else the first that a selector matches; null where there is none. */
export const statementNamed = (func: Func, text: string): NodeId | null => {
  const [labelled] = findByName(func.body, text);
  if (labelled) return labelled.stmt.id;
  const tree = new Tree(func.body);
  try {
    const matches = parseSelector(text);
    return tree.postOrder.find((s) => matches(s, tree))?.id ?? null;
  } catch (e) {
    if (e instanceof SelectorError) return null;
    throw e;
  }
};
