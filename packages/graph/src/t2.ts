import { GraphBuilder, writeOnnx } from '@lookalike/graph';
import * as ort from 'onnxruntime-node';
async function bench(name: string, inputs: Record<string, number[]>, build: (b: GraphBuilder, names: string[]) => string) {
  const b = new GraphBuilder();
  const names = Object.entries(inputs).map(([n, s]) => b.input(n, { type: 'float32', shape: s }));
  b.output(build(b, names));
  const g = b.build();
  const s = await ort.InferenceSession.create(writeOnnx(g), { intraOpNumThreads: 2, logSeverityLevel: 3 });
  const feeds = Object.fromEntries(Object.entries(inputs).map(([n, sh]) => [n, new ort.Tensor('float32', Float32Array.from({ length: sh.reduce((a, c) => a * c) }, () => Math.max(0, Math.random() - 0.5)), sh)]));
  const out = new ort.Tensor('float32', new Float32Array(1), [1]);
  let best = 1e9;
  for (let i = 0; i < 15; i++) { const a = performance.now(); await s.run(feeds); best = Math.min(best, performance.now() - a); }
  console.log(name.padEnd(44), best.toFixed(2), 'ms');
  await s.release();
}
// result reduced to a tiny output so that copying out does not count
const S = [8, 64, 112, 112];
const sum = (b: GraphBuilder, v: string) => b.slice(v, { starts: [0, 0, 0], ends: [1, 1, 1], axes: [1, 2, 3] });
const which = process.argv[2];
if (which === 'mask') {
  await bench('baseline mul', { y: S, dy: S }, (b, [y, dy]) => sum(b, b.mul(dy!, y!)));
  await bench('mul sign', { y: S, dy: S }, (b, [y, dy]) => sum(b, b.mul(dy!, b.sign(y!))));
  await bench('where greater', { y: S, dy: S }, (b, [y, dy]) => sum(b, b.where(b.greater(y!, 0), dy!, 0)));
  await bench('mul cast greater', { y: S, dy: S }, (b, [y, dy]) => sum(b, b.mul(dy!, b.cast(b.greater(y!, 0), 'float32'))));
  await bench('mul cast bool(y)', { y: S, dy: S }, (b, [y, dy]) => sum(b, b.mul(dy!, b.cast(b.cast(y!, 'bool'), 'float32'))));
  await bench('where cast bool(y)', { y: S, dy: S }, (b, [y, dy]) => sum(b, b.where(b.cast(y!, 'bool'), dy!, 0)));
  await bench('mul min(y*1e38,1)', { y: S, dy: S }, (b, [y, dy]) => sum(b, b.mul(dy!, b.min(b.mul(y!, 1e38), 1))));
  await bench('mul clip(y*1e38)', { y: S, dy: S }, (b, [y, dy]) => sum(b, b.mul(dy!, b.clip(b.mul(y!, 1e38), 0, 1))));
  await bench('mul tanh(y*1e30)', { y: S, dy: S }, (b, [y, dy]) => sum(b, b.mul(dy!, b.tanh(b.mul(y!, 1e30)))));
}
if (which === 'pool') {
  const X = [8, 64, 112, 112], Y = [8, 64, 56, 56];
  const opt = { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] };
  await bench('padded', { x: X }, (b, [x]) => sum(b, b.pad(x!, [0, 0, 1, 1, 0, 0, 1, 1], { value: -3e38 })));
  await bench('one strided slice', { x: X }, (b, [x]) => sum(b, b.slice(x!, { starts: [0, 0], ends: [112, 112], axes: [2, 3], steps: [2, 2] })));
  await bench('depthToSpace', { x: [8, 256, 56, 56] }, (b, [x]) => sum(b, b.depthToSpace(x!, 2)));
  await bench('depthToSpace CRD', { x: [8, 256, 56, 56] }, (b, [x]) => sum(b, b.depthToSpace(x!, 2, 'CRD')));
  await bench('space to depth transpose', { x: X }, (b, [x]) => sum(b, b.reshape(b.transpose(b.reshape(x!, [8, 64, 56, 2, 56, 2]), [0, 3, 5, 1, 2, 4]), [8, 256, 56, 56])));
  await bench('upsample by concat last axis', { y: Y }, (b, [y]) => { const r = b.reshape(y!, [8, 64, 56, 56, 1]); return sum(b, b.reshape(b.concat([r, r], 4), [8, 64, 56, 112])); });
  await bench('gather columns x2', { y: Y }, (b, [y]) => sum(b, b.gather(y!, Array.from({ length: 112 }, (_, i) => i >> 1), 3)));
  await bench('gather rows x2', { y: Y }, (b, [y]) => sum(b, b.gather(y!, Array.from({ length: 112 }, (_, i) => i >> 1), 2)));
  await bench('equal+cast same shape', { x: X, z: X }, (b, [x, z]) => sum(b, b.cast(b.equal(x!, z!), 'float32')));
  await bench('where(equal) same shape', { x: X, z: X }, (b, [x, z]) => sum(b, b.where(b.equal(x!, z!), x!, 0)));
  await bench('convT depthwise k2s2', { y: Y }, (b, [y]) => sum(b, b.convTranspose(y!, b.floats([64, 1, 2, 2], new Float32Array(256).fill(1)), { strides: [2, 2], group: 64 })));
}
const W = (b: GraphBuilder, s: number[]) => b.floats(s, Float32Array.from({ length: s.reduce((a, c) => a * c) }, () => Math.random() - 0.5));
/** interleave 4 phases [N,C,H,W] each by concat */
function inter(b: GraphBuilder, p: string[]) {
  const [n, c, h, w] = b.shapeOf(p[0]!) as number[];
  const cols = (l: string, r: string) => b.concat([b.reshape(l, [n!, c!, h!, w!, 1]), b.reshape(r, [n!, c!, h!, w!, 1])], 4);
  const rows = [cols(p[0]!, p[1]!), cols(p[2]!, p[3]!)].map((v) => b.reshape(v, [n!, c!, h!, 1, 2 * w!]));
  return b.reshape(b.concat(rows, 3), [n!, c!, 2 * h!, 2 * w!]);
}
if (which === 'conv') {
  for (const [ci, co, hw] of [[64, 128, 28], [256, 512, 7], [32, 64, 16]] as const) {
    const dy = [8, co, hw, hw];
    console.log('--- 3x3 s2', ci, co, hw);
    await bench('forward conv', { x: [8, ci, 2 * hw, 2 * hw] }, (b, [x]) => sum(b, b.conv(x!, W(b, [co, ci, 3, 3]), { strides: [2, 2], pads: [1, 1, 1, 1] })));
    await bench('ConvTranspose', { dy }, (b, [d]) => sum(b, b.convTranspose(d!, W(b, [co, ci, 3, 3]), { strides: [2, 2], pads: [1, 1, 1, 1], outputPadding: [1, 1] })));
    await bench('P: one conv 2x2 to 4C + D2S', { dy }, (b, [d]) => sum(b, b.depthToSpace(b.conv(d!, W(b, [4 * ci, co, 2, 2]), { pads: [0, 0, 1, 1] }), 2)));
    await bench('P2: one conv 2x2 to 4C + concat', { dy }, (b, [d]) => { const y = b.conv(d!, W(b, [4 * ci, co, 2, 2]), { pads: [0, 0, 1, 1] }); const ps = b.append('Split', [y], { axis: 1, num_outputs: 4 }, { outputs: 4 }); return sum(b, inter(b, [...ps])); });
    await bench('Q: four convs + concat', { dy }, (b, [d]) => sum(b, inter(b, [b.conv(d!, W(b, [ci, co, 1, 1])), b.conv(d!, W(b, [ci, co, 1, 2]), { pads: [0, 0, 0, 1] }), b.conv(d!, W(b, [ci, co, 2, 1]), { pads: [0, 0, 1, 0] }), b.conv(d!, W(b, [ci, co, 2, 2]), { pads: [0, 0, 1, 1] })])));
    await bench('Z: spread + conv 3x3', { dy }, (b, [d]) => { const z = b.reshape(b.pad(b.reshape(d!, [8, co, hw, 1, hw, 1]), [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1]), [8, co, 2 * hw, 2 * hw]); return sum(b, b.conv(z, W(b, [ci, co, 3, 3]), { pads: [1, 1, 1, 1] })); });
    console.log('--- 1x1 s2');
    await bench('ConvTranspose 1x1', { dy }, (b, [d]) => sum(b, b.convTranspose(d!, W(b, [co, ci, 1, 1]), { strides: [2, 2], outputPadding: [1, 1] })));
    await bench('conv + pad spread', { dy }, (b, [d]) => { const y = b.conv(d!, W(b, [ci, co, 1, 1])); return sum(b, b.reshape(b.pad(b.reshape(y, [8, ci, hw, 1, hw, 1]), [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1]), [8, ci, 2 * hw, 2 * hw])); });
    await bench('conv + concat zeros', { dy }, (b, [d]) => { const y = b.conv(d!, W(b, [ci, co, 1, 1])); const z = b.mul(y, 0); return sum(b, inter(b, [y, z, z, z])); });
  }
  console.log('--- stem 7x7 s2');
  const dy = [8, 64, 112, 112];
  await bench('forward', { x: [8, 3, 224, 224] }, (b, [x]) => sum(b, b.conv(x!, W(b, [64, 3, 7, 7]), { strides: [2, 2], pads: [3, 3, 3, 3] })));
  await bench('ConvTranspose', { dy }, (b, [d]) => sum(b, b.convTranspose(d!, W(b, [64, 3, 7, 7]), { strides: [2, 2], pads: [3, 3, 3, 3], outputPadding: [1, 1] })));
  await bench('P: conv 4x4 to 12 + D2S', { dy }, (b, [d]) => sum(b, b.depthToSpace(b.conv(d!, W(b, [12, 64, 4, 4]), { pads: [1, 1, 2, 2] }), 2)));
  await bench('P2: conv 4x4 to 12 + concat', { dy }, (b, [d]) => { const y = b.conv(d!, W(b, [12, 64, 4, 4]), { pads: [1, 1, 2, 2] }); const ps = b.append('Split', [y], { axis: 1, num_outputs: 4 }, { outputs: 4 }); return sum(b, inter(b, [...ps])); });
}
if (which === 'stem') {
  const dy = [8, 64, 112, 112];
  for (let k = 0; k < 2; k++) {
  await bench('ConvTranspose', { dy }, (b, [d]) => sum(b, b.convTranspose(d!, W(b, [64, 3, 7, 7]), { strides: [2, 2], pads: [3, 3, 3, 3], outputPadding: [1, 1] })));
  await bench('only conv 4x4 to 12', { dy }, (b, [d]) => sum(b, b.conv(d!, W(b, [12, 64, 4, 4]), { pads: [1, 1, 2, 2] })));
  await bench('only conv 4x4 to 16', { dy }, (b, [d]) => sum(b, b.conv(d!, W(b, [16, 64, 4, 4]), { pads: [1, 1, 2, 2] })));
  await bench('P2 16', { dy }, (b, [d]) => { const y = b.conv(d!, W(b, [16, 64, 4, 4]), { pads: [1, 1, 2, 2] }); const ps = b.append('Split', [y, b.integers([3, 3, 3, 3, 4])], { axis: 1 }, { outputs: 5 }); return sum(b, inter(b, ps.slice(0, 4))); });
  await bench('Q', { dy }, (b, [d]) => sum(b, inter(b, [b.conv(d!, W(b, [3, 64, 3, 3]), { pads: [1, 1, 1, 1] }), b.conv(d!, W(b, [3, 64, 3, 4]), { pads: [1, 1, 1, 2] }), b.conv(d!, W(b, [3, 64, 4, 3]), { pads: [1, 1, 2, 1] }), b.conv(d!, W(b, [3, 64, 4, 4]), { pads: [1, 1, 2, 2] })])));
  }
}
