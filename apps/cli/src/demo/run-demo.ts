import { relative } from 'node:path';
import { createApiClient, dataOf } from '@lookalike/client';
import { startPlatform, type Platform } from '../supervisor/platform.ts';
import type { Terminal } from '../terminal/progress-bar.ts';
import { demoAccount } from './demo-account.ts';
import { cancelUnfinishedRuns, generateRuns } from './generate-runs.ts';
import { registerMaterial } from './register-material.ts';
import { reportScores, writeReportFiles, writeReportText } from './report.ts';
import { answerStudy, launchStudy } from './run-study.ts';

export interface DemoOptions {
  readonly projectRoot: string;
  /** Database, files and logs of the demo. */
  readonly dataDirectory: string;
  /** Data set, contact sheet and scores. */
  readonly outputDirectory: string;
  readonly databaseUrl: string | undefined;
  readonly preferredPort: number;
  readonly terminal: Terminal;
  /** Ends a platform that is up when the person presses Ctrl-C. */
  readonly onStarted: (platform: Platform) => void;
}

/** The whole way once: networks and photographs → IRIs → study → simulated raters → scores, data set, contact sheet, links. */
export async function runDemo(options: DemoOptions): Promise<Platform> {
  const { projectRoot, dataDirectory, outputDirectory, terminal } = options;
  const say = (line: string): void => terminal.write(`${line}\n`);
  const heading = (text: string): void => say(`\n${text}`);
  const account = await demoAccount(dataDirectory);

  heading('1  Starting');
  const platform = await startPlatform({
    projectRoot,
    dataDirectory,
    databaseUrl: options.databaseUrl,
    host: '127.0.0.1',
    preferredPort: options.preferredPort,
    publicUrl: undefined,
    environment: { EXPERIMENTER_EMAIL: account.email, EXPERIMENTER_PASSWORD: account.password },
    say: (line) => say(`  ${line}`),
  });
  options.onStarted(platform);
  const { token } = dataOf(await createApiClient({ baseUrl: platform.url }).POST('/api/sign-in', { body: account }));
  const connection = { baseUrl: platform.url, bearerToken: token };
  const client = createApiClient(connection);

  heading('2  Registering networks and photographs');
  const material = await registerMaterial(client, projectRoot);
  for (const network of material.networks) say(`  ${network.name}: ${network.inputWidthPx}×${network.inputHeightPx} px, representation ${network.defaultLayer}`);
  say(`  ${material.imageSet.imageCount} photographs`);

  heading('3  Generating identically represented inputs (regularizer-free)');
  await cancelUnfinishedRuns(client);
  const runs = await generateRuns(client, material, terminal);

  heading('4  Running a 2AFC study with SIMULATED raters');
  const study = await launchStudy(client, runs);
  await answerStudy(connection, client, study, terminal);

  heading('5  Result');
  const report = await reportScores(client, study);
  for (const line of report) say(`  ${line}`);
  const files = await writeReportFiles(connection, study, outputDirectory);
  await writeReportText(report, outputDirectory);
  say('');
  for (const file of files) say(`  ${relative(process.cwd(), file)}`);

  heading('6  Look for yourself');
  say(`  Take the study      ${study.raterUrl}`);
  say(`  Experimenter        ${platform.url}/console   (${account.email}, password ${account.password})`);
  say(`  API documentation   ${platform.url}/docs`);
  return platform;
}
