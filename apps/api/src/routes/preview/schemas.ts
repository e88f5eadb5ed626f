import { Answer } from '@lookalike/study';
import { Type, type Static } from 'typebox';
import { Hash } from '../../http/fields.ts';
import { named, ref } from '../../http/named-schema.ts';
import { Obstacle } from '../studies/schemas.ts';
import { RaterSessionView, RaterStudyView, WayOutView } from '../rater/schemas.ts';

export const PreviewView = named(
  'PreviewView',
  Type.Object(
    {
      study: ref(RaterStudyView),
      session: ref(RaterSessionView),
      rightAnswers: Type.Array(Type.Object({ trialIndex: Type.Integer({ minimum: 0 }), answer: Answer }), { description: 'Of the practice trials.' }),
      mostPracticeRounds: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], { description: 'After so many rounds of practice that were not passed the way ends; null: never.' }),
      waysOut: Type.Array(ref(WayOutView), { description: 'One for each ending, with a sample in the place of every code.' }),
      obstacle: Type.Union([ref(Obstacle), Type.Null()], { description: 'What stands in the way of showing trials; null: nothing. Without trials, all other pages are there.' }),
    },
    { description: 'All pages of a rater’s way through a study as it is now, for a browser to show: nothing of it is a session, and nothing is stored.' },
  ),
);
export type PreviewView = Static<typeof PreviewView>;

export const PreviewParams = Type.Object({ linkToken: Type.String({ minLength: 1, maxLength: 200 }) });
export const PreviewPictureParams = Type.Object({ linkToken: Type.String({ minLength: 1, maxLength: 200 }), hash: Hash });
export const PreviewQuery = Type.Object({ key: Type.Optional(Type.String({ maxLength: 100, description: 'Of the study’s preview link; not needed by a signed-in experimenter.' })) });

export const previewSchemas = [PreviewView];
