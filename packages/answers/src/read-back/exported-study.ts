import { hashOfJson } from '@lookalike/content-address';
import { readStimuli, readStudyConfiguration } from '@lookalike/study';
import { plainFacts } from '../plain-facts.ts';
import type { ImageFacts, MadeStimulusFacts, RunFacts, StudyFacts } from '../study-facts.ts';
import { ReadBackError } from './read-back-error.ts';

const FORMAT = 'lookalike-study/1';

/** `materials/study.json` of a data set: all that plans, judgements and results are made from, besides the answers. */
export interface ExportedStudy {
  readonly format: typeof FORMAT;
  /** SHA-256 of `study` as canonical JSON. */
  readonly contentHash: string;
  readonly study: Omit<StudyFacts, 'runs' | 'elsewhere'> & {
    /** By condition. */
    readonly runs: Readonly<Record<string, RunFacts>>;
    readonly elsewhere: Readonly<Record<string, readonly MadeStimulusFacts[]>>;
  };
}

/** The frozen study as it leaves, in plain JSON. */
export function exportStudy(facts: StudyFacts): ExportedStudy {
  const { runs, elsewhere, ...rest } = plainFacts(facts);
  // As it will be read: what is undefined is not there.
  const study = JSON.parse(JSON.stringify({ ...rest, runs: Object.fromEntries(runs), elsewhere: Object.fromEntries(elsewhere) })) as ExportedStudy['study'];
  return { format: FORMAT, contentHash: hashOfJson(study), study };
}

/**
 * Reads a study back.
 * @throws ReadBackError answers.study_unreadable where it is none; answers.hash_mismatch where it is not what was written
 */
export function readExportedStudy(value: unknown): StudyFacts {
  if (!isExported(value)) throw new ReadBackError('answers.study_unreadable', `This is no exported study: its format is not ${FORMAT}.`);
  const { contentHash, study: { study, runs, elsewhere, images, ...rest } } = value;
  if (hashOfJson(value.study) !== contentHash) throw new ReadBackError('answers.hash_mismatch', `The exported study has been changed: its content is not that of its hash ${contentHash.slice(0, 12)}….`);
  return {
    ...rest,
    study: { ...study, configuration: readStudyConfiguration(study.configuration), stimuli: readStimuli(study.stimuli) },
    // What was undefined was not written.
    runs: new Map(Object.entries(runs).map(([conditionId, run]) => [conditionId, { ...run, iris: run.iris.map((iri) => ({ ...iri, rejectionReason: iri.rejectionReason })) }])),
    elsewhere: new Map(Object.entries(elsewhere).map(([conditionId, made]) => [conditionId, made.map(readMade)])),
    images: images.map((image): ImageFacts => image),
  };
}

function readMade({ targetFileHash, targetName, representationDistance, nullPercentile }: MadeStimulusFacts): MadeStimulusFacts {
  return { targetFileHash, targetName, representationDistance, nullPercentile };
}

/** Its hash says that the rest is as this code wrote it. */
function isExported(value: unknown): value is ExportedStudy {
  return typeof value === 'object' && value !== null && 'format' in value && value.format === FORMAT && 'contentHash' in value && typeof value.contentHash === 'string' && 'study' in value && typeof value.study === 'object' && value.study !== null;
}
