import { codeDifferences } from '@lookalike/recruiting';
import { endHooks, prolificClient, subscribeHooks } from '@lookalike/recruiting/clients';
import {
  countSessionsWithoutSubmission,
  deletePlatformAccount,
  findPlatformAccount,
  findStudyOperation,
  listCredits,
  listSubmissions,
  openPlatformHooks,
  retryCredits,
  savePlatformAccount,
  savePlatformHooks,
  saveSubmissions,
  settleSessions,
  type AccountPlatform,
  type PlatformAccountRecord,
} from '@lookalike/store';
import type { StudyOperation } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { studyNotFound } from '../studies/service.ts';
import { recruitingActions, type RecruitingActions } from './actions.ts';
import { readExportedSubmissions } from './exported-submissions.ts';
import { toSubmissionView } from './judged.ts';
import { platformMessages, type PlatformMessages } from './messages.ts';
import { prolificAccess, prolificOf, tokenOf } from './prolific-of.ts';
import { prolificStudyId, readFromProlific } from './reading.ts';
import { tokenMissing } from './refusals.ts';
import type { PlatformAccountView, ProlificStudyView, RecruitingView, SubmissionList } from './schemas.ts';

export interface RecruitingService {
  readonly actions: RecruitingActions;
  readonly messages: PlatformMessages;
  /** @throws ApiError study.not_found (so do all below) */
  get(studyId: string): Promise<RecruitingView>;
  /** Tries a token and keeps it. @throws RecruitingError platform.token_refused */
  saveToken(studyId: string, platform: AccountPlatform, token: string, experimenter: string): Promise<RecruitingView>;
  deleteToken(studyId: string, platform: AccountPlatform): Promise<RecruitingView>;
  /** @throws ApiError platform.token_missing, platform.study_unnamed; RecruitingError */
  compare(studyId: string): Promise<ProlificStudyView>;
  /** Has the platform tell of changes, or no longer. @throws ApiError platform.not_reachable */
  watch(studyId: string, isTold: boolean): Promise<RecruitingView>;
  read(studyId: string): Promise<{ submissionCount: number }>;
  /** Reads the file that Prolific exports. @throws ApiError platform.export_unreadable */
  readExport(studyId: string, bytes: Uint8Array): Promise<{ submissionCount: number }>;
  submissions(studyId: string): Promise<SubmissionList>;
  /** Nothing more is owed to these: what names them is forgotten where the consent text says so. */
  settle(studyId: string, submissionIds: readonly string[]): Promise<SubmissionList>;
  /** Has credits that were refused tried again. */
  retryCredits(studyId: string): Promise<RecruitingView>;
}

const platforms: readonly AccountPlatform[] = ['prolific', 'sona'];

export function recruitingService(dependencies: Pick<Dependencies, 'store' | 'secrets' | 'outside' | 'sleep' | 'now' | 'publicUrl'>): RecruitingService {
  const { store, secrets, now, publicUrl } = dependencies;
  const canBeTold = publicUrl.startsWith('https:');

  return {
    actions: recruitingActions(dependencies),
    messages: platformMessages(dependencies),
    get: view,

    async saveToken(studyId, platform, token, experimenter) {
      await operationOf(studyId);
      // Sona has nothing to ask a token about; the first credit tells.
      const holder = platform === 'prolific' ? (await prolificClient(prolificAccess(dependencies, token)).account()).email : '';
      await savePlatformAccount(store.prisma, secrets, { studyId, platform, token, holder, savedBy: experimenter, now: now(), ...(platform === 'prolific' ? { nextReadAt: now() } : {}) });
      if (platform === 'sona') await retryCredits(store.prisma, studyId, now());
      return view(studyId);
    },

    async deleteToken(studyId, platform) {
      await operationOf(studyId);
      if (platform === 'prolific') await stopHooks(studyId);
      await deletePlatformAccount(store.prisma, { studyId, platform });
      return view(studyId);
    },

    async compare(studyId) {
      const { recruiting, completionCode } = await operationOf(studyId);
      const client = await prolificOf(dependencies, studyId);
      const { name, status, places, reward, currency, codes } = await client.study(await prolificStudyId(dependencies, studyId));
      return {
        name,
        status,
        places: places ?? null,
        reward: reward ?? null,
        currency: currency ?? null,
        differences: codeDifferences(recruiting, completionCode, codes).map(({ ending, offer, ...said }) => ({ ...said, ending: ending ?? null, offer: offer ?? null })),
      };
    },

    async watch(studyId, isTold) {
      await operationOf(studyId);
      if (!isTold) {
        await stopHooks(studyId);
        return view(studyId);
      }
      if (!canBeTold) throw new ApiError('platform.not_reachable', `Prolific cannot send messages to ${publicUrl}.`, { expected: 'PUBLIC_URL with https, reachable from outside', fix: 'Leave it: submissions are read every two minutes all the same.' });
      const client = await prolificOf(dependencies, studyId);
      const { workspaceId } = await client.study(await prolificStudyId(dependencies, studyId));
      if (workspaceId === undefined) throw new ApiError('platform.not_reachable', 'Prolific does not say of which workspace the study is, so it can send no messages.', { fix: 'Leave it: submissions are read every two minutes all the same.' });
      await stopHooks(studyId);
      const access = prolificAccess(dependencies, await tokenOf(dependencies, { studyId, platform: 'prolific' }));
      const hooks = await subscribeHooks(access, { workspaceId, targetUrl: `${publicUrl}/api/platforms/prolific/${studyId}/messages` });
      await savePlatformHooks(store.prisma, secrets, { studyId, platform: 'prolific', hooks });
      return view(studyId);
    },

    read: async (studyId) => ({ submissionCount: await readFromProlific(dependencies, studyId) }),

    async readExport(studyId, bytes) {
      await operationOf(studyId);
      const submissions = readExportedSubmissions(bytes);
      await saveSubmissions(store, secrets, { studyId, submissions, now: now() });
      return { submissionCount: submissions.length };
    },

    submissions,

    async settle(studyId, submissionIds) {
      await operationOf(studyId);
      const sessionIds = (await listSubmissions(store.prisma, secrets, studyId, submissionIds)).flatMap(({ session }) => session?.id ?? []);
      await settleSessions(store.prisma, { studyId, sessionIds, now: now() });
      return submissions(studyId);
    },

    async retryCredits(studyId) {
      await operationOf(studyId);
      if ((await findPlatformAccount(store.prisma, { studyId, platform: 'sona' })) === undefined) throw tokenMissing('Sona');
      await retryCredits(store.prisma, studyId, now());
      return view(studyId);
    },
  };

  async function operationOf(studyId: string): Promise<StudyOperation> {
    const found = await findStudyOperation(store.prisma, studyId);
    if (found === undefined) throw studyNotFound(studyId);
    return found.operation;
  }

  /** What cannot be ended there is forgotten here: its messages are then of nobody. */
  async function stopHooks(studyId: string): Promise<void> {
    const key = { studyId, platform: 'prolific' } as const;
    const hooks = await openPlatformHooks(store.prisma, secrets, key);
    if (hooks === undefined) return;
    await endHooks(prolificAccess(dependencies, await tokenOf(dependencies, key)), hooks.subscriptionIds);
    await savePlatformHooks(store.prisma, secrets, { ...key, hooks: undefined });
  }

  async function submissions(studyId: string): Promise<SubmissionList> {
    const operation = await operationOf(studyId);
    const found = await listSubmissions(store.prisma, secrets, studyId);
    return { submissions: found.map((each) => toSubmissionView(each, operation)), withoutSubmission: await countSessionsWithoutSubmission(store.prisma, studyId) };
  }

  async function view(studyId: string): Promise<RecruitingView> {
    await operationOf(studyId);
    const accounts = await Promise.all(platforms.map((platform) => findPlatformAccount(store.prisma, { studyId, platform })));
    const credits = await listCredits(store.prisma, secrets, studyId);
    return {
      canBeTold,
      accounts: accounts.flatMap((account) => (account === undefined ? [] : toAccountView(account))),
      credits: credits.map(({ sessionId, participantId, state, reason, surveyCode, attemptCount, createdAt }) => ({ sessionId, participantId, state, reason, surveyCode: surveyCode ?? null, attemptCount, createdAt: createdAt.toISOString() })),
    };
  }
}

function toAccountView({ platform, holder, savedBy, savedAt, hasHooks, readAt, readFault }: PlatformAccountRecord): PlatformAccountView {
  return { platform, holder, savedBy, savedAt: savedAt.toISOString(), isTold: hasHooks, readAt: readAt?.toISOString() ?? null, readFault: readFault ?? null };
}
