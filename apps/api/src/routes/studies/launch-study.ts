import type { Issue } from '@lookalike/errors';
import { findStudy, launchStudy as storeLaunch, rehearseStudy as storeRehearsal, type Launch, type Store, type StudyRecord } from '@lookalike/store';
import { checkConditions, checkStimuli, planSession, type FrozenStudy } from '@lookalike/study';
import { ApiError } from '../../http/api-error.ts';
import { errorStatus, type ApiErrorCode } from '../../http/error-status.ts';
import { conditionNow } from './conditions.ts';
import type { StudyMaterial } from './material.ts';
import type { StudyStimuli } from './stimuli.ts';
import { tryPlans } from './try-plans.ts';
import { wantedPlaces } from './view.ts';

/** Why a draft cannot be launched. */
export interface Obstacle {
  readonly code: string;
  readonly message: string;
  readonly fix: string | null;
}

/** What a launch now would freeze. */
export interface ReadyStudy {
  readonly frozen: FrozenStudy;
  readonly shown: StudyStimuli;
  /** Where the wanted answers decide them. */
  readonly places: number | undefined;
}

/**
 * What a draft would show if it were launched now.
 * @throws ApiError for what stands in the way of that: study.runs_not_done, study.distances_missing, study.plan_impossible, study.conditions_unfit, and the codes of `checkStimuli`
 */
export async function readyStudy(material: StudyMaterial, study: StudyRecord): Promise<ReadyStudy> {
  await requireDoneRuns(material, study);
  await material.requireDistances(study);
  const shown = await material.stimuli(study);
  const made = await material.elsewhere(study);
  const conditions = study.conditions.map((condition) => conditionNow(condition, made.get(condition.conditionId) ?? []));
  const frozen: FrozenStudy = { configuration: study.configuration, conditions, stimuli: shown.stimuli, sets: shown.sets };
  // A draft of an earlier version may have names that are one.
  refuse(checkConditions(conditions.map(({ name }) => name)));
  refuse(checkStimuli(frozen));
  const places = wantedPlaces(study.configuration, shown);
  await requirePlans(frozen, places ?? study.operation.places);
  return { frozen, shown, places };
}

/** Checks all that could go wrong with raters in the room, then freezes what the study shows and opens it. Returns undefined where it is no draft any more. @throws ApiError as `readyStudy`, and study.draft_changed */
export async function launchStudy({ store, material }: { readonly store: Store; readonly material: StudyMaterial }, study: StudyRecord): Promise<StudyRecord | undefined> {
  const launched = await storeLaunch(store, await launchOf(material, study));
  if (launched === undefined) await requireSameVersion(store, study);
  return launched;
}

/** The same for a copy that only test sessions enter; the draft stays one. @throws ApiError as `launchStudy` */
export async function rehearseStudy({ store, material }: { readonly store: Store; readonly material: StudyMaterial }, study: StudyRecord): Promise<StudyRecord | undefined> {
  const rehearsal = await storeRehearsal(store, await launchOf(material, study));
  if (rehearsal === undefined) await requireSameVersion(store, study);
  return rehearsal;
}

/** What stands in the way of a draft's launch; null where nothing does. */
export async function obstacleOf(material: StudyMaterial, study: StudyRecord): Promise<Obstacle | null> {
  try {
    await readyStudy(material, study);
    return null;
  } catch (error) {
    return toObstacle(error);
  }
}

/** @throws unknown whatever is no refusal */
export function toObstacle(error: unknown): Obstacle {
  if (!(error instanceof ApiError)) throw error;
  return { code: error.code, message: error.message, fix: error.facts.fix ?? null };
}

async function launchOf(material: StudyMaterial, study: StudyRecord): Promise<Launch> {
  const { frozen: { conditions }, shown, places } = await readyStudy(material, study);
  return { studyId: study.id, version: study.version, conditions, stimuli: shown.stimuli, sets: shown.sets, fileHashes: filesOf(shown), ...(places === undefined ? {} : { places }) };
}

/** @throws ApiError study.draft_changed */
async function requireSameVersion(store: Store, { id, version }: StudyRecord): Promise<void> {
  const now = await findStudy(store.prisma, id);
  if (now?.status !== 'draft') return;
  throw new ApiError('study.draft_changed', `The draft was changed while it was being launched: version ${version} was checked, and version ${now.version} is there.`, { fix: 'Look at the draft again, and launch it then.' });
}

async function requireDoneRuns(material: StudyMaterial, study: StudyRecord): Promise<void> {
  const unfinished = (await material.runs(study)).filter(({ status }) => status !== 'done');
  if (unfinished.length === 0) return;
  const which = unfinished.map(({ network, status }) => `"${network.name}" is ${status}`).join(', ');
  throw new ApiError('study.runs_not_done', `Not all runs of the study are done: ${which}.`, { fix: 'Wait for them, or take them out of the study.' });
}

/** Pictures that raters may fetch. */
export function filesOf({ stimuli }: StudyStimuli): readonly string[] {
  return stimuli.flatMap(({ queryHash, targetHash, seedHash, originalHash }) => [queryHash, targetHash, ...(seedHash === null ? [] : [seedHash]), ...(originalHash === undefined ? [] : [originalHash])]);
}

/** @throws ApiError with the first issue's code, if the API knows it, else study.conditions_unfit */
function refuse(issues: readonly Issue[]): void {
  const [first] = issues;
  if (first === undefined) return;
  const code = Object.hasOwn(errorStatus, first.code) ? (first.code as ApiErrorCode) : 'study.conditions_unfit';
  throw new ApiError(code, first.message, { fix: first.fix, issues: [...issues] });
}

/** More than this many plans are not tried before a launch. */
const triedPlans = 2000;

/** A plan that cannot be made must not show when a rater is there. @throws ApiError study.plan_impossible */
async function requirePlans(study: FrozenStudy, places: number): Promise<void> {
  const failed = await tryPlans({ count: Math.min(places, triedPlans), plan: (planIndex) => void planSession(study, planIndex) });
  if (failed === undefined) return;
  const { planIndex, error } = failed;
  throw new ApiError('study.plan_impossible', `Plan ${planIndex} of the study cannot be made: ${error instanceof Error ? error.message : String(error)}`, { fix: 'Change the random seed, or the numbers of trials.' });
}
