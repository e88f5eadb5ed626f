import { conditionIdOf, type ConditionRun, type NewCondition, type RunRecord, type StimulusRecord, type StudyConditionRecord } from '@lookalike/store';
import { checkConditions, comparisonWarnings, factorsOfRun, sharedFactors, type Condition, type Factors } from '@lookalike/study';
import type { Issue } from '@lookalike/errors';
import type { ConditionRequest, StudyView } from './schemas.ts';

type StudyWarning = StudyView['warnings'][number];

/** A condition that somebody asks for, with the run that it names. */
export interface AskedCondition {
  readonly request: ConditionRequest;
  readonly run: Pick<RunRecord, 'id' | 'imageSetId' | 'network' | 'preprocessing' | 'layer' | 'configuration'> | undefined;
  /** Of the stimulus set's condition; undefined where none was asked for. */
  readonly stimuli: readonly StimulusRecord[] | undefined;
}

/**
 * What is wrong with a study's conditions. Codes: `study.condition_unclear` (not exactly one of run, reference and stimuli),
 * `study.stimuli_missing` (a set without such a condition), `study.condition_name_repeated` (see `checkConditions`), `study.condition_repeated` (two that show the same),
 * `study.only_references`.
 */
export function issuesOfConditions(asked: readonly AskedCondition[]): readonly Issue[] {
  const issues: Issue[] = [...checkConditions(asked.map(({ request }) => request.name))];
  const ids = new Map<string, number>();
  asked.forEach((each, position) => {
    const { request, stimuli } = each;
    const path = `/conditions/${position}`;
    const given = [request.runId, request.reference, request.stimuli].filter((source) => source !== undefined).length;
    if (given !== 1) {
      issues.push({ path, code: 'study.condition_unclear', message: `The condition "${request.name}" has ${given === 0 ? 'neither a run, nor a reference, nor stimuli' : 'more than one source'}.`, fix: 'Give it exactly one of runId, reference and stimuli.' });
      return;
    }
    if (request.stimuli !== undefined && (stimuli ?? []).length === 0) {
      issues.push({ path: `${path}/stimuli`, code: 'study.stimuli_missing', message: `There is no condition "${request.stimuli.condition}" in that stimulus set.`, fix: 'GET /api/stimulus-sets lists the sets and their conditions.' });
      return;
    }
    const id = idOf(each);
    const same = ids.get(id);
    if (same !== undefined) {
      issues.push({ path, code: 'study.condition_repeated', message: `The conditions "${asked[same]?.request.name ?? ''}" and "${request.name}" show the same: ${equalIn(request)}.`, fix: 'Take one of them out.' });
    }
    ids.set(id, position);
  });
  if (issues.length === 0 && asked.every(({ request }) => request.reference !== undefined)) {
    issues.push({ path: '/conditions', code: 'study.only_references', message: 'All conditions are references, so there is nothing to compare them with.', fix: 'Add a generation run, or stimuli made elsewhere.' });
  }
  return issues;
}

/** What is equal where two conditions are one: what their ids are made of. */
function equalIn({ reference, stimuli }: ConditionRequest): string {
  if (reference !== undefined) return `both are the reference "${reference}"`;
  if (stimuli !== undefined) return 'the files of their stimuli, targets and seeds are equal';
  return "the network's file, its preprocessing, the layer and the configuration of their runs are equal";
}

/** Conditions as the store keeps them; only of ones without issues. */
export function newConditions(asked: readonly AskedCondition[]): readonly NewCondition[] {
  return asked.map((each) => {
    const { name, runId, reference, stimuli } = each.request;
    return { conditionId: idOf(each), name, ...(runId === undefined ? {} : { runId }), ...(reference === undefined ? {} : { reference }), ...(stimuli === undefined ? {} : { stimuli }) };
  });
}

function idOf({ request: { reference }, run, stimuli }: AskedCondition): string {
  if (reference !== undefined) return conditionIdOf({ kind: 'reference', reference });
  if (stimuli !== undefined) return conditionIdOf({ kind: 'stimuli', fileHashes: stimuli.flatMap(({ fileHash, targetFileHash, seedFileHash }) => [fileHash, targetFileHash, ...(seedFileHash === null ? [] : [seedFileHash])]) });
  if (run === undefined) throw new Error('A condition has neither a run, nor a reference, nor stimuli.');
  const { network, preprocessing, layer, configuration } = run;
  return conditionIdOf({ kind: 'run', networkFileHash: network.fileHash, preprocessing, layer, configuration });
}

/** A condition with the network and the factors that it has now: what a launch freezes. @param stimuli of its stimulus set's condition, where it has one */
export function conditionNow({ conditionId, name, reference, run }: StudyConditionRecord, stimuli: readonly StimulusRecord[]): Condition {
  if (run !== undefined) return { conditionId, name, networkName: run.network.name, networkFileHash: run.network.fileHash, factors: factorsOf(run) };
  if (reference !== undefined) return { conditionId, name, reference, factors: { reference } };
  const [first] = stimuli;
  return { conditionId, name, ...(first === undefined || first.networkName === null ? {} : { networkName: first.networkName }), factors: sharedFactors(stimuli.map(({ factors }) => factors)) };
}

function factorsOf({ network, layer, configuration }: ConditionRun): Factors {
  return factorsOfRun({ tags: network.tags, layer, objective: configuration.objective.kind, seedKind: configuration.seedImage.kind });
}

/** What makes a comparison of these conditions doubtful. */
export function warningsOf(conditions: readonly StudyConditionRecord[]): StudyWarning[] {
  return [...comparisonWarnings(conditions.flatMap(({ name, run }) => (run === undefined ? [] : [{ name, preprocessing: run.preprocessing, seedKind: run.configuration.seedImage.kind }])))];
}
