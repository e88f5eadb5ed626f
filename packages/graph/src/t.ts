import { readFileSync, writeFileSync } from 'node:fs';
import { readOnnx, penultimateLayer, cutAt, differentiate, GraphBuilder, writeOnnx, countOperations } from '@lookalike/graph';
import * as ort from 'onnxruntime-node';
const path = process.argv[2]!, batch = Number(process.argv[3] ?? 32);
const g = readOnnx(readFileSync(path));
const size = g.inputs[0]!.shape.slice(1) as number[];
const pen = penultimateLayer(g).name;
const cut = cutAt(g, pen);
const b = new GraphBuilder(cut);
const dim = b.shapeOf(pen)[1] as number;
const t = b.input('target', { type: 'float32', shape: ['N', dim] });
const d = b.output(b.div(b.reduceL2(b.sub(pen, t), [1]), b.reduceL2(t, [1])));
const fwd = b.build();
const { graph } = differentiate(fwd, { of: d, withRespectTo: g.inputs[0]!.name });
console.log(pen, countOperations(g).multiplyAdds / 1e6, 'MMAC', graph.nodes.length, 'nodes');
for (const [name, gr] of [['forward', fwd], ['step', graph]] as const) {
  const bytes = writeOnnx(gr);
  writeFileSync(`/tmp/g/${name}.onnx`, bytes);
  const s = await ort.InferenceSession.create(bytes, { graphOptimizationLevel: 'all', enableProfiling: process.env['PROF'] === name, profileFilePrefix: '/tmp/g/prof', intraOpNumThreads: 2, logSeverityLevel: 3 });
  const feeds = { [g.inputs[0]!.name]: new ort.Tensor('float32', Float32Array.from({ length: batch * size.reduce((a, c) => a * c) }, () => Math.random()), [batch, ...size]), target: new ort.Tensor('float32', Float32Array.from({ length: batch * dim }, () => Math.random()), [batch, dim]) };
  const times: number[] = [];
  for (let i = 0; i < 12; i++) { const a = performance.now(); await s.run(feeds); times.push(performance.now() - a); }
  times.sort((x, y) => x - y);
  console.log(name, 'min', times[0]!.toFixed(1), 'median', times[6]!.toFixed(1));
  if (process.env['PROF'] === name) s.endProfiling();
}
