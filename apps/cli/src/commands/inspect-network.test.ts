import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GraphBuilder, writeOnnx } from '@lookalike/graph';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPreprocessingOptions } from '../network/preprocessing-options.ts';
import { runInspectNetwork, type InspectOptions } from './inspect-network.ts';

const robust = fileURLToPath(new URL('../../../../networks/cifar10-resnet10-robust.onnx', import.meta.url));
const proven = (name: string): string => fileURLToPath(new URL(`../../../../packages/network/src/proof/fixtures/${name}.onnx`, import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspect-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What somebody at a terminal of 80 columns reads. */
async function inspect(path: string, ...flags: string[]): Promise<{ readonly usable: boolean; readonly lines: readonly string[] }> {
  let text = '';
  let usable = false;
  const command = withPreprocessingOptions(new Command('inspect').argument('<path>')).option('--layers').option('--json').exitOverride().configureOutput({ writeErr: () => undefined });
  command.action(async (file: string, options: InspectOptions) => {
    usable = await runInspectNetwork(file, options, { columns: 80, write: (part) => (text += part) });
  });
  await command.parseAsync([path, ...flags], { from: 'user' });
  return { usable, lines: text.trimEnd().split('\n') };
}

function network(operator: 'Relu' | 'Rolu' = 'Relu', { isFirst = false } = {}): Uint8Array {
  const b = new GraphBuilder();
  const image = b.input('image', { type: 'float32', shape: ['N', 3, 8, 8] });
  const weights = b.floats([2, 3, 1, 1], [1, 2, 3, 4, 5, 6]);
  b.output(isFirst ? b.conv(b.relu(image), weights) : b.relu(b.conv(image, weights)));
  // The operator's name stands in the file as plain text; both have four letters.
  return Buffer.from(Buffer.from(writeOnnx(b.build())).toString('latin1').replaceAll('Relu', operator), 'latin1');
}

describe('network inspect', () => {
  it('says what the reference network is, in 80 columns', async () => {
    const { usable, lines } = await inspect(robust);
    const text = lines.join('\n');
    expect(usable).toBe(true);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    for (const fact of ['ONNX, opset 13', '[batch, 3, 32, 32]', '63,801,856 per image', '/m/ReduceMean_output_0 [256]', 'CIFAR-10', 'Conv 12', 'Everything in it is supported.']) expect(text).toContain(fact);
    expect(lines.filter((line) => line.startsWith('→'))).toEqual([expect.stringContaining('/m/ReduceMean_output_0')]);
    expect((await inspect(robust, '--layers')).lines.length - lines.length).toBeGreaterThan(20);
  });

  it('says the same to programs', async () => {
    const report = JSON.parse((await inspect(robust, '--json', '--preset', 'clip')).lines.join('\n'));
    expect(report).toMatchObject({ opset: 13, input: { heightPx: 32 }, defaultLayer: { name: '/m/ReduceMean_output_0' }, problems: [], preprocessing: { certainty: 'given', preprocessing: { resize: { interpolation: 'bicubic' } } } });
    expect(report.layers).toHaveLength(29);
  });

  it('ends as not usable, and says where an operator is not supported', async () => {
    const path = join(folder, 'strange.onnx');
    await writeFile(path, network('Rolu', { isFirst: true }));
    const { usable, lines } = await inspect(path);
    expect(usable).toBe(false);
    expect(lines).toContain('✗ graph.unknown_operator');
    expect(lines.join('\n')).toMatch(/does not support: Rolu[^]*Rolu {2}Rolu/);
  });

  it('lists what cannot be used behind an operator, and the operator', async () => {
    const path = join(folder, 'strange.onnx');
    await writeFile(path, network('Rolu'));
    const { usable, lines } = await inspect(path);
    expect(usable).toBe(true);
    expect(lines.filter((line) => line.startsWith('→'))).toEqual([expect.stringMatching(/→ Conv +Conv +2×8×8/)]);
    expect(lines).toContain('✗ Rolu "Rolu" is not supported');
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain('Note The network’s output "Rolu" cannot be used: Rolu "Rolu" is not supported.');
    expect(lines.at(-1)).toBe('It can be used at the layers above.');
    expect(JSON.parse((await inspect(path, '--json')).lines.join('\n'))).toMatchObject({ blockedLayers: [{ name: 'Rolu', by: { operator: 'Rolu' } }], notes: [expect.stringContaining('cannot be used')] });
  });

  it('takes what the options say of preprocessing, and refuses what cannot be', async () => {
    const path = join(folder, 'plain.onnx');
    await writeFile(path, network());
    expect((await inspect(path)).lines.join('\n')).toContain('not known');
    const { lines } = await inspect(path, '--preset', 'imagenet', '--range', '0..255', '--mean', '1,2,3', '--std', '4 5 6', '--channel-order', 'BGR', '--resize', 'stretch:bicubic');
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain('stretched to 8×8 px (bicubic); BGR in [0,255], less 1 2 3, by 4 5 6');
    await expect(inspect(path, '--resize', '7')).rejects.toMatchObject({ code: 'cli.bad_preprocessing' });
    for (const [flag, value] of [['--mean', '1,2'], ['--image-shape', '28x28'], ['--image-shape', '2x8x8'], ['--input', '=3'], ['--input', 'mask=x'], ['--range', '0..2'], ['--resize', 'crop'], ['--size', '0'], ['--preset', 'mine']] as const) {
      await expect(inspect(path, flag, value)).rejects.toMatchObject({ code: 'commander.invalidArgument' });
    }
  });

  it('says with which option a vector becomes an image, and a further input a constant', async () => {
    const onnxCase = (name: string): string => fileURLToPath(new URL(`../../../../packages/network/src/onnx-cases/${name}.onnx`, import.meta.url));
    expect((await inspect(onnxCase('E-flat'))).lines.join(' ').replaceAll(/\s+/g, ' ')).toContain('for example 1×28×28. Say it with --image-shape.');
    const flat = JSON.parse((await inspect(onnxCase('E-flat'), '--json', '--image-shape', '28x28x1')).lines.join('\n'));
    expect(flat).toMatchObject({ input: { channels: 1, layout: 'NHWC', isFlat: true }, preprocessing: { preprocessing: { channelOrder: 'grey', flatOrder: 'HWC' } } });
    expect((await inspect(onnxCase('E-inputs'), '--input', 'mask=1')).lines.join(' ').replaceAll(/\s+/g, ' ')).toContain('Say it with --input.');
    const { usable, lines } = await inspect(onnxCase('E-inputs'), '--input', 'mask=1', '--input', 'step=[4]', '--input', 'gain=0.5', '--preset', 'mnist');
    expect(usable).toBe(true);
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain('grey in [0,1], less 0.1307, by 0.3081; input mask = 1; input step = [4]; input gain = 0.5');
    await expect(inspect(onnxCase('E-gray'), '--preset', 'imagenet')).rejects.toMatchObject({ code: 'cli.bad_preprocessing', message: expect.stringContaining('mnist') });
  });

  it('reads a folder with the notes beside the network', async () => {
    await writeFile(join(folder, 'preprocessor_config.json'), JSON.stringify({ image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5], size: { height: 8, width: 8 }, resample: 3 }));
    await rm(join(folder, 'strange.onnx'), { force: true });
    for (const path of [folder, join(folder, 'plain.onnx')]) expect((await inspect(path)).lines.join('\n')).toContain('"preprocessor_config.json" beside the file');
  });

  it('proves that the network is the one that was exported, and says what it is', async () => {
    const { usable, lines } = await inspect(proven('right'));
    const text = lines.join(' ').replaceAll(/\s+/g, ' ');
    expect(usable).toBe(true);
    expect(text).toMatch(/Proof ✓ The representation is equal to \de-\d to what PyTorch [\d.]+ computed, and so are the top classes\. Images are prepared as PyTorch/);
    expect(text).toContain('Tags architecture: right; weights: as made; residual: no; data: CIFAR-10');
    expect(text).toContain('Classes 5: tench, goldfish, great white shark');
    expect(JSON.parse((await inspect(proven('right'), '--json')).lines.join('\n'))).toMatchObject({ proof: { isEqual: true }, tags: { residual: 'no' }, defaultLayer: { rule: 'named in the file' } });
  });

  it('refuses a network whose images were prepared otherwise, whoever says so', async () => {
    const mistaken = await inspect(proven('bgr'));
    expect(mistaken.usable).toBe(false);
    expect(mistaken.lines.join(' ').replaceAll(/\s+/g, ' ')).toContain('if channels are BGR, not RGB.');
    const overruled = await inspect(proven('right'), '--range', '0..255');
    expect(overruled.usable).toBe(false);
    expect(overruled.lines.at(-1)).toContain('It is not the network that was exported');
    // The same options set the mistaken file right.
    expect((await inspect(proven('bgr'), '--channel-order', 'BGR')).usable).toBe(true);
  });

  it('says that there is no such file', async () => {
    await expect(inspect(join(folder, 'nothing.onnx'))).rejects.toMatchObject({ code: 'cli.file_missing' });
  });
});
