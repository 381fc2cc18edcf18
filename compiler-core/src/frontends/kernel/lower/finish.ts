/** The function around a kernel's body: its parameters with what it does to each, and what is left of the flags. */

import type { Expr, Func, KernelInfo, Param, Stmt } from '../../../ir/nodes.ts';
import type { AccessType } from '../../../ir/types.ts';
import { ownExprs, visitExpr, visitStmt } from '../../../ir/walk.ts';
import type { Span } from '../../../text/span.ts';
import type { Node } from '../parse/ast.ts';
import type { Machine } from './machine.ts';
import { strip } from './strip.ts';
import type { Allocation, Leaf } from './values.ts';

interface Parameter {
  readonly allocation: Allocation;
  readonly leaf: Leaf;
}

export const finish = (m: Machine, whole: Stmt, kernel: KernelInfo, node: Node): Func => {
  const body = strip(m, whole);
  const origin = { span: m.at(node), calls: [], trail: [] };
  const byTensor: ReadonlyMap<string, Parameter> = m.externalLeaves;
  const used = new Map<string, Set<'read' | 'write'>>();
  const symbols = new Set<string>();
  const touch = (tensor: string, how: 'read' | 'write'): void => {
    const known = byTensor.get(tensor);
    if (known === undefined) return;
    const before = used.get(tensor);
    if (before === undefined) {
      // What its size reads stands around it.
      for (const extent of known.leaf.shape) expr(extent);
      used.set(tensor, new Set([how]));
    } else before.add(how);
  };
  const expr = (root: Expr): void =>
    visitExpr(root, (e) => {
      if (e.kind === 'load') touch(e.tensor, 'read');
      else if (e.kind === 'param') symbols.add(e.name);
      return true;
    });
  visitStmt(body, {
    enter: (stmt) => {
      for (const e of ownExprs(stmt)) expr(e);
      if (stmt.kind === 'store') touch(stmt.tensor, 'write');
      else if (stmt.kind === 'reduceTo' || stmt.kind === 'atomicRMW') {
        touch(stmt.tensor, 'write');
        touch(stmt.tensor, 'read');
      } else if (stmt.kind === 'varDef' && stmt.view !== null) {
        touch(stmt.view.tensor, 'read');
        touch(stmt.view.tensor, 'write');
      } else if (stmt.kind === 'notModelled') for (const tensor of stmt.tensors ?? []) touch(tensor, 'read');
    },
  });
  let func = body;
  const order = [...used.keys()];
  const classes = new Map<string, Set<Allocation>>();
  for (const tensor of order) {
    const allocation = byTensor.get(tensor)?.allocation;
    if (allocation?.aliasClass == null) continue;
    const members = classes.get(allocation.aliasClass) ?? new Set();
    classes.set(allocation.aliasClass, members.add(allocation));
  }
  // Scalars stand outermost: extents read them.
  const isScalar = (tensor: string): boolean => byTensor.get(tensor)?.allocation.memory === 'byvalue';
  const nested = [...order.filter(isScalar), ...order.filter((tensor) => !isScalar(tensor))];
  for (const tensor of nested.reverse()) {
    const { allocation, leaf } = byTensor.get(tensor) as Parameter;
    const how = used.get(tensor) ?? new Set();
    // What a kernel writes only it may write in part.
    const access: AccessType = how.has('write') ? 'inout' : 'input';
    const { aliasClass } = allocation;
    const spelled = m.spellings.get(allocation.name);
    func = m.builder.varDef(
      {
        name: tensor,
        shape: leaf.shape,
        dtype: leaf.dtype,
        access,
        memory: allocation.memory,
        aliasClass: aliasClass !== null && (classes.get(aliasClass)?.size ?? 0) > 1 ? aliasClass : null,
        body: func,
        ...(spelled === undefined ? {} : { spelled: spelled + tensor.slice(allocation.name.length) }),
        ...(leaf.layout === null ? {} : { layout: leaf.layout }),
      },
      { origin },
    );
  }
  const externals: Param[] = [...symbols].map((name) => ({
    name,
    integer: true,
    origin: m.params.get(name) ?? origin.span,
  }));
  return m.builder.func(functionName(kernel.name, origin.span), func, { params: order, externals, origin, kernel });
};

/** The kernel's own name, or where it is launched. */
export const functionName = (name: string, at: Span): string => (name === '' ? `kernel#${at.start}` : name);
