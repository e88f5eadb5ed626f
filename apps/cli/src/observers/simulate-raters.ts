import { createRandom } from '@lookalike/random';
import { takeStudyAsSimulatedRater, type Observer } from './simulated-rater.ts';

export interface SimulateRatersOptions {
  readonly baseUrl: string;
  readonly linkToken: string;
  readonly raterCount: number;
  /** How many take the study at the same time. */
  readonly concurrency: number;
  readonly randomSeed: string;
  readonly observer: Observer;
  readonly onProgress: (progress: { readonly ratersDone: number; readonly trialsDone: number }) => void;
}

/** Lets simulated raters take a study through its HTTP API, several at a time. @returns how many trials they answered */
export async function simulateRaters(options: SimulateRatersOptions): Promise<number> {
  const { baseUrl, linkToken, raterCount, concurrency, observer, onProgress } = options;
  const rng = createRandom(options.randomSeed);
  const pictures = new Map<string, Promise<Uint8Array>>();
  const picture = (url: string): Promise<Uint8Array> => {
    const known = pictures.get(url) ?? fetchPicture(new URL(url, baseUrl));
    pictures.set(url, known);
    return known;
  };
  let ratersDone = 0;
  let trialsDone = 0;
  let next = 0;
  const takeTurns = async (): Promise<void> => {
    while (next < raterCount) {
      const rater = next++;
      await takeStudyAsSimulatedRater({ baseUrl, linkToken, observer, picture, rng: rng.child(`rater-${rater}`), onTrial: () => onProgress({ ratersDone, trialsDone: ++trialsDone }) });
      onProgress({ ratersDone: ++ratersDone, trialsDone });
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, raterCount) }, takeTurns));
  return trialsDone;
}

async function fetchPicture(url: URL): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The picture ${url.pathname} could not be fetched: the API answered ${response.status}.`);
  return new Uint8Array(await response.arrayBuffer());
}
