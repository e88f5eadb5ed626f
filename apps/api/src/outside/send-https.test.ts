import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendHttps } from './send-https.ts';

const host = 'lab.sona-systems.com';
let server: https.Server;
let ca = '';
let port = 0;
const seen: string[] = [];

beforeAll(async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lookalike-certificate-'));
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name)) as [string, string];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  ca = readFileSync(cert, 'utf8');
  server = https.createServer({ key: readFileSync(key), cert: ca }, (request, response) => {
    seen.push(`${request.method} ${request.headers.host} ${request.url}`);
    if (request.url === '/moved') response.writeHead(302, { location: 'https://127.0.0.1/inside' }).end();
    else if (request.url === '/large') response.end('x'.repeat(2000));
    else if (request.url === '/silent') response.write('a');
    else request.pipe(response.writeHead(201, { 'x-hook-secret': 'proof' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const send = (at: string, { name = host, timeoutMs = 60_000 } = {}) =>
  sendHttps({ timeoutMs, maximumBytes: 1000, ca })({ method: 'POST', url: `https://${name}:${port}${at}`, headers: { authorization: 'Token t' }, body: 'grüße' }, '127.0.0.1');

describe('a request to a platform', () => {
  it('reaches the address that was checked, under its own name', async () => {
    expect(await send('/echo')).toMatchObject({ status: 201, body: 'grüße', headers: { 'x-hook-secret': 'proof' } });
    expect(seen).toContain(`POST ${host}:${port} /echo`);
  });

  it('follows nothing', async () => {
    expect(await send('/moved')).toMatchObject({ status: 302 });
    expect(seen.some((line) => line.includes('/inside'))).toBe(false);
  });

  it.each([
    ['is too large', '/large', {}],
    ['does not end', '/silent', { timeoutMs: 200 }],
    ['is of somebody else', '/echo', { name: 'other.sona-systems.com' }],
  ] as const)('an answer that %s is none', async (_, at, options) => {
    await expect(send(at, options)).rejects.toMatchObject({ code: 'platform.unreachable' });
  });
});
