/** Balance of experts in a server's log: `[Expert Balancedness] forward_pass_id=12 current_pass_balancedness=0.83 ...`. */

import type { ByteWindow } from '../json/buffer.ts';
import { bareRank, type ReadContext, type ReadResult } from '../reader.ts';

const LONGEST_LINE = 1 << 20;
const LINE = /\[Expert Balancedness\](.*)/;
const PAIR = /([A-Za-z_]\w*)\s*[=:]\s*(-?[\d.]+(?:[eE][+-]?\d+)?)/g;
const decoder = new TextDecoder();

/** Reads lines as long as there are any; null when none of them says a balance. */
export const readBalanceLog = async ({ window, begin, diags }: ReadContext): Promise<ReadResult | null> => {
  const part = begin(true);
  let found = 0;
  for (;;) {
    const line = await nextLine(window);
    if (line === null) break;
    const said = LINE.exec(line)?.[1];
    if (said === undefined) continue;
    const {
      forward_pass_id: pass,
      current_pass_balancedness: value,
      ...rest
    } = Object.fromEntries(
      [...said.matchAll(PAIR)].map(([, key = '', number = '']): [string, number] => [key, Number(number)]),
    );
    if (value === undefined || Number.isNaN(value)) {
      diags.add('unknown-record', line.slice(0, 80));
      continue;
    }
    part.table('balancedness').add({
      pass: pass ?? found,
      value,
      args: Object.keys(rest).length === 0 ? null : JSON.stringify(rest),
    });
    found++;
  }
  if (found === 0) return null;
  return { format: 'moe-log', events: found, phases: {}, ranks: [bareRank(null)], groups: [], fault: null };
};

const nextLine = async (window: ByteWindow): Promise<string | null> => {
  for (;;) {
    const end = window.bytes.subarray(0, window.end).indexOf(10, window.from);
    const stop = end >= 0 ? end : window.finished || window.end - window.from > LONGEST_LINE ? window.end : -1;
    if (stop < 0) {
      await window.fill();
      continue;
    }
    if (window.from === window.end) return null;
    const line = decoder.decode(window.bytes.subarray(window.from, stop));
    window.from = Math.min(stop + 1, window.end);
    return line;
  }
};
