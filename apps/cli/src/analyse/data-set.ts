import { itemRows, judgeSession, readExportedStudy, rememberedPlans, rowContext, storedSessions, tableShapeOf, trialRow, type JudgedSession, type RowContext, type StudyFacts } from '@lookalike/answers';
import { hashOfJson } from '@lookalike/content-address';
import { datasetFileNames, rowsFromCsv, tablesOf, type DatasetFileNames, type ItemRow, type Row, type SessionRow, type TableName, type TrialRow } from '@lookalike/dataset';
import { LookalikeError } from '@lookalike/errors';
import { CliError } from '../cli-error.ts';
import type { ZipFile } from './zip-file.ts';

/** A data set, read back and found to be what was exported. */
export interface DataSet {
  readonly context: RowContext;
  readonly sessions: readonly JudgedSession[];
  readonly checked: { readonly pictures: number; readonly trials: number };
}

const studyFile = 'materials/study.json';

/**
 * Reads a data set and checks it: the study and its configuration against their hashes, every picture against its name, and every
 * judgement in the tables against the answers.
 * @throws CliError analyse.not_a_data_set, analyse.earlier_version, analyse.file_missing, analyse.unreadable, analyse.hash_mismatch, analyse.judgement_differs
 */
export async function readDataSet(zip: ZipFile): Promise<DataSet> {
  const folder = folderOf(zip.paths);
  const facts = await readStudy(zip, `${folder}${studyFile}`);
  const { study } = facts;
  const names = datasetFileNames({ studyTitle: study.configuration.title, taskName: study.configuration.task.name });
  await checkConfiguration(zip, folder, names, facts);
  const pictures = await checkPictures(zip, `${folder}${names.stimuli}/`, facts);

  const table = async (name: TableName): Promise<Row[]> => {
    const { columns } = tablesOf(tableShapeOf(study))[name];
    const path = `${folder}${names.tables[name]}`;
    const text = await zip.text(path);
    return readingOf(path, () => [...rowsFromCsv(columns, text)]);
  };
  // The columns' declarations give the rows these types.
  const trials = (await table('trials')) as (TrialRow & Row)[];
  const sessionRows = (await table('sessions')) as unknown as SessionRow[];
  const stray = trials.find(({ configuration_hash }) => configuration_hash !== facts.configurationHash);
  if (stray !== undefined) throw mismatch(`Trial ${stray.trial_id} is of another configuration than the study.`);

  const context = rowContext(facts);
  const planOf = rememberedPlans(study);
  const sessions = readingOf(names.tables.trials, () => storedSessions(study, { sessions: sessionRows, trials }).map(({ session, responses }) => {
    try {
      return judgeSession(study, session, responses, planOf);
    } catch (cause) {
      throw new CliError('analyse.judgement_differs', `Session ${session.id} does not fit its plan: ${cause instanceof Error ? cause.message : String(cause)}`, { sessionId: session.id }, { cause });
    }
  }));
  checkJudgements({ context, sessions, trials, items: (await table('items')) as (ItemRow & Row)[] });
  return { context, sessions, checked: { pictures, trials: trials.length } };
}

/** The one folder that all is in, with a slash at its end. */
function folderOf(paths: readonly string[]): string {
  const description = paths.find((path) => /^(?:[^/]+\/)?dataset_description\.json$/.test(path));
  if (description === undefined) throw new CliError('analyse.not_a_data_set', 'This ZIP file has no dataset_description.json: it is no data set of Lookalike. Take the dataset.zip that a study’s page of results gives.');
  return description.slice(0, -'dataset_description.json'.length);
}

async function readStudy(zip: ZipFile, path: string): Promise<StudyFacts> {
  if (!zip.paths.includes(path)) {
    throw new CliError('analyse.earlier_version', `This data set was exported by an earlier version of Lookalike, which left the frozen study (${studyFile}) out: which trials were planned, and what a right answer was, cannot be known without it. Export the study again with this version; its answers are the same.`);
  }
  const value = parseJson(path, await zip.text(path));
  return readingOf(path, () => readExportedStudy(value));
}

async function checkConfiguration(zip: ZipFile, folder: string, names: DatasetFileNames, { configurationHash, study }: StudyFacts): Promise<void> {
  const configuration = parseJson(names.configuration, await zip.text(`${folder}${names.configuration}`));
  if (hashOfJson(configuration) !== hashOfJson(study.configuration)) throw mismatch(`${names.configuration} is not the configuration that the study was frozen with.`);
  const { study: told } = parseJson(names.analysis, await zip.text(`${folder}${names.analysis}`)) as { study?: { configurationHash?: unknown; stimuliHash?: unknown } };
  if (told?.configurationHash !== configurationHash) throw mismatch(`${names.analysis} is of another configuration than the study.`);
}

/** Every picture that the study can show is there, and is what its name says. Returns how many there are. */
async function checkPictures(zip: ZipFile, folder: string, { study }: StudyFacts): Promise<number> {
  const byHash = new Map(zip.paths.filter((path) => path.startsWith(folder)).map((path) => [path.slice(folder.length).split('.')[0] ?? '', path]));
  for (const { queryHash, targetHash, seedHash, originalHash } of study.stimuli) {
    for (const hash of [queryHash, targetHash, seedHash, originalHash]) {
      if (hash !== undefined && hash !== null && !byHash.has(hash)) throw new CliError('analyse.file_missing', `The data set has no picture ${hash}, which the study shows.`, { hash });
    }
  }
  for (const [hash, path] of byHash) {
    if ((await zip.sha256(path)) !== hash) throw mismatch(`${path} is not the picture that was shown: its content is not that of its name.`);
  }
  return byHash.size;
}

interface Judgements {
  readonly context: RowContext;
  readonly sessions: readonly JudgedSession[];
  readonly trials: readonly (TrialRow & Row)[];
  readonly items: readonly (ItemRow & Row)[];
}

const judgedCells = ['role', 'condition_id', 'iri_id', 'target_id', 'outcome', 'said', 'is_right', 'is_excluded', 'exclusion_reasons'] as const;
const itemCells = ['condition_id', 'iri_id', 'target_id', 'outcome', 'said', 'is_excluded'] as const;

/** What the tables say of answers is what this code says of them. */
function checkJudgements({ context, sessions, trials, items }: Judgements): void {
  const trialOf = new Map(trials.map((row) => [row.trial_id, row]));
  const itemOf = new Map(items.map((row) => [`${row.trial_id}/${row.item_index}`, row]));
  for (const judged of sessions) {
    for (const trial of judged.trials) {
      const { responseId } = trial.response;
      compare(responseId, judgedCells, trialRow(judged, trial, context), trialOf.get(responseId));
      for (const row of itemRows(judged, trial, context)) compare(responseId, itemCells, row, itemOf.get(`${responseId}/${row.item_index}`));
    }
  }
  const itemCount = sessions.reduce((sum, { trials: answered }) => sum + answered.reduce((inner, trial) => inner + trial.items.length, 0), 0);
  if (trialOf.size !== trials.length || itemCount !== items.length) throw differs(`The tables have ${trials.length} trials and ${items.length} items; the answers are ${trialOf.size} and ${itemCount}.`);
}

function compare(trialId: string, cells: readonly string[], judged: Row, told: Row | undefined): void {
  for (const cell of cells) {
    if (told?.[cell] !== judged[cell]) throw differs(`Trial ${trialId}: the data set says ${cell} = ${String(told?.[cell] ?? 'nothing')}, its answer comes to ${String(judged[cell] ?? 'nothing')}.`);
  }
}

function differs(what: string): CliError {
  return new CliError('analyse.judgement_differs', `${what} The tables were changed after the export, were judged by other rules, or answers came while they were written: then export the study again.`);
}

function mismatch(what: string): CliError {
  return new CliError('analyse.hash_mismatch', `${what} The data set was changed after the export.`);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError('analyse.unreadable', `${path} is no JSON.`, { path }, { cause });
  }
}

/** Faults of what is read, told as the command tells its own. */
function readingOf<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof LookalikeError) || cause instanceof CliError) throw cause;
    throw new CliError(cause.code === 'answers.hash_mismatch' ? 'analyse.hash_mismatch' : 'analyse.unreadable', `${path}: ${cause.message}`, cause.details, { cause });
  }
}
