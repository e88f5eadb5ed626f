import { readFileSync } from 'node:fs';
import { issuesMessage } from '@lookalike/errors';
import { checkIriConfiguration, defaultIriConfiguration, defaultOptimiser, objectives, type IriConfiguration, type Objective } from '@lookalike/iri-configuration';
import { perceptualNetwork, type PerceptualNetwork } from '@lookalike/perception';
import { CliError } from '../cli-error.ts';

/** What the command line says of a configuration, as it was typed. */
export interface ConfigurationFlags {
  /** A JSON file; fields that it leaves out are the default's. */
  readonly configuration?: string;
  /** A kind of objective, or a JSON file with one. */
  readonly objective?: string;
  /** What drives images in the objectives that need one: `nlpd`, `ms-ssim`, or the file of a learned distance. */
  readonly perceptualDistance?: string;
  /** A kind of seed, or an image. */
  readonly seedImage?: string;
  /** Of the layer: `class-token`, `token-mean`, `spatial-mean` or `all`. */
  readonly part?: string;
  readonly randomSeed?: string;
  readonly maximumSteps?: number;
  readonly targetDistance?: number;
  readonly batchSize?: number;
}

/** What the flags come to. */
export interface GivenConfiguration {
  readonly configuration: IriConfiguration;
  readonly perceptualNetworks: readonly PerceptualNetwork[];
  /** Path of the image that every search starts from, where the flags name one. */
  readonly seedImage: string | undefined;
}

const isFileName = (text: string): boolean => /\.[a-z0-9]{2,5}$/i.test(text);

/**
 * Puts a configuration together: the default, then the file, then the flags.
 * @throws cli.bad_configuration naming every fault; cli.unreadable_file; perception.not_a_distance
 */
export function configurationOf(flags: ConfigurationFlags): GivenConfiguration {
  const file = flags.configuration === undefined ? {} : readObject(flags.configuration);
  const base: Record<string, unknown> = { ...defaultIriConfiguration(), ...file };
  const stopping = { ...(base['stopping'] as object), ...given({ maximumSteps: flags.maximumSteps, targetDistance: flags.targetDistance }) };
  const network = flags.perceptualDistance !== undefined && isFileName(flags.perceptualDistance) ? perceptualNetwork(readFile(flags.perceptualDistance)) : undefined;
  const distance = network === undefined ? flags.perceptualDistance : { kind: 'network', name: network.name, sha256: network.sha256 };
  const named = flags.objective !== undefined && /\.json$/i.test(flags.objective) ? readObject(flags.objective) : given({ kind: flags.objective });
  const objective = flags.objective === undefined && distance === undefined ? undefined : { ...(flags.objective === undefined ? (base['objective'] as object) : named), ...given({ distance }) };
  // Nobody chose an optimiser: the default is that of the objective, whose other fields are checked below.
  const chosen = objective ?? base['objective'];
  const optimiser = file['optimiser'] === undefined && hasKind(chosen) ? defaultOptimiser(chosen) : undefined;
  const seedFile = flags.seedImage !== undefined && isFileName(flags.seedImage) ? flags.seedImage : undefined;
  const result = checkIriConfiguration({
    ...base,
    stopping,
    ...given({ objective, optimiser, seedImage: flags.seedImage === undefined || seedFile !== undefined ? undefined : { kind: flags.seedImage }, randomSeed: flags.randomSeed, part: flags.part, batchSize: flags.batchSize }),
  });
  if ('configuration' in result) return { configuration: result.configuration, perceptualNetworks: network === undefined ? [] : [network], seedImage: seedFile };
  throw new CliError('cli.bad_configuration', `The configuration has ${result.issues.length} fault${result.issues.length === 1 ? '' : 's'}.\n${issuesMessage(result.issues)}`, { issues: result.issues });
}

function hasKind(objective: unknown): objective is Pick<Objective, 'kind'> {
  return typeof objective === 'object' && objective !== null && 'kind' in objective && typeof objective.kind === 'string' && Object.hasOwn(objectives, objective.kind);
}

function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function readFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new CliError('cli.unreadable_file', `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`, { path }, { cause });
  }
}

function readObject(path: string): Record<string, unknown> {
  let value: unknown;
  const text = new TextDecoder().decode(readFile(path));
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CliError('cli.unreadable_file', `${path} cannot be read as JSON: ${cause instanceof Error ? cause.message : String(cause)}.`, { path }, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new CliError('cli.unreadable_file', `${path} holds no JSON object. Expected one, such as {"kind": "regularizer-free"}.`, { path });
  // Checked field by field by checkIriConfiguration.
  return value as Record<string, unknown>;
}
