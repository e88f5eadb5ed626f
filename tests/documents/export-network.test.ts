import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { decodeImage, fitToNetwork } from '@lookalike/images';
import { inspectNetwork, proveNetwork, type NetworkReport, type ProofVerdict } from '@lookalike/network';
import { openDevice, runOnce } from '@lookalike/runtime';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const reference = join(root, 'tests/reference');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const modules = 'torch, torchvision, timm, onnx, onnxscript, PIL';
const python = [process.env['LOOKALIKE_REFERENCE_PYTHON'], 'python3'].find((each) => each !== undefined && each !== '' && spawnSync(each, ['-c', `import ${modules}`]).status === 0);
const without = python === undefined ? ` SKIPPED: there is no Python with ${modules}; name one in LOOKALIKE_REFERENCE_PYTHON` : '';
if (without !== '') console.warn(without);

const folder = mkdtempSync(join(tmpdir(), 'lookalike-export-'));
const exporter = join(root, 'tools/export-network.py');

/** Runs the exporter beside the networks of tests/reference. */
function exportNetwork(...args: string[]): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(python!, [exporter, ...args], { cwd: reference, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}

function inspect(path: string): NetworkReport {
  return inspectNetwork(new Map([[basename(path), readFileSync(path)]]));
}

async function verdictOn(path: string): Promise<ProofVerdict> {
  const { network, problems } = inspect(path);
  if (network?.proof === undefined) throw new Error(`${path}: ${JSON.stringify(problems)}`);
  const device = await openDevice('onnxruntime-cpu');
  return proveNetwork(network.proof, {
    graph: network.graph, layer: network.defaultLayer.name, preprocessing: network.preprocessing.preprocessing,
    images: { decode: decodeImage, fit: fitToNetwork }, run: (graph, inputs) => runOnce(device, graph, inputs),
  });
}

const command = /python tools\/export-network\.py (\S+) --out (\S+)/.exec(readme);
const plainLine = /`(torch\.onnx\.export\(model, x, "net\.onnx"\))`/.exec(readme);

it('the README exports with a proof first, and with PyTorch alone second', () => {
  expect(command).not.toBeNull();
  expect(plainLine).not.toBeNull();
  expect(plainLine!.index).toBeGreaterThan(command!.index);
});

describe.skipIf(python === undefined)(`the exporter${without}`, () => {
  it('the line in the README gives a file that proves itself', async () => {
    const [, name, out] = command!;
    // Its weights would be downloaded; random ones make the same file.
    const path = join(folder, out!);
    expect(exportNetwork(name!, '--weights', 'random', '--out', path)).toMatchObject({ status: 0, said: expect.stringContaining('open batch') });
    const { network } = inspect(path);
    expect(network).toMatchObject({ defaultLayer: { name: 'representation' }, tags: { architecture: 'resnet18', weights: 'random, seed 0' }, preprocessing: { certainty: 'stated' } });
    expect(network?.graph.inputs[0]?.shape).toEqual(['N', 3, 224, 224]);
    const verdict = await verdictOn(path);
    expect(verdict).toMatchObject({ isEqual: true });
    expect(verdict.relativeError).toBeLessThan(1e-5);
  });

  it('the plain line in the README gives a file that can be used, its batch opened', () => {
    const script = `import torch, torchvision\nmodel, x = torchvision.models.resnet18().eval(), torch.rand(1, 3, 64, 64)\n${plainLine![1]}`;
    execFileSync(python!, ['-c', script], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    const names = ['net.onnx', 'net.onnx.data'].filter((name) => existsSync(join(folder, name)));
    const { network, problems } = inspectNetwork(new Map(names.map((name) => [name, readFileSync(join(folder, name))])));
    expect(problems).toEqual([]);
    expect(network?.graph.inputs[0]?.shape).toEqual(['N', 3, 64, 64]);
    expect(network?.layers.find(({ isDefault }) => isDefault)?.size).toBe(512);
    expect(network).toMatchObject({ proof: undefined, preprocessing: { certainty: 'unknown' } });
  });

  it('the same seed gives the same weights, and weights come from a file', async () => {
    const saved = join(folder, 'weights.pth');
    execFileSync(python!, ['-c', `import proof_network, torch; n = proof_network.network(); n[7].weight.data.mul_(2); torch.save({"state_dict": {"module." + k: v for k, v in n.state_dict().items()}}, ${JSON.stringify(saved)})`], { cwd: reference });
    const [plain, loaded] = [join(folder, 'plain.onnx'), join(folder, 'loaded.onnx')];
    expect(exportNetwork('proof_network:right', '--out', plain)).toMatchObject({ status: 0 });
    expect(exportNetwork('proof_network:right', '--weights', saved, '--layer', '6', '--tag', 'loss=adversarial', '--out', loaded)).toMatchObject({ status: 0 });
    expect(await verdictOn(plain)).toMatchObject({ isEqual: true });
    expect(await verdictOn(loaded)).toMatchObject({ isEqual: true });
    expect(inspect(loaded).network?.tags).toMatchObject({ weights: 'weights.pth', loss: 'adversarial' });
    const classifier = (path: string): number => Math.max(...[...inspect(path).network!.graph.constants.values()].filter(({ shape }) => shape.length === 2).flatMap(({ data }) => [...(data as Float32Array)].map(Math.abs)));
    expect(classifier(loaded)).toBeCloseTo(2 * classifier(plain), 5);
  });

  it('refuses what it cannot prove, and says what to do', () => {
    writeFileSync(join(folder, 'two.txt'), 'a\nb\n');
    writeFileSync(join(folder, 'other.pth'), '');
    const honest = '{"heightPx": 32, "widthPx": 32, "resize": {"kind": "shorter-side", "shorterSidePx": 36, "interpolation": "bicubic"}}';
    const cases: readonly (readonly [args: readonly string[], said: string])[] = [
      [['timm:resnet19'], 'Did you mean resnet1'],
      [['resnet18'], 'Say timm:NAME, torchvision:NAME, or module:function'],
      [['no_such_module:make'], 'Run this in the folder that has no_such_module.py'],
      [['proof_network:make'], 'has no function "make"'],
      [['proof_network:without_transform'], 'Give --preprocessing'],
      [['proof_network:bgr'], 'Say what it comes to by --preprocessing'],
      [['proof_network:bgr', '--preprocessing', honest], 'The transform does something else than the preprocessing says'],
      [['proof_network:right', '--layer', '9'], 'The network has no module "9"'],
      [['proof_network:right', '--weights', join(folder, 'other.pth')], 'cannot be read'],
      [['proof_network:right', '--weights', 'random'], 'says itself which weights its network has'],
      [['proof_network:right', '--classes', join(folder, 'two.txt')], 'There are 2 classes’ names, and the network has 5 outputs'],
    ];
    // One process: importing PyTorch is what takes long.
    const script = `import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("export_network", sys.argv[1])
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)
for case in json.loads(sys.argv[2]):
    try:
        tool.main([*case, "--out", sys.argv[3]])
        print(json.dumps("exported"))
    except tool.Refusal as refusal:
        print(json.dumps(str(refusal)))`;
    const printed = execFileSync(python!, ['-c', script, exporter, JSON.stringify(cases.map(([args]) => args)), join(folder, 'refused.onnx')], { cwd: reference, encoding: 'utf8' });
    const answers = printed.trim().split('\n').map((line) => JSON.parse(line) as string);
    expect(answers).toEqual(cases.map(([, said]) => expect.stringContaining(said)));
  });
});
