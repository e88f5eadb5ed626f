import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { agreementTolerance, listDevices, preferredDevices, type DeviceMeasurement, type DeviceReport } from '@lookalike/runtime';
import { CliError } from '../cli-error.ts';
import { measureInChild } from '../measuring/measure-in-child.ts';
import type { MeasuredStep } from '../measuring/measure-device.ts';

/** Every other device is compared with this one. */
const reference = 'onnxruntime-cpu';

export interface DevicesOptions {
  readonly measure?: true;
  readonly json?: true;
  readonly network: string;
  readonly batch: number;
  /** Where measurements are kept for `auto`. */
  readonly measurementsPath: string;
}

/** A row of the table: a measurement, or why there is none. */
type Row = DeviceReport & { readonly measurement?: DeviceMeasurement & { readonly openMs: number; readonly firstStepMs: number }; readonly failure?: string };

/** Lists what this machine can run networks on, and why not where it cannot; measures one step on each if asked to. */
export async function runDevices(options: DevicesOptions, write: (line: string) => void): Promise<void> {
  const reports = await listDevices();
  if (options.measure === undefined) {
    for (const line of options.json === true ? [JSON.stringify(reports, null, 2)] : listing(reports)) write(line);
    return;
  }
  const rows = await measureAll(reports, options, options.json === true ? () => undefined : write);
  const measurements = rows.flatMap(({ measurement }) => measurement ?? []);
  const [auto] = preferredDevices(reports, measurements);
  await keep(options.measurementsPath, measurements);
  if (options.json === true) write(JSON.stringify({ network: options.network, batch: options.batch, agreementTolerance, auto: auto ?? null, devices: rows }, null, 2));
  else for (const line of table(rows, auto)) write(line);
}

async function measureAll(reports: readonly DeviceReport[], { network, batch }: DevicesOptions, write: (line: string) => void): Promise<readonly Row[]> {
  const available = reports.filter((report) => report.available);
  if (!available.some(({ id }) => id === reference)) throw new CliError('cli.no_reference_device', `${reference} is not available, and every device is compared with it. ${reports.find(({ id }) => id === reference)?.reason ?? ''}`, {});
  // The reference first, so that every row can be compared as soon as it is there.
  const order = [...available].sort((a, b) => Number(b.id === reference) - Number(a.id === reference));
  const rows = new Map<string, Row>(reports.map((report) => [report.id, report]));
  let expected: MeasuredStep | undefined;
  for (const [i, report] of order.entries()) {
    write(`· ${i + 1} of ${order.length}: ${report.label} …`);
    const answer = await measureInChild({ device: report.id, networkPath: network, batch });
    if ('failure' in answer) {
      if (report.id === reference) throw new CliError('cli.measuring_failed', `The step cannot be measured on ${reference}: ${answer.failure}`, { device: report.id });
      rows.set(report.id, { ...report, failure: answer.failure });
      continue;
    }
    const { measured } = answer;
    expected ??= measured;
    const { version, threads, openMs, firstStepMs, stepMs } = measured;
    rows.set(report.id, { ...report, measurement: { id: report.id, version, threads, openMs, firstStepMs, stepMs, imagesPerSecond: (1000 * batch) / stepMs, disagreement: disagreementOf(measured, expected) } });
  }
  return [...rows.values()];
}

/** Of distances and gradients, whichever disagree more. */
function disagreementOf(got: MeasuredStep, expected: MeasuredStep): number {
  return Math.max(greatestRelativeError(got.distances, expected.distances), greatestRelativeError(got.gradients, expected.gradients));
}

/** Relative to the greatest magnitude, because single values may be 0; NaN where anything is NaN. */
export function greatestRelativeError(got: Float32Array, expected: Float32Array): number {
  if (got.length !== expected.length) return NaN;
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return got.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0) / scale;
}

async function keep(path: string, measurements: readonly DeviceMeasurement[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(measurements, null, 2)}\n`);
}

function listing(reports: readonly DeviceReport[]): readonly string[] {
  const width = Math.max(...reports.map(({ id }) => id.length));
  return reports.map(({ id, label, available, version, threads, reason }) => {
    const state = available ? `${version === undefined ? '' : `, version ${version}`}, ${threads} threads` : `: ${reason}`;
    return `${available ? '✓' : '✗'} ${id.padEnd(width)}  ${label}${state}`;
  });
}

function table(rows: readonly Row[], auto: string | undefined): readonly string[] {
  const cells = rows.map(({ id, version = '', hardware, measurement }) => [
    id,
    version,
    measurement === undefined ? '–' : `${measurement.stepMs.toFixed(1)} ms`,
    measurement === undefined ? '–' : measurement.imagesPerSecond.toFixed(1),
    measurement === undefined ? '–' : id === reference ? 'reference' : measurement.disagreement.toExponential(1),
    id === auto ? '← auto' : measurement === undefined ? '' : hardware === 'software-gpu' ? 'software driver, never auto' : measurement.disagreement <= agreementTolerance ? '' : 'disagrees, never auto',
  ]);
  const head = ['device', 'version', 'step', 'images/s', 'max error', ''];
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]!.length)));
  const line = (row: readonly string[]): string => row.map((cell, i) => (i >= 2 && i <= 4 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ').trimEnd();
  const why = rows.flatMap(({ id, reason, failure }) => (reason ?? failure) === undefined ? [] : [`${id}: ${reason ?? failure}`]);
  return ['', line(head), ...cells.map(line), ...(why.length > 0 ? ['', ...why] : [])];
}
