import type { Issue } from '@lookalike/errors';
import { ApiError } from '../../http/api-error.ts';

export function tokenMissing(platform: string): ApiError {
  return new ApiError('platform.token_missing', `This study has no token for ${platform}, or one that cannot be read any more.`, { fix: 'Save the token on the study’s page; without one, upload the exported file.' });
}

export function studyUnnamed(): ApiError {
  return new ApiError('platform.study_unnamed', 'The study does not say which study of Prolific it is.', { fix: 'Enter the id of Prolific’s study, which is in the address of its page there.' });
}

export function actionNotFound(): ApiError {
  return new ApiError('platform.action_not_found', 'There is no such action in this study.', { fix: 'Prepare one, and confirm what it says.' });
}

export function actionUnfit(issues: readonly Issue[]): ApiError {
  return new ApiError('platform.action_unfit', `${issues.length === 1 ? 'One thing does' : `${issues.length} things do`} not fit: ${issues[0]?.message ?? ''}`, { fix: issues[0]?.fix ?? 'See the issues.', issues });
}

const notConfirmed = {
  not_prepared: ['It was confirmed before.', 'Nothing is done twice. The ledger says what came of it.'],
  too_late: ['It was prepared too long ago to be confirmed now.', 'Prepare it again: what is owed may have changed.'],
  paid_meanwhile: ['Somebody has confirmed a bonus for one of them since this one was prepared.', 'Prepare it again, and see what was paid before.'],
  another_under_way: ['Another action of this study is under way.', 'Wait until it is done.'],
} as const;

export function actionOver(outcome: keyof typeof notConfirmed): ApiError {
  const [message, fix] = notConfirmed[outcome];
  return new ApiError('platform.action_over', message, { fix });
}
