/**
 * With which sizes a kernel is launched: the host's code says some, comments win over it, `athanor.toml` over comments, the
 * command line over all. Several configurations of one source stand beside each other.
 */

import type { LaunchSizes } from '@athanor/compiler-core/frontends/kernel/launch-files/launch-comments.ts';
import type { HostSizes } from '@athanor/compiler-core/frontends/kernel/lower/kernels.ts';
import type { Expr, Func } from '@athanor/compiler-core/ir/nodes.ts';
import type { FileLaunches, LaunchSetting } from '../../ports/check-file.ts';
import { relativeTo } from '../paths.ts';

export const launchesOf = ({ launches, root }: FileLaunches, path: string): readonly LaunchSetting[] =>
  root === null ? [] : launches.filter(({ file }) => file.replace(/^\.\//, '') === relativeTo(root, path));

const constantOf = (e: Expr): number | null => {
  if (e.kind === 'cast') return constantOf(e.operand);
  return e.kind === 'int' ? Number(e.value) : null;
};

/** The sizes that the host gives as constants; null for a dimension that it does not. */
export const hostConstants = (
  sizes: HostSizes,
): { readonly global: readonly (number | null)[]; readonly local: readonly (number | null)[] } => ({
  global: (sizes.global ?? []).map(constantOf),
  local: (sizes.local ?? []).map(constantOf),
});

/** What is wrong with launching the kernel so; null: nothing that is seen here. */
export const misfitOf = (func: Func, { global, local }: LaunchSizes): string | null => {
  const { kernel } = func;
  const dimensions = kernel?.dimensions ?? 1;
  const name = kernel?.name === undefined || kernel.name === '' ? 'the kernel' : `\`${kernel.name}\``;
  if (kernel?.launch === 'single_task') return `${name} is a single task: it has no size`;
  if (global.length > dimensions) return `${name} has ${dimensions} dimensions, ${global.length} sizes are given`;
  const odd = global.findIndex((n, d) => n % (local?.[d] ?? 1) !== 0);
  if (local !== null && odd >= 0)
    return `the local size ${local[odd]} does not divide the global size ${global[odd]} of dimension ${odd}`;
  const required = kernel?.reqdWorkGroupSize;
  if (required !== undefined && local !== null && String(required) !== String(local))
    return `${name} requires the local size ${required.join(', ')}, not ${local.join(', ')}`;
  return null;
};
