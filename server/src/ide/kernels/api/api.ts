/** The device API by name: SYCL 2020 with the extensions that kernels in the field use, OpenCL C 3.0. */

import { type ApiEntry, idOf, type Language } from './entry.ts';
import { mathOf } from './math.ts';
import { OPENCL_FUNCTIONS } from './opencl-functions.ts';
import { OPENCL_WORDS } from './opencl-words.ts';
import { SYCL_EXTENSIONS } from './sycl-extensions.ts';
import { SYCL_GROUPS } from './sycl-groups.ts';
import { SYCL_HOST } from './sycl-host.ts';
import { SYCL_ITEMS } from './sycl-items.ts';
import { SYCL_MEMORY } from './sycl-memory.ts';
import { SYCL_VECTORS } from './sycl-vectors.ts';

export interface Api {
  readonly entries: readonly ApiEntry[];
  /** What has a name of its own: classes, functions, constants; those of a namespace under its path: `native::sin`. */
  readonly named: ReadonlyMap<string, ApiEntry>;
  /** Classes by their plain name. */
  readonly classes: ReadonlyMap<string, ApiEntry>;
  /** Members by class or enumeration; namespaces have theirs too. */
  readonly members: ReadonlyMap<string, ReadonlyMap<string, ApiEntry>>;
}

const NESTED: ReadonlySet<ApiEntry['kind']> = new Set(['member', 'method', 'value']);

const indexed = (entries: readonly ApiEntry[], flat: boolean): Api => {
  const named = new Map<string, ApiEntry>();
  const members = new Map<string, Map<string, ApiEntry>>();
  for (const entry of entries) {
    const { of, name, kind } = entry;
    if (kind === 'attribute') continue;
    if (of !== '') {
      const list = members.get(of) ?? new Map<string, ApiEntry>();
      members.set(of, list);
      list.set(name, entry);
    }
    // OpenCL's enumerators are plain constants.
    if (!NESTED.has(kind) || (flat && kind === 'value')) named.set(of === '' || flat ? name : `${of}::${name}`, entry);
  }
  const classes = new Map(entries.flatMap((entry) => (entry.kind === 'class' ? [[entry.name, entry] as const] : [])));
  return { entries, named, classes, members };
};

const SYCL: Api = indexed(
  [...SYCL_ITEMS, ...SYCL_MEMORY, ...SYCL_GROUPS, ...SYCL_VECTORS, ...SYCL_HOST, ...SYCL_EXTENSIONS, ...mathOf('sycl')],
  false,
);
const OPENCL: Api = indexed([...OPENCL_FUNCTIONS, ...OPENCL_WORDS, ...mathOf('opencl')], true);

export const apiOf = (language: Language): Api => (language === 'sycl' ? SYCL : OPENCL);

export const attributesOf = (language: Language): readonly ApiEntry[] =>
  apiOf(language).entries.filter(({ kind }) => kind === 'attribute');

const BY_ID: ReadonlyMap<string, ApiEntry> = new Map(
  [...SYCL.entries, ...OPENCL.entries].map((entry) => [idOf(entry), entry]),
);

export const entryWithId = (id: string): ApiEntry | null => BY_ID.get(id) ?? null;

/** Its signatures, what it means, where it is specified. */
export const entryMarkdown = ({ language, of, kind, signatures, doc, section }: ApiEntry): string => {
  const owner = NESTED.has(kind) && language === 'sycl' ? `${of}::` : '';
  const shown = signatures.slice(0, MOST).map((signature) => owner + signature);
  if (signatures.length > MOST) shown.push(`… ${signatures.length - MOST} more`);
  const book = language === 'sycl' ? 'SYCL 2020' : 'OpenCL C 3.0';
  const source = section.endsWith('(extension)')
    ? `Extension ${section.replace(' (extension)', '')}`
    : `${book}, ${section}`;
  return `\`\`\`cpp\n${shown.join('\n')}\n\`\`\`\n\n${doc}\n\n*${source}*`;
};

/** Signatures that are shown. */
const MOST = 8;
