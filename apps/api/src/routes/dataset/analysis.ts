import { bootstrapOf } from '@lookalike/analysis';
import type { RowContext } from '@lookalike/answers';
import type { StudyChangeRecord, StudyRecord } from '@lookalike/store';
import type { StudyOperation } from '@lookalike/study';

/** What of the operation matters to who reads the data. Codes and addresses do not leave. */
const telling = ['places', 'pilotPlaces', 'placeLeaseMinutes', 'reward', 'rewardNote', 'authors', 'dataLicence'] as const satisfies readonly (keyof StudyOperation)[];

/** The content of `analysis.json`: what is needed to make every number again, besides the rows and the configuration. */
export function analysisOf(study: StudyRecord, context: RowContext, changes: readonly StudyChangeRecord[]): object {
  const { configuration, operation } = study;
  return {
    study: {
      id: study.id, version: study.version, status: study.status, configurationHash: study.configurationHash, stimuliHash: study.stimuliHash ?? null,
      createdAt: study.createdAt, launchedAt: study.launchedAt ?? null, closedAt: study.closedAt ?? null,
    },
    planSeed: configuration.randomSeed,
    /** Target ids that are always shown together; null where sessions draw their own. */
    sets: study.sets ?? null,
    quality: configuration.quality,
    bootstrap: bootstrapOf(context.study),
    operation: Object.fromEntries(telling.map((name) => [name, operation[name]])),
    operationChanges: changes.flatMap(({ changedAt, change }) => {
      const told = Object.entries(change).filter(([name]) => (telling as readonly string[]).includes(name));
      return told.length === 0 ? [] : [{ changedAt, change: Object.fromEntries(told) }];
    }),
  };
}
