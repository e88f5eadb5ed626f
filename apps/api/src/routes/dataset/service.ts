import { Readable } from 'node:stream';
import { exportStudy, rowContext, tableShapeOf, type RowContext } from '@lookalike/answers';
import { DRAWS, LEVEL } from '@lookalike/alignment';
import { dataDictionaryCsv, datasetChanges, datasetDescription, datasetFileNames, datasetReadme, rowsToCsv, tablesIn, tablesOf, type DatasetFacts, type DatasetFileNames, type TableName } from '@lookalike/dataset';
import { describePreprocessing } from '@lookalike/preprocessing';
import { findStudy, listStudyChanges, type StudyRecord } from '@lookalike/store';
import { ruleOf, rulesInOrder, taskOf } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import { version } from '../../version.ts';
import { studyFacts } from '../results/study-facts.ts';
import { studyNotFound, type StudyService } from '../studies/service.ts';
import { analysisOf } from './analysis.ts';
import { rowsOf } from './rows.ts';
import { stimulusFiles } from './stimulus-files.ts';
import { zipStream, type ZipEntry } from './zip.ts';

/** A file on its way out: never whole in memory. */
export interface OutgoingFile {
  readonly fileName: string;
  readonly stream: Readable;
}

export interface DatasetService {
  /** @throws ApiError study.not_found */
  table(studyId: string, name: TableName): Promise<OutgoingFile>;
  /** What each column of each table means. @throws ApiError study.not_found */
  dictionary(studyId: string): Promise<OutgoingFile>;
  /** Everything (Psych-DS). Tables of a live study are read one after another, so the last may have answers that the first has not. @throws ApiError study.not_found */
  zip(studyId: string, options: { readonly hasComments: boolean }): Promise<OutgoingFile>;
}

export function datasetService({ store, blobs, now }: Pick<Dependencies, 'store' | 'blobs' | 'now'>, studies: Pick<StudyService, 'contactSheet'>): DatasetService {
  return {
    async table(studyId, name) {
      const study = await existing(studyId);
      return { fileName: baseName(namesOf(study).tables[name]), stream: csvOf(name, rowContext(await studyFacts({ store }, study))) };
    },

    async dictionary(studyId) {
      const study = await existing(studyId);
      const { study: frozen } = await studyFacts({ store }, study);
      return { fileName: baseName(namesOf(study).dictionary), stream: textStream([dataDictionaryCsv(Object.values(tablesOf(tableShapeOf(frozen))))]) };
    },

    async zip(studyId, { hasComments }) {
      const study = await existing(studyId);
      const context = rowContext(await studyFacts({ store }, study));
      const facts = factsOf(study, context, hasComments);
      const names = namesOf(study);
      const tables = tablesIn(facts);
      // Drawn before the first byte is sent: whatever is wrong with it can still be said.
      const sheet = study.stimuli === undefined ? undefined : await studies.contactSheet(studyId);
      const entries: ZipEntry[] = [
        { path: names.readme, content: datasetReadme(facts) },
        { path: names.changes, content: datasetChanges(facts) },
        { path: names.description, content: json(datasetDescription(facts)) },
        { path: names.dictionary, content: dataDictionaryCsv(tables) },
        { path: names.configuration, content: json(study.configuration) },
        { path: names.study, content: json(exportStudy(context)) },
        { path: names.analysis, content: json(analysisOf(study, context, await listStudyChanges(store.prisma, studyId))) },
        ...(sheet === undefined ? [] : [{ path: names.contactSheet, content: sheet }]),
        ...tables.map(({ name }) => ({ path: names.tables[name], content: async () => csvOf(name, context) })),
        ...(await stimulusFiles({ store, blobs }, context.study.stimuli, names.stimuli)),
      ];
      return { fileName: `${names.folder}.zip`, stream: zipStream(entries.map(({ path, content }) => ({ path: `${names.folder}/${path}`, content })), facts.writtenAt) };
    },
  };

  async function existing(studyId: string): Promise<StudyRecord> {
    const study = await findStudy(store.prisma, studyId);
    if (study === undefined) throw studyNotFound(studyId);
    return study;
  }

  function csvOf(name: TableName, context: RowContext): Readable {
    const { columns } = tablesOf(tableShapeOf(context.study))[name];
    return textStream(rowsToCsv(columns, rowsOf(name, context, { store })));
  }

  function factsOf({ operation, conditions: records }: StudyRecord, { id, version: studyVersion, configurationHash, study }: RowContext, hasComments: boolean): DatasetFacts {
    const { configuration, conditions } = study;
    const { name, title, summary } = taskOf(configuration);
    return {
      ...tableShapeOf(study),
      studyId: id,
      studyVersion,
      studyTitle: configuration.title,
      question: configuration.question,
      configurationHash,
      task: { name, title, summary },
      conditions: conditions.map(({ conditionId, name: conditionName, reference, networkName, networkFileHash, factors }) => {
        const run = records.find((record) => record.conditionId === conditionId)?.run;
        return { name: conditionName, reference, networkName, networkFileHash, layer: run?.layer, objective: factors['objective'], preprocessing: run === undefined ? undefined : describePreprocessing(run.preprocessing) };
      }),
      exclusionReasons: rulesInOrder(configuration.quality).map((settings) => ({ reason: ruleOf(settings).reason, definition: ruleOf(settings).definition(settings) })),
      bootstrap: { randomSeed: configuration.randomSeed, draws: DRAWS, level: LEVEL },
      authors: operation.authors,
      licence: operation.dataLicence,
      hasComments,
      writtenAt: now(),
      appVersion: version,
    };
  }
}

function namesOf({ configuration }: StudyRecord): DatasetFileNames {
  return datasetFileNames({ studyTitle: configuration.title, taskName: configuration.task.name });
}

function textStream(chunks: Iterable<string> | AsyncIterable<string>): Readable {
  return Readable.from(chunks, { objectMode: false });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function baseName(path: string): string {
  return path.split('/').at(-1) ?? path;
}
