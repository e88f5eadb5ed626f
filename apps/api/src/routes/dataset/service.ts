import { Readable } from 'node:stream';
import { ApiError } from '../../http/api-error.ts';

/** A file on its way out: never whole in memory. */
export interface OutgoingFile {
  readonly fileName: string;
  readonly stream: Readable;
}

export interface DatasetService {
  /** One row per presented trial. @throws ApiError study.not_found */
  csv(studyId: string): Promise<OutgoingFile>;
  /** What each column means. @throws ApiError study.not_found */
  dictionary(studyId: string): Promise<OutgoingFile>;
  /** Everything (Psych-DS). @throws ApiError study.not_found */
  zip(studyId: string): Promise<OutgoingFile>;
}

export function datasetService(): DatasetService {
  const notYet = async (): Promise<never> => {
    throw new ApiError('server.unavailable', 'Exports are being built.');
  };
  return { csv: notYet, dictionary: notYet, zip: notYet };
}
