import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CliError } from '../cli-error.ts';
import { restartDelayMs } from './restart-policy.ts';
import { ServiceLog } from './service-log.ts';

/** One process that the supervisor keeps running. It is ready when it prints a JSON line with `"event":"ready"`. */
export interface ServiceDefinition {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What a service said when it was ready, such as `{ event: 'ready', url }`. */
export type ReadyMessage = Readonly<Record<string, unknown>>;

export interface SupervisorOptions {
  /** Each service's output goes to `<logDirectory>/<name>.log`. */
  readonly logDirectory: string;
  /** Modules that every service preloads. */
  readonly preload: readonly string[];
  readonly say: (line: string) => void;
  /** Plain lines of a service, which are for a person and not for the log: a password is printed once and kept nowhere. */
  readonly onPlainLine?: (service: string, line: string) => void;
}

const readyWithinMs = 60_000;
/** The API finishes what is under way for up to 20 s. */
const stopWithinMs = 30_000;
const rememberedLines = 15;

interface RunningService {
  readonly definition: ServiceDefinition;
  readonly log: ServiceLog;
  child: ChildProcess;
  lastLines: string[];
  lastDelayMs: number | undefined;
  restartTimer: NodeJS.Timeout | undefined;
}

/** Starts services as processes of their own, restarts what crashes and says so, stops everything in reverse order. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #services: RunningService[] = [];
  #stopping = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    mkdirSync(options.logDirectory, { recursive: true });
  }

  /** Process ids by service name, of those that run now. */
  get processIds(): ReadonlyMap<string, number> {
    return new Map(this.#services.flatMap(({ definition, child }) => (child.exitCode === null && child.pid !== undefined ? [[definition.name, child.pid] as const] : [])));
  }

  /** Starts a service and waits until it is ready. @throws cli.service_failed with its last lines if it ends or stalls before. */
  async start(definition: ServiceDefinition): Promise<ReadyMessage> {
    const log = new ServiceLog({ file: join(this.#options.logDirectory, `${definition.name}.log`), say: this.#options.say, now: () => performance.now() });
    const service: RunningService = { definition, log, child: this.#spawn(definition), lastLines: [], lastDelayMs: undefined, restartTimer: undefined };
    this.#services.push(service);
    return this.#watch(service);
  }

  /** Starts one service anew, as after a change of its code. */
  async restart(name: string): Promise<void> {
    const service = this.#services.find(({ definition }) => definition.name === name);
    if (service === undefined || this.#stopping) return;
    const old = service.child;
    old.removeAllListeners('exit');
    await end(old);
    service.child = this.#spawn(service.definition);
    await this.#watch(service);
  }

  /** Stops everything, last started first. Whoever does not stop within 30 s is killed. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const service of [...this.#services].reverse()) {
      clearTimeout(service.restartTimer);
      await end(service.child);
      service.log.close();
    }
  }

  #spawn({ script, args, environment }: ServiceDefinition): ChildProcess {
    const preload = this.#options.preload.flatMap((module) => ['--import', module]);
    return spawn(process.execPath, ['--enable-source-maps', ...preload, script, ...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C reaches the supervisor only, which then stops everything in order.
      detached: true,
    });
  }

  #watch(service: RunningService): Promise<ReadyMessage> {
    const { definition, child } = service;
    const startedAt = performance.now();
    return new Promise((resolve, reject) => {
      let isReady = false;
      const stalled = setTimeout(() => {
        child.kill('SIGKILL');
        reject(this.#failure(service, `was not ready within ${readyWithinMs / 1000} s`));
      }, readyWithinMs);

      const hear = (line: string): void => {
        service.lastLines = [...service.lastLines, line].slice(-rememberedLines);
        const message = parseEvent(line);
        if (message === undefined && !isReady && this.#options.onPlainLine !== undefined) this.#options.onPlainLine(definition.name, line);
        else service.log.write(line);
        if (message?.['event'] !== 'ready' || isReady) return;
        isReady = true;
        clearTimeout(stalled);
        resolve(message);
      };
      if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', hear);
      if (child.stderr !== null) createInterface({ input: child.stderr }).on('line', hear);

      child.once('error', (error) => {
        clearTimeout(stalled);
        reject(this.#failure(service, error.message));
      });
      child.once('exit', (code, signal) => {
        clearTimeout(stalled);
        if (this.#stopping) return;
        const how = signal === null ? `exit code ${code}` : signal;
        if (isReady || service.lastDelayMs !== undefined) this.#restartLater(service, how, performance.now() - startedAt);
        if (!isReady) reject(this.#failure(service, `ended before it was ready (${how})`));
      });
    });
  }

  #restartLater(service: RunningService, how: string, uptimeMs: number): void {
    const delayMs = restartDelayMs(service.lastDelayMs, uptimeMs);
    service.lastDelayMs = delayMs;
    const { name } = service.definition;
    this.#options.say(`${name} stopped (${how}); starting it again in ${delayMs / 1000} s. Its log: ${join(this.#options.logDirectory, `${name}.log`)}`);
    service.restartTimer = setTimeout(() => {
      if (this.#stopping) return;
      service.child = this.#spawn(service.definition);
      this.#watch(service).then(
        () => this.#options.say(`${name} runs again.`),
        // The exit of a start that failed has already been announced, and the next one is under way.
        () => undefined,
      );
    }, delayMs);
  }

  #failure({ definition, lastLines }: RunningService, what: string): CliError {
    return new CliError(
      'cli.service_failed',
      `The ${definition.name} ${what}. It was expected to start and stay up. Its last lines:\n${lastLines.map((line) => `  ${line}`).join('\n')}`,
      { service: definition.name },
    );
  }
}

function parseEvent(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    // A line that starts with { and parses is an object.
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await ended;
  clearTimeout(killer);
}
