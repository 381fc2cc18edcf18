/** The device API over the wire: completion, its documentation, signature help and hover, while the text is typed. */

import { goldens } from '@athanor/compiler-core/testkit/golden.ts';
import { expect, test } from 'vitest';
import type { Client } from './client.ts';
import { memoryServer, uriOf } from './memory.ts';
import { transcript } from './transcript.ts';

const golden = goldens(import.meta.dirname, 'kernel-writing');

const SYCL = uriOf('k.cpp');
const OPENCL = uriOf('k.cl');
const TEXT = `#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *x) {
  q.parallel_for<class K>(sycl::nd_range<1>(64, 8), [=](sycl::nd_item<1> it) {

  });
}
`;
const LINE = 3;
const CL = `__kernel void k(__global float4 *a) {

}
`;

const CAPABLE = {
  textDocument: {
    publishDiagnostics: { versionSupport: true },
    hover: { contentFormat: ['markdown'] },
    completion: { completionList: { itemDefaults: ['editRange'] } },
    signatureHelp: {
      signatureInformation: { parameterInformation: { labelOffsetSupport: true }, noActiveParameterSupport: true },
    },
  },
};
const begun = async (capabilities: object = CAPABLE, options: object = {}): Promise<Client> => {
  const { client, crashes } = memoryServer();
  await client.begin(capabilities, options);
  client.open(SYCL, TEXT, 1, 'cpp');
  client.open(OPENCL, CL, 1, 'c');
  await client.pushed(SYCL, 1);
  expect(crashes).toEqual([]);
  return client;
};
/** Types a line at once and gives the place behind it. */
const typed = (client: Client, uri: string, line: number, version: number, text: string) => {
  client.change(uri, version, [{ range: { start: { line, character: 0 }, end: { line, character: 0 } }, text }]);
  return { textDocument: { uri }, position: { line, character: text.length } };
};
const items = async (client: Client, place: object): Promise<{ label: string; detail?: string; data?: object }[]> =>
  Object(await client.request('textDocument/completion', place)).items;

test('completion of members and its documentation', async () => {
  const client = await begun();
  const place = typed(client, SYCL, LINE, 2, '    it.get_sub_group().get_lo');
  const talk = client.record();
  const found = await items(client, { ...place, context: { triggerKind: 1 } });
  await client.request(
    'completionItem/resolve',
    found.find(({ label }) => label === 'get_local_id'),
  );
  golden.check('members', transcript(talk, ['textDocument/completion', 'completionItem/resolve']));
  expect(await client.end()).toBe(0);
});

test('enumerators that an argument wants', async () => {
  const client = await begun();
  const place = typed(client, SYCL, LINE, 2, '    sycl::group_barrier(it.get_group(), ');
  const talk = client.record();
  await items(client, place);
  golden.check('wanted', transcript(talk, ['textDocument/completion']));
});

test('signature help has all signatures', async () => {
  const client = await begun();
  const place = typed(client, SYCL, LINE, 2, '    float y = sycl::reduce_over_group(it.get_group(), 1.0f, 2.0f, ');
  const talk = client.record();
  await client.request('textDocument/signatureHelp', place);
  golden.check('signatures', transcript(talk, ['textDocument/signatureHelp']));
});

test('a client that knows less gets plain ranges and labels', async () => {
  const client = await begun({
    textDocument: { publishDiagnostics: { versionSupport: true }, hover: { contentFormat: ['plaintext'] } },
  });
  const place = typed(client, SYCL, LINE, 2, '    it.get_global_id(0, ');
  const help = Object(await client.request('textDocument/signatureHelp', place));
  expect([help.activeSignature, help.activeParameter]).toEqual([1, 1]);
  expect(help.signatures.map(({ parameters }: { parameters: object[] }) => parameters)).toEqual([
    [],
    [{ label: 'dimension: int' }],
  ]);
  const begin = typed(client, SYCL, LINE, 3, 'it.');
  const [first] = await items(client, begin);
  expect(first).toMatchObject({ textEdit: { range: { start: begin.position, end: begin.position } } });
});

test('hover over a name of the API, and over the kernel that begins there', async () => {
  const client = await begun();
  const talk = client.record();
  for (const character of [TEXT.split('\n')[2]?.indexOf('nd_range') ?? 0, 6])
    await client.request('textDocument/hover', { textDocument: { uri: SYCL }, position: { line: 2, character } });
  golden.check('hover', transcript(talk, ['textDocument/hover']));
});

test('OpenCL C: builtins, the rest when more is written', async () => {
  const client = await begun();
  const first = Object(await client.request('textDocument/completion', typed(client, OPENCL, 1, 2, '  a[get_')));
  expect(first.isIncomplete).toBe(true);
  expect(first.items.map(({ label }: { label: string }) => label)).toEqual(
    expect.arrayContaining(['get_global_id', 'mad24']),
  );
  const second = Object(await client.request('textDocument/completion', typed(client, OPENCL, 1, 3, '  convert_')));
  expect(second.isIncomplete).toBe(false);
  expect(second.items.map(({ label }: { label: string }) => label)).toContain('convert_uchar4_sat_rtz');
  const elements = await items(client, typed(client, OPENCL, 1, 4, '  a[0].'));
  expect(elements.map(({ label }) => label)).toEqual([
    'x',
    'y',
    'z',
    'w',
    'lo',
    'hi',
    'odd',
    'even',
    's0',
    's1',
    's2',
    's3',
  ]);
});

test('names of the file, unless the editor has a C++ server', async () => {
  const asked = async (options: object): Promise<readonly [string[], number]> => {
    const client = await begun(CAPABLE, { initializationOptions: options });
    const found = await items(client, typed(client, SYCL, LINE, 2, '    float z = '));
    const place = typed(client, SYCL, LINE, 3, '    run(q, ');
    const help = Object(await client.request('textDocument/signatureHelp', place));
    await client.end();
    return [found.map(({ label }) => label), help.signatures?.length ?? 0];
  };
  const [labels, signatures] = await asked({});
  expect(labels).toEqual(expect.arrayContaining(['it', 'x', 'q', 'run']));
  expect(signatures).toBe(1);
  expect(await asked({ kernels: { names: false } })).toEqual([[], 0]);
});

test('what has nothing to do with devices is left to others', async () => {
  const client = await begun();
  const uri = uriOf('plain.cpp');
  client.open(uri, 'int main() { std::vector<int> v; v. }\n', 1, 'cpp');
  const place = { textDocument: { uri }, position: { line: 0, character: 35 } };
  expect(await client.request('textDocument/completion', place)).toBeNull();
  expect(await client.request('textDocument/signatureHelp', place)).toBeNull();
  expect(await client.end()).toBe(0);
});
