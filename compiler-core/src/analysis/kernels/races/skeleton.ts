/** What a walk over a kernel finds: accesses, and the sequences, branches, loops and barriers that they stand in. */

import type { Expr, For, Stmt, StmtOf, VarDef, While } from '../../../ir/nodes.ts';
import type { Union } from '../../../presburger/index.ts';
import type { Span } from '../../../text/span.ts';
import type { Context } from '../../affine/context.ts';
import type { Piece } from '../../affine/convert.ts';
import type { SymbolInfo, SymbolTable } from '../../affine/symbols.ts';
import type { Level } from './uniform.ts';

/** One dimension of the launch, outermost first: as the source counts them. */
export interface Dimension {
  /** `k` of `blockIdx` and `threadIdx`: 'x', 'y' or 'z'. */
  readonly axis: string;
  readonly group: SymbolInfo | null;
  readonly item: SymbolInfo | null;
  /** `group · size + item` where the size of a group is a symbol. */
  readonly global: SymbolInfo | null;
  readonly groups: readonly Piece[];
  /** Items of a group; empty where there are no groups. */
  readonly size: readonly Piece[];
}

export interface Access {
  readonly kind: 'read' | 'write' | 'update';
  readonly stmt: Stmt;
  readonly tensor: string;
  readonly def: VarDef | null;
  readonly at: Span;
  /** As they are compared: perhaps more of them than the source has. */
  readonly subscripts: readonly (readonly Piece[])[];
  /** As the source has them. */
  readonly element: readonly (readonly Piece[])[];
  /** How much what is written differs between items, its condition included. */
  readonly valueLevel: Level;
  /** Of a store: what is written, as it stands after the private values are put in. */
  readonly value: Expr | null;
  /** Its value as an integer; empty where it is none. */
  readonly whole: readonly Piece[];
  readonly context: Context;
  readonly atomic: { readonly scope: string; readonly order: string } | null;
  /** Conditions that are not the same for a whole group hide it from no analysis; they are in `context`. */
  readonly place: Place;
  /** It stands outside the nests of items: one item of the group does it. */
  readonly leader: boolean;
}

export interface Place {
  readonly list: SkeletonList;
  readonly index: number;
}
export interface SkeletonList {
  readonly nodes: SkeletonNode[];
  /** Where the branch or loop stands that it is part of; null for the outermost list. */
  owner: { readonly node: SkeletonNode; readonly place: Place } | null;
}
export type SkeletonNode =
  | { readonly kind: 'access' }
  | {
      readonly kind: 'barrier';
      readonly stmt: StmtOf<'barrier' | 'collective'>;
      readonly scope: 'subGroup' | 'workGroup';
      readonly memory: 'local' | 'global' | 'both';
      readonly context: Context;
      /** Around it, from the outermost. */
      readonly loops: readonly Loop[];
    }
  | {
      readonly kind: 'branch';
      readonly stmt: Stmt;
      readonly arms: { readonly when: Union; readonly list: SkeletonList }[];
    }
  | {
      readonly kind: 'loop';
      readonly iterator: SymbolInfo;
      readonly stmt: For | While;
      readonly begin: readonly Piece[];
      readonly end: readonly Piece[];
      readonly step: number | null;
      readonly list: SkeletonList;
    };
export type Barrier = SkeletonNode & { readonly kind: 'barrier' };
export type Loop = SkeletonNode & { readonly kind: 'loop' };

/** A value of a private variable that has no expression: the same for items and rounds as `level` and `along` say. */
export interface NamedValue {
  readonly level: Level;
  /** Loops in each round of which it may be another. */
  readonly along: ReadonlySet<string>;
}

export interface KernelWalk {
  readonly symbols: SymbolTable;
  readonly dimensions: readonly Dimension[];
  readonly accesses: readonly Access[];
  readonly barriers: readonly Barrier[];
  readonly named: ReadonlyMap<string, NamedValue>;
  /** Statements that may do anything to some tensors (null: to all). */
  readonly opaque: readonly {
    readonly tensors: readonly string[] | null;
    readonly reason: string;
    readonly at: Span;
  }[];
  /** Items may learn of each other's work by other means than barriers. */
  readonly synchronises: boolean;
  readonly assumptions: ReadonlySet<string>;
  readonly baseOf: (tensor: string) => string;
  readonly root: SkeletonList;
  /** Items of a sub-group, where the kernel says. */
  readonly subGroup: number | null;
  /** That an item is there at all: its numbers lie in the launch. */
  readonly present: Union;
}
