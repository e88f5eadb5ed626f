import { createHmac } from 'node:crypto';
import type { Secrets } from '@lookalike/secrets';
import { RecruitingError } from '@lookalike/recruiting/clients';
import { claimAlerts, raiseAlert, recordAlertSent, type DueAlertMessage } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';

export interface AlertSender {
  /** Sends what is due now. Of several processes each takes other alerts, by moving them on first. */
  tick(): Promise<void>;
}

/** What a study's address is told with, so that it knows from whom a message is. Another one for each study; it changes with the installation's key. */
export function alertSecretOf(secrets: Secrets, studyId: string): string {
  return secrets.sign('alert', studyId);
}

/** HMAC-SHA256 in hexadecimal digits. @param timestamp seconds since 1970, as the header has them */
export function alertSignature(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`, 'utf8').digest('hex');
}

/** Sends alerts to the addresses that studies name. What is not taken comes again, later each time; after the last attempt an alert says so. */
export function alertSender({ store, secrets, publicWeb, publicUrl, now }: Pick<Dependencies, 'store' | 'secrets' | 'publicWeb' | 'publicUrl' | 'now'>): AlertSender {
  return {
    async tick() {
      for (const alert of await claimAlerts(store.prisma, now())) {
        const reason = await refusal(alert);
        if (reason === undefined) await recordAlertSent(store.prisma, { studyId: alert.studyId, kind: alert.kind, now: now() });
        else if (alert.isLastAttempt) await raiseAlert(store.prisma, { studyId: alert.studyId, kind: 'webhook_failing', facts: { reason }, now: now() });
      }
    },
  };

  /** Why an alert was not taken; undefined where it was. */
  async function refusal({ alertUrl, title, studyId, kind, facts, count, firstAt, lastAt }: DueAlertMessage): Promise<string | undefined> {
    const body = JSON.stringify({ studyId, title, kind, facts, count, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString(), url: `${publicUrl}/console/studies/${studyId}` });
    const timestamp = String(Math.floor(now().getTime() / 1000));
    const signature = alertSignature(alertSecretOf(secrets, studyId), timestamp, body);
    try {
      const { status } = await publicWeb({ method: 'POST', url: alertUrl, headers: { 'content-type': 'application/json', 'x-lookalike-timestamp': timestamp, 'x-lookalike-signature': signature }, body });
      return status < 300 ? undefined : `The address answered with status ${status}.`;
    } catch (error) {
      if (error instanceof RecruitingError) return error.message;
      throw error;
    }
  }
}
