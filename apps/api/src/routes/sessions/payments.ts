import { Readable } from 'node:stream';
import { rowsToCsv, type Column, type RowOf } from '@lookalike/dataset';
import { endings, platformOf } from '@lookalike/recruiting';
import { findStudy, listSessions, openIdentity, paidBonuses, type ListedSession, type StudyRecord } from '@lookalike/store';
import { amountOwed } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { studyNotFound } from '../studies/service.ts';
import { minutesOf } from './minutes.ts';
import type { Asker } from './service.ts';
import { nameOf } from './view.ts';

const unnamed = 'the platform named nobody, or it is forgotten';
/** The columns of a payment file. It names people, so it is no table of the data set. */
const columns = {
  platform_id: { type: 'text', meaning: 'What the platform calls the rater.', missing: unnamed },
  submission_id: { type: 'text', meaning: 'What the platform calls this one taking part.', missing: unnamed },
  participant_id: { type: 'text', meaning: 'The rater in the data set.' },
  ending: { type: 'text', allowed: endings, meaning: 'How the session ended.' },
  minutes: { type: 'number', unit: 'min', minimum: 0, meaning: 'From the consent to the end.', missing: 'without consent' },
  reward: { type: 'number', minimum: 0, meaning: 'Owed by the study’s reward.', missing: 'the study has none' },
  bonus: { type: 'number', minimum: 0, meaning: 'What an experimenter wrote down to give; nothing is paid by that.', missing: 'none' },
  bonus_paid: { type: 'number', minimum: 0, meaning: 'Paid from here, as the ledger says, in the currency of the platform’s account; what may have been paid is not in it.', missing: 'none' },
  currency: { type: 'text', meaning: 'Of reward and bonus, ISO 4217.', missing: 'the study has no reward' },
  reasons: { type: 'text', meaning: 'Rules that the session fails, and by_hand, separated by semicolons.', missing: 'none' },
  state: { type: 'text', allowed: ['open', 'settled'], meaning: 'Whether somebody said that it is settled.' },
} as const satisfies Readonly<Record<string, Column>>;

export interface PaymentService {
  /** @throws ApiError study.not_found, session.identities_hidden */
  file(studyId: string, asker: Asker): Promise<{ readonly fileName: string; readonly stream: Readable }>;
}

const pageSize = 200;

/** What raters are owed. Nothing is paid by it: a person does that. */
export function paymentService({ store, secrets }: Pick<Dependencies, 'store' | 'secrets'>): PaymentService {
  return {
    async file(studyId, { seesIdentities }) {
      if (!seesIdentities) throw new ApiError('session.identities_hidden', 'The payment file says what platforms call raters, which you may not see.', { fix: 'Ask an experimenter of this installation for it.' });
      const study = await findStudy(store.prisma, studyId);
      if (study === undefined) throw studyNotFound(studyId);
      return { fileName: `payments-${study.operation.recruiting.platform}-${studyId.slice(0, 8)}.csv`, stream: Readable.from(rowsToCsv(columns, rowsOf(study)), { objectMode: false }) };
    },
  };

  async function* rowsOf(study: StudyRecord): AsyncGenerator<RowOf<typeof columns>, void, undefined> {
    let after: { readonly at: Date; readonly id: string } | undefined;
    for (;;) {
      const page = await listSessions(store.prisma, { studyId: study.id, kind: 'person', sort: 'entered', take: pageSize, after });
      const paid = await paidBonuses(store.prisma, page.map(({ id }) => id));
      for (const session of page) {
        const row = rowOf(study, session, paid.get(session.id));
        if (row !== undefined) yield row;
      }
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) return;
      after = { at: last.createdAt, id: last.id };
    }
  }

  function rowOf({ configuration: { estimatedMinutes }, operation: { reward, recruiting } }: StudyRecord, session: ListedSession, paidMinor: number | undefined): RowOf<typeof columns> | undefined {
    const { ending, sealed, digest, excludedBecause } = session;
    if (ending === undefined) return undefined;
    const arrival = sealed === undefined ? undefined : platformOf(recruiting).identify(openIdentity(secrets, sealed), recruiting);
    const who = arrival?.kind === 'person' ? arrival : undefined;
    const minutes = minutesOf(session);
    const reasons = [...(digest?.flags ?? []).map(({ reason }) => reason), ...(excludedBecause === undefined ? [] : ['by_hand'])];
    return {
      platform_id: who === undefined ? undefined : nameOf(who.person),
      submission_id: who?.submission,
      participant_id: session.participantId,
      ending,
      minutes,
      reward: reward === null ? undefined : amountOwed({ ending, reward, minutes: minutes ?? 0, estimatedMinutes }),
      bonus: session.bonus,
      bonus_paid: paidMinor === undefined ? undefined : paidMinor / 100,
      currency: reward?.currency,
      reasons: reasons.length === 0 ? undefined : reasons.join(';'),
      state: session.settledAt === undefined ? 'open' : 'settled',
    };
  }
}
