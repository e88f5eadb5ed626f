import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dataOf, type ApiClient, type components } from '@lookalike/client';

export type NetworkView = components['schemas']['NetworkView'];
export type ImageSetView = components['schemas']['ImageSetView'];

/** Names that tell the two apart in a table and on a contact sheet. */
const networks = [
  { name: 'Standard', file: 'cifar10-resnet10-standard' },
  { name: 'Robust (ℓ2)', file: 'cifar10-resnet10-robust' },
] as const;
const imageSetName = 'Photographs of Lookalike';

export interface Material {
  readonly networks: readonly NetworkView[];
  readonly imageSet: ImageSetView;
}

/** Registers the two reference networks and the photographs that ship with Lookalike; what is there already is used as it is. */
export async function registerMaterial(client: ApiClient, projectRoot: string): Promise<Material> {
  const registered: NetworkView[] = [];
  for (const { name, file } of networks) {
    const form = new FormData();
    form.set('name', name);
    form.set('card', await readFile(join(projectRoot, 'networks', `${file}.md`), 'utf8'));
    form.set('file', await fileOf(join(projectRoot, 'networks', `${file}.onnx`)), `${file}.onnx`);
    registered.push(dataOf(await client.POST('/api/networks', formBody(form))));
  }

  const { imageSets } = dataOf(await client.GET('/api/image-sets'));
  const known = imageSets.find(({ name }) => name === imageSetName);
  if (known !== undefined) return { networks: registered, imageSet: known };

  const folder = join(projectRoot, 'photographs');
  const form = new FormData();
  form.set('name', imageSetName);
  form.set('attribution', await fileOf(join(folder, 'attribution.json')), 'attribution.json');
  form.set('labels', await fileOf(join(folder, 'labels.csv')), 'labels.csv');
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.png')).sort()) form.append('files', await fileOf(join(folder, file)), file);
  return { networks: registered, imageSet: dataOf(await client.POST('/api/image-sets', formBody(form))) };
}

async function fileOf(path: string): Promise<Blob> {
  return new Blob([await readFile(path)]);
}

/** A form is sent as it is; its fields are described by the API's document, which has no type for files. */
function formBody(form: FormData): { body: never; bodySerializer: () => FormData } {
  return { body: form as never, bodySerializer: () => form };
}
