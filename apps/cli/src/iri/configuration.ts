import { readFileSync } from 'node:fs';
import { checkIriConfiguration, defaultIriConfiguration, type IriConfiguration } from '@lookalike/iri';
import { issuesMessage } from '@lookalike/errors';
import { CliError } from '../cli-error.ts';

/** What the command line says of a configuration, as it was typed. */
export interface ConfigurationFlags {
  /** A JSON file; fields that it leaves out are the default's. */
  readonly configuration?: string;
  /** A kind of objective, or a JSON file with one. */
  readonly objective?: string;
  readonly seedImage?: string;
  readonly randomSeed?: string;
  readonly maximumSteps?: number;
  readonly targetDistance?: number;
  readonly batchSize?: number;
}

/**
 * Puts a configuration together: the default, then the file, then the flags.
 * @throws cli.bad_configuration naming every fault; cli.unreadable_file
 */
export function configurationOf(flags: ConfigurationFlags): IriConfiguration {
  const base: Record<string, unknown> = { ...defaultIriConfiguration(), ...(flags.configuration === undefined ? {} : readObject(flags.configuration)) };
  const stopping = { ...(base['stopping'] as object), ...given({ maximumSteps: flags.maximumSteps, targetDistance: flags.targetDistance }) };
  const objective = flags.objective === undefined ? undefined : /\.json$/i.test(flags.objective) ? readObject(flags.objective) : { kind: flags.objective };
  const result = checkIriConfiguration({
    ...base,
    stopping,
    ...given({ objective, seedImage: flags.seedImage === undefined ? undefined : { kind: flags.seedImage }, randomSeed: flags.randomSeed, batchSize: flags.batchSize }),
  });
  if ('configuration' in result) return result.configuration;
  throw new CliError('cli.bad_configuration', `The configuration has ${result.issues.length} fault${result.issues.length === 1 ? '' : 's'}.\n${issuesMessage(result.issues)}`, { issues: result.issues });
}

function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function readObject(path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new CliError('cli.unreadable_file', `${path} cannot be read as JSON: ${cause instanceof Error ? cause.message : String(cause)}.`, { path }, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new CliError('cli.unreadable_file', `${path} holds no JSON object. Expected one, such as {"kind": "regularizer-free"}.`, { path });
  // Checked field by field by checkIriConfiguration.
  return value as Record<string, unknown>;
}
