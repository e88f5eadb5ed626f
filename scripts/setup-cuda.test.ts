import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cudaFiles, download, install, locatePackage } from './setup-cuda.mjs';
import AdmZip from 'adm-zip';

const wanted = cudaFiles();
const folder = mkdtempSync(join(tmpdir(), 'setup-cuda-test-'));
const nupkg = join(folder, 'package.nupkg');
const archive = new AdmZip();
for (const { path } of wanted.files) archive.addFile(path, Buffer.from(`the library ${path}`));
writeFileSync(nupkg, archive.toBuffer());
const sha512 = createHash('sha512').update(readFileSync(nupkg)).digest('base64');

/** A NuGet feed in the form of its protocol: index, registration, catalogue, content. */
let origin: string;
const server = createServer((request, response) => {
  const { name, version } = wanted;
  const answers: Record<string, () => unknown> = {
    '/index.json': () => ({ resources: [{ '@type': 'PackageBaseAddress/3.0.0', '@id': `${origin}/content/` }, { '@type': ['RegistrationsBaseUrl', 'RegistrationsBaseUrl/3.6.0'], '@id': `${origin}/registration/` }] }),
    [`/registration/${name}/${version}.json`]: () => ({ catalogEntry: `${origin}/catalogue.json` }),
    '/catalogue.json': () => ({ packageHash: sha512, packageHashAlgorithm: 'SHA512' }),
  };
  const answer = answers[request.url!];
  if (answer !== undefined) response.setHeader('content-type', 'application/json').end(JSON.stringify(answer()));
  else if (request.url === `/content/${name}/${version}/${name}.${version}.nupkg`) response.end(readFileSync(nupkg));
  else response.writeHead(403).end();
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe('setup:cuda', () => {
  it('wants the files of the version of ONNX Runtime that is installed', () => {
    const { version } = JSON.parse(readFileSync('node_modules/onnxruntime-node/package.json', 'utf8')) as { version: string };
    expect(wanted).toMatchObject({ name: 'microsoft.ml.onnxruntime.gpu.linux', version, feed: expect.stringMatching(/^https:/) });
    expect(wanted.files.map(({ file }) => file)).toEqual(['./libonnxruntime_providers_cuda.so', './libonnxruntime_providers_shared.so']);
  });

  it('finds the package with its hash in the feed, downloads and installs it', async () => {
    const located = await locatePackage({ ...wanted, feed: `${origin}/index.json` });
    expect(located).toEqual({ url: expect.stringMatching(/\.nupkg$/), sha512 });
    const file = join(folder, 'downloaded.nupkg');
    await download(located, file);
    const target = mkdtempSync(join(folder, 'libraries-'));
    install(file, wanted.files, target);
    expect(readdirSync(target).sort()).toEqual(['libonnxruntime_providers_cuda.so', 'libonnxruntime_providers_shared.so']);
    expect(readFileSync(join(target, 'libonnxruntime_providers_cuda.so'), 'utf8')).toMatch(/^the library .*providers_cuda\.so$/);
  });

  it('refuses a download that is not what the catalogue says', async () => {
    const { url } = await locatePackage({ ...wanted, feed: `${origin}/index.json` }) as { url: string };
    await expect(download({ url, sha512: 'something else' }, join(folder, 'damaged.nupkg'))).rejects.toThrow(/is damaged.*Nothing was installed/);
  });

  it('says how to do without the download where it is refused', async () => {
    await expect(locatePackage({ ...wanted, feed: `${origin}/refused.json` })).rejects.toThrow(/answered 403.*--from FILE\.nupkg.*other devices work as before/s);
    await expect(locatePackage({ ...wanted, feed: 'http://127.0.0.1:1/index.json' })).rejects.toThrow(/cannot be reached: .*--from FILE\.nupkg/s);
  });

  it('installs nothing from a file that is not the package', () => {
    const target = mkdtempSync(join(folder, 'libraries-'));
    const other = join(folder, 'other.nupkg');
    writeFileSync(other, 'not a package');
    expect(() => install(other, wanted.files, target)).toThrow(/is no NuGet package/);
    writeFileSync(other, (() => { const empty = new AdmZip(); empty.addFile(wanted.files[0]!.path, Buffer.from('half')); return empty.toBuffer(); })());
    expect(() => install(other, wanted.files, target)).toThrow(/has no .*providers_shared\.so.*Nothing was installed/);
    expect(readdirSync(target)).toEqual([]);
  });
});
