#!/usr/bin/env node
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LookalikeError } from '@lookalike/errors';
import { readSettings } from '@lookalike/store';
import { Command, InvalidArgumentError } from 'commander';
import { accountCommand } from './account/account-command.ts';
import { analyseCommand } from './analyse/analyse-command.ts';
import { runDatabase } from './commands/database.ts';
import { runDevices, type DevicesOptions } from './commands/devices.ts';
import { runInspectNetwork, type InspectOptions } from './commands/inspect-network.ts';
import { reproduceCommand } from './commands/reproduce.ts';
import { untilInterrupted } from './commands/until-interrupted.ts';
import { runDemo } from './demo/run-demo.ts';
import { measurementsPath } from './devices/open-chosen-device.ts';
import { iriCommand } from './iri/iri-command.ts';
import { answerMeasuringTask, measuringCommand } from './measuring/measure-in-child.ts';
import { withPreprocessingOptions } from './network/preprocessing-options.ts';
import { planCommand } from './plan/plan-command.ts';
import { secretCommand } from './secret/secret-command.ts';
import { startPlatform, type Platform } from './supervisor/platform.ts';
import { askAtTerminal } from './terminal/ask.ts';
import type { Terminal } from './terminal/progress-bar.ts';
import { imagesCommand, stimuliCommand } from './uploads/upload-commands.ts';

// This file is three folders below the project's root both as a source and as a bundle.
const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));
const terminal: Terminal = {
  isInteractive: process.stdout.isTTY,
  columns: process.stdout.columns ?? 120,
  now: () => performance.now(),
  write: (text) => void process.stdout.write(text),
  ...(process.stdin.isTTY && process.stdout.isTTY && { ask: askAtTerminal }),
};
const say = (line: string): void => terminal.write(`${line}\n`);

const program = new Command('lookalike').description('Measures whether what a neural network cannot tell apart looks the same to people.');

program
  .command('demo')
  .description('does the whole main job once with the networks and photographs that ship with Lookalike, then stays up; raters are simulated, as they can be for each task')
  .option('--once', 'end after the report')
  .option('--output <folder>', 'where the data set and the contact sheet go', join(projectRoot, 'demo-output'))
  .action(async ({ once, output }: { once?: true; output: string }) => {
    const settings = readSettings(process.env);
    let platform: Platform | undefined;
    const interrupted = untilInterrupted();
    const demo = (async () => {
      await runDemo({ projectRoot, dataDirectory: join(settings.dataDirectory, 'demo'), outputDirectory: output, databaseUrl: settings.databaseUrl, preferredPort: settings.port, terminal, onStarted: (started) => (platform = started) });
      if (once === undefined) say('\nUp until Ctrl-C.');
      return 'finished' as const;
    })();
    try {
      const ended = await Promise.race([demo, interrupted]);
      if (ended === 'finished' && once === undefined) await interrupted;
    } finally {
      say('\nStopping …');
      await platform?.stop();
    }
    process.exit(0);
  });

program
  .command('start')
  .description('starts the database, the API with the web app, and a worker; restarts what crashes; stops all on Ctrl-C')
  .action(async () => {
    const settings = readSettings(process.env);
    const interrupted = untilInterrupted();
    const platform = await startPlatform({ projectRoot, dataDirectory: settings.dataDirectory, databaseUrl: settings.databaseUrl, host: settings.host, preferredPort: settings.port, publicUrl: process.env['PUBLIC_URL'], environment: {}, say });
    say(`\nConsole             ${platform.url}/console\nAPI documentation   ${platform.url}/docs\n\nUp until Ctrl-C.`);
    // `npm run dev` is told where the API is, and asks for a restart after a change.
    process.send?.({ url: platform.url });
    process.on('message', (message) => {
      if (message === 'restart:api' || message === 'restart:worker') void platform.restart(message === 'restart:api' ? 'api' : 'worker').then(() => say(`${message.slice(8)} restarted.`));
    });
    await interrupted;
    say('\nStopping …');
    await platform.stop();
    process.exit(0);
  });

program
  .command('database')
  .description('runs the embedded PostgreSQL alone')
  .option('--directory <folder>', 'where it keeps its data', join(projectRoot, '.lookalike', 'database'))
  .option('--port <number>', 'TCP port on 127.0.0.1; 0 takes a free one', portNumber, 0)
  .action(runDatabase);

program
  .command('devices')
  .description('lists what this machine can run networks on')
  .option('--measure', 'time one step of the search on each, compare its numbers, and remember which one to take')
  .option('--network <path>', 'the network to measure with', join(projectRoot, 'networks', 'cifar10-resnet10-robust.onnx'))
  .option('--batch <number>', 'images per step', positiveNumber, 32)
  .option('--json', 'for programs')
  .action((options: Omit<DevicesOptions, 'measurementsPath'>) => runDevices({ ...options, measurementsPath: measurementsPath() }, say));

program.command(measuringCommand, { hidden: true }).action(answerMeasuringTask);

program.addCommand(iriCommand(terminal));
program.addCommand(reproduceCommand(projectRoot, terminal));
program.addCommand(analyseCommand(terminal));
program.addCommand(imagesCommand(say));
program.addCommand(stimuliCommand(say));
program.addCommand(planCommand(terminal));
program.addCommand(accountCommand(say));
program.addCommand(secretCommand(say));

const network = program.command('network').description('looks at networks');
withPreprocessingOptions(network.command('inspect').argument('<path>', 'an .onnx file, the model.json of a TensorFlow.js model, or a folder with one'))
  .description('prints what a network takes, its layers, what it is made of, and what is not supported; ends with 1 where something is not')
  .option('--layers', 'list every layer')
  .option('--json', 'for programs')
  .action(async (path: string, options: InspectOptions) => {
    if (!(await runInspectNetwork(path, options, terminal))) process.exitCode = 1;
  });

function positiveNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('Expected a whole number from 1.');
  return number;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('Expected a whole number from 0 to 65535.');
  return port;
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof LookalikeError)) throw error;
  console.error(`\n${error.message}\n(${error.code})`);
  process.exit(1);
}
