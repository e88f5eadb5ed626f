import type { FastifyRequest } from 'fastify';
import type { StudyOperation } from '@lookalike/study';
import { mayTest } from '../../http/access.ts';
import type { StudyOperationView, StudyView } from './schemas.ts';

/** Whether who asks may know what a study pays out with and where its alerts go: whoever may change it. */
export function seesSecretsOfStudy({ signedIn }: Pick<FastifyRequest, 'signedIn'>): boolean {
  return mayTest(signedIn);
}

/** A study without what lets one be paid, test, or read along: codes, ways back, the link for tests, the address for alerts. */
export function withoutSecrets(study: StudyView): StudyView {
  return { ...study, testUrl: null, operation: { ...study.operation, ...hidden, recruiting: withoutCodes(study.operation.recruiting) } };
}

/** A logged change without it: that it was changed stays. */
export function changeWithoutSecrets(change: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(change).map(([name, value]) => [name, name in hidden ? '…' : name === 'recruiting' ? withoutCodes(value as StudyOperation['recruiting']) : value])); // Only operateStudy writes it.
}

const hidden = { completionCode: null, returnUrl: null, alertUrl: null } as const satisfies Partial<StudyOperationView>;

function withoutCodes(recruiting: StudyOperation['recruiting']): StudyOperation['recruiting'] {
  return { ...recruiting, endings: {} };
}
