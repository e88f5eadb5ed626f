import path from 'node:path';
import { issuesMessage, type Issue } from '@lookalike/errors';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { StoreError } from './store-error.ts';
import { readTrustProxy, trustProxyPattern, type TrustProxy } from './trust-proxy.ts';

const LogLevel = Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], { default: 'info' });

/** The settings of the platform. docs/settings.md lists them, and the variables that devices, tests and measurements read. */
export const Environment = Type.Object({
  DATABASE_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://', description: 'PostgreSQL. Absent: the embedded database.' })),
  LOOKALIKE_DATA: Type.String({ minLength: 1, default: '.lookalike', description: 'Folder of everything that Lookalike keeps.' }),
  BLOB_DIRECTORY: Type.Optional(Type.String({ minLength: 1, description: 'Default: $LOOKALIKE_DATA/blobs.' })),
  HOST: Type.String({ minLength: 1, default: '127.0.0.1' }),
  PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 4400 }),
  PUBLIC_URL: Type.Optional(Type.String({ pattern: '^https?://', description: 'Default: http://HOST:PORT.' })),
  TRUST_PROXY: Type.Optional(Type.String({ pattern: trustProxyPattern, description: 'How many proxies stand in front, or their addresses and networks, separated by commas. Absent: none, and what a sender says of its address does not count.' })),
  LOG_LEVEL: LogLevel,
  WEB_DIRECTORY: Type.String({ minLength: 1, default: 'apps/web/build', description: 'The built web app.' }),
  MIGRATIONS_DIRECTORY: Type.String({ minLength: 1, default: 'prisma/migrations' }),
  LOOKALIKE_SECRET: Type.Optional(Type.String({ minLength: 32, description: 'The installation’s key, the same for all its replicas; those that it replaced after it, separated by commas. Absent: the file `secret` in LOOKALIKE_DATA, made at the first start.' })),
  EXPERIMENTER_EMAIL: Type.String({ minLength: 3, default: 'experimenter@localhost', description: 'The account that the first start creates.' }),
  EXPERIMENTER_PASSWORD: Type.Optional(Type.String({ minLength: 8, description: 'First start only. Absent: a random one is printed once.' })),
  ANALYSIS_THREADS: Type.Integer({ minimum: 1, maximum: 8, default: 1, description: 'How many results the API computes at once, each in a thread of its own.' }),
  WORKER_BATCH_THREADS: Type.Optional(Type.Integer({ minimum: 1, maximum: 1024, description: 'Threads of one worker’s runtime. Absent: all cores.' })),
});

/** What a process of Lookalike is told from outside. Folders are absolute. */
export interface Settings {
  readonly databaseUrl: string | undefined;
  readonly dataDirectory: string;
  /** Of the embedded database. */
  readonly databaseDirectory: string;
  readonly blobDirectory: string;
  readonly host: string;
  readonly port: number;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Whose word on a sender's address counts. */
  readonly trustProxy: TrustProxy;
  readonly logLevel: Static<typeof LogLevel>;
  readonly webDirectory: string;
  readonly migrationsDirectory: string;
  /** Keys as packages/secrets reads them; undefined: those of `secretFile`. */
  readonly secret: string | undefined;
  readonly secretFile: string;
  readonly experimenterEmail: string;
  readonly experimenterPassword: string | undefined;
  /** How many results are computed at once. */
  readonly analysisThreads: number;
  readonly workerBatchThreads: number | undefined;
}

/**
 * Parses the environment once, for a whole process. Relative folders are taken from `workingDirectory`; an empty
 * variable counts as absent, as `docker compose` writes it.
 * @throws StoreError store.settings_invalid with every fault at once; values are never repeated, some are secrets.
 * @example const settings = readSettings(process.env)
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>, workingDirectory: string = process.cwd()): Settings {
  const present = Object.fromEntries(Object.keys(Environment.properties).flatMap((name) => (env[name] === undefined || env[name] === '' ? [] : [[name, env[name]]])));
  const value: unknown = Value.Convert(Environment, Value.Default(Environment, present));
  if (!Value.Check(Environment, value)) throw invalidSettings(value);

  const inside = (folder: string): string => path.resolve(workingDirectory, folder);
  const dataDirectory = inside(value.LOOKALIKE_DATA);
  return {
    databaseUrl: value.DATABASE_URL,
    dataDirectory,
    databaseDirectory: path.join(dataDirectory, 'database'),
    blobDirectory: value.BLOB_DIRECTORY === undefined ? path.join(dataDirectory, 'blobs') : inside(value.BLOB_DIRECTORY),
    host: value.HOST,
    port: value.PORT,
    publicUrl: (value.PUBLIC_URL ?? `http://${value.HOST.includes(':') ? `[${value.HOST}]` : value.HOST}:${value.PORT}`).replace(/\/+$/, ''),
    trustProxy: readTrustProxy(value.TRUST_PROXY),
    logLevel: value.LOG_LEVEL,
    webDirectory: inside(value.WEB_DIRECTORY),
    migrationsDirectory: inside(value.MIGRATIONS_DIRECTORY),
    secret: value.LOOKALIKE_SECRET,
    secretFile: path.join(dataDirectory, 'secret'),
    experimenterEmail: value.EXPERIMENTER_EMAIL,
    experimenterPassword: value.EXPERIMENTER_PASSWORD,
    analysisThreads: value.ANALYSIS_THREADS,
    workerBatchThreads: value.WORKER_BATCH_THREADS,
  };
}

/**
 * The database that a process must have been given.
 * @throws StoreError store.database_url_missing
 */
export function requireDatabaseUrl(settings: Pick<Settings, 'databaseUrl'>): string {
  if (settings.databaseUrl !== undefined) return settings.databaseUrl;
  throw new StoreError(
    'store.database_url_missing',
    'DATABASE_URL is not set. Expected postgresql://user:password@host:port/database. `lookalike start` sets it to the embedded database; set it yourself when you start one process alone.',
  );
}

function invalidSettings(value: unknown): StoreError {
  const faulty = new Map<string, string>();
  for (const [name, schema] of Object.entries(Environment.properties)) {
    const member = (value as Readonly<Record<string, unknown>>)[name]; // Convert and Default keep it an object.
    if (member === undefined) continue;
    const error = Value.Errors(schema, member)[0];
    if (error !== undefined) faulty.set(name, error.message);
  }
  const issues = [...faulty].map(
    ([name, message]): Issue => ({ path: `/${name}`, code: 'store.settings_invalid', message: `This environment variable ${message}.`, fix: 'Correct or remove it.' }),
  );
  return new StoreError('store.settings_invalid', `The environment has settings that Lookalike cannot use:\n${issuesMessage(issues)}`, { issues });
}
