import { decodeImage, drawContactSheet, type ContactSheetCell, type ContactSheetRow, type RgbImage } from '@lookalike/images';
import type { BlobStore, IriRecord, RunRecord, StudyRecord } from '@lookalike/store';
import type { Stimulus } from '@lookalike/study';

/** More rows make a picture that nothing can open. */
const maximumRows = 200;

/** Draws one run: target, seed and IRI of every target, with d. Rejected IRIs are shown, and marked. */
export async function runSheet({ blobs, run, iris }: { blobs: BlobStore; run: RunRecord; iris: readonly IriRecord[] }): Promise<Uint8Array> {
  const load = imageLoader(blobs);
  const rows: ContactSheetRow[] = [];
  for (const iri of iris.slice(0, maximumRows)) {
    rows.push({ label: nameWithoutEnding(iri.targetName), cells: [await targetCell(load, iri), await seedCell(load, iri), await iriCell(load, iri)] });
  }
  return drawContactSheet({
    title: `${run.network.name}: ${run.imageSet.name}`,
    subtitle: `Layer ${run.layer}, ${run.configuration.objective.kind}. ${run.acceptedCount} of ${run.totalCount} IRIs accepted.`,
    columns: [{ title: 'Target' }, { title: 'Seed', note: run.configuration.seedImage.kind }, { title: 'IRI', note: run.network.name }],
    rows,
    footer: `${explanation}${leftOut(iris.length)}`,
  });
}

/** Draws what a study shows: target, seed, and the stimulus of each condition, one row per target. */
export async function studySheet({ blobs, study, stimuli, names }: {
  blobs: BlobStore;
  study: StudyRecord;
  stimuli: readonly Stimulus[];
  /** Of targets, by their ids. */
  names: ReadonlyMap<string, string>;
}): Promise<Uint8Array> {
  const load = imageLoader(blobs);
  const nameOf = (targetId: string): string => names.get(targetId) ?? targetId.slice(0, 8);
  const targets = [...new Map(stimuli.map((stimulus) => [stimulus.targetId, stimulus])).values()]
    .sort((a, b) => nameOf(a.targetId).localeCompare(nameOf(b.targetId), 'en', { numeric: true }));
  const rows: ContactSheetRow[] = [];
  for (const { targetId, targetHash, seedHash, label } of targets.slice(0, maximumRows)) {
    const cells: (ContactSheetCell | undefined)[] = [{ image: await load(targetHash), caption: label ?? '' }, seedHash === null ? undefined : { image: await load(seedHash), caption: '' }];
    for (const { conditionId } of study.conditions) {
      const stimulus = stimuli.find((each) => each.conditionId === conditionId && each.targetId === targetId);
      cells.push(stimulus === undefined ? undefined : { image: await load(stimulus.queryHash), caption: '' });
    }
    rows.push({ label: nameWithoutEnding(nameOf(targetId)), cells });
  }
  return drawContactSheet({
    title: study.configuration.title,
    subtitle: `${targets.length} targets in ${study.conditions.length} ${study.conditions.length === 1 ? 'condition' : 'conditions'}.`,
    columns: [{ title: 'Target' }, { title: 'Seed' }, ...study.conditions.map(({ name }) => ({ title: name }))],
    rows,
    footer: `${studyExplanation}${leftOut(targets.length)}`,
  });
}

const studyExplanation = 'To its network, the image of a condition is nearly the same as the target.';
const explanation = 'To the network, the image in an IRI column is nearly the same as the target. d is the relative distance of its representation from the target’s, measured on the 8-bit file.';

function leftOut(count: number): string {
  return count > maximumRows ? ` The first ${maximumRows} of ${count} targets.` : '';
}

type Load = (hash: string) => Promise<RgbImage>;

function imageLoader(blobs: BlobStore): Load {
  return async (hash) => decodeImage(await blobs.get(hash));
}

async function targetCell(load: Load, { targetFileHash }: IriRecord): Promise<ContactSheetCell> {
  return { image: await load(targetFileHash), caption: '' };
}

async function seedCell(load: Load, { seedFileHash, seedDistance }: IriRecord): Promise<ContactSheetCell> {
  return { image: await load(seedFileHash), caption: `d = ${inFigures(seedDistance)}` };
}

async function iriCell(load: Load, { fileHash, representationDistance, accepted }: IriRecord): Promise<ContactSheetCell> {
  return { image: await load(fileHash), caption: `d = ${inFigures(representationDistance)}`, marked: !accepted };
}

function nameWithoutEnding(fileName: string): string {
  return fileName.replace(/\.[A-Za-z0-9]{2,4}$/, '');
}

/** Three decimals; two figures for what would be 0.000. */
function inFigures(distance: number): string {
  return distance === 0 || distance >= 0.0005 ? distance.toFixed(3) : distance.toPrecision(2);
}
