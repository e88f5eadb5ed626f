import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Ajv } from 'ajv';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';

interface ComposeFile {
  readonly services: Readonly<Record<'postgres' | 'api' | 'worker', { readonly command?: readonly string[]; readonly environment: Readonly<Record<string, string>>; readonly healthcheck?: { readonly test: readonly string[] } }>>;
}

const projectRoot = join(import.meta.dirname, '..', '..');
const compose = parse(await readFile(join(projectRoot, 'docker-compose.yml'), 'utf8'), { merge: true }) as ComposeFile;
const postgresUrl = process.env['TEST_POSTGRES_URL'];

describe('docker-compose.yml', () => {
  it('is valid by the Compose Specification’s schema', async () => {
    const schema = JSON.parse(await readFile(join(import.meta.dirname, 'compose-spec.schema.json'), 'utf8')) as object;
    const validate = new Ajv({ strict: false, formats: { duration: true, 'subnet_ip_address': true, ports: true, expose: true } }).compile(schema);
    expect(validate(compose), JSON.stringify(validate.errors)).toBe(true);
    expect(Object.keys(compose.services).sort()).toEqual(['api', 'postgres', 'worker']);
  });

  it('reaches the database whatever characters the password has', () => {
    const { DATABASE_URL = '', PGPASSWORD = '' } = compose.services.api.environment;
    expect(DATABASE_URL).not.toContain('$');
    expect(PGPASSWORD).toContain('${POSTGRES_PASSWORD:?');
    vi.stubEnv('PGPASSWORD', "p@ss/w#rd:%3f?&'");
    // What every connection of ours is opened by.
    const { host, port, user, database, password } = new pg.Client({ connectionString: DATABASE_URL });
    vi.unstubAllEnvs();
    expect({ host, port, user, database, password }).toEqual({ host: 'postgres', port: 5432, user: 'lookalike', database: 'lookalike', password: "p@ss/w#rd:%3f?&'" });
  });

  it('asks the API whether it is ready', async () => {
    expect(JSON.stringify(compose.services.api.healthcheck?.test)).toContain('/ready');
  });

  it('publishes the API on loopback only, unless told otherwise', async () => {
    expect(await readFile(join(projectRoot, 'docker-compose.yml'), 'utf8')).toContain('${BIND_ADDRESS:-127.0.0.1}:4400:4400');
  });
});

describe.skipIf(postgresUrl === undefined)('the start commands of docker-compose.yml on a real PostgreSQL (set TEST_POSTGRES_URL)', () => {
  const databaseName = `compose_${process.pid}`;
  const running: ChildProcess[] = [];
  let data: string;
  let environment: NodeJS.ProcessEnv;
  let port: number;

  beforeAll(async () => {
    await query(`CREATE DATABASE ${databaseName}`);
    data = await mkdtemp(join(tmpdir(), 'lookalike-compose-'));
    port = await freePort();
    const databaseUrl = new URL(postgresUrl!);
    databaseUrl.pathname = `/${databaseName}`;
    const fromFile = (service: 'api' | 'worker'): Record<string, string> =>
      Object.fromEntries(Object.entries(compose.services[service].environment).map(([name, value]) => [name, value.replace(/\$\{\w+:-([^}]*)\}/, '$1')]));
    environment = { ...process.env, ...fromFile('worker'), ...fromFile('api'), DATABASE_URL: databaseUrl.href, LOOKALIKE_DATA: data, HOST: '127.0.0.1', PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` };
  });

  afterAll(async () => {
    for (const child of running) if (child.exitCode === null) child.kill('SIGKILL');
    await query(`DROP DATABASE IF EXISTS ${databaseName} WITH (FORCE)`);
    await rm(data, { recursive: true, force: true });
  });

  it('start the API and the worker, which serve and stop in order', async () => {
    const api = await start('api');
    const health = await fetch(`http://127.0.0.1:${port}/ready`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ status: 'ok' });
    const page = await fetch(`http://127.0.0.1:${port}/`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');

    const worker = await start('worker');
    for (const child of [worker, api]) {
      child.kill('SIGTERM');
      // Exit code and signal.
      expect(await once(child, 'exit')).toEqual([0, null]);
    }
  });

  it('find their tables again at the next start', async () => {
    const api = await start('api');
    api.kill('SIGTERM');
    expect(await once(api, 'exit')).toEqual([0, null]);
  });

  async function start(service: 'api' | 'worker'): Promise<ChildProcess> {
    const [command, ...args] = compose.services[service].command!;
    expect(command).toBe('node');
    const child = spawn(process.execPath, args, { cwd: projectRoot, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(child);
    const lines: string[] = [];
    const ready = new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          lines.push(line);
          if (line.includes('"event":"ready"')) resolve();
        });
      }
      child.once('exit', (code) => reject(new Error(`${service} ended with ${code} before it was ready:\n${lines.join('\n')}`)));
    });
    await ready;
    return child;
  }

  async function query(text: string): Promise<void> {
    const client = new pg.Client({ connectionString: postgresUrl });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      // A listening TCP server has an address object.
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
