import type { Readable } from 'node:stream';

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
