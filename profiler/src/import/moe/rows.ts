/**
 * Loads of experts. As lines of JSON, `{rank, forward_pass_id, layer, expert, tokens}`, or with `logical_count` as nested lists
 * `[step][layer][expert]`: what a converter on the cluster writes of SGLang's recorder or of vLLM's `expert_load`.
 */

import type { Diags } from '../../run/diags.ts';
import type { PartWriter } from '../../run/part-writer.ts';
import { integerIn, type Json, listOf } from '../json/values.ts';
import { bareRank, type ReadResult } from '../reader.ts';

const COUNTS = ['logical_count', 'physical_count', 'expert_load', 'global_physical_count'] as const;

export const isExpertLine = (value: Readonly<Record<string, Json>>): boolean =>
  COUNTS.some((key) => Array.isArray(value[key])) || ('expert' in value && 'layer' in value && 'tokens' in value);

export class ExpertRows {
  private readonly ranks = new Set<number>();
  private lines = 0;

  constructor(
    private readonly part: PartWriter,
    private readonly diags: Diags,
  ) {}

  line(value: Readonly<Record<string, Json>>): void {
    this.lines++;
    const rank = integerIn(value['rank']) ?? 0;
    const step = integerIn(value['forward_pass_id'] ?? value['step']) ?? 0;
    const tokens = integerIn(value['tokens']);
    if (tokens !== null) {
      const space = value['space'] === 'physical' ? 'physical' : 'logical';
      this.row(rank, step, integerIn(value['layer']) ?? 0, integerIn(value['expert']) ?? 0, space, tokens);
      return;
    }
    const key = COUNTS.find((each) => Array.isArray(value[each]));
    if (key === undefined) {
      this.diags.add('unknown-record', JSON.stringify(value).slice(0, 80));
      return;
    }
    this.nested(rank, step, key === 'logical_count' ? 'logical' : 'physical', listOf(value[key]));
  }

  /** `[step][layer][expert]`, or without the steps. */
  nested(rank: number, step: number, space: string, counts: readonly Json[]): void {
    const deep = Array.isArray(counts[0]) && Array.isArray(counts[0][0]);
    for (const [at, layers] of (deep ? counts : [counts]).entries())
      for (const [layer, experts] of listOf(layers).entries())
        for (const [expert, count] of listOf(experts).entries())
          if (typeof count === 'number') this.row(rank, step + at, layer, expert, space, Math.round(count));
  }

  row(rank: number, step: number, layer: number, expert: number, space: string, tokens: number): void {
    this.ranks.add(rank);
    this.part.table('expert').add({ rank, step, layer, expert, space, tokens });
  }

  result(fault: string | null): ReadResult {
    const ranks = [...this.ranks].sort((a, b) => a - b);
    return {
      format: 'moe',
      events: this.lines,
      phases: {},
      ranks: (ranks.length === 0 ? [0] : ranks).map(bareRank),
      groups: [],
      fault,
    };
  }
}
