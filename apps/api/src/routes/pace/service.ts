import { completedPlans, findStudy } from '@lookalike/store';
import { openPlaces } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import { launchedStudies, planOf } from '../rater/launched-study.ts';
import { studyNotFound } from '../studies/service.ts';
import { askedIn, balanceOf } from './balance.ts';
import { forecast, longestLookBack } from './forecast.ts';
import type { StudyPace } from './schemas.ts';

export interface PaceService {
  /** @returns null for a draft. @throws ApiError study.not_found */
  of(studyId: string): Promise<StudyPace | null>;
}

/** A plan never changes, and deriving one again and again would cost more than all else here. */
const rememberedPlans = 20_000;

/** How fast a study fills, and how evenly its answers lie. */
export function paceService({ store, now }: Pick<Dependencies, 'store' | 'now'>): PaceService {
  const studies = launchedStudies({ store });
  const remembered = new Map<string, readonly string[]>();
  return {
    async of(studyId) {
      const found = await findStudy(store.prisma, studyId);
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
      const asked = completed.map(({ planIndex }) => askedOf(planIndex));
      return { completedCount: completed.length, places, completionsPerHour, overHours, fullAt: fullAt?.toISOString() ?? null, balance: [...balanceOf(study, asked)] };

      function askedOf(planIndex: number): readonly string[] {
        const key = `${studyId}/${planIndex}`;
        const known = remembered.get(key);
        if (known !== undefined) return known;
        if (remembered.size >= rememberedPlans) remembered.clear();
        const fresh = askedIn(planOf(study, planIndex));
        remembered.set(key, fresh);
        return fresh;
      }
    },
  };
}
