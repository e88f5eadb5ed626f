import { endings, platformOf, type RecruitingSettings } from '@lookalike/recruiting';
import type { StudyOperation } from '@lookalike/study';
import type { WayOutView } from '../rater/schemas.ts';
import { personsWayOut } from '../rater/way-out.ts';

/** Stands where a rater's page would have a code: a preview gives away none. */
export const sampleCode = 'SAMPLE-CODE';

/** How a study recruits, with a sample for every code. */
export function sampleRecruiting(settings: RecruitingSettings): RecruitingSettings {
  const sampled = Object.entries(settings.endings).map(([ending, said]) => [ending, { ...said, ...(said.code === undefined ? {} : { code: sampleCode }) }]);
  return { ...settings, endings: Object.fromEntries(sampled) as RecruitingSettings['endings'] }; // fromEntries forgets the keys' names.
}

/** What every ending's page offers somebody who came by the platform's link. */
export function sampleWaysOut(operation: StudyOperation): WayOutView[] {
  const recruiting = sampleRecruiting(operation.recruiting);
  const link = new URL(platformOf(recruiting).linkOf('https://study.invalid/', recruiting));
  const parameters = Object.fromEntries([...link.searchParams.keys()].map((name) => [name, 'sample']));
  return endings.map((ending) => personsWayOut(ending, { ...operation, recruiting, completionCode: sampleCode }, parameters));
}
