import { lookup } from 'node:dns/promises';
import https from 'node:https';
import { onlyListedHosts, onlyPublicHosts, platformHosts, RecruitingError, type OutsideFetch, type OutsideRequest, type OutsideResponse, type SendTo } from '@lookalike/recruiting/clients';

/** What a platform is waited for, at most, from the first byte to the last. */
const timeoutMs = 20_000;
/** A page of a hundred submissions has a tenth of it. */
const maximumBytes = 8 * 1024 * 1024;

/** The server's way to recruiting platforms: their listed hosts over https, and nothing inside its own network. */
export function platformFetch(): OutsideFetch {
  return onlyListedHosts({
    hosts: platformHosts,
    resolve: addressesOf,
    send: sendHttps({ timeoutMs, maximumBytes }),
  });
}

/** The server's way to addresses that experimenters name: what they answer is not read, so it may be short and has to be quick. */
export function publicFetch(): OutsideFetch {
  return onlyPublicHosts({ resolve: addressesOf, send: sendHttps({ timeoutMs: 10_000, maximumBytes: 64 * 1024 }) });
}

async function addressesOf(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** Sends to one address, whatever the name would lead to by then; the certificate has to be the name's all the same. It follows no redirect. */
export function sendHttps(limits: { readonly timeoutMs: number; readonly maximumBytes: number; readonly ca?: string }): SendTo {
  return (request, address) => {
    const { hostname } = new URL(request.url);
    return send(request, limits, address).catch((error: unknown) => {
      if (error instanceof RecruitingError) throw error;
      throw new RecruitingError('platform.unreachable', `${hostname} does not answer: ${error instanceof Error ? error.message : String(error)}. Whether it did what was asked is not known.`, { host: hostname }, { cause: error });
    });
  };
}

function send({ method, url, headers, body }: OutsideRequest, { timeoutMs: timeout, maximumBytes: most, ca }: { readonly timeoutMs: number; readonly maximumBytes: number; readonly ca?: string }, address: string): Promise<OutsideResponse> {
  return new Promise((resolve, reject) => {
    const request = https.request(
      url,
      {
        method,
        headers: { 'user-agent': 'Lookalike', ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
        signal: AbortSignal.timeout(timeout),
        // The name was looked up and checked; looked up again it could be another.
        lookup: (_host, options, done) => {
          const family = address.includes(':') ? 6 : 4;
          if (options.all === true) done(null, [{ address, family }]);
          else done(null, address, family);
        },
        agent: false,
        ...(ca === undefined ? {} : { ca }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let byteCount = 0;
        response.on('data', (chunk: Buffer) => {
          byteCount += chunk.length;
          chunks.push(chunk);
          if (byteCount <= most) return;
          // Before the request is ended: a short one may be whole already.
          reject(new Error(`its answer has more than ${most} bytes`));
          request.destroy();
        });
        response.on('error', reject);
        response.on('end', () => {
          const entries = Object.entries(response.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]]));
          resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(entries) as Record<string, string>, body: Buffer.concat(chunks).toString('utf8') });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
