import { submissionStatus } from '@lookalike/recruiting/clients';
import type { ReadSubmission } from '@lookalike/store';
import { ApiError } from '../../http/api-error.ts';
import { CsvFault, readCsv } from '../../tables/read-csv.ts';
import { moment } from './reading.ts';

/** What Prolific has called its columns, now and before. Nothing else of the file is read: it holds traits of people. */
const columnNames = {
  submission: ['submission id', 'session_id', 'id'],
  participant: ['participant id', 'participant_id'],
  status: ['status'],
  code: ['completion code', 'entered_code', 'study_code'],
  startedAt: ['started at', 'started_datetime', 'started_at'],
  handedInAt: ['completed at', 'completed_date_time', 'completed_at'],
} as const;
type Field = keyof typeof columnNames;
const needed: readonly Field[] = ['submission', 'participant', 'status'];
const prolificId = /^[A-Za-z0-9]{1,64}$/;

/** Reads the file that Prolific exports of a study's submissions. @throws ApiError platform.export_unreadable */
export function readExportedSubmissions(bytes: Uint8Array): readonly ReadSubmission[] {
  const [header, ...rows] = rowsOf(bytes);
  const columns = header?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const indexOf = (field: Field): number => columns.findIndex((column) => (columnNames[field] as readonly string[]).includes(column));
  const missing = needed.filter((field) => indexOf(field) === -1);
  if (missing.length > 0) throw unreadable(`The file has no column ${missing.map((field) => `“${columnNames[field][0]}”`).join(', ')}.`);
  return rows.map(({ line, cells }) => {
    const cell = (field: Field): string => cells[indexOf(field)] ?? '';
    if (!prolificId.test(cell('submission')) || !prolificId.test(cell('participant'))) throw unreadable(`Line ${line} does not begin with the ids of a submission and a participant.`);
    return {
      submission: cell('submission'),
      participant: cell('participant'),
      status: submissionStatus(cell('status')),
      code: cell('code') === '' ? undefined : cell('code'),
      startedAt: moment(cell('startedAt') || undefined),
      handedInAt: moment(cell('handedInAt') || undefined),
      returnRequested: false,
    };
  });
}

function rowsOf(bytes: Uint8Array) {
  try {
    return readCsv(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw unreadable(error instanceof CsvFault ? `Line ${error.line}: ${error.message}` : 'It is not a text in UTF-8.');
  }
}

function unreadable(message: string): ApiError {
  return new ApiError('platform.export_unreadable', `This is not the file that Prolific exports: ${message}`, { fix: 'On Prolific, open the study’s submissions, choose “Export data”, and upload that file as it is.' });
}
