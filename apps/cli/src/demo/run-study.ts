import { dataOf, type ApiClient, type components } from '@lookalike/client';
import { labelledOriginals } from '../observers/labelled-originals.ts';
import { openPerceptualObserver } from '../observers/perceptual-observer.ts';
import { picturesOf } from '../observers/pictures.ts';
import { simulateRaters } from '../observers/simulate-raters.ts';
import { createProgressBar, type Terminal } from '../terminal/progress-bar.ts';
import type { RunView } from './generate-runs.ts';

export type StudyView = components['schemas']['StudyView'];

const raterCount = 12;
const raterConcurrency = 4;
const targetsPerCondition = 14;
const randomSeed = 'demo';

/** Creates and launches the demo's 2AFC study over the runs' accepted IRIs, with the originals as the ceiling. */
export async function launchStudy(client: ApiClient, runs: readonly RunView[]): Promise<StudyView> {
  const defaults = dataOf(await client.GET('/api/studies/default-configuration'));
  const fewestAccepted = Math.min(...runs.map(({ acceptedCount }) => acceptedCount));
  const study = dataOf(
    await client.POST('/api/studies', {
      body: {
        configuration: {
          ...defaults,
          title: 'Which picture is closer?',
          design: { ...defaults.design, perCondition: Math.max(1, Math.min(targetsPerCondition, fewestAccepted)) },
          trials: { catchCount: 4, practiceCount: 4, practicePassCount: 3, blockSize: 23 },
          estimatedMinutes: 4,
          randomSeed,
        },
        conditions: [...runs.map(({ id, network }) => ({ name: network.name, runId: id })), { name: 'Original', reference: 'original' }],
      },
    }),
  );
  return dataOf(await client.POST('/api/studies/{studyId}/launch', { params: { path: { studyId: study.id } } }));
}

/** Lets simulated raters take a study, whatever its task, with a progress bar. */
export async function answerStudy(platform: { readonly baseUrl: string; readonly bearerToken: string }, client: ApiClient, study: StudyView, terminal: Terminal): Promise<void> {
  const bar = createProgressBar(terminal, `  ${'simulated raters'.padEnd(36)}`);
  const linkToken = study.raterUrl.split('/').at(-1) ?? '';
  const { trialCount } = dataOf(await client.GET('/api/rater/studies/{linkToken}', { params: { path: { linkToken } } }));
  const expectedTrials = raterCount * (trialCount + study.configuration.trials.practiceCount);
  const originals = await labelledOriginals(client, study);
  const observer = await openPerceptualObserver(picturesOf(platform));
  try {
    const trials = await simulateRaters({
      baseUrl: platform.baseUrl,
      bearerToken: platform.bearerToken,
      linkToken,
      raterCount,
      concurrency: raterConcurrency,
      randomSeed,
      observer,
      originals,
      onProgress: ({ ratersDone, trialsDone }) => bar.update(Math.min(1, trialsDone / expectedTrials), `${ratersDone}/${raterCount} raters, ${trialsDone} trials`),
    });
    bar.end(`${raterCount} simulated raters, ${trials} trials`);
  } finally {
    await observer.close();
  }
}
