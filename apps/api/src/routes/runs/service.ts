import { checkIriConfiguration, defaultIriConfiguration, type IriConfiguration } from '@lookalike/iri-configuration';
import { cancelRun, createRun, findImageSet, findNetwork, findRun, generateIris, listFailedIris, listIris, listRuns, type NetworkLayer, type RunRecord } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { runSheet } from '../../contact-sheet.ts';
import { imageSetNotFound } from '../image-sets/service.ts';
import { networkNotFound } from '../networks/service.ts';
import { runReport } from './report.ts';
import type { RunReport } from './report-schemas.ts';
import type { IriView, RunRequest, RunView } from './schemas.ts';
import { toIriView, toRunView } from './view.ts';

export interface RunService {
  defaultConfiguration(): IriConfiguration;
  list(): Promise<RunView[]>;
  /** @throws ApiError run.not_found */
  get(runId: string): Promise<RunView>;
  iris(runId: string): Promise<IriView[]>;
  /** @throws ApiError run.not_found */
  report(runId: string): Promise<RunReport>;
  /** @throws ApiError network.not_found, network.refuted, images.set_not_found, run.layer_not_found, run.too_few_images, run.configuration_invalid */
  start(request: RunRequest): Promise<RunView>;
  /** @throws ApiError run.already_finished */
  cancel(runId: string): Promise<RunView>;
  /** PNG bytes. @throws ApiError run.no_iris_yet */
  contactSheet(runId: string): Promise<Uint8Array>;
}

/** The null distribution is made of pairs of different images. */
const minimumImages = 2;

export function runService({ store, blobs, queue, log }: Pick<Dependencies, 'store' | 'blobs' | 'queue' | 'log'>): RunService {
  return {
    defaultConfiguration: () => defaultIriConfiguration(),
    list: async () => (await listRuns(store.prisma)).map(toRunView),
    get: async (runId) => toRunView(await existing(runId)),

    async iris(runId) {
      await existing(runId);
      return (await listIris(store.prisma, runId)).map(toIriView);
    },

    report: async (runId) => runReport(await existing(runId), await listIris(store.prisma, runId), await listFailedIris(store.prisma, runId)),

    async start({ networkId, imageSetId, layer, configuration }) {
      const network = await findNetwork(store.prisma, networkId);
      if (network === undefined) throw networkNotFound(networkId);
      if (network.proof?.state === 'refuted') throw new ApiError('network.refuted', `"${network.name}" is not the network that was exported. ${network.proof.message}`, { fix: 'Export the network again and register that file.' });
      const imageSet = await findImageSet(store.prisma, imageSetId);
      if (imageSet === undefined) throw imageSetNotFound(imageSetId);
      if (imageSet.imageCount < minimumImages) {
        throw new ApiError('run.too_few_images', `The image set "${imageSet.name}" has ${imageSet.imageCount} image.`, { expected: `At least ${minimumImages}: distances are judged against those between different images.`, fix: 'Use a larger set.' });
      }
      const chosenLayer = layer ?? network.defaultLayer;
      const found = network.layers.find(({ name }) => name === chosenLayer);
      if (found === undefined) throw layerNotFound(network, chosenLayer);
      const wanted = checked(configuration ?? defaultIriConfiguration());
      checkPart(found, wanted);
      const run = await createRun(store.prisma, { networkId, imageSetId, layer: chosenLayer, configuration: wanted });
      // Workers look for runs that wait as well, so a queue that fails now delays the run but does not lose it.
      await queue.send(generateIris, { runId: run.id }).catch((error: unknown) => log.warn({ err: error, runId: run.id }, 'the job of a run could not be sent; a worker will find the run'));
      return toRunView(run);
    },

    async cancel(runId) {
      const before = await existing(runId);
      if (before.status !== 'queued' && before.status !== 'running') {
        throw new ApiError('run.already_finished', `The run is ${before.status}.`, { fix: 'Start a new run instead.' });
      }
      return toRunView((await cancelRun(store.prisma, runId)) ?? before);
    },

    async contactSheet(runId) {
      const run = await existing(runId);
      const iris = await listIris(store.prisma, runId);
      if (iris.length === 0) throw new ApiError('run.no_iris_yet', 'No IRI of the run is finished yet.', { fix: 'Wait until the run has made its first.' });
      return runSheet({ blobs, run, iris });
    },
  };

  async function existing(runId: string): Promise<RunRecord> {
    const run = await findRun(store.prisma, runId);
    if (run === undefined) throw runNotFound(runId);
    return run;
  }
}

function checked(value: unknown): IriConfiguration {
  const result = checkIriConfiguration(value);
  if ('configuration' in result) return result.configuration;
  throw new ApiError('run.configuration_invalid', 'The configuration cannot be used.', {
    fix: 'See the issues; GET /api/runs/default-configuration is one that works.',
    issues: result.issues.map((issue) => ({ ...issue, path: `/configuration${issue.path}` })),
  });
}

function checkPart({ name, parts = ['all'] }: NetworkLayer, { part = 'all' }: IriConfiguration): void {
  if (parts.includes(part)) return;
  const message = `The layer "${name}" has no part "${part}".`;
  const fix = `Choose ${parts.map((each) => `"${each}"`).join(' or ')}, or another layer.`;
  throw new ApiError('run.configuration_invalid', message, { fix, issues: [{ path: '/configuration/part', code: 'run.configuration_invalid', message, fix }] });
}

function layerNotFound({ name, layers, defaultLayer }: { name: string; layers: readonly { name: string }[]; defaultLayer: string }, layer: string): ApiError {
  const fix = `Leave "layer" out for "${defaultLayer}", or choose one of the ${layers.length} layers that GET /api/networks/:networkId lists.`;
  const message = `The network "${name}" has no layer "${layer}" that can serve as representation.`;
  return new ApiError('run.layer_not_found', message, { fix, issues: [{ path: '/layer', code: 'run.layer_not_found', message, fix }] });
}

export function runNotFound(runId: string): ApiError {
  return new ApiError('run.not_found', `There is no run ${runId}.`, { fix: 'GET /api/runs lists those there are.' });
}
