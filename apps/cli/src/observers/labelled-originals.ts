import { dataOf, type ApiClient, type components } from '@lookalike/client';

/** Addresses of the images of the sets that a study's runs are made from, by their labels: what a simulated rater knows of the words. */
export async function labelledOriginals(client: ApiClient, { conditions }: Pick<components['schemas']['StudyView'], 'conditions'>): Promise<ReadonlyMap<string, readonly string[]>> {
  const imageSetIds = new Set<string>();
  for (const { runId } of conditions) {
    if (runId !== null) imageSetIds.add(dataOf(await client.GET('/api/runs/{runId}', { params: { path: { runId } } })).imageSet.id);
  }
  const byLabel = new Map<string, string[]>();
  for (const imageSetId of imageSetIds) {
    const { images } = dataOf(await client.GET('/api/image-sets/{imageSetId}', { params: { path: { imageSetId } } }));
    for (const { label, url } of images) if (label !== null) byLabel.set(label, [...(byLabel.get(label) ?? []), url]);
  }
  return byLabel;
}
