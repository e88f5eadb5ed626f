import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { decodeImage, drawContactSheet, type ContactSheetCell, type RgbImage } from '@lookalike/images';
import { idealObserverScore, perceptualNetwork } from '@lookalike/perception';
import { openChosenDevice } from '../devices/open-chosen-device.ts';
import { OutputFolder } from '../iri/output-folder.ts';
import { readImageFolder, type FolderTarget } from '../iri/read-images.ts';
import { runIri } from '../iri/run-iri.ts';
import { openNetworkFile } from '../network/open-network.ts';
import type { Terminal } from '../terminal/progress-bar.ts';
import { conditions, configurationOf, type Condition } from './conditions.ts';
import { openJudges, viewedSizePx } from './judges.ts';
import { objectivesFigure } from './objectives-figure.ts';
import { objectivesCsv, objectivesMarkdown, objectivesRow, type ObjectivesRow } from './objectives-table.ts';

export interface ReproduceObjectivesOptions {
  /** Files of networks by the name they get in the table; all take images of one size, brought to it in one way. */
  readonly networks: Readonly<Record<string, string>>;
  readonly images: string;
  readonly out: string;
  readonly maximumSteps: number;
  readonly randomSeed: string;
  /** Files of learned distances that judge too. */
  readonly weights: readonly string[];
  readonly device: string;
  readonly threads: number | undefined;
  readonly terminal: Terminal;
  readonly timeOfDay: () => Date;
  readonly signal: AbortSignal;
}

/** An IRI as it was made, as far as judging needs it. */
interface MadeIri {
  readonly target: RgbImage;
  readonly targetName: string;
  readonly seed: RgbImage;
  readonly iri: RgbImage;
  readonly representationDistance: number;
  readonly accepted: boolean;
}

interface Cell {
  readonly network: string;
  readonly condition: Condition;
  readonly iris: readonly MadeIri[];
}

/** What a manifest of `lookalike iri` says of each result. */
interface ManifestIri {
  readonly target: { readonly id: string };
  readonly status: 'accepted' | 'rejected' | 'failed';
  readonly iri: { readonly file: string };
  readonly seed: { readonly file: string };
  readonly representationDistance: number;
}

const sheetRows = 6;

/**
 * Shows the paper's first claim, or that it does not hold here: makes IRIs of the same targets under each objective, lets simulated
 * observers choose between target and seed, and writes table, figure and contact sheet. Each network under each objective has a folder of its own as
 * `lookalike iri` makes it, so the same command goes on where it stopped.
 * @returns the rows of the table. @see Nanda et al. 2023, section 3
 */
export async function reproduceObjectives(options: ReproduceObjectivesOptions): Promise<readonly ObjectivesRow[]> {
  const { terminal, out, networks } = options;
  const say = (line: string): void => terminal.write(`${line}\n`);
  const judging = options.weights.map((path) => perceptualNetwork(readFileSync(path)));
  const { preprocessing } = await openNetworkFile(Object.values(networks)[0]!, {});
  const { targets } = await readImageFolder(options.images, preprocessing);
  const folder = new OutputFolder(out);
  const cells: Cell[] = [];
  for (const condition of conditions) {
    for (const [network, path] of Object.entries(networks)) {
      say(`\n${condition.label}, ${network} network`);
      const cellFolder = join(out, 'iris', `${condition.name}-${network}`);
      await runIri({ ...options, network: path, preprocessing: {}, layer: undefined, out: cellFolder, configuration: configurationOf(condition, options), perceptualNetworks: [], seedImage: undefined });
      cells.push({ network, condition, iris: await readIris(cellFolder, targets) });
    }
  }

  const device = await openChosenDevice({ id: options.device, threads: options.threads });
  const judges = await openJudges(device, judging);
  const rows: ObjectivesRow[] = [];
  try {
    for (const judge of judges) {
      for (const { network, condition, iris } of cells) {
        options.signal.throwIfAborted();
        if (iris.length === 0) continue;
        const distances = await judge.distances(iris.flatMap(({ iri, target, seed }) => [[iri, target], [iri, seed]] as const));
        rows.push(objectivesRow({ network, objective: condition.name, judge: judge.name }, iris.map(({ representationDistance, accepted }, i) => ({
          representationDistance, accepted, score: idealObserverScore({ distanceToTarget: Math.max(0, distances[2 * i]!), distanceToSeed: Math.max(0, distances[2 * i + 1]!) }),
        }))));
      }
    }
  } finally {
    for (const judge of judges) await judge.close();
  }

  const settings = {
    networks: Object.fromEntries(Object.entries(networks).map(([name, path]) => [name, basename(path)])),
    targets: targets.map(({ id, hash }) => ({ id, hash })),
    conditions: conditions.map((condition) => ({ name: condition.name, configuration: configurationOf(condition, options) })),
    judges: judges.map(({ name, weights }) => ({ name, ...(weights !== undefined && { weights }), viewedSizePx })),
    device: { id: device.id, version: device.version, threads: device.threads },
  };
  folder.write('objectives.json', `${JSON.stringify({ format: 'lookalike-reproduction-objectives/1', settings, rows }, undefined, 1)}\n`);
  folder.write('objectives.csv', objectivesCsv(rows));
  folder.write('objectives.md', objectivesMarkdown(rows));
  folder.write('objectives.svg', objectivesFigure(rows, new Map(conditions.map(({ name, label }) => [name, label]))));
  folder.write('contact-sheet.png', await sheetOf(cells));
  return rows;
}

async function readIris(folder: string, targets: readonly FolderTarget[]): Promise<MadeIri[]> {
  // runIri has just written it.
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { readonly iris: readonly ManifestIri[] };
  const byId = new Map(targets.map((target) => [target.id, target]));
  const made = manifest.iris.filter(({ status }) => status !== 'failed');
  return Promise.all(made.map(async ({ target: { id }, status, iri, seed, representationDistance }) => ({
    target: byId.get(id)!.image,
    targetName: byId.get(id)!.fileName,
    seed: await decodeImage(readFileSync(join(folder, seed.file))),
    iri: await decodeImage(readFileSync(join(folder, iri.file))),
    representationDistance,
    accepted: status === 'accepted',
  })));
}

/** A few targets with their IRI of every network and objective. */
function sheetOf(cells: readonly Cell[]): Promise<Uint8Array> {
  const names = cells[0]!.iris.slice(0, sheetRows).map(({ targetName }) => targetName);
  return drawContactSheet({
    title: 'The objective decides what IRIs look like',
    subtitle: 'The same targets and seeds under every objective.',
    columns: [{ title: 'Target' }, ...cells.map(({ network, condition }) => ({ title: network, note: condition.shortLabel }))],
    rows: names.map((name) => ({
      label: name,
      cells: [
        { image: cells[0]!.iris.find(({ targetName }) => targetName === name)!.target, caption: '' },
        ...cells.map(({ iris }): ContactSheetCell | undefined => {
          const found = iris.find(({ targetName }) => targetName === name);
          return found && { image: found.iri, caption: `d = ${found.representationDistance.toFixed(3)}`, marked: !found.accepted };
        }),
      ],
    })),
    footer: 'd is the relative distance of the representation from the target’s, measured on the 8-bit file.',
    markMeaning: 'rejected by the audit',
    imageSizePx: 96,
  });
}
