import { setTimeout as delay } from 'node:timers/promises';
import { dataOf, type ApiClient, type components } from '@lookalike/client';
import { CliError } from '../cli-error.ts';
import { createProgressBar, type Terminal } from '../terminal/progress-bar.ts';
import type { Material } from './register-material.ts';

export type RunView = components['schemas']['RunView'];

const pollMs = 400;

/** Cancels what an interrupted demo left on the queue, which would be done first otherwise. */
export async function cancelUnfinishedRuns(client: ApiClient): Promise<void> {
  const { runs } = dataOf(await client.GET('/api/runs'));
  for (const { id, status } of runs) {
    if (status === 'queued' || status === 'running') dataOf(await client.POST('/api/runs/{runId}/cancel', { params: { path: { runId: id } } }));
  }
}

/**
 * Puts one generation run per network on the queue and follows them to their end with a progress bar each.
 * @throws cli.run_failed with the run's own code and message when one fails
 */
export async function generateRuns(client: ApiClient, { networks, imageSet }: Material, terminal: Terminal): Promise<RunView[]> {
  const runs: RunView[] = [];
  for (const network of networks) runs.push(dataOf(await client.POST('/api/runs', { body: { networkId: network.id, imageSetId: imageSet.id } })));
  const finished: RunView[] = [];
  for (const run of runs) finished.push(await follow(client, run, terminal));
  return finished;
}

/** Images of one batch finish together, so time tells more than their count. */
function shareOfTime(elapsedSeconds: number, secondsLeft: number | null): number {
  return secondsLeft === null ? 0 : elapsedSeconds / (elapsedSeconds + secondsLeft + 1);
}

async function follow(client: ApiClient, { id, network }: RunView, terminal: Terminal): Promise<RunView> {
  const bar = createProgressBar(terminal, `  ${network.name.padEnd(36)}`);
  const startedMs = terminal.now();
  for (;;) {
    const run = dataOf(await client.GET('/api/runs/{runId}', { params: { path: { runId: id } } }));
    if (run.status === 'failed' || run.status === 'cancelled') {
      throw new CliError('cli.run_failed', `Generating IRIs for ${network.name} ended as ${run.status}: ${run.error?.message ?? 'no reason was given'} (${run.error?.code ?? run.status})`, { runId: id });
    }
    if (run.status === 'done') {
      bar.end(`${run.doneCount}/${run.totalCount} IRIs, ${run.acceptedCount} accepted by the audit`);
      return run;
    }
    const { meanDistance, secondsLeft } = run.progress ?? { meanDistance: null, secondsLeft: null };
    const notes = [`${run.doneCount}/${run.totalCount}`, meanDistance === null ? undefined : `d ${meanDistance.toFixed(3)}`, secondsLeft === null ? undefined : `${Math.ceil(secondsLeft)} s left`];
    bar.update(Math.max(run.doneCount / run.totalCount, shareOfTime((terminal.now() - startedMs) / 1000, secondsLeft)), notes.filter((note) => note !== undefined).join('  '));
    await delay(pollMs);
  }
}
