import { basename, join } from 'node:path';
import { planarPng } from '@lookalike/images';
import { generateIris, type FinishedIri, type IriProgress } from '@lookalike/iri';
import type { IriConfiguration } from '@lookalike/iri-configuration';
import type { PerceptualNetwork } from '@lookalike/perception';
import type { Device } from '@lookalike/runtime';
import { openChosenDevice } from '../devices/open-chosen-device.ts';
import { askPreprocessing } from '../network/ask-preprocessing.ts';
import { CliError } from '../cli-error.ts';
import { openNetworkFile } from '../network/open-network.ts';
import type { PreprocessingOptions } from '../network/preprocessing-options.ts';
import { proveOnDevice } from '../network/prove-on-device.ts';
import { createProgressBar, type Terminal } from '../terminal/progress-bar.ts';
import { version } from '../version.ts';
import { IriJournal, type IriEntry, type RecordedIri, type SessionEntry } from './iri-journal.ts';
import { iriSheet } from './iri-sheet.ts';
import { countsOf, manifestCsv, manifestOf, type RunCounts } from './manifest.ts';
import { OutputFolder } from './output-folder.ts';
import { readImageFolder, readSeedImage, type FolderTarget } from './read-images.ts';

export interface IriRunOptions {
  /** An ONNX file, a TensorFlow.js model.json, or a folder with either. */
  readonly network: string;
  readonly preprocessing: PreprocessingOptions;
  /** Default: the penultimate one. */
  readonly layer: string | undefined;
  readonly images: string;
  readonly out: string;
  readonly configuration: IriConfiguration;
  /** Learned distances that the objective names. */
  readonly perceptualNetworks: readonly PerceptualNetwork[];
  /** The image that every search starts from, where it is not drawn. */
  readonly seedImage: string | undefined;
  /** Id of a device, or `auto`. */
  readonly device: string;
  readonly threads: number | undefined;
  readonly terminal: Terminal;
  /** The time of day, for the record. */
  readonly timeOfDay: () => Date;
  readonly signal: AbortSignal;
}

const journalName = 'iris.jsonl';

/**
 * Makes an IRI for every image of a folder, without a server: PNG files, a manifest and a contact sheet. Each result is kept as
 * soon as it is finished; the same command on the same folder goes on where it stopped, however it was stopped.
 * @throws cli.network_refuted where it is not the network that its makers exported; cli.no_images, cli.cannot_write, cli.other_run, cli.bad_journal; whatever generateIris throws before the first step;
 *   the signal's reason when it aborts.
 */
export async function runIri(options: IriRunOptions): Promise<RunCounts> {
  const { terminal, signal } = options;
  const say = (line: string): void => terminal.write(`${line}\n`);
  const { ask } = terminal;
  const network = await openNetworkFile(options.network, options.preprocessing, ask && ((question) => askPreprocessing(question, { write: terminal.write, ask: (text) => ask(text, signal) })));
  const layer = options.layer ?? network.defaultLayer;
  const { targets, unusable, ignoredCount } = await readImageFolder(options.images, network.preprocessing);
  say(`${targets.length} images${ignoredCount > 0 ? ` (files left alone: ${ignoredCount})` : ''}; layer ${layer}`);
  for (const { id, code, message } of unusable) say(`✗ ${id}: ${message} (${code})`);

  const seed = options.seedImage === undefined ? undefined : await readSeedImage(options.seedImage, network.preprocessing);
  const configuration: IriConfiguration = seed === undefined ? options.configuration : { ...options.configuration, seedImage: { kind: 'image', sha256: seed.hash } };

  const folder = new OutputFolder(options.out);
  const settings = { network: { files: network.files, layer, preprocessing: network.preprocessing }, configuration, targets: Object.fromEntries(targets.map(({ id, hash }) => [id, hash])) };
  const journal = new IriJournal(join(options.out, journalName), settings);
  for (const [id, { entry }] of journal.iris) if (!isKept(folder, entry)) journal.forget(id);
  if (journal.iris.size > 0) say(`${journal.iris.size} of them are finished already`);

  const device = await openChosenDevice({ id: options.device, threads: options.threads, onChange: ({ from, to, cause }) => say(`⚠ ${from.id} failed, ${to.id} goes on: ${cause.message}`) });
  const verdict = await proveOnDevice(network.asRead, network.preprocessing, device);
  if (verdict !== undefined && !verdict.isEqual) throw new CliError('cli.network_refuted', `${options.network} is not used as the network that was exported. ${verdict.message}`, { verdict });
  if (verdict !== undefined) say(`✓ ${verdict.message}`);
  const bar = createProgressBar(terminal, 'IRIs');
  const startedMs = terminal.now();
  const generation = await generateIris({
    device, network: network.graph, layer, configuration, targets, signal, codec: planarPng, now: terminal.now,
    perceptualNetworks: options.perceptualNetworks,
    ...(seed !== undefined && { seed }),
    alreadyDone: journal.iris.keys(),
    onProgress: (progress) => bar.update(shareOf(progress, terminal.now() - startedMs), noteOf(progress)),
  });
  for (const { sentence } of generation.environment.surrogateGradients ?? []) say(`⚠ ${sentence}`);
  for (const { message, fix } of generation.warnings) say(`⚠ ${message} ${fix}`);
  try {
    const { values: _, ...nullDistribution } = generation.nullDistribution;
    const sessionOn = ({ id, label, version: deviceVersion, threads }: Device): SessionEntry => ({
      kind: 'session', version, startedAt: options.timeOfDay().toISOString(), environment: { ...generation.environment, device: { id, label, version: deviceVersion, threads } }, nullDistribution,
    });
    let session = sessionOn(device);
    if (journal.iris.size < targets.length) journal.begin(session);
    const byId = new Map(targets.map((target) => [target.id, target]));
    for await (const iri of generation) {
      // Another device may have gone on, which the record of these IRIs says.
      if (device.id !== session.environment.device.id) {
        session = sessionOn(device);
        journal.begin(session);
      }
      journal.add(keep(folder, byId.get(iri.targetId)!, iri));
    }

    const facts = { settings, configuration, targets, unusable, iris: journal.iris, device: session };
    const counts = countsOf(facts);
    bar.end(`${counts.accepted} accepted, ${counts.rejected} rejected by the audit, ${counts.failed} failed`);
    for (const { entry } of journal.iris.values()) if (entry.kind === 'failed') say(`✗ ${entry.targetId}: ${entry.message} (${entry.code})`);
    folder.write('manifest.json', `${JSON.stringify(manifestOf(facts), undefined, 2)}\n`);
    folder.write('manifest.csv', await manifestCsv(facts));
    const sheet = await iriSheet({ folder, network: basename(options.network), layer, configuration, targets, iris: journal.iris });
    if (sheet !== undefined) folder.write('contact-sheet.png', sheet);
    return counts;
  } finally {
    await generation.close();
  }
}

/** Files first, so that whatever the journal names exists. */
function keep(folder: OutputFolder, { fileName }: FolderTarget, iri: FinishedIri): IriEntry {
  if (iri.kind === 'failed') return iri;
  const { image: _, seedImage: __, files, ...result } = iri;
  return { ...result, iri: folder.write(`iris/${fileName}.png`, files!.image), seed: folder.write(`seeds/${fileName}.png`, files!.seedImage) };
}

function isKept(folder: OutputFolder, entry: RecordedIri['entry']): boolean {
  return entry.kind === 'failed' || (folder.holds(entry.iri) && folder.holds(entry.seed));
}

/** Images of one batch finish together, so time tells more than their count. */
function shareOf({ done, total, secondsLeft }: IriProgress, elapsedMs: number): number {
  return Math.max(done / total, secondsLeft === undefined ? 0 : elapsedMs / (elapsedMs + 1000 * secondsLeft));
}

function noteOf({ done, total, step, meanDistance, secondsLeft }: IriProgress): string {
  const notes = [`${done}/${total}`, `step ${step}`, meanDistance === undefined ? undefined : `d ${meanDistance.toFixed(4)}`, secondsLeft === undefined ? undefined : `${Math.ceil(secondsLeft)} s left at most`];
  return notes.filter((note) => note !== undefined).join('  ');
}
