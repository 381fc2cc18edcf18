/** Programs, read back from their text form (docs/ir.md). */

import { originAt } from './build.ts';
import type { Expr, Func } from './nodes.ts';
import { type IrContext, type IrParsed, Parser, type Task } from './parse.ts';
import type { EventSet, MemoryUse, Program, ProgramArg, ProgramStep, Requirement } from './program.ts';

const MEMORY = ['buffer', 'device', 'shared', 'host', 'system', 'given'] as const;
const MODES = ['read', 'write', 'readWrite'] as const;
const ORDERS = ['inOrder', 'outOfOrder', 'unknown'] as const;
const JUMPS = ['return', 'break', 'continue', 'exit'] as const;
const STEPS = [
  ...['queue', 'memory', 'pointer', 'free', 'destroy', 'launch', 'copy', 'fill', 'command', 'host', 'wait'],
  ...['call', 'loop', 'branch', 'jump', 'unknown'],
] as const;

class ProgramParser extends Parser {
  /** `?` or a name. */
  private maybe(): string | null {
    return this.accept('?') ? null : this.name();
  }

  private mode(): MemoryUse['mode'] {
    return this.oneOf(MODES, '`read`, `write` or `readWrite`');
  }

  private use(): MemoryUse {
    const mode = this.mode();
    return { memory: this.name(), mode };
  }

  private *arg(): Task<ProgramArg> {
    if (this.token.quoted || !MODES.some((mode) => this.is(mode)))
      return { kind: 'value', value: (yield this.expr()) as Expr };
    return { kind: 'memory', ...this.use() };
  }

  private *sizes(): Task<Expr[] | null> {
    if (this.accept('?')) return null;
    this.expect('[');
    return (yield this.list(']')) as Expr[];
  }

  private touches(): readonly string[] | null {
    if (!this.accept('of')) return [];
    return this.accept('*') ? null : this.names();
  }

  private inside(): { inside?: true } {
    return this.accept('inside') ? { inside: true } : {};
  }

  private on(): string {
    this.expect('on');
    return this.name();
  }

  /** A name may follow, or another step. */
  private events(certain: boolean): EventSet {
    return { events: this.token.first || this.token.kind !== 'name' ? [] : this.names(), certain };
  }

  private after(): EventSet {
    if (!this.accept('after')) return { events: [], certain: true };
    return this.events(!this.accept('?'));
  }

  private *list_(): Task<ProgramStep[]> {
    this.expect('{');
    const out: ProgramStep[] = [];
    while (!this.accept('}')) out.push((yield this.step()) as ProgramStep);
    return out;
  }

  private *step(): Task<ProgramStep> {
    const start = this.token;
    const kind = this.oneOf(STEPS, 'a step');
    const origin = (): ProgramStep['origin'] => originAt(this.spanFrom(start));
    switch (kind) {
      case 'queue': {
        const name = this.name();
        return { kind, name, order: this.oneOf(ORDERS, 'an order'), origin: origin() };
      }
      case 'memory': {
        const name = this.name();
        this.expect(':');
        const dtype = this.dtype();
        this.expect('[');
        const shape = (yield this.list(']')) as Expr[];
        const memory = this.oneOf(MEMORY, 'a kind of memory');
        const over = this.accept('over') ? this.name() : null;
        const empty = this.accept('empty');
        const unfollowed = this.accept('unfollowed');
        const flags = { ...(empty && { empty }), ...(unfollowed && { unfollowed }) };
        return { kind, name, memory, dtype, shape, over, ...flags, origin: origin() };
      }
      case 'pointer': {
        const name = this.name();
        this.expect('->');
        return { kind, name, targets: this.accept('?') ? null : this.names(), origin: origin() };
      }
      case 'free':
        return { kind, memory: this.name(), origin: origin() };
      case 'destroy': {
        const buffer = this.name();
        return { kind, buffer, writesBack: this.accept('writes_back'), origin: origin() };
      }
      case 'launch': {
        const event = this.name();
        this.expect('=');
        const func = this.name();
        this.expect('(');
        const args: ProgramArg[] = [];
        while (!this.accept(')')) {
          if (args.length > 0) this.expect(',');
          args.push((yield this.arg()) as ProgramArg);
        }
        this.expect('over');
        const global = (yield this.sizes()) as Expr[] | null;
        const local = this.accept('by') ? ((yield this.sizes()) as Expr[] | null) : null;
        const queue = this.on();
        const requires: Requirement[] = [];
        if (this.accept('requires')) {
          do requires.push({ ...this.use(), ...(this.accept('no_init') && { noInit: true }) });
          while (this.accept(','));
        }
        return { kind, event, func, global, local, queue, args, requires, after: this.after(), origin: origin() };
      }
      case 'copy': {
        const event = this.name();
        this.expect('=');
        const from = this.maybe();
        this.expect('to');
        const to = this.maybe();
        return { kind, event, to, from, ...this.inside(), queue: this.on(), after: this.after(), origin: origin() };
      }
      case 'fill': {
        const event = this.name();
        this.expect('=');
        const to = this.maybe();
        return { kind, event, to, ...this.inside(), queue: this.on(), after: this.after(), origin: origin() };
      }
      case 'command': {
        const event = this.name();
        this.expect('=');
        const what = this.string();
        const touches = this.touches();
        return { kind, event, what, touches, queue: this.on(), after: this.after(), origin: origin() };
      }
      case 'host': {
        const used = this.use();
        const byAccessor = this.accept('by');
        if (byAccessor) this.expect('accessor');
        const perhaps = this.accept('perhaps') && { perhaps: true };
        return {
          kind: 'hostAccess',
          ...used,
          through: byAccessor ? 'accessor' : 'pointer',
          ...perhaps,
          origin: origin(),
        };
      }
      case 'wait': {
        if (this.accept('?')) return { kind, on: this.events(false), origin: origin() };
        if (this.accept('all')) return { kind, on: 'all', origin: origin() };
        if (this.accept('queue')) return { kind, on: { queue: this.name() }, origin: origin() };
        return { kind, on: this.events(true), origin: origin() };
      }
      case 'call': {
        const callee = this.string();
        return { kind, callee, body: (yield this.list_()) as ProgramStep[], origin: origin() };
      }
      case 'loop':
        return { kind, body: (yield this.list_()) as ProgramStep[], origin: origin() };
      case 'branch': {
        const alternatives = [(yield this.list_()) as ProgramStep[]];
        while (this.accept('or')) alternatives.push((yield this.list_()) as ProgramStep[]);
        return { kind, alternatives, origin: origin() };
      }
      case 'jump':
        return { kind, to: this.oneOf(JUMPS, 'a jump'), origin: origin() };
      default: {
        const reason = this.string();
        return { kind: 'unknown', reason, touches: this.touches(), origin: origin() };
      }
    }
  }

  *program(): Task<Program> {
    this.expect('program');
    const name = this.name();
    this.expect('{');
    const funcs: Func[] = [];
    while (this.is('func')) funcs.push((yield this.func()) as Func);
    const steps: ProgramStep[] = [];
    while (!this.accept('}')) steps.push((yield this.step()) as ProgramStep);
    return { name, funcs, steps };
  }
}

export const parseProgram = (text: string, context: IrContext = {}): IrParsed<Program> => {
  const parser = new ProgramParser(text, context);
  return parser.read(() => parser.program(), context);
};
