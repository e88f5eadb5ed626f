import type { countSessions, StudyRecord, StudySummary as StoredSummary } from '@lookalike/store';
import type { StudySummary, StudyView } from './schemas.ts';
import type { StudyStimuli } from './triplets.ts';

type Counts = Awaited<ReturnType<typeof countSessions>>;

export function toStudyView(study: StudyRecord, { stimuli, counts, publicUrl }: { stimuli: StudyStimuli; counts: Counts; publicUrl: string }): StudyView {
  return {
    id: study.id,
    status: study.status,
    version: study.version,
    configuration: study.configuration,
    configurationHash: study.configurationHash,
    runs: study.runs.map(({ id, networkId, networkName, layer, acceptedCount }) => ({ id, networkId, networkName, layer, acceptedCount })),
    tripletCount: stimuli.triplets.length,
    tripletsHash: study.tripletsHash ?? null,
    targetRule: stimuli.targetRule,
    raterUrl: raterUrl(publicUrl, study.linkToken),
    completionCode: study.completionCode,
    createdAt: study.createdAt.toISOString(),
    launchedAt: study.launchedAt?.toISOString() ?? null,
    closedAt: study.closedAt?.toISOString() ?? null,
    sessionCounts: toCounts(counts),
  };
}

export function toStudySummary(study: StoredSummary, counts: Counts): StudySummary {
  return {
    id: study.id,
    title: study.configuration.title,
    status: study.status,
    version: study.version,
    networkNames: study.runs.map(({ networkName }) => networkName),
    createdAt: study.createdAt.toISOString(),
    launchedAt: study.launchedAt?.toISOString() ?? null,
    closedAt: study.closedAt?.toISOString() ?? null,
    sessionCounts: toCounts(counts),
  };
}

function toCounts({ person, test, simulated }: Counts): StudyView['sessionCounts'] {
  return { person: { ...person }, test: { ...test }, simulated: { ...simulated } };
}

/** The page of the web app on which a rater lands. */
function raterUrl(publicUrl: string, linkToken: string): string {
  return `${publicUrl}/s/${linkToken}`;
}
