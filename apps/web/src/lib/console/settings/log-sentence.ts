import type { AuditEntryView } from '../../api/views.ts';

type Facts = AuditEntryView['facts'];

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const account = ({ account: email }: Facts): string => (email === null || email === undefined ? 'for an account that there is not' : `for ${text(email)}`);

/** What each action of the log means; one that is not listed is shown as it is. */
const sentences: Readonly<Record<string, (facts: Facts) => string>> = {
  'sign_in.succeeded': () => 'signed in',
  'sign_in.failed': (facts) => `a wrong password ${account(facts)}`,
  'sign_in.refused': (facts) => `too many wrong passwords ${account(facts)}; made to wait`,
  'sign_in.ended': ({ signInId }) => (signInId === undefined ? 'signed out' : 'ended a sign-in'),
  'sign_in.others_ended': ({ count }) => `ended all other sign-ins (${text(count)})`,
  'password.changed': () => 'changed the password',
  'password.reset': ({ email }) => `gave ${text(email)} a new password`,
  'token.created': ({ tokenName, scopes }) => `made the API token “${text(tokenName)}” (${Array.isArray(scopes) ? scopes.join(', ') : ''})`,
  'token.revoked': ({ tokenName }) => `took the API token “${text(tokenName)}” back`,
  'account.invited': ({ email, role }) => `invited ${text(email)} as ${text(role)}`,
  'account.changed': ({ email, role, isActive }) =>
    [...(role === undefined ? [] : [`made ${text(email)} ${text(role)}`]), ...(isActive === undefined ? [] : [`${isActive === true ? 'activated' : 'deactivated'} ${text(email)}`])].join(', '),
  'invitation.withdrawn': ({ email }) => `took the invitation of ${text(email)} back`,
  'invitation.accepted': ({ role }) => `accepted an invitation as ${text(role)}`,
  'study.launched': () => 'launched a study',
  'study.operated': ({ change }) => `changed how a study is operated: ${typeof change === 'object' && change !== null ? Object.keys(change).join(', ') : ''}`,
  'study.closed': () => 'closed a study',
  'alert.seen': ({ kind }) => `has seen the alert ${text(kind)} of a study`,
  'alert.secret_read': () => 'read what the alert messages of a study are signed with',
  'dataset.downloaded': ({ table, file }) => `downloaded ${table === undefined ? text(file) : `the table of ${text(table)}`}`,
};

/** An entry in words. */
export function logSentence({ action, facts }: Pick<AuditEntryView, 'action' | 'facts'>): string {
  return sentences[action]?.(facts) ?? action;
}

/** The study that an entry is about. */
export function studyOf({ facts }: Pick<AuditEntryView, 'facts'>): string | undefined {
  return typeof facts['studyId'] === 'string' ? facts['studyId'] : undefined;
}
