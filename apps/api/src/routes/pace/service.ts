import { completedPlans, findStudyOperation } from '@lookalike/store';
import { openPlaces, planSession } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import { remembered } from '../../remembered.ts';
import type { LaunchedStudies } from '../rater/launched-study.ts';
import { studyNotFound } from '../studies/service.ts';
import { askedIn, balanceOf } from './balance.ts';
import { forecast, longestLookBack } from './forecast.ts';
import type { StudyPace } from './schemas.ts';

export interface PaceService {
  /** @returns null for a draft. @throws ApiError study.not_found */
  of(studyId: string): Promise<StudyPace | null>;
}

/** What a plan asks never changes, and deriving plans again and again would cost more than all else here. */
const rememberedPlans = 20_000;

/** How fast a study fills, and how evenly its answers lie. */
export function paceService({ store, now }: Pick<Dependencies, 'store' | 'now'>, studies: LaunchedStudies): PaceService {
  const asked = remembered<readonly string[]>(rememberedPlans);
  return {
    async of(studyId) {
      const found = await findStudyOperation(store.prisma, studyId);
      if (found === undefined) throw studyNotFound(studyId);
      if (found.launchedAt === undefined) return null;
      const study = await studies.get(studyId);
      const { operation, status, launchedAt } = found;
      const since = new Date(now().getTime() - longestLookBack * 3_600_000);
      const completed = await completedPlans(store.prisma, studyId);
      const places = openPlaces(operation);
      const { completionsPerHour, overHours, fullAt } = forecast({
        recentCount: completed.filter(({ completedAt }) => completedAt > since).length,
        completedCount: completed.length,
        places,
        isOpen: status === 'live' && !operation.isPaused,
        launchedAt,
        now: now(),
      });
      const askedOf = completed.map(({ planIndex }) => asked(`${studyId}/${planIndex}`, () => askedIn(planSession(study, planIndex))));
      return { completedCount: completed.length, places, completionsPerHour, overHours, fullAt: fullAt?.toISOString() ?? null, balance: [...balanceOf(study, askedOf)] };
    },
  };
}
