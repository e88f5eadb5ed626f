import { AttributeReader, elementCount, GraphError, readWindow, windowAxes } from '@lookalike/graph';
import type { UpgradeContext } from '@lookalike/graph';

/**
 * Col2Im: columns [N, C·cells, places], one for each place of a window, added up where the windows overlap to images [N, C, …] with one or
 * two spatial axes. It is the transpose of a convolution whose filters pick the cells of the window one by one.
 */
export function lowerCol2Im({ b, node }: UpgradeContext): readonly string[] {
  const [columns, imageShape, blockShape] = node.inputs as readonly [string, string, string];
  const fail = (message: string): never => {
    throw new GraphError('graph.shape_mismatch', `Col2Im "${node.name}": ${message}`, { node: node.name, operator: 'Col2Im' });
  };
  const known = (value: string): number[] => Array.from(b.knownOf(value)[0].values?.() ?? fail(`"${value}" must be known before the graph runs.`));
  const [image, block] = [known(imageShape), known(blockShape)];
  if (image.length > 2 || image.length !== block.length) fail(`images of ${image.length} spatial axes and blocks of ${block.length} are not supported; one or two are.`);
  const axes = windowAxes(readWindow(new AttributeReader(node)), image, block, fail);
  const cells = elementCount(block);
  const outputs = axes.map((axis) => axis.output);
  const [, rows, places] = b.shapeOf(columns) as readonly [unknown, number, number];
  if (rows % cells !== 0 || places !== elementCount(outputs)) fail(`columns [N, ${rows}, ${places}] do not make up images of [${image.join(', ')}] from ${elementCount(outputs)} blocks of ${cells}.`);
  const pick = b.floats([cells, 1, ...block], Array.from({ length: cells * cells }, (_, i) => (i % (cells + 1) === 0 ? 1 : 0)));
  const channelsAsImages = b.reshape(columns, [-1, cells, ...outputs]);
  const reach = ({ output, stride, begin, end, dilation, kernel }: (typeof axes)[number]): number => (output - 1) * stride - begin - end + dilation * (kernel - 1) + 1;
  const added = b.convTranspose(channelsAsImages, pick, {
    strides: axes.map((axis) => axis.stride),
    dilations: axes.map((axis) => axis.dilation),
    pads: [...axes.map((axis) => axis.begin), ...axes.map((axis) => axis.end)],
    outputPadding: axes.map((axis) => axis.input - reach(axis)),
  });
  return b.append('Reshape', [added, b.integers([-1, rows / cells, ...image])], {}, { name: node.name, outputs: node.outputs });
}
