import { LookalikeError } from '@lookalike/errors';

/** An answer of the API that is not a success: its code, words and status, and the request's id to look it up by. */
export class ApiError extends LookalikeError {
  readonly status: number;

  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    const text = (name: string): string | undefined => (typeof problem[name] === 'string' && problem[name] !== '' ? problem[name] : undefined);
    const words = [text('detail') ?? text('title') ?? `The API answered ${status}.`, text('expected'), text('fix')].filter((part) => part !== undefined);
    super(text('code') ?? 'client.unexpected_answer', words.join(' '), problem);
    this.status = status;
  }
}

/** The data of a successful answer. @throws ApiError with the API's own code and words otherwise. */
export function dataOf<Data>(answer: { data?: Data; error?: unknown; response: Response }): Data {
  if (answer.response.ok && answer.data !== undefined) return answer.data;
  const problem = typeof answer.error === 'object' && answer.error !== null ? answer.error : {};
  throw new ApiError(answer.response.status, problem as Record<string, unknown>);
}
