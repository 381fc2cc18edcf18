/** The AST as canonical Python: every operation in parentheses, so that a test shows how it was read. */

import type {
  Comprehension,
  Keyword,
  ParamDecl,
  Params,
  PyExpr,
  PyModule,
  PyStmt,
} from '../src/frontends/tensor/python/ast.ts';

const list = (items: readonly PyExpr[]): string => items.map(show).join(', ');
const optional = (item: PyExpr | null): string => (item ? show(item) : '');
const keyword = ({ name, value }: Keyword): string => (name === null ? `**${show(value)}` : `${name}=${show(value)}`);

function clauses(items: readonly Comprehension[]): string {
  return items
    .map(({ target, iter, ifs, isAsync }) => {
      const tests = ifs.map((test) => ` if ${show(test)}`).join('');
      return `${isAsync ? ' async' : ''} for ${show(target)} in ${show(iter)}${tests}`;
    })
    .join('');
}

function param({ name, annotation, default: value }: ParamDecl): string {
  return `${name}${annotation ? `: ${show(annotation)}` : ''}${value ? `=${show(value)}` : ''}`;
}

function params(all: Params): string {
  const out = all.positionalOnly.map(param);
  if (out.length > 0) out.push('/');
  out.push(...all.positional.map(param));
  if (all.varArgs) out.push(`*${param(all.varArgs)}`);
  else if (all.keywordOnly.length > 0) out.push('*');
  out.push(...all.keywordOnly.map(param));
  if (all.varKeywords) out.push(`**${param(all.varKeywords)}`);
  return out.join(', ');
}

const float = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));

export function show(e: PyExpr): string {
  switch (e.kind) {
    case 'name':
      return e.id;
    case 'int':
      return e.value.toString();
    case 'float':
      return float(e.value);
    case 'complex':
      return `${float(e.imag)}j`;
    case 'str':
      return JSON.stringify(e.value);
    case 'bytes':
      return `b${JSON.stringify(e.value)}`;
    case 'fstring': {
      const parts = e.parts.map((part) => {
        if (typeof part === 'string') return JSON.stringify(part);
        const { value, conversion, spec } = part;
        return `{${show(value)}${conversion ? `!${conversion}` : ''}${spec === null ? '' : `:${JSON.stringify(spec)}`}}`;
      });
      return `f[${parts.join(', ')}]`;
    }
    case 'constant':
      return e.value === 'ellipsis' ? '...' : e.value === null ? 'None' : e.value ? 'True' : 'False';
    case 'tuple':
      return e.items.length === 1 ? `(${list(e.items)},)` : `(${list(e.items)})`;
    case 'list':
      return `[${list(e.items)}]`;
    case 'set':
      return `{${list(e.items)}}`;
    case 'dict':
      return `{${e.entries.map(({ key, value }) => (key ? `${show(key)}: ${show(value)}` : `**${show(value)}`)).join(', ')}}`;
    case 'attribute':
      return `${show(e.object)}.${e.name}`;
    case 'subscript':
      return `${show(e.object)}[${show(e.index)}]`;
    case 'slice':
      return `${optional(e.start)}:${optional(e.stop)}:${optional(e.step)}`;
    case 'call':
      return `${show(e.func)}(${[...e.args.map(show), ...e.keywords.map(keyword)].join(', ')})`;
    case 'starred':
      return `*${show(e.value)}`;
    case 'unary':
      return `(${e.op}${e.op === 'not' ? ' ' : ''}${show(e.operand)})`;
    case 'binary':
      return `(${show(e.lhs)} ${e.op} ${show(e.rhs)})`;
    case 'boolOp':
      return `(${e.values.map(show).join(` ${e.op} `)})`;
    case 'compare':
      return `(${show(e.first)}${e.rest.map(({ op, value }) => ` ${op} ${show(value)}`).join('')})`;
    case 'ifExp':
      return `(${show(e.then)} if ${show(e.test)} else ${show(e.else)})`;
    case 'lambda':
      return `(lambda ${params(e.params)}: ${show(e.body)})`;
    case 'namedExpr':
      return `(${show(e.target)} := ${show(e.value)})`;
    case 'listComp':
      return `[${show(e.element)}${clauses(e.clauses)}]`;
    case 'setComp':
      return `{${show(e.element)}${clauses(e.clauses)}}`;
    case 'generator':
      return `(${show(e.element)}${clauses(e.clauses)})`;
    case 'dictComp':
      return `{${show(e.key)}: ${show(e.value)}${clauses(e.clauses)}}`;
    case 'await':
      return `(await ${show(e.value)})`;
    case 'yieldFrom':
      return `(yield from ${show(e.value)})`;
    case 'yield':
      return e.value ? `(yield ${show(e.value)})` : '(yield)';
    case 'error':
      return '<error>';
  }
}

const block = (body: readonly PyStmt[]): string =>
  body
    .flatMap((statement) => lines(statement).split('\n'))
    .map((line) => `\n  ${line}`)
    .join('');
const orElse = (body: readonly PyStmt[] | null, word = 'else'): string => (body ? `\n${word}:${block(body)}` : '');
const decorated = (decorators: readonly PyExpr[]): string => decorators.map((d) => `@${show(d)}\n`).join('');
const aliases = (names: readonly { name: string; asName: string | null }[]): string =>
  names.map(({ name, asName }) => (asName ? `${name} as ${asName}` : name)).join(', ');

function lines(s: PyStmt): string {
  switch (s.kind) {
    case 'expr':
      return show(s.value);
    case 'assign':
      return [...s.targets, s.value].map(show).join(' = ');
    case 'augAssign':
      return `${show(s.target)} ${s.op}= ${show(s.value)}`;
    case 'annAssign':
      return `${show(s.target)}: ${show(s.annotation)}${s.value ? ` = ${show(s.value)}` : ''}`;
    case 'for':
      return `${s.isAsync ? 'async ' : ''}for ${show(s.target)} in ${show(s.iter)}:${block(s.body)}${orElse(s.orElse)}`;
    case 'while':
      return `while ${show(s.test)}:${block(s.body)}${orElse(s.orElse)}`;
    case 'if':
      return `if ${show(s.test)}:${block(s.body)}${orElse(s.orElse)}`;
    case 'with': {
      const items = s.items.map(({ context, target }) => `${show(context)}${target ? ` as ${show(target)}` : ''}`);
      return `${s.isAsync ? 'async ' : ''}with ${items.join(', ')}:${block(s.body)}`;
    }
    case 'try': {
      const handlers = s.handlers.map(({ type, name, body }) => {
        const what = `${type ? ` ${show(type)}` : ''}${name ? ` as ${name}` : ''}`;
        return `\nexcept${what}:${block(body)}`;
      });
      return `try:${block(s.body)}${handlers.join('')}${orElse(s.orElse)}${orElse(s.final, 'finally')}`;
    }
    case 'functionDef': {
      const head = `${decorated(s.decorators)}${s.isAsync ? 'async ' : ''}def ${s.name}(${params(s.params)})`;
      return `${head}${s.returns ? ` -> ${show(s.returns)}` : ''}:${block(s.body)}`;
    }
    case 'classDef': {
      const bases = [...s.bases.map(show), ...s.keywords.map(keyword)].join(', ');
      return `${decorated(s.decorators)}class ${s.name}(${bases}):${block(s.body)}`;
    }
    case 'return':
      return s.value ? `return ${show(s.value)}` : 'return';
    case 'raise':
      return `raise${s.value ? ` ${show(s.value)}` : ''}${s.cause ? ` from ${show(s.cause)}` : ''}`;
    case 'assert':
      return `assert ${show(s.test)}${s.message ? `, ${show(s.message)}` : ''}`;
    case 'delete':
      return `del ${list(s.targets)}`;
    case 'import':
      return `import ${aliases(s.names)}`;
    case 'importFrom':
      return `from ${s.module} import ${s.names ? aliases(s.names) : '*'}`;
    case 'global':
    case 'nonlocal':
      return `${s.kind} ${s.names.join(', ')}`;
    case 'pass':
    case 'break':
    case 'continue':
      return s.kind;
    case 'directive':
      return `#! ${s.text}`;
    case 'unsupported':
      return `unsupported ${s.what}`;
    case 'errorStmt':
      return '<error>';
  }
}

/** The statements of a module, one a line, blocks indented by two. */
export const outline = (module: PyModule): string => module.body.map(lines).join('\n');
