/** Local memory of a group and private memory of an item against what a device has of them. */

import type { Func, Stmt, VarDef } from '../../../ir/nodes.ts';
import { bitsOf } from '../../../ir/types.ts';
import { foldStmt } from '../../../ir/walk.ts';
import { DEFAULT_DEVICE } from '../../../machine/catalogue.ts';
import { exceeded, type LimitsAnswer, type LimitsQuestion, openFact, possibly } from './limits-finding.ts';
import { constantSize, showSize } from './limits-size.ts';

interface Block {
  readonly def: VarDef;
  /** Null: its extent is not constant. */
  readonly bytes: number | null;
}

/** Bytes of one definition; padding inside structures that no leaf names is not counted, so it is a lower bound. */
const sizeOf = (def: VarDef): Block => {
  const element = (bitsOf(def.dtype) ?? 0) / 8;
  const bytes = def.shape.reduce<number | null>((product, e) => {
    const n = constantSize(e);
    return product === null || n === null ? null : product * n;
  }, element);
  return { def, bytes: bytes !== null && Number.isSafeInteger(bytes) ? bytes : null };
};

/** The definitions that live at once and take the most: those along one path of scopes. */
const liveAtOnce = (func: Func, wanted: (def: VarDef) => boolean): readonly Block[] => {
  const total = (blocks: readonly Block[]): number => blocks.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  return foldStmt<readonly Block[]>(func.body, (s: Stmt, parts) => {
    const inner = parts.reduce((most, part) => {
      const [a, b] = [total(part), total(most)];
      return a > b || (a === b && part.length > most.length) ? part : most;
    }, []);
    return s.kind === 'varDef' && wanted(s) ? [sizeOf(s), ...inner] : inner;
  });
};

const sum = (blocks: readonly Block[]): number => blocks.reduce((total, { bytes }) => total + (bytes ?? 0), 0);
const nameOf = ({ def }: Block): string => def.spelled ?? def.name;
/** Where its extent is written, else where it is declared. */
const placeOf = ({ def }: Block) => {
  const [extent] = def.shape;
  return extent !== undefined && extent.at.file !== '' && extent.at.end > extent.at.start ? extent.at : def.origin.span;
};

const bytesOf = (n: number): string => `${n} bytes`;

export const localMemory = (q: LimitsQuestion): LimitsAnswer => {
  const { device, chosen } = q;
  const blocks = liveAtOnce(q.func, ({ memory, view }) => memory === 'gpu/shared' && view === null);
  if (blocks.length === 0) return { diagnostics: [], open: [] };
  const { localMemory: plain, localMemoryAsked: asked } = device.limits;
  const bytes = sum(blocks);
  const symbolic = blocks.filter((block) => block.bytes === null);
  const sized = [...blocks].filter((block) => block.bytes !== null).sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0));
  if (plain.value === null || asked.value === null) {
    // Every device that the standards know has this much.
    const floor = DEFAULT_DEVICE.limits.localMemory.value;
    const fits = floor !== null && bytes <= Number(floor) && symbolic.length === 0;
    return { diagnostics: [], open: fits ? [] : openFact('local memory', plain) };
  }
  const [has, most] = [Number(plain.value), Number(asked.value)];
  const [first] = sized;
  const related = sized
    .slice(1, 6)
    .map((block) => ({ span: placeOf(block), message: `${nameOf(block)}: ${bytesOf(block.bytes ?? 0)}` }));
  const needs =
    sized.length === 1 && first !== undefined
      ? `\`${nameOf(first)}\` takes ${bytesOf(bytes)} of local memory`
      : `a work-group takes ${bytesOf(bytes)} of local memory`;
  if (first !== undefined && bytes > has) {
    const at = placeOf(first);
    if (device.numbers === 'least') {
      const message = `${needs}: portable code may rely on ${bytesOf(has)}`;
      return { diagnostics: [possibly(q, 'local-memory-exceeded', at, message, { related })], open: [] };
    }
    if (bytes <= most) {
      const message = `${needs}: ${device.name} gives a launch ${bytesOf(has)}, and up to ${bytesOf(most)} where the host asks for it`;
      return { diagnostics: [possibly(q, 'local-memory-exceeded', at, message, { related })], open: [] };
    }
    const message = `${needs}: ${device.name} has ${bytesOf(most)}`;
    return { diagnostics: [exceeded(q, 'local-memory-exceeded', at, message, { related })], open: [] };
  }
  const [unknown] = symbolic;
  if (unknown === undefined) return { diagnostics: [], open: [] };
  const open = [`the size of \`${nameOf(unknown)}\` in local memory is not known`];
  if (chosen === null || device.numbers === 'least') return { diagnostics: [], open };
  const terms = symbolic.map(({ def }) => {
    const extents = def.shape.map(showSize).map((text) => (/[ ]/.test(text) ? `(${text})` : text));
    return [...extents, `${(bitsOf(def.dtype) ?? 0) / 8}`].join(' * ');
  });
  const condition = `${[...terms, ...(bytes > 0 ? [`${bytes}`] : [])].join(' + ')} > ${most}`;
  const message = `local memory of \`${nameOf(unknown)}\` is more than the ${bytesOf(most)} of ${device.name} if ${condition}`;
  return { diagnostics: [possibly(q, 'local-memory-exceeded', placeOf(unknown), message)], open };
};

/** Arrays alone: what of scalars lives at once is the compiler's business. */
export const privateMemory = (q: LimitsQuestion): LimitsAnswer => {
  const { device } = q;
  const registers = device.limits.registers.value;
  if (q.chosen === null || registers === null || device.kind === 'cpu') return { diagnostics: [], open: [] };
  const blocks = liveAtOnce(
    q.func,
    ({ memory, view, shape }) => memory === 'gpu/local' && view === null && shape.length > 0,
  );
  const bytes = sum(blocks);
  const [first, ...rest] = [...blocks].sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0));
  if (first === undefined || bytes <= Number(registers)) return { diagnostics: [], open: [] };
  const related = rest
    .filter((block) => (block.bytes ?? 0) > 0)
    .slice(0, 5)
    .map((block) => ({ span: block.def.origin.span, message: `${nameOf(block)}: ${bytesOf(block.bytes ?? 0)}` }));
  const message = `private arrays take ${bytesOf(bytes)} of each work-item: ${device.name} has registers for ${bytesOf(Number(registers))} at most, the rest goes to memory`;
  return { diagnostics: [exceeded(q, 'private-memory-spill', first.def.origin.span, message, { related })], open: [] };
};
