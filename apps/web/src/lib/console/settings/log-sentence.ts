import type { AuditEntryView } from '../../api/views.ts';
import { platformNames } from '../recruiting/platform-names.ts';
import { describeChange } from '../study/operation-draft.ts';

type Facts = AuditEntryView['facts'];

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const account = ({ account: email }: Facts): string => (email === null || email === undefined ? 'for an account that there is not' : `for ${text(email)}`);

/** The platform that an entry is about, by its name. */
const platform = ({ platform: name }: Facts): string => (typeof name === 'string' && Object.hasOwn(platformNames, name) ? platformNames[name as keyof typeof platformNames] : text(name));

/** What each action of the log means; one of an earlier version is shown as it is. */
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
  'study.operated': ({ change }) => `changed how a study is operated: ${typeof change === 'object' && change !== null ? describeChange(change as Readonly<Record<string, unknown>>).join('; ') : ''}`,
  'study.closed': () => 'closed a study',
  'alert.seen': ({ kind }) => `has seen the alert ${text(kind)} of a study`,
  'alert.secret_read': () => 'read what the alert messages of a study are signed with',
  'dataset.downloaded': ({ table, file, hasComments }) => `downloaded ${table === undefined ? text(file) : `the table of ${text(table)}`}${hasComments === true ? ', with comments' : ''}`,
  'session.changed': ({ sessionId }) => `changed the session ${text(sessionId)} of a study`,
  'session.released': ({ sessionId }) => `gave the place of the session ${text(sessionId)} to somebody else`,
  'payments.downloaded': () => 'downloaded the payment file of a study',
  'platform.token_saved': (facts) => `saved a token of ${platform(facts)} for a study`,
  'platform.token_deleted': (facts) => `deleted the token of ${platform(facts)} of a study`,
  'platform.settled': () => 'said of submissions to a study that nothing more is owed',
  'platform.action_confirmed': ({ actionId }) => `confirmed the action ${text(actionId)} in the ledger of a study`,
  'platform.action_resolved': ({ actionId }) => `said what became of the action ${text(actionId)} in the ledger of a study`,
};

/** An entry in words. */
export function logSentence({ action, facts }: Pick<AuditEntryView, 'action' | 'facts'>): string {
  return sentences[action]?.(facts) ?? action;
}

/** The study that an entry is about. */
export function studyOf({ facts }: Pick<AuditEntryView, 'facts'>): string | undefined {
  return typeof facts['studyId'] === 'string' ? facts['studyId'] : undefined;
}
