import type { TrialKey } from './outbox.ts';
import type { Place } from './session-memory.ts';

interface Notes {
  readonly cssPxPerMm?: number;
  /** How often each trial's pictures were put on the screen. */
  readonly presentations: Readonly<Record<string, number>>;
}

const nothing: Notes = { presentations: {} };

/** What this browser remembers of a session besides its answers, so that a reload does not begin it anew. Where storage is refused it lasts as long as the page. */
export class SessionNotes {
  readonly #name: string;
  readonly #place: Place | undefined;
  #notes: Notes;

  constructor(sessionId: string, place: Place | undefined) {
    this.#name = `lookalike.notes:${sessionId}`;
    this.#place = place;
    this.#notes = this.#read();
  }

  /** From the bank card that was held to this screen. */
  get cssPxPerMm(): number | undefined {
    return this.#notes.cssPxPerMm;
  }

  calibrated(cssPxPerMm: number): void {
    this.#write({ ...this.#notes, cssPxPerMm });
  }

  /** Counts that a trial's pictures are put on the screen. @returns how often they were by now, from 1 */
  presented(trial: TrialKey): number {
    const count = (this.#notes.presentations[trial] ?? 0) + 1;
    this.#write({ ...this.#notes, presentations: { ...this.#notes.presentations, [trial]: count } });
    return count;
  }

  #read(): Notes {
    try {
      const value: unknown = JSON.parse(this.#place?.getItem(this.#name) ?? 'null');
      return isNotes(value) ? value : nothing;
    } catch {
      return nothing; // Refused, or nonsense.
    }
  }

  #write(notes: Notes): void {
    this.#notes = notes;
    try {
      this.#place?.setItem(this.#name, JSON.stringify(notes));
    } catch {
      // Refused or full: it lasts as long as the page.
    }
  }
}

function isNotes(value: unknown): value is Notes {
  if (typeof value !== 'object' || value === null || !('presentations' in value) || typeof value.presentations !== 'object' || value.presentations === null) return false;
  const isCounted = Object.values(value.presentations).every((count) => Number.isInteger(count));
  return isCounted && (!('cssPxPerMm' in value) || (typeof value.cssPxPerMm === 'number' && value.cssPxPerMm > 0));
}
