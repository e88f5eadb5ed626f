import { defaultRecruiting, RecruitingSettings } from '@lookalike/recruiting';
import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;

export const Reward = Type.Object(
  {
    amount: Type.Number({ minimum: 0, maximum: 10_000 }),
    currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217.', examples: ['GBP'] }),
    basis: Type.Union([Type.Literal('session'), Type.Literal('hour')], { description: 'What the amount is paid for.' }),
  },
  closed,
);
export type Reward = Static<typeof Reward>;

export const LateFinish = Type.Union([Type.Literal('complete'), Type.Literal('time_out')], {
  description: 'What it is to finish after the place went to somebody else. complete: like finishing in time, even where that is one more than there are places. time_out: the ending of those who were away for too long.',
});
export type LateFinish = Static<typeof LateFinish>;

export const EarlierRaters = Type.Object(
  {
    keepOut: Type.Array(Type.String({ format: 'uuid' }), { maxItems: 100, uniqueItems: true, description: 'Studies whose raters cannot take part in this one.' }),
    onlyFrom: Type.Array(Type.String({ format: 'uuid' }), { maxItems: 100, uniqueItems: true, description: 'Only who finished one of these studies can take part. Empty: anybody.' }),
  },
  { ...closed, description: 'Raters are known again by what their recruiting platform calls them.' },
);
export type EarlierRaters = Static<typeof EarlierRaters>;

/** What of a study can change while it is live: nothing of it changes what raters see in trials or how they are judged. Changes are logged. */
export const StudyOperation = Type.Object(
  {
    places: Type.Integer({ minimum: 1, maximum: 100_000, description: 'Places for real raters; simulated and test sessions are counted apart.' }),
    pilotPlaces: Type.Union([Type.Integer({ minimum: 1, maximum: 100_000 }), Type.Null()], { description: 'While the study is piloted only this many of the places are open. Null: all.' }),
    placeLeaseMinutes: Type.Integer({ minimum: 5, maximum: 1440, description: 'A rater without a sign of life for this long gives the place back.' }),
    isPaused: Type.Boolean({ description: 'Nobody new is let in; who has begun can finish.' }),
    completionCode: Type.String({ minLength: 1, maxLength: 60, pattern: '^[A-Za-z0-9_-]+$', description: 'What a rater gets who has finished.' }),
    returnUrl: Type.String({ maxLength: 2000, pattern: '^(https?://[^\\s]+)?$', description: 'Where a rater goes after finishing; empty: where the recruiting platform wants it.' }),
    alertUrl: Type.String({ maxLength: 2000, pattern: '^(https://[^\\s]+)?$', description: 'Where alerts are sent to, signed; an https address of the public internet. Empty: nowhere.' }),
    contact: Type.String({ maxLength: 500, description: 'Whom raters can write to; may be empty.' }),
    institution: Type.String({ maxLength: 300, description: 'Who answers for the study, such as a university and its department; may be empty.' }),
    ethicsCommittee: Type.String({ maxLength: 300, description: 'Who approved it, and the approval’s number; may be empty.' }),
    recruiting: RecruitingSettings,
    lateFinish: LateFinish,
    earlierRaters: EarlierRaters,
    reward: Type.Union([Reward, Type.Null()], { description: 'Null: none, or told elsewhere.' }),
    authors: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 50, description: 'Named in the data set.' }),
    dataLicence: Type.String({ maxLength: 100, description: 'Of the data set, such as CC-BY-4.0; may be empty.' }),
    rewardNote: Type.String({ maxLength: 200, description: 'What raters get, in words; may be empty.' }),
  },
  { ...closed, $id: 'StudyOperation' },
);
export type StudyOperation = Static<typeof StudyOperation>;

/** What a new study begins with, but for its completion code, which is drawn. */
export function defaultStudyOperation(): Omit<StudyOperation, 'completionCode'> {
  return { places: 40, pilotPlaces: null, placeLeaseMinutes: 45, isPaused: false, returnUrl: '', alertUrl: '', contact: '', institution: '', ethicsCommittee: '', recruiting: defaultRecruiting, lateFinish: 'complete', earlierRaters: { keepOut: [], onlyFrom: [] }, reward: null, rewardNote: '', authors: [], dataLicence: '' };
}

/** How many places are open now. */
export function openPlaces({ places, pilotPlaces }: Pick<StudyOperation, 'places' | 'pilotPlaces'>): number {
  return Math.min(places, pilotPlaces ?? places);
}
