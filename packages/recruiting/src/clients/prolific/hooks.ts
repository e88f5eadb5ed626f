import { RecruitingError } from '../../recruiting-error.ts';
import { object, text } from './records.ts';
import { askProlific, isObject, type ProlificAccess } from './request.ts';

/** What is listened to. */
export const hookEvents = ['submission.status.change', 'study.status.change'] as const;

export interface Hooks {
  /** Signs what Prolific sends. A workspace has one; making one replaces it. */
  readonly secret: string;
  readonly subscriptionIds: readonly string[];
}

/** Has a workspace tell `targetUrl` of what happens. @param targetUrl public, https */
export async function subscribeHooks(access: ProlificAccess, { workspaceId, targetUrl }: { readonly workspaceId: string; readonly targetUrl: string }): Promise<Hooks> {
  const made = await askProlific(access, { method: 'POST', path: 'hooks/secrets/', body: { workspace_id: workspaceId }, mayRepeat: false });
  const secret = text(object(made.json, 'secret')['value'], 'value');
  const subscriptionIds: string[] = [];
  for (const event_type of hookEvents) {
    const { json, headers } = await askProlific(access, { method: 'POST', path: 'hooks/subscriptions/', body: { workspace_id: workspaceId, event_type, target_url: targetUrl }, mayRepeat: false });
    // Prolific's description draws a list, its own program reads one object.
    const subscription = Array.isArray(json) ? (json as readonly unknown[]).findLast((each) => isObject(each) && each['event_type'] === event_type) : json;
    const id = text(object(subscription, 'subscription')['id'], 'id');
    const proof = headers['x-hook-secret'];
    if (proof === undefined) throw new RecruitingError('platform.unreachable', 'Prolific gave no X-Hook-Secret, so its messages cannot be confirmed. Studies are watched by asking all the same.');
    await askProlific(access, { method: 'POST', path: `hooks/subscriptions/${encodeURIComponent(id)}/`, body: { secret: proof }, mayRepeat: true });
    subscriptionIds.push(id);
  }
  return { secret, subscriptionIds };
}

/** Ends subscriptions; one that is gone already is no fault. */
export async function endHooks(access: ProlificAccess, subscriptionIds: readonly string[]): Promise<void> {
  for (const id of subscriptionIds) await askProlific(access, { method: 'DELETE', path: `hooks/subscriptions/${encodeURIComponent(id)}/`, mayRepeat: true }, [404]);
}
