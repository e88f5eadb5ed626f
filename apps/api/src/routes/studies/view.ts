import type { countSessions, StimulusRecord, StudyRecord, StudySummary as StoredSummary } from '@lookalike/store';
import { placesFor, type StudyConfiguration } from '@lookalike/study';
import { conditionNow, warningsOf } from './conditions.ts';
import type { StudySummary, StudyView } from './schemas.ts';
import type { StudyStimuli } from './stimuli.ts';

type Counts = Awaited<ReturnType<typeof countSessions>>;

interface StudyFacts {
  readonly stimuli: StudyStimuli;
  readonly elsewhere: ReadonlyMap<string, readonly StimulusRecord[]>;
  readonly counts: Counts;
  readonly heldPlaces: number;
  readonly publicUrl: string;
  /** Of the study's test link. */
  readonly testKey: string;
  /** Of its preview link. */
  readonly previewKey: string;
}

export function toStudyView(study: StudyRecord, { stimuli, elsewhere, counts, heldPlaces, publicUrl, testKey, previewKey }: StudyFacts): StudyView {
  return {
    id: study.id,
    status: study.status,
    version: study.version,
    configuration: study.configuration,
    configurationHash: study.configurationHash,
    operation: study.operation,
    conditions: study.conditions.map((condition) => {
      const { conditionId, name, reference, run } = condition;
      const { factors } = study.status === 'draft' ? conditionNow(condition, elsewhere.get(conditionId) ?? []) : condition;
      const stimulusCount = stimuli.stimuli.filter((stimulus) => stimulus.conditionId === conditionId).length;
      return {
        conditionId, name, factors, stimulusCount,
        runId: run?.id ?? null, reference: reference ?? null, stimuli: condition.stimuli ?? null,
        network: run === undefined ? null : { id: run.network.id, name: condition.networkName ?? run.network.name },
        acceptedCount: study.status === 'draft' ? (run?.acceptedCount ?? elsewhere.get(conditionId)?.length ?? stimulusCount) : stimulusCount,
      };
    }),
    warnings: warningsOf(study.conditions),
    stimulusCount: stimuli.stimuli.length,
    stimuliHash: study.stimuliHash ?? null,
    targetCount: stimuli.targetCount,
    setCount: stimuli.sets?.length ?? null,
    targetRule: stimuli.targetRule,
    wantedPlaces: wantedPlaces(study.configuration, stimuli) ?? null,
    raterUrl: raterUrl(publicUrl, study.linkToken),
    testUrl: `${raterUrl(publicUrl, study.linkToken)}?test=${testKey}`,
    previewUrl: `${raterUrl(publicUrl, study.linkToken)}?preview=${previewKey}`,
    rehearsalOf: study.rehearsalOf ?? null,
    createdAt: study.createdAt.toISOString(),
    launchedAt: study.launchedAt?.toISOString() ?? null,
    closedAt: study.closedAt?.toISOString() ?? null,
    sessionCounts: toCounts(counts),
    heldPlaces,
  };
}

/** Places that give every stimulus the wanted answers; undefined where none are wanted, or there is nothing to show. */
export function wantedPlaces({ design: { answersPerStimulus, perCondition } }: StudyConfiguration, { targetCount, sets }: Pick<StudyStimuli, 'targetCount' | 'sets'>): number | undefined {
  const count = sets === undefined ? targetCount : sets.reduce((sum, set) => sum + set.length, 0);
  return answersPerStimulus === null || count === 0 ? undefined : placesFor({ answersPerStimulus, targetCount: count, perCondition });
}

export function toStudySummary(study: StoredSummary, { counts, unseenAlertCount }: { readonly counts: Counts; readonly unseenAlertCount: number }): StudySummary {
  return {
    id: study.id,
    title: study.configuration.title,
    status: study.status,
    version: study.version,
    task: study.configuration.task.name,
    conditionNames: study.conditions.map(({ name }) => name),
    createdAt: study.createdAt.toISOString(),
    launchedAt: study.launchedAt?.toISOString() ?? null,
    closedAt: study.closedAt?.toISOString() ?? null,
    sessionCounts: toCounts(counts),
    unseenAlertCount,
  };
}

function toCounts({ person, test, simulated }: Counts): StudyView['sessionCounts'] {
  return { person: { ...person }, test: { ...test }, simulated: { ...simulated } };
}

/** The page of the web app on which a rater lands. */
function raterUrl(publicUrl: string, linkToken: string): string {
  return `${publicUrl}/s/${linkToken}`;
}
