import { expect, it } from 'vitest';
import { createApiClient } from './api-client.ts';
import { ApiError, dataOf } from './api-error.ts';

const answering = (status: number, body: unknown, seen: Request[] = []) => ({
  baseUrl: 'http://localhost:1',
  bearerToken: 'token',
  fetch: async (request: Request) => {
    seen.push(request);
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' } });
  },
});

it('sends the token and the header that changes need', async () => {
  const seen: Request[] = [];
  await createApiClient(answering(200, { networks: [] }, seen)).GET('/api/networks');
  expect(seen[0]!.headers.get('authorization')).toBe('Bearer token');
  expect(seen[0]!.headers.get('x-lookalike-request')).toBe('1');
});

it('turns a problem into an error with the API’s code and words', async () => {
  const client = createApiClient(answering(404, { code: 'network.not_found', title: 'Not found', detail: 'No such network.', fix: 'List them first.', status: 404 }));
  const answer = await client.GET('/api/networks');
  const error = (() => {
    try {
      return dataOf(answer);
    } catch (caught) {
      return caught;
    }
  })();
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code: 'network.not_found', status: 404, message: 'No such network. List them first.' });
});
