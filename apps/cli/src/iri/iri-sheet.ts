import { decodeImage, drawContactSheet, type ContactSheetCell } from '@lookalike/images';
import type { IriConfiguration } from '@lookalike/iri-configuration';
import type { RecordedIri } from './iri-journal.ts';
import type { OutputFolder } from './output-folder.ts';
import type { FolderTarget } from './read-images.ts';

/** More rows make a picture that nothing can open. */
const maximumRows = 200;

/** Draws target, seed and IRI of every target that has one, with d; rejected IRIs are marked. @returns PNG, or nothing to draw */
export async function iriSheet({ folder, network, layer, configuration, targets, iris }: {
  readonly folder: OutputFolder;
  readonly network: string;
  readonly layer: string;
  readonly configuration: IriConfiguration;
  readonly targets: readonly FolderTarget[];
  readonly iris: ReadonlyMap<string, RecordedIri>;
}): Promise<Uint8Array | undefined> {
  const drawn = targets.filter(({ id }) => iris.get(id)?.entry.kind === 'generated');
  if (drawn.length === 0) return undefined;
  const rows = await Promise.all(drawn.slice(0, maximumRows).map(async ({ id, fileName, image }) => {
    const { entry } = iris.get(id)!;
    if (entry.kind === 'failed') return { label: fileName, cells: [{ image, caption: '' }, undefined, undefined] };
    const cells: ContactSheetCell[] = [
      { image, caption: '' },
      { image: await decodeImage(folder.read(entry.seed.file)!), caption: `d = ${entry.seedDistance.toFixed(3)}` },
      { image: await decodeImage(folder.read(entry.iri.file)!), caption: `d = ${entry.representationDistance.toFixed(4)}`, marked: !entry.accepted },
    ];
    return { label: fileName, cells };
  }));
  return drawContactSheet({
    title: `IRIs of ${network}`,
    subtitle: `Layer ${layer}, ${configuration.objective.kind}, random seed ${configuration.randomSeed}.`,
    columns: [{ title: 'Target' }, { title: 'Seed', note: configuration.seedImage.kind }, { title: 'IRI' }],
    rows,
    footer: 'To the network, the IRI is nearly the same as the target. d is the relative distance of its representation from the target’s, measured on the 8-bit file.' +
      (drawn.length > maximumRows ? ` The first ${maximumRows} of ${drawn.length} targets.` : ''),
    markMeaning: 'rejected by the audit',
  });
}
