/** A request to a server that is not ours. */
export interface OutsideRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface OutsideResponse {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a request and reads its answer, whatever its status. @throws RecruitingError platform.address_refused, platform.unreachable */
export type OutsideFetch = (request: OutsideRequest) => Promise<OutsideResponse>;
