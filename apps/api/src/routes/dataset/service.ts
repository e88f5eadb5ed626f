import { Readable } from 'node:stream';
import { dataDictionaryCsv, datasetChanges, datasetDescription, datasetFileNames, datasetReadme, trialRowsToCsv, type DatasetFacts, type TrialRow } from '@lookalike/dataset';
import { describePreprocessing } from '@lookalike/preprocessing';
import type { IriConfiguration } from '@lookalike/iri';
import { findNetwork, findStudy, listIris, type StudyRecord } from '@lookalike/store';
import { exclusionThresholds } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import { version } from '../../version.ts';
import { frozenStudies } from '../rater/frozen-study.ts';
import { judgedSessions } from '../results/judged-session.ts';
import { studyNotFound, type StudyService } from '../studies/service.ts';
import { toTrialRow, type RowContext } from './trial-row.ts';
import { zipStream, type ZipEntry } from './zip.ts';

/** A file on its way out: never whole in memory. */
export interface OutgoingFile {
  readonly fileName: string;
  readonly stream: Readable;
}

export interface DatasetService {
  /** One row per presented trial. @throws ApiError study.not_found */
  csv(studyId: string): Promise<OutgoingFile>;
  /** What each column means. @throws ApiError study.not_found */
  dictionary(studyId: string): Promise<OutgoingFile>;
  /** Everything (Psych-DS). @throws ApiError study.not_found */
  zip(studyId: string): Promise<OutgoingFile>;
}

export function datasetService({ store, now }: Pick<Dependencies, 'store' | 'now'>, studies: Pick<StudyService, 'contactSheet'>): DatasetService {
  const frozen = frozenStudies({ store });
  return {
    async csv(studyId) {
      const study = await existing(studyId);
      return { fileName: baseName(datasetFileNames(study.configuration.title).data), stream: csvOf(study) };
    },

    async dictionary(studyId) {
      const study = await existing(studyId);
      return { fileName: baseName(datasetFileNames(study.configuration.title).dictionary), stream: textStream([dataDictionaryCsv()]) };
    },

    async zip(studyId) {
      const study = await existing(studyId);
      const facts = await factsOf(study);
      const names = datasetFileNames(study.configuration.title);
      // Drawn before the first byte is sent: whatever is wrong with it can still be said.
      const sheet = study.triplets === undefined ? undefined : await studies.contactSheet(studyId);
      const entries: ZipEntry[] = [
        { path: names.readme, content: datasetReadme(facts) },
        { path: names.changes, content: datasetChanges(facts) },
        { path: names.description, content: `${JSON.stringify(datasetDescription(facts), null, 2)}\n` },
        { path: names.dictionary, content: dataDictionaryCsv() },
        ...(sheet === undefined ? [] : [{ path: names.contactSheet, content: sheet }]),
        { path: names.data, content: csvOf(study) },
      ];
      const inFolder = entries.map(({ path, content }) => ({ path: `${names.folder}/${path}`, content }));
      return { fileName: `${names.folder}.zip`, stream: zipStream(inFolder, facts.writtenAt) };
    },
  };

  async function existing(studyId: string): Promise<StudyRecord> {
    const study = await findStudy(store.prisma, studyId);
    if (study === undefined) throw studyNotFound(studyId);
    return study;
  }

  function csvOf(study: StudyRecord): Readable {
    return textStream(trialRowsToCsv(rowsOf(study)));
  }

  /** A draft has no rows. */
  async function* rowsOf(study: StudyRecord): AsyncGenerator<TrialRow, void, undefined> {
    if (study.triplets === undefined) return;
    const context: RowContext = { study, iris: await irisOf(study) };
    for await (const judged of judgedSessions({ store }, await frozen.get(study.id))) {
      for (const answered of judged.trials) yield toTrialRow(judged, answered, context);
    }
  }

  async function irisOf(study: StudyRecord): Promise<RowContext['iris']> {
    const shown = new Set(study.triplets?.map(({ iriId }) => iriId));
    const iris = new Map<string, { iri: Awaited<ReturnType<typeof listIris>>[number]; run: StudyRecord['runs'][number] }>();
    for (const run of study.runs) {
      for (const iri of await listIris(store.prisma, run.id)) if (shown.has(iri.id)) iris.set(iri.id, { iri, run });
    }
    return iris;
  }

  async function factsOf(study: StudyRecord): Promise<DatasetFacts> {
    const networks: DatasetFacts['networks'][number][] = [];
    for (const { networkId, networkName, layer, configuration, preprocessing } of study.runs) {
      const network = await findNetwork(store.prisma, networkId);
      // A run's configuration was checked when it was started.
      networks.push({ name: networkName, layer, objective: (configuration as IriConfiguration).objective.kind, preprocessing: describePreprocessing(preprocessing), fileHash: network?.fileHash ?? '' });
    }
    return {
      studyId: study.id,
      studyVersion: study.version,
      studyTitle: study.configuration.title,
      question: study.configuration.question,
      configurationHash: study.configurationHash,
      networks,
      exclusion: { ...study.configuration.exclusion, ...exclusionThresholds },
      writtenAt: now(),
      appVersion: version,
    };
  }
}

function textStream(chunks: Iterable<string> | AsyncIterable<string>): Readable {
  return Readable.from(chunks, { objectMode: false });
}

function baseName(path: string): string {
  return path.split('/').at(-1) ?? path;
}
