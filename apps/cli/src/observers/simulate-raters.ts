import { createRandom } from '@lookalike/random';
import { takeStudyAsSimulatedRater, type SimulatedRaterOptions } from './simulated-rater.ts';

export interface SimulateRatersOptions extends Pick<SimulatedRaterOptions, 'baseUrl' | 'bearerToken' | 'linkToken' | 'observer' | 'originals'> {
  readonly raterCount: number;
  /** How many take the study at the same time. */
  readonly concurrency: number;
  readonly randomSeed: string;
  readonly onProgress: (progress: { readonly ratersDone: number; readonly trialsDone: number }) => void;
}

/** Lets simulated raters take a study of any task through its HTTP API, several at a time. @returns how many trials they answered */
export async function simulateRaters(options: SimulateRatersOptions): Promise<number> {
  const { baseUrl, bearerToken, linkToken, raterCount, concurrency, observer, originals, onProgress } = options;
  const rng = createRandom(options.randomSeed);
  let ratersDone = 0;
  let trialsDone = 0;
  let next = 0;
  const takeTurns = async (): Promise<void> => {
    while (next < raterCount) {
      const rater = next++;
      await takeStudyAsSimulatedRater({ baseUrl, bearerToken, linkToken, observer, originals, rng: rng.child(`rater-${rater}`), onTrial: () => onProgress({ ratersDone, trialsDone: ++trialsDone }) });
      onProgress({ ratersDone: ++ratersDone, trialsDone });
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, raterCount) }, takeTurns));
  return trialsDone;
}
