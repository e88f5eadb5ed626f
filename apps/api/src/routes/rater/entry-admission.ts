import { serverBusy } from '../../http/server-busy.ts';
import type { RaterService } from './service.ts';

export interface AdmissionLimits {
  /** Entries that work at once; the other connections of the pool are for those who answer. */
  readonly atOnce: number;
  /** Entries that wait; more are refused at once. */
  readonly waiting: number;
  readonly waitMs: number;
}

const admissionLimits: AdmissionLimits = { atOnce: 4, waiting: 400, waitMs: 5_000 };

export interface Admission {
  /** Does `work` when its turn comes. @throws ApiError server.busy when that takes too long */
  admit<T>(studyLink: string, work: () => Promise<T>): Promise<T>;
}

interface Waiting {
  readonly studyLink: string;
  readonly start: () => void;
}

/**
 * A turn for everybody who enters. Entries to one study lock one another out in the database anyway, so they take turns
 * here, where waiting holds no connection: one study at a time each, few studies at once.
 */
export function openAdmission({ atOnce, waiting, waitMs }: AdmissionLimits = admissionLimits): Admission {
  const busyStudies = new Set<string>();
  const queue = new Set<Waiting>();

  const mayStart = (studyLink: string): boolean => busyStudies.size < atOnce && !busyStudies.has(studyLink);

  const turn = (studyLink: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        queue.delete(entry);
        reject(tooMany());
      }, waitMs);
      const entry: Waiting = { studyLink, start: () => (clearTimeout(timer), queue.delete(entry), busyStudies.add(studyLink), resolve()) };
      queue.add(entry);
    });

  return {
    async admit(studyLink, work) {
      if (mayStart(studyLink)) busyStudies.add(studyLink);
      else if (queue.size < waiting) await turn(studyLink);
      else throw tooMany();
      try {
        return await work();
      } finally {
        busyStudies.delete(studyLink);
        for (const entry of queue) if (mayStart(entry.studyLink)) entry.start();
      }
    },
  };
}

/** The service, with a turn for everybody who enters. */
export function admitEntries(rater: RaterService, admission = openAdmission()): RaterService {
  return { ...rater, enter: (linkToken, request, visitor) => admission.admit(linkToken, () => rater.enter(linkToken, request, visitor)) };
}

function tooMany() {
  return serverBusy('Very many people enter at this moment.');
}
