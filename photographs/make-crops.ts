// Makes the PNG files, attribution.json and ATTRIBUTION.md anew from Debian's packages, as crops.ts declares them.
// Needs apt-get and dpkg-deb (Debian or Ubuntu) and the package versions named there, or their .deb files:
//   npx tsx photographs/make-crops.ts [--packages FOLDER_WITH_DEB_FILES]
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { attributionMarkdown, type Attribution } from './attribution.ts';
import { crops, licenses, packages, type Crop, type PackageName } from './crops.ts';
import { readQtResource } from './qt-resource.ts';

/** Enough for people to see what it is; a study scales it down to what its networks take. */
const cropSizePx = 128;
const folder = dirname(fileURLToPath(import.meta.url));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function unpack(name: PackageName, debFolder: string | undefined, workFolder: string): string {
  const from = debFolder ?? workFolder;
  if (debFolder === undefined) execFileSync('apt-get', ['download', `${name}=${packages[name].version}`], { cwd: workFolder, stdio: 'pipe' });
  const deb = readdirSync(from).find((file) => file.startsWith(`${name}_`) && file.endsWith('.deb'));
  if (deb === undefined) throw new Error(`${from} has no ${name}_*.deb. Download it there: apt-get download ${name}=${packages[name].version}`);
  const target = join(workFolder, name);
  execFileSync('dpkg-deb', ['-x', join(from, deb), target]);
  return target;
}

function sourceBytes(crop: Crop, unpacked: string): Buffer {
  const file = readFileSync(join(unpacked, crop.path));
  const bytes = crop.member === undefined ? file : readQtResource(file, crop.member);
  const found = sha256(bytes);
  if (found !== crop.sourceSha256) throw new Error(`${crop.id}: the source file has SHA-256 ${found}, ${crop.sourceSha256} was expected. Is ${crop.package} another version than ${packages[crop.package].version}?`);
  return bytes;
}

async function cropped(crop: Crop, source: Buffer): Promise<Buffer> {
  const [left, top, size] = crop.square;
  return sharp(source)
    .autoOrient()
    .extract({ left, top, width: size, height: size })
    .resize(cropSizePx, cropSizePx, { kernel: 'lanczos3' })
    .toColourspace('srgb')
    .removeAlpha()
    .png({ compressionLevel: 9, adaptiveFiltering: true, palette: false })
    .toBuffer();
}

function attributionOf(crop: Crop, png: Buffer): Attribution {
  const [leftPx, topPx, sizePx] = crop.square;
  const { version, statedIn } = packages[crop.package];
  return {
    file: `${crop.id}.png`,
    title: crop.title,
    sha256: sha256(png),
    widthPx: cropSizePx,
    heightPx: cropSizePx,
    author: crop.author,
    license: { id: crop.license, ...licenses[crop.license] },
    link: crop.link,
    changes: `cropped to a square and scaled to ${cropSizePx}×${cropSizePx} px${crop.earlierChanges === undefined ? '' : `; before that, by the source: ${crop.earlierChanges}`}`,
    source: { package: crop.package, version, path: crop.path, ...(crop.member === undefined ? {} : { member: crop.member }), sha256: crop.sourceSha256, licenseStatedIn: statedIn },
    crop: { leftPx, topPx, sizePx },
  };
}

const { values } = parseArgs({ options: { packages: { type: 'string' } } });
const workFolder = mkdtempSync(join(tmpdir(), 'lookalike-photographs-'));
try {
  const unpacked = new Map((Object.keys(packages) as PackageName[]).map((name) => [name, unpack(name, values.packages, workFolder)]));
  const attributions: Attribution[] = [];
  for (const crop of crops) {
    const png = await cropped(crop, sourceBytes(crop, unpacked.get(crop.package)!));
    writeFileSync(join(folder, `${crop.id}.png`), png);
    attributions.push(attributionOf(crop, png));
  }
  writeFileSync(join(folder, 'attribution.json'), `${JSON.stringify({ photographs: attributions }, undefined, 2)}\n`);
  writeFileSync(join(folder, 'ATTRIBUTION.md'), attributionMarkdown(attributions));
  console.log(`${attributions.length} photographs written to ${folder}`);
} finally {
  rmSync(workFolder, { recursive: true, force: true });
}
