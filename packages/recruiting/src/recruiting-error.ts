import { LookalikeError } from '@lookalike/errors';

export type RecruitingErrorCode =
  /** An address that the server must not open. */
  | 'platform.address_refused'
  /** No answer, or one that cannot be read. Whether it took effect there is not known. */
  | 'platform.unreachable'
  /** The platform does not know the token, or it may not do this. */
  | 'platform.token_refused'
  /** The platform answered that it will not do this. */
  | 'platform.refused'
  | 'platform.too_many'
  | 'platform.rejection_unfit';

/** What went wrong with a recruiting platform. */
export class RecruitingError extends LookalikeError {
  declare readonly code: RecruitingErrorCode;

  constructor(code: RecruitingErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(code, message, details, options);
  }
}
