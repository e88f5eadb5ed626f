import type { Issue } from '@lookalike/errors';
import { rejectionIssues } from '@lookalike/recruiting';
import { RecruitingError, type ProlificClient } from '@lookalike/recruiting/clients';
import { confirmAction, findAction, finishAction, giveUpActions, hastenReading, listActions, listSubmissions, prepareAction, raiseAlert, resolveAction, type ActionSum, type PlatformActionRecord, type PlatformSubmissionRecord } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { standHere } from './judged.ts';
import { prolificOf } from './prolific-of.ts';
import { prolificStudyId } from './reading.ts';
import { actionNotFound, actionOver, actionUnfit } from './refusals.ts';
import type { ActionRequest, ActionView, BonusCheckView } from './schemas.ts';

/** Everything that moves money or a submission: prepared, shown, confirmed, done once. */
export interface RecruitingActions {
  /** Says what it would come to. Nothing moves. @throws ApiError platform.action_unfit, platform.token_missing, platform.study_unnamed */
  prepare(studyId: string, request: ActionRequest, experimenter: string): Promise<ActionView>;
  /** @throws ApiError platform.action_not_found, platform.action_over */
  confirm(studyId: string, actionId: string, experimenter: string): Promise<ActionView>;
  list(studyId: string): Promise<readonly ActionView[]>;
  /** What the platform says of bonuses whose answer was lost. @throws ApiError platform.action_not_found */
  check(studyId: string, actionId: string): Promise<BonusCheckView>;
  /** A person has looked. @throws ApiError platform.action_not_found */
  resolve(studyId: string, actionId: string, wasDone: boolean, experimenter: string): Promise<ActionView>;
}

/** An action that is under way for longer has lost its process. */
const longestActionMs = 30 * 60_000;

const statusesOf: Readonly<Record<ActionRequest['kind'], readonly string[] | undefined>> = {
  approve: ['AWAITING_REVIEW'],
  ask_to_return: ['ACTIVE', 'RESERVED', 'AWAITING_REVIEW'],
  reject: ['AWAITING_REVIEW'],
  bonus: undefined,
};

export function recruitingActions(dependencies: Pick<Dependencies, 'store' | 'secrets' | 'outside' | 'sleep' | 'now'>): RecruitingActions {
  const { store, secrets, now } = dependencies;

  return {
    async prepare(studyId, request, experimenter) {
      const amounts = request.kind === 'bonus' ? new Map(request.bonuses.map(({ submissionId, amount }) => [submissionId, amount])) : undefined;
      const ids = request.kind === 'bonus' ? [...new Set(request.bonuses.map(({ submissionId }) => submissionId))] : request.submissionIds;
      const submissions = await listSubmissions(store.prisma, secrets, studyId, ids);
      const issues = issuesOf(request, ids, submissions);
      if (issues.length > 0) throw actionUnfit(issues);
      const client = await prolificOf(dependencies, studyId);
      const there = await prolificStudyId(dependencies, studyId);
      const { sum, providerId } = await costOf(request, client, there, submissions);
      const words = { message: 'message' in request ? request.message : undefined, category: 'category' in request ? request.category : undefined };
      const action = await prepareAction(store.prisma, secrets, {
        studyId, kind: request.kind, words, sum, ...(providerId === undefined ? {} : { providerId }), preparedBy: experimenter, now: now(),
        items: submissions.map(({ id, bonus }) => ({ submissionId: id, amount: amounts?.get(id), paidBefore: bonus })),
      });
      return view(action, submissions);
    },

    async confirm(studyId, actionId, experimenter) {
      const client = await prolificOf(dependencies, studyId);
      await giveUp(studyId);
      const confirmation = await confirmAction(store, secrets, { studyId, actionId, confirmedBy: experimenter, now: now() });
      if (confirmation.outcome === 'not_found') throw actionNotFound();
      if (confirmation.outcome !== 'confirmed') throw actionOver(confirmation.outcome);
      const { action } = confirmation;
      const submissions = await listSubmissions(store.prisma, secrets, studyId, action.items.map(({ submissionId }) => submissionId));
      const came = await perform(client, action, submissions);
      await finishAction(store.prisma, { actionId, state: came.state, outcome: withoutIds(came.outcome, submissions), now: now() });
      if (came.state === 'unknown') await raiseAlert(store.prisma, { studyId, kind: 'payment_unknown', facts: { actionId }, now: now() });
      await hastenReading(store.prisma, studyId, now());
      return viewOf(studyId, actionId);
    },

    async list(studyId) {
      await giveUp(studyId);
      const actions = await listActions(store.prisma, secrets, studyId);
      const submissions = await listSubmissions(store.prisma, secrets, studyId);
      return actions.map((action) => view(action, submissions));
    },

    async check(studyId, actionId) {
      const { persons } = await viewOf(studyId, actionId);
      const submissions = await listSubmissions(store.prisma, secrets, studyId, persons.map(({ submissionId }) => submissionId));
      const client = await prolificOf(dependencies, studyId);
      const checked: BonusCheckView['persons'] = [];
      for (const { submissionId, participant, amount } of persons) {
        const id = submissions.find((each) => each.id === submissionId)?.facts?.submission;
        const there = id === undefined ? undefined : (await client.submission(id)).bonuses;
        checked.push({ submissionId, participant, amount, there: there === undefined ? null : [...there] });
      }
      return { persons: checked };
    },

    async resolve(studyId, actionId, wasDone, experimenter) {
      const said = { state: wasDone ? 'done' : 'refused', outcome: `${experimenter} looked: it was ${wasDone ? '' : 'not '}done.` } as const;
      if (!(await resolveAction(store.prisma, { studyId, actionId, ...said, now: now() }))) throw actionNotFound();
      return viewOf(studyId, actionId);
    },
  };

  async function giveUp(studyId: string): Promise<void> {
    await giveUpActions(store.prisma, { studyId, before: new Date(now().getTime() - longestActionMs), now: now() });
  }

  async function viewOf(studyId: string, actionId: string): Promise<ActionView> {
    const action = await findAction(store.prisma, secrets, { studyId, actionId });
    if (action === undefined) throw actionNotFound();
    return view(action, await listSubmissions(store.prisma, secrets, studyId, action.items.map(({ submissionId }) => submissionId)));
  }
}

/** What stands against it. */
function issuesOf(request: ActionRequest, ids: readonly string[], submissions: readonly PlatformSubmissionRecord[]): readonly Issue[] {
  const statuses = statusesOf[request.kind];
  return ids.flatMap((id, i): readonly Issue[] => {
    const path = request.kind === 'bonus' ? `/bonuses/${i}` : `/submissionIds/${i}`;
    const submission = submissions.find((each) => each.id === id);
    const issue = (message: string, fix: string): readonly Issue[] => [{ path, code: 'platform.action_unfit', message, fix }];
    if (submission === undefined) return issue(`There is no submission ${id} in this study.`, 'Read the submissions again.');
    if (submission.facts === undefined) return issue('The participant’s id was forgotten, as the consent text says.', 'Do it on the platform, where the participant is listed.');
    if (statuses !== undefined && !statuses.includes(submission.status)) return issue(`A submission is ${submission.status.replaceAll('_', ' ').toLowerCase()} there.`, `This takes those that are ${statuses.map((status) => status.replaceAll('_', ' ').toLowerCase()).join(' or ')}.`);
    if (request.kind === 'reject') {
      const here = standHere(submission);
      return rejectionIssues({ category: request.category, message: request.message, ending: here === 'none' ? undefined : here }).map((each) => ({ ...each, path: each.path === '/message' ? '/message' : path }));
    }
    if (request.kind === 'bonus' && request.bonuses.filter(({ submissionId }) => submissionId === id).length > 1) return issue('A submission is there twice.', 'Give each one bonus.');
    return [];
  });
}

/** What it costs, as the platform says. A bonus is set up for that, which moves no money. */
async function costOf(request: ActionRequest, client: ProlificClient, studyId: string, submissions: readonly PlatformSubmissionRecord[]): Promise<{ readonly sum: ActionSum | undefined; readonly providerId?: string }> {
  if (request.kind === 'approve') {
    const { reward, currency } = await client.study(studyId);
    return { sum: reward === undefined ? undefined : { amount: reward * submissions.length, fees: undefined, total: reward * submissions.length, currency } };
  }
  if (request.kind !== 'bonus') return { sum: undefined };
  const { currency } = await client.account();
  const amounts = new Map(request.bonuses.map(({ submissionId, amount }) => [submissionId, amount]));
  // By the submission, not the person: who took part twice is paid for this time.
  const setUp = await client.setUpBonuses(studyId, submissions.map(({ id, facts }) => ({ to: facts!.submission, amount: amounts.get(id)! })));
  return { sum: { amount: setUp.amount, fees: setUp.fees + setUp.vat, total: setUp.total, currency }, providerId: setUp.id };
}

/** What a platform says of a fault may name people; the ledger stays when they are forgotten. */
function withoutIds(text: string, submissions: readonly PlatformSubmissionRecord[]): string {
  return submissions.flatMap(({ facts }) => (facts === undefined ? [] : [facts.submission, facts.participant])).reduce((rest, id) => rest.replaceAll(id, '…'), text);
}

interface Came {
  readonly state: 'done' | 'refused' | 'unknown';
  readonly outcome: string;
}

async function perform(client: ProlificClient, { kind, words, providerId }: PlatformActionRecord, submissions: readonly PlatformSubmissionRecord[]): Promise<Came> {
  switch (kind) {
    case 'approve':
      return atOnce('approves', () => client.approveAll(submissions.flatMap(({ facts }) => facts?.submission ?? [])));
    case 'bonus':
      return atOnce('pays', () => client.payBonuses(providerId!));
    case 'ask_to_return':
      return oneByOne(submissions, (submission) => client.askToReturn(submission, words.message ?? ''));
    case 'reject':
      return oneByOne(submissions, (submission, { session }) => {
        const here = standHere({ session });
        return client.reject(submission, { category: words.category as Parameters<ProlificClient['reject']>[1]['category'], message: words.message ?? '', ending: here === 'none' ? undefined : here });
      });
  }
}

/** Whether the answer was lost: what was asked for may have been done, and only a person can tell. */
function isLost(error: unknown): boolean {
  return error instanceof RecruitingError && error.code === 'platform.unreachable';
}

async function atOnce(does: 'approves' | 'pays', work: () => Promise<void>): Promise<Came> {
  try {
    await work();
    return { state: 'done', outcome: `Prolific has taken it, and ${does} within minutes.` };
  } catch (error) {
    if (!(error instanceof RecruitingError)) throw error;
    return isLost(error) ? { state: 'unknown', outcome: 'The answer was lost: it may have been done. Look there before you do it again.' } : { state: 'refused', outcome: error.message };
  }
}

/** Goes on after one that the platform refuses, and tells of it; stops at one whose answer is lost, for the next would be lost too. */
async function oneByOne(submissions: readonly PlatformSubmissionRecord[], work: (submission: string, record: PlatformSubmissionRecord) => Promise<void>): Promise<Came> {
  const refused: string[] = [];
  for (const [index, submission] of submissions.entries()) {
    try {
      if (submission.facts === undefined) refused.push('The id of one of them was forgotten meanwhile.');
      else await work(submission.facts.submission, submission);
    } catch (error) {
      if (!(error instanceof RecruitingError)) throw error;
      if (isLost(error)) return { state: 'unknown', outcome: `${index - refused.length} of ${submissions.length} were taken. Then an answer was lost: that one may have been done. ${submissions.length - index - 1} were not sent. Look there before you do it again.` };
      refused.push(error.message);
    }
  }
  const doneCount = submissions.length - refused.length;
  if (refused.length === 0) return { state: 'done', outcome: `Prolific has taken ${doneCount === 1 ? 'it' : `all ${doneCount}`}.` };
  return { state: doneCount === 0 ? 'refused' : 'done', outcome: `${doneCount} of ${submissions.length} were taken. ${refused[0]}` };
}

function view({ id, kind, state, words, sum, items, outcome, preparedBy, preparedAt, confirmedBy, confirmedAt }: PlatformActionRecord, submissions: readonly PlatformSubmissionRecord[]): ActionView {
  return {
    id,
    kind,
    state,
    message: words.message ?? null,
    category: words.category ?? null,
    sum: sum === undefined ? null : { amount: sum.amount, fees: sum.fees ?? null, total: sum.total, currency: sum.currency ?? null },
    persons: items.map(({ submissionId, amount, paidBefore }) => {
      const submission = submissions.find((each) => each.id === submissionId);
      return { submissionId, participant: submission?.facts?.participant ?? null, amount: amount ?? null, paidBefore };
    }),
    outcome,
    preparedBy,
    preparedAt: preparedAt.toISOString(),
    confirmedBy: confirmedBy ?? null,
    confirmedAt: confirmedAt?.toISOString() ?? null,
  };
}
