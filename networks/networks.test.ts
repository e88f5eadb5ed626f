import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface ReferenceNetwork {
  readonly file: string;
  readonly card: string;
  readonly title: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly classes: readonly string[];
  readonly accuracy: { readonly clean: number; readonly l2Pgd10: Readonly<Record<string, number>> };
}

const read = (file: string): Buffer => readFileSync(new URL(file, import.meta.url));
const { networks } = JSON.parse(read('networks.json').toString('utf8')) as { networks: readonly ReferenceNetwork[] };
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

describe('the reference networks', () => {
  it('are all listed in networks.json', () => {
    const files = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.onnx'));
    expect(networks.map(({ file }) => file).sort()).toEqual(files.sort());
  });

  it.each(networks.map((network) => [network.file, network] as const))('%s is the file that networks.json and its card describe', (file, network) => {
    const bytes = read(file);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(network.sha256);
    expect(bytes.length).toBe(network.bytes);
    const card = read(network.card).toString('utf8').replaceAll(/\s+/g, ' ');
    for (const fact of [network.title, file, network.sha256, network.classes.join(', '), percent(network.accuracy.clean), ...Object.values(network.accuracy.l2Pgd10).map(percent)]) {
      expect(card).toContain(fact);
    }
  });
});
