import { preregistrationOf, type ReportDocument } from '@lookalike/report';
import type { Dependencies } from '../../dependencies.ts';
import { version } from '../../version.ts';
import type { StudyService } from '../studies/service.ts';
import { planOfQuery } from './plan-of-query.ts';
import type { PreregistrationQuery } from './schemas.ts';

export interface PreregistrationService {
  /** @throws ApiError study.not_found; AlignmentError for a plan that cannot be */
  document(studyId: string, query: PreregistrationQuery): Promise<ReportDocument>;
}

export function preregistrationService({ now }: Pick<Dependencies, 'now'>, studies: Pick<StudyService, 'get'>): PreregistrationService {
  return {
    async document(studyId, query) {
      const view = await studies.get(studyId);
      const { person } = view.sessionCounts;
      return preregistrationOf({
        study: view,
        configuration: view.configuration, operation: view.operation, targetRule: view.targetRule, targetCount: view.targetCount, stimulusCount: view.stimulusCount,
        conditions: view.conditions.map(({ network, ...condition }) => ({ ...condition, networkName: network?.name ?? null })),
        // Who entered and gave no consent answered nothing.
        peopleSoFar: person.inProgress + person.completed + person.withdrawn + person.timedOut,
        plan: planOfQuery(query, view), writtenAt: now(), appVersion: version,
      });
    },
  };
}
