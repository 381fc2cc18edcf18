/** A C++ tree as short text in which every grouping shows: `(a + (b * c))`, `p: pointer to int`. */

import type {
  Chunk,
  Decl,
  Declarator,
  Expr,
  Initializer,
  Node,
  Parameter,
  Specifiers,
  Stmt,
  TypeId,
  TypeSpecifier,
} from '../src/frontends/kernel/parse/ast.ts';
import type { SyntaxUnit } from '../src/frontends/kernel/parse/parse.ts';

export class CxxShape {
  constructor(private readonly unit: SyntaxUnit) {}

  /** The declarations of the unit, one text each. */
  all(): readonly string[] {
    return this.unit.body.map((declaration) => this.decl(declaration));
  }

  private text({ from, to }: Node): string {
    const { tokens } = this.unit;
    let out = '';
    for (let i = from; i < to; i++) {
      const spelling = tokens[i]?.spelling ?? '';
      const joins = /\w$/.test(out) && /^\w/.test(spelling);
      out += joins ? ` ${spelling}` : spelling;
    }
    return out;
  }

  private list(items: readonly Expr[]): string {
    return items.map((item) => this.expr(item)).join(', ');
  }

  private init(value: Initializer | null): string {
    if (value === null) return '';
    if (value.kind === 'copy') return ` = ${this.expr(value.value)}`;
    return value.kind === 'paren' ? `(${this.list(value.arguments)})` : this.expr(value.list);
  }

  expr(e: Expr): string {
    switch (e.kind) {
      case 'paren':
        return this.expr(e.inner);
      case 'unary':
        return `(${e.operator}${this.expr(e.operand)})`;
      case 'postfix':
        return `(${this.expr(e.operand)}${e.operator})`;
      case 'binary':
      case 'assign':
        return `(${this.expr(e.left)} ${e.operator} ${this.expr(e.right)})`;
      case 'conditional':
        return `(${this.expr(e.test)} ? ${e.then === null ? '' : this.expr(e.then)} : ${this.expr(e.else)})`;
      case 'call':
        return `${this.expr(e.callee)}(${this.list(e.arguments)})`;
      case 'subscript':
        return `${this.expr(e.object)}[${this.list(e.indices)}]`;
      case 'member':
        return `${this.expr(e.object)}${e.arrow ? '->' : '.'}${this.text(e.name)}`;
      case 'cast':
        return `${e.style}<${this.typeId(e.type)}>(${this.expr(e.operand)})`;
      case 'construct':
        return `new-value<${this.typeSpecifier(e.type)}>${this.init(e.initializer)}`;
      case 'list':
        return `{${e.items
          .map(({ designators, value }) => {
            const path = designators.map((d) => (typeof d === 'string' ? `.${d}` : `[${this.expr(d)}]`)).join('');
            return path === '' ? this.expr(value) : `${path} = ${this.expr(value)}`;
          })
          .join(', ')}}`;
      case 'new':
        return `new${e.placement.length > 0 ? `(${this.list(e.placement)})` : ''}<${this.typeId(e.type)}>${this.init(e.initializer)}`;
      case 'delete':
        return `(delete${e.array ? '[]' : ''} ${this.expr(e.operand)})`;
      case 'query':
        return `${e.operator}<${this.typeOrExpr(e.operand)}>`;
      case 'lambda': {
        const captures = [e.default, ...e.captures.map((c) => this.text(c))].filter((c) => c !== '').join(', ');
        const parameters =
          e.function === null ? '' : `(${e.function.parameters.map((p) => this.parameter(p)).join(', ')})`;
        return `lambda[${captures}]${parameters}${this.stmt(e.body)}`;
      }
      case 'fold':
        return `fold(${e.left === null ? '...' : this.expr(e.left)} ${e.operator} ${e.right === null ? '...' : this.expr(e.right)})`;
      case 'expansion':
        return `${this.expr(e.pattern)}...`;
      case 'jump':
        return `(${e.operator}${e.operand === null ? '' : ` ${this.expr(e.operand)}`})`;
      case 'statements':
        return this.stmt(e.body);
      case 'type':
        return `type<${this.typeId(e.type)}>`;
      default:
        return this.text(e);
    }
  }

  private typeOrExpr(operand: Expr | TypeId): string {
    return operand.kind === 'typeId' ? this.typeId(operand) : this.expr(operand);
  }

  private typeSpecifier(type: TypeSpecifier): string {
    if (type.kind === 'class')
      return `${type.definition.key}{${type.definition.members.map((m) => this.decl(m)).join('; ')}}`;
    if (type.kind === 'builtin') return type.words.join(' ');
    if (type.kind === 'none') return 'none';
    return this.text(type);
  }

  private specifiers(s: Specifiers): string {
    const cv = [s.const ? 'const' : '', s.volatile ? 'volatile' : ''];
    return [...s.words, ...cv, this.typeSpecifier(s.type)].filter((word) => word !== '').join(' ');
  }

  private typeId({ specifiers, declarator }: TypeId): string {
    return this.chunks(declarator.chunks) + this.specifiers(specifiers);
  }

  private chunks(chunks: readonly Chunk[]): string {
    return chunks
      .map((chunk) => {
        if (chunk.kind === 'pointer') return `${chunk.const ? 'const ' : ''}pointer to `;
        if (chunk.kind === 'reference') return chunk.rvalue ? 'rvalue of ' : 'reference to ';
        if (chunk.kind === 'memberPointer') return `pointer to member of ${this.text(chunk.name)} `;
        if (chunk.kind === 'array') return `array ${chunk.size === null ? '' : `${this.expr(chunk.size)} `}of `;
        const parameters = chunk.parameters.map((p) => this.parameter(p)).join(', ');
        const tail = [chunk.const ? ' const' : '', chunk.noexcept === false ? '' : ' noexcept'].join('');
        return `function(${parameters}${chunk.variadic ? ', ...' : ''})${tail} returning ${chunk.trailing === null ? '' : `${this.typeId(chunk.trailing)} for `}`;
      })
      .join('');
  }

  private parameter({ specifiers, declarator, default: value }: Parameter): string {
    return this.declarator(specifiers, declarator) + (value === null ? '' : ` = ${this.expr(value)}`);
  }

  private declarator(specifiers: Specifiers, d: Declarator): string {
    const bindings = d.bindings === null ? '' : `[${d.bindings.map(({ text }) => text).join(', ')}]`;
    const name = d.name === null ? bindings : this.text(d.name);
    const type = `${d.pack ? 'pack of ' : ''}${this.chunks(d.chunks)}${this.specifiers(specifiers)}`;
    return name === '' ? type : `${name}: ${type}`;
  }

  decl(d: Decl): string {
    switch (d.kind) {
      case 'simple': {
        if (d.declarators.length === 0) return this.specifiers(d.specifiers);
        return d.declarators
          .map(({ declarator, bitField, initializer }) => {
            const bits = bitField === null ? '' : ` bits ${this.expr(bitField)}`;
            return this.declarator(d.specifiers, declarator) + bits + this.init(initializer);
          })
          .join(', ');
      }
      case 'function': {
        const inits = d.inits.map(({ name, initializer }) => ` ${this.text(name)}${this.init(initializer)}`).join('');
        const body = d.body === null ? ` ${d.form}` : ` ${this.stmt(d.body)}`;
        return this.declarator(d.specifiers, d.declarator) + inits + body;
      }
      case 'template': {
        const names = d.head.parameters.map((p) => `${p.kind} ${p.name}${p.pack ? '...' : ''}`.trim());
        return `template<${names.join(', ')}> ${this.decl(d.declaration)}`;
      }
      case 'namespace':
        return `namespace ${d.names.join('::')}{${d.body.map((inner) => this.decl(inner)).join('; ')}}`;
      case 'alias':
        return `${d.name} is ${this.typeId(d.type)}`;
      case 'macro':
        return `macro ${d.name}${d.body === null ? '' : ` ${this.stmt(d.body)}`}`;
      case 'error':
        return `error<${this.text(d)}>`;
      default:
        return `${d.kind}<${this.text(d)}>`;
    }
  }

  stmt(s: Stmt): string {
    const or = (inner: Stmt | null): string => (inner === null ? '' : this.stmt(inner));
    switch (s.kind) {
      case 'compound':
        return `{${s.body.map((inner) => this.stmt(inner)).join('; ')}}`;
      case 'expression':
        return this.expr(s.value);
      case 'declaration':
        return this.decl(s.declaration);
      case 'if':
        return `if ${s.form}(${s.init === null ? '' : `${this.stmt(s.init)}; `}${or(s.condition)}) ${this.stmt(s.then)}${s.else === null ? '' : ` else ${this.stmt(s.else)}`}`;
      case 'while':
        return `while (${this.stmt(s.condition)}) ${this.stmt(s.body)}`;
      case 'do':
        return `do ${this.stmt(s.body)} while (${this.expr(s.condition)})`;
      case 'for':
        return `for (${or(s.init)}; ${or(s.condition)}; ${s.step === null ? '' : this.expr(s.step)}) ${this.stmt(s.body)}`;
      case 'rangeFor':
        return `for (${s.init === null ? '' : `${this.stmt(s.init)}; `}${this.declarator(s.specifiers, s.declarator)} in ${this.expr(s.range)}) ${this.stmt(s.body)}`;
      case 'return':
        return `return${s.value === null ? '' : ` ${this.expr(s.value)}`}`;
      case 'case':
        return s.value === null
          ? 'default'
          : `case ${this.expr(s.value)}${s.end === null ? '' : ` to ${this.expr(s.end)}`}`;
      case 'switch':
        return `switch (${this.stmt(s.condition)}) ${this.stmt(s.body)}`;
      case 'try':
        return `try ${this.stmt(s.body)}${s.handlers.map((h) => ` catch(${h.parameter === null ? '...' : this.parameter(h.parameter)}) ${this.stmt(h.body)}`).join('')}`;
      case 'macro':
        return `macro ${s.name}${s.body === null ? '' : ` ${this.stmt(s.body)}`}`;
      case 'label':
        return `label ${s.name}`;
      case 'error':
        return `error<${this.text(s)}>${s.inner.map((lambda) => this.expr(lambda)).join('')}`;
      default:
        return this.text(s);
    }
  }
}
