import { expect, it } from 'vitest';
import { readSettings, requireDatabaseUrl } from './settings.ts';

it('gives every setting a default, with folders taken from the working directory', () => {
  expect(readSettings({}, '/project')).toEqual({
    databaseUrl: undefined,
    dataDirectory: '/project/.lookalike',
    databaseDirectory: '/project/.lookalike/database',
    blobDirectory: '/project/.lookalike/blobs',
    host: '127.0.0.1',
    port: 4400,
    publicUrl: 'http://127.0.0.1:4400',
    trustProxy: false,
    logLevel: 'info',
    webDirectory: '/project/apps/web/build',
    migrationsDirectory: '/project/prisma/migrations',
    secret: undefined,
    secretFile: '/project/.lookalike/secret',
    experimenterEmail: 'experimenter@localhost',
    experimenterPassword: undefined,
    analysisThreads: 1,
    workerBatchThreads: undefined,
  });
});

it('reads numbers, takes an empty variable as absent and drops the slash at the end of the public address', () => {
  const settings = readSettings({ PORT: '8080', DATABASE_URL: '', PUBLIC_URL: 'https://lab.example/', LOOKALIKE_DATA: '/var/lookalike', WORKER_BATCH_THREADS: '2' }, '/project');
  expect(settings).toMatchObject({ port: 8080, databaseUrl: undefined, publicUrl: 'https://lab.example', blobDirectory: '/var/lookalike/blobs', workerBatchThreads: 2 });
});

it('takes proxies by their number, or by their addresses and networks', () => {
  const read = (text: string) => readSettings({ TRUST_PROXY: text }).trustProxy;
  expect(read('1')).toBe(1);
  expect(read('10.0.0.1, 192.168.0.0/16,loopback ,fd00::/8')).toEqual(['10.0.0.1', '192.168.0.0/16', 'loopback', 'fd00::/8']);
  for (const wrong of ['true', '0', '11', '*', 'proxy.example', '10.0.0.1;10.0.0.2', '10.0.0.1/33', '999.0.0.1', 'fd00::/129', '0.0.0.0/0', '::/0']) expect(() => read(wrong), wrong).toThrow(expect.objectContaining({ code: 'store.settings_invalid' }));
});

it('names every faulty variable at once and repeats no value', () => {
  const read = (): unknown => readSettings({ PORT: 'http', LOG_LEVEL: 'loud', EXPERIMENTER_PASSWORD: 'hunter2' });
  expect(read).toThrow(expect.objectContaining({ code: 'store.settings_invalid' }));
  expect(read).toThrow(/PORT[\s\S]*LOG_LEVEL[\s\S]*EXPERIMENTER_PASSWORD/);
  expect(read).not.toThrow(/hunter2/);
});

it('says how to set a database address that is missing', () => {
  expect(() => requireDatabaseUrl({ databaseUrl: undefined })).toThrow(/lookalike start/);
});
