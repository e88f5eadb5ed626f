import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError, dataOf, type ApiClient } from '@lookalike/client';
import { scoreTable } from '../terminal/score-table.ts';
import type { StudyView } from './run-study.ts';

/** What a reference is there for. */
const references = { original: 'the targets themselves: the ceiling', seed: 'the seeds themselves', 'other-image': 'other images: the floor' } as const;

/** Lines that say what the simulated raters' answers come to. */
export async function reportScores(client: ApiClient, study: StudyView): Promise<string[]> {
  const results = dataOf(await client.GET('/api/studies/{studyId}/results', { params: { path: { studyId: study.id }, query: { kind: 'simulated', include: 'passed' } } }));
  const printed = results.scores.map(({ condition, score, distance, acceptance }) => ({
    name: condition.name,
    estimate: score.estimate ?? Number.NaN,
    lower: score.interval?.lower ?? 0,
    upper: score.interval?.upper ?? 1,
    note: condition.reference === null ? `d ${distance === null ? '–' : distance.median.toFixed(3)}${acceptance === null ? '' : `  ${acceptance.accepted}/${acceptance.total} accepted`}` : references[condition.reference],
  }));
  const { catchAccuracy, sessions, excludedSessions } = results.quality;
  return [
    `Human-alignment score, ${results.label.toLowerCase()} (SIMULATED, not people)`,
    '',
    ...scoreTable(printed, results.scores[0]?.score.chance ?? 0.5),
    '',
    ...results.comparisons.map(({ first, second, difference }) => `${first.name} − ${second.name}: ${signed(difference.estimate)} [${signed(difference.interval?.lower ?? null)}, ${signed(difference.interval?.upper ?? null)}], paired`),
    `${sessions} sessions, ${excludedSessions} of them excluded; catch trials ${catchAccuracy === null ? '–' : `${Math.round(100 * catchAccuracy)} %`} right`,
  ];
}

/** Writes the data set (CSV, dictionary, everything as a zip) and the contact sheet. @returns the files, most telling first */
export async function writeReportFiles(client: { readonly baseUrl: string; readonly bearerToken: string }, study: StudyView, directory: string): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  const wanted = [
    ['contact-sheet.png', 'contact-sheet.png'],
    ['dataset.csv', 'study-iris_task-2afc_description-trials_data.csv'],
    ['dictionary.csv', 'data-dictionary.csv'],
    ['dataset.zip', 'dataset.zip'],
  ] as const;
  const files: string[] = [];
  for (const [resource, name] of wanted) {
    const response = await fetch(`${client.baseUrl}/api/studies/${study.id}/${resource}`, { headers: { Authorization: `Bearer ${client.bearerToken}` } });
    if (!response.ok) throw new ApiError(response.status, (await response.json()) as Record<string, unknown>);
    const file = join(directory, name);
    await writeFile(file, new Uint8Array(await response.arrayBuffer()));
    files.push(file);
  }
  return files;
}

/** Keeps the printed report beside the data set. */
export async function writeReportText(lines: readonly string[], directory: string): Promise<void> {
  await writeFile(join(directory, 'scores.txt'), `${lines.join('\n')}\n`);
}

function signed(value: number | null): string {
  return value === null ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
