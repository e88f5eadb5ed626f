import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { dataOf, type ApiClient } from '@lookalike/client';

const projectRoot = join(import.meta.dirname, '..', '..');

/** Four photographs for each of three labels, which photographs/labels.csv gives them. */
const photographs = ['cat', 'dog', 'panda', 'lemur', 'castle', 'pagoda', 'taj-mahal', 'temple', 'citrus', 'dahlia', 'dandelion', 'fig'];
export const labels = ['building', 'mammal', 'plant'];

const networks = [
  { name: 'Standard', file: 'cifar10-resnet10-standard' },
  { name: 'Robust', file: 'cifar10-resnet10-robust' },
] as const;
const objectives = [{ kind: 'regularizer-free' }, { kind: 'human-leaning' }] as const;

/** Two networks by two objectives over twelve labelled photographs. A few steps do, and every IRI is accepted: what is tried is the way, not the search. */
export async function generateConditions(client: ApiClient): Promise<readonly { readonly name: string; readonly runId: string }[]> {
  const imageSetId = await uploadPhotographs(client);
  const conditions: { readonly name: string; readonly runId: string }[] = [];
  const defaults = dataOf(await client.GET('/api/runs/default-configuration'));
  for (const { name, file } of networks) {
    const form = new FormData();
    form.set('name', name);
    form.set('file', await fileOf(`networks/${file}.onnx`), `${file}.onnx`);
    const { id: networkId } = dataOf(await client.POST('/api/networks', formBody(form)));
    for (const objective of objectives) {
      const configuration = { ...defaults, objective, stopping: { maximumSteps: 20, targetDistance: 0.01 }, gate: { maximumDistance: 10, maximumNullPercentile: 1 }, nullPairCount: 20 };
      const run = dataOf(await client.POST('/api/runs', { body: { networkId, imageSetId, configuration } }));
      conditions.push({ name: `${name}, ${objective.kind}`, runId: run.id });
    }
  }
  for (const { runId } of conditions) await untilDone(client, runId);
  return conditions;
}

async function uploadPhotographs(client: ApiClient): Promise<string> {
  const form = new FormData();
  form.set('name', 'Labelled photographs');
  for (const name of photographs) form.append('files', await fileOf(`photographs/${name}.png`), `${name}.png`);
  const [header, ...rows] = (await readFile(join(projectRoot, 'photographs/labels.csv'), 'utf8')).trimEnd().split('\n');
  const table = [header, ...rows.filter((row) => photographs.some((name) => row.startsWith(`${name}.png,`)))];
  form.set('labels', new Blob([table.join('\n')]), 'labels.csv');
  return dataOf(await client.POST('/api/image-sets', formBody(form))).id;
}

async function untilDone(client: ApiClient, runId: string): Promise<void> {
  for (;;) {
    const { status, error } = dataOf(await client.GET('/api/runs/{runId}', { params: { path: { runId } } }));
    if (status === 'done') return;
    if (status === 'failed' || status === 'cancelled') throw new Error(`The run ended as ${status}: ${error?.message ?? ''}`);
    await delay(200);
  }
}

async function fileOf(path: string): Promise<Blob> {
  return new Blob([await readFile(join(projectRoot, path))]);
}

/** A form is sent as it is; its fields are described by the API's document, which has no type for files. */
function formBody(form: FormData): { body: never; bodySerializer: () => FormData } {
  return { body: form as never, bodySerializer: () => form };
}
