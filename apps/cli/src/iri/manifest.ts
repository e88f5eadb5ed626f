import { hashOfJson } from '@lookalike/content-address';
import { iriColumns, rowsToCsv, type IriRow } from '@lookalike/dataset';
import { detailOf, summariseRun, type RunSummary } from '@lookalike/iri';
import type { IriConfiguration } from '@lookalike/iri-configuration';
import { hashedConfiguration } from '@lookalike/preprocessing';
import type { IriEntry, RecordedIri, RunSettings, SessionEntry } from './iri-journal.ts';
import type { FolderTarget, UnusableImage } from './read-images.ts';

/** What a finished run knows. */
export interface RunFacts {
  readonly settings: RunSettings;
  readonly configuration: IriConfiguration;
  readonly targets: readonly FolderTarget[];
  readonly unusable: readonly UnusableImage[];
  readonly iris: ReadonlyMap<string, RecordedIri>;
  readonly device: SessionEntry;
}

export interface RunCounts {
  readonly accepted: number;
  readonly rejected: number;
  readonly failed: number;
}

type Status = IriRow['status'];

export function statusOf(entry: IriEntry): Status {
  return entry.kind === 'failed' ? 'failed' : entry.accepted ? 'accepted' : 'rejected';
}

export function countsOf({ targets, unusable, iris }: Pick<RunFacts, 'targets' | 'unusable' | 'iris'>): RunCounts {
  const statuses = targets.flatMap(({ id }) => iris.get(id) ?? []).map(({ entry }) => statusOf(entry));
  const count = (status: Status): number => statuses.filter((one) => one === status).length;
  return { accepted: count('accepted'), rejected: count('rejected'), failed: count('failed') + unusable.length };
}

/**
 * The manifest as a value for JSON: settings, who computed it, the distributions over the run, and every target with its files, hashes, audit and time, in the
 * order of the images.
 */
export function manifestOf(facts: RunFacts): unknown {
  const { settings, configuration, targets, unusable, iris, device } = facts;
  const { network: { files, layer, preprocessing } } = settings;
  const { version, environment, nullDistribution } = device;
  return {
    format: 'lookalike-iri-manifest/1',
    lookalikeVersion: version,
    network: { files, layer, preprocessing, representationShape: environment.representationShape, straightThroughNode: environment.straightThroughNode, surrogateGradients: environment.surrogateGradients },
    configuration,
    configurationHash: hashOfJson(hashedConfiguration(configuration, preprocessing)),
    objective: environment.objective,
    calibrations: environment.calibrations,
    nullDistribution,
    counts: countsOf(facts),
    summary: summaryOf(facts),
    iris: targets.flatMap(({ id, hash }) => {
      const recorded = iris.get(id);
      if (recorded === undefined) return [];
      const { kind: _, targetId: __, ...result } = recorded.entry;
      return [{ target: { id, hash }, status: statusOf(recorded.entry), ...result, device: recorded.session.environment.device, madeIn: recorded.session.startedAt }];
    }),
    unusableImages: unusable,
  };
}

/** The images that could not be read failed as well. */
function summaryOf({ targets, unusable, iris }: RunFacts): RunSummary {
  const entries = targets.flatMap(({ id }) => iris.get(id) ?? []).map(({ entry }) => entry);
  return summariseRun({
    iris: entries.flatMap((entry) => (entry.kind === 'failed' ? [] : { ...entry, detail: detailOf(entry) })),
    failed: [...entries.filter((entry) => entry.kind === 'failed'), ...unusable],
  });
}

/** The same as a table, in CSV. */
export async function manifestCsv(facts: RunFacts): Promise<string> {
  let text = '';
  for await (const chunk of rowsToCsv(iriColumns, rowsOf(facts))) text += chunk;
  return text;
}

function rowsOf({ settings, configuration, targets, unusable, iris, device: { environment: { surrogateGradients } } }: RunFacts): IriRow[] {
  const shared = {
    network_hash: Object.values(settings.network.files)[0]!,
    layer: settings.network.layer,
    objective: configuration.objective.kind,
    seed_kind: configuration.seedImage.kind,
    surrogate_gradient: surrogateGradients?.map(({ kind }) => kind).join(' and '),
    random_seed: configuration.randomSeed,
    configuration_hash: hashOfJson(hashedConfiguration(configuration, settings.network.preprocessing)),
  };
  const nothing = { iri_file: undefined, iri_hash: undefined, seed_file: undefined, seed_hash: undefined, representation_distance: undefined, unrounded_distance: undefined, seed_distance: undefined, null_percentile: undefined, best_step: undefined } as const;
  return [
    ...targets.flatMap(({ id, hash }): IriRow[] => {
      const recorded = iris.get(id);
      if (recorded === undefined) return [];
      const { entry, session: { environment: { device } } } = recorded;
      const row = { ...shared, target_id: id, target_hash: hash, status: statusOf(entry), step_count: entry.stepCount, duration_ms: entry.durationMs, device: `${device.id} ${device.version}, ${device.threads} threads` };
      if (entry.kind === 'failed') return [{ ...row, ...nothing, reason: entry.code }];
      return [{
        ...row,
        reason: entry.rejectionReason,
        iri_file: entry.iri.file,
        iri_hash: entry.iri.hash,
        seed_file: entry.seed.file,
        seed_hash: entry.seed.hash,
        representation_distance: entry.representationDistance,
        unrounded_distance: entry.unroundedDistance,
        seed_distance: entry.seedDistance,
        null_percentile: entry.nullPercentile,
        best_step: entry.bestStep,
      }];
    }),
    ...unusable.map(({ id, code }): IriRow => ({ ...shared, ...nothing, target_id: id, target_hash: undefined, status: 'failed', reason: code, step_count: 0, duration_ms: 0, device: undefined })),
  ];
}
