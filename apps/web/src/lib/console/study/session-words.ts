import type { SessionListItem } from '../../api/views.ts';
import { endingNames } from '../recruiting/ending-names.ts';

/** Where a session stands, in words. */
export function standing({ state, ending }: Pick<SessionListItem, 'state' | 'ending'>): string {
  return ending === null ? stateWords[state] : endingNames[ending];
}

const { completed, no_consent, withdrawn, timed_out, screened_out } = endingNames;
const stateWords: Readonly<Record<SessionListItem['state'], string>> = {
  assigned: 'Entered', consented: 'Consented', in_progress: 'Answering', all_acknowledged: 'All answered', completed, no_consent, withdrawn, timed_out, screened_out,
};

/** Whether its place can be given to somebody else. */
export function holdsPlace({ state }: Pick<SessionListItem, 'state'>): boolean {
  return state === 'assigned' || state === 'consented' || state === 'in_progress';
}

/** A reason as people read it: `catch_failed` as "catch failed". */
export function reasonWords(reason: string): string {
  return reason.replaceAll('_', ' ');
}

/** All that speaks against counting a session, in words. */
export function reasonsOf({ flags, excludedBecause }: Pick<SessionListItem, 'flags' | 'excludedBecause'>): readonly string[] {
  return [...flags.map(({ reason }) => reasonWords(reason)), ...(excludedBecause === null ? [] : ['by hand'])];
}

/** How long ago, in the unit that says enough: "now", "4 min", "3 h", "2 d". */
export function ago(moment: string, nowMs: number): string {
  const minutes = Math.floor((nowMs - Date.parse(moment)) / 60_000);
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (24 * 60))} d`;
}

/** A logged change in words. */
export function describeSessionChange(change: Readonly<Record<string, unknown>>): string {
  return Object.entries(change).map(([name, value]) => {
    if (name === 'excludedBecause') return value === null ? 'counts again' : `excluded: ${String(value)}`;
    if (name === 'isSettled') return value === true ? 'settled' : 'not settled';
    if (name === 'placeReleased') return 'place released';
    if (name === 'bonus') return value === null ? 'no bonus' : `bonus: ${String(value)}`;
    return `${name}: ${String(value)}`;
  }).join('; ');
}
