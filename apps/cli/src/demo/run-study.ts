import { dataOf, type ApiClient, type components } from '@lookalike/client';
import type { Observer } from '../observers/simulated-rater.ts';
import { simulateRaters } from '../observers/simulate-raters.ts';
import { createProgressBar, type Terminal } from '../terminal/progress-bar.ts';
import type { RunView } from './generate-runs.ts';

export type StudyView = components['schemas']['StudyView'];

const raterCount = 12;
const raterConcurrency = 4;
const trialsPerNetwork = 20;
const randomSeed = 'demo';

/** Creates and launches the demo's 2AFC study over the runs' accepted IRIs. */
export async function launchStudy(client: ApiClient, runs: readonly RunView[]): Promise<StudyView> {
  const defaults = dataOf(await client.GET('/api/studies/default-configuration'));
  const fewestAccepted = Math.min(...runs.map(({ acceptedCount }) => acceptedCount));
  const study = dataOf(
    await client.POST('/api/studies', {
      body: {
        configuration: {
          ...defaults,
          title: 'Which picture is closer?',
          trials: { ...defaults.trials, perNetwork: Math.max(1, Math.min(trialsPerNetwork, fewestAccepted)), catchCount: 4, practiceCount: 4, practicePassCount: 3, blockSize: 22 },
          estimatedMinutes: 4,
          randomSeed,
        },
        runIds: runs.map(({ id }) => id),
      },
    }),
  );
  return dataOf(await client.POST('/api/studies/{studyId}/launch', { params: { path: { studyId: study.id } } }));
}

/** Lets simulated raters take the study, with a progress bar. */
export async function answerStudy(baseUrl: string, study: StudyView, observer: Observer, terminal: Terminal): Promise<void> {
  const bar = createProgressBar(terminal, `  ${'simulated raters'.padEnd(36)}`);
  const linkToken = study.raterUrl.split('/').at(-1) ?? '';
  const { perNetwork, catchCount, practiceCount } = study.configuration.trials;
  const expectedTrials = raterCount * (perNetwork * study.runs.length + catchCount + practiceCount);
  const trials = await simulateRaters({
    baseUrl,
    linkToken,
    raterCount,
    concurrency: raterConcurrency,
    randomSeed,
    observer,
    onProgress: ({ ratersDone, trialsDone }) => bar.update(Math.min(1, trialsDone / expectedTrials), `${ratersDone}/${raterCount} raters, ${trialsDone} trials`),
  });
  bar.end(`${raterCount} simulated raters, ${trials} trials`);
}
