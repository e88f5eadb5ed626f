import { forgetAddresses, forgetOldIdentities, sweepKeptResults } from '@lookalike/store';
import type { Dependencies } from './dependencies.ts';
import { forgetOld } from './routes/sign-in/forget-old.ts';
import { signInEnds } from './routes/sign-in/service.ts';

export interface Sweeper {
  /** Removes what is due to go. No request waits for it; what fails is tried again the next time, and what two processes remove is removed once. */
  tick(): Promise<void>;
}

/** Where entries came from is known for ten minutes: so it is looked for more often than what stays for days. */
const addressesEveryMs = 60_000;
const restEveryMs = 60 * 60_000;
/** Results by an earlier version of the statistics: another replica may still have it for a while. */
const earlierResultsMs = 7 * 86_400_000;

export function sweeper({ store, now, sections, log }: Pick<Dependencies, 'store' | 'now'> & { readonly sections: Pick<Dependencies['sections'], 'version'>; readonly log: { info(details: object, message: string): void } }): Sweeper {
  const isDue = { addresses: every(addressesEveryMs), rest: every(restEveryMs) };
  return {
    async tick() {
      if (isDue.addresses(now())) await forgetAddresses(store.prisma, now());
      if (!isDue.rest(now())) return;
      await sweepKeptResults(store.prisma, { statisticsVersion: sections.version, before: new Date(now().getTime() - earlierResultsMs) });
      await forgetOld(store.prisma, signInEnds(now()));
      const forgottenCount = await forgetOldIdentities(store.prisma, now());
      if (forgottenCount > 0) log.info({ forgottenCount }, 'platform ids whose time was over were forgotten');
    },
  };
}

/** Whether so long has passed since it last said yes; at first it has. */
function every(ms: number): (now: Date) => boolean {
  let last = -Infinity;
  return (now) => {
    if (now.getTime() - last < ms) return false;
    last = now.getTime();
    return true;
  };
}
