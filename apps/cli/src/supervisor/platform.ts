import { createServer } from 'node:net';
import { join } from 'node:path';
import { CliError } from '../cli-error.ts';
import { Supervisor } from './supervisor.ts';

export interface PlatformOptions {
  readonly projectRoot: string;
  /** Database, blobs and logs. */
  readonly dataDirectory: string;
  /** A PostgreSQL of the operator's; undefined: the embedded one is started. */
  readonly databaseUrl: string | undefined;
  readonly host: string;
  /** Taken if free, else the next free one up to 20 further is. */
  readonly preferredPort: number;
  readonly publicUrl: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
}

export interface Platform {
  readonly url: string;
  readonly databaseUrl: string;
  readonly processIds: ReadonlyMap<string, number>;
  restart(service: 'api' | 'worker'): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the database (unless one is given), the API and a worker, each as a process of its own, and says where they are. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { projectRoot, dataDirectory, host, say } = options;
  const dist = (app: string, file: string): string => join(projectRoot, 'apps', app, 'dist', file);
  const supervisor = new Supervisor({
    logDirectory: join(dataDirectory, 'logs'),
    preload: [dist('cli', 'end-with-parent.js')],
    say,
    onPlainLine: (service, line) => say(service === 'api' ? line : `${service}: ${line}`),
  });

  try {
    let databaseUrl = options.databaseUrl;
    if (databaseUrl === undefined) {
      const directory = join(dataDirectory, 'database');
      const port = await freePort('127.0.0.1', undefined);
      // The port is fixed before the first start, so that a database that crashes comes back where the others look for it.
      const ready = await supervisor.start({ name: 'database', script: dist('cli', 'main.js'), args: ['database', '--directory', directory, '--port', String(port)], environment: {} });
      databaseUrl = String(ready['databaseUrl']);
      say(`database  ready: embedded PostgreSQL on 127.0.0.1:${port}, data in ${directory} (process ${supervisor.processIds.get('database')})`);
    } else {
      say(`database  the PostgreSQL at ${withoutPassword(databaseUrl)}`);
    }

    const port = await freePort(host, options.preferredPort);
    if (port !== options.preferredPort) say(`port ${options.preferredPort} is taken; using ${port}.`);
    const url = options.publicUrl ?? `http://${host === '0.0.0.0' || host === '127.0.0.1' ? 'localhost' : host}:${port}`;
    const environment = {
      LOOKALIKE_DATA: dataDirectory,
      DATABASE_URL: databaseUrl,
      HOST: host,
      PORT: String(port),
      PUBLIC_URL: url,
      WEB_DIRECTORY: join(projectRoot, 'apps', 'web', 'build'),
      MIGRATIONS_DIRECTORY: join(projectRoot, 'prisma', 'migrations'),
      ...options.environment,
    };
    await supervisor.start({ name: 'api', script: dist('api', 'main.js'), args: [], environment });
    say(`api       ready: ${url} (process ${supervisor.processIds.get('api')})`);
    await supervisor.start({ name: 'worker', script: dist('worker', 'main.js'), args: [], environment });
    say(`worker    ready: takes jobs from the queue (process ${supervisor.processIds.get('worker')})`);

    return {
      url,
      databaseUrl,
      get processIds() {
        return supervisor.processIds;
      },
      restart: (service) => supervisor.restart(service),
      stop: () => supervisor.stop(),
    };
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}

/** A free port: the preferred one, or one of the 20 after it; any free one where none is preferred. */
async function freePort(host: string, preferred: number | undefined): Promise<number> {
  const candidates = preferred === undefined ? [0] : Array.from({ length: 21 }, (_, i) => preferred + i);
  for (const candidate of candidates) {
    const port = await tryPort(host, candidate);
    if (port !== undefined) return port;
  }
  throw new CliError('cli.no_free_port', `No free port from ${preferred} to ${(preferred ?? 0) + 20} on ${host}. Set PORT to a free one.`, { host, preferred });
}

function tryPort(host: string, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.password = '';
  return url.href;
}
