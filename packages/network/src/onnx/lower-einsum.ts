import { GraphError } from '@lookalike/graph';
import type { GraphWriter, Dimension, GraphNode } from '@lookalike/graph';

/** A value whose axes carry the letters of the equation. */
interface Factor {
  readonly value: string;
  readonly letters: readonly string[];
}

/**
 * Writes an Einsum as sums, transposes and matrix products, pair by pair from the left, so that no rule or runtime needs to know it.
 * A letter twice in one term (a diagonal) is refused.
 * @returns the name of the result.
 * @throws graph.bad_attribute for an equation that cannot be read; graph.shape_mismatch when sizes disagree
 * @see https://onnx.ai/onnx/operators/onnx__Einsum.html
 */
export function lowerEinsum(b: GraphWriter, node: GraphNode): string {
  const fail = (message: string): never => {
    throw new GraphError('graph.bad_attribute', `Einsum "${node.name}": ${message}`, { node: node.name, operator: 'Einsum', attribute: 'equation' });
  };
  const { terms, output } = readEquation(String(node.attributes['equation'] ?? ''), node.inputs.map((input) => b.shapeOf(input).length), fail);
  const [first, ...rest] = terms.map((letters, i): Factor => ({ value: node.inputs[i]!, letters }));
  const last = rest.reduce((product, factor, i) => {
    const needed = new Set([...output, ...rest.slice(i + 1).flatMap(({ letters }) => letters)]);
    return multiply(b, sumOut(b, product, new Set([...needed, ...factor.letters])), sumOut(b, factor, new Set([...needed, ...product.letters])), needed);
  }, first!);
  return arrange(b, sumOut(b, last, new Set(output)), output).value;
}

/** Splits an equation into the letters of each term; an ellipsis becomes digits, counted from its end as broadcasting does. */
function readEquation(equation: string, ranks: readonly number[], fail: (message: string) => never): { terms: string[][]; output: string[] } {
  const [left, right, ...more] = equation.replaceAll(' ', '').split('->');
  const sides = left!.split(',');
  if (more.length > 0 || sides.length !== ranks.length || !/^[A-Za-z.,]*$/.test(left! + (right ?? ''))) fail(`"${equation}" is not an equation for ${ranks.length} inputs.`);
  const dots = sides.map((term, i) => (term.includes('...') ? ranks[i]! - (term.length - 3) : 0));
  const widest = Math.max(...dots);
  const ellipsis = (count: number): string[] => Array.from({ length: count }, (_, i) => String(count - 1 - i));
  const lettersOf = (term: string, count: number): string[] => term.split('...').flatMap((part, i) => [...(i === 0 ? [] : ellipsis(count)), ...part]);
  const terms = sides.map((term, i) => lettersOf(term, dots[i]!));
  terms.forEach((letters, i) => {
    if (letters.length !== ranks[i]) fail(`"${sides[i]}" does not name the ${ranks[i]} axes of input ${i}.`);
    if (new Set(letters).size !== letters.length) fail(`"${sides[i]}" names an axis twice; diagonals are not supported.`);
  });
  const once = [...new Set(terms.flat())].filter((letter) => /[A-Za-z]/.test(letter) && terms.flat().filter((other) => other === letter).length === 1).sort();
  const output = right === undefined ? [...ellipsis(widest), ...once] : lettersOf(right, widest);
  for (const letter of output) if (!terms.flat().includes(letter)) fail(`the result's axis "${letter}" is in no term of "${equation}".`);
  return { terms, output };
}

/** Sums over the axes that nobody needs any more. */
function sumOut(b: GraphWriter, { value, letters }: Factor, needed: ReadonlySet<string>): Factor {
  const axes = letters.flatMap((letter, axis) => (needed.has(letter) ? [] : [axis]));
  return axes.length === 0 ? { value, letters } : { value: b.reduceSum(value, axes), letters: letters.filter((letter) => needed.has(letter)) };
}

function arrange(b: GraphWriter, { value, letters }: Factor, order: readonly string[]): Factor {
  const permutation = order.map((letter) => letters.indexOf(letter));
  return permutation.every((from, to) => from === to) ? { value, letters } : { value: b.transpose(value, permutation), letters: order };
}

/** The product of two factors, summed over the letters that both have and nobody else needs. */
function multiply(b: GraphWriter, left: Factor, right: Factor, needed: ReadonlySet<string>): Factor {
  const shared = left.letters.filter((letter) => right.letters.includes(letter));
  const kept = shared.filter((letter) => needed.has(letter));
  const summed = shared.filter((letter) => !needed.has(letter));
  const onlyLeft = left.letters.filter((letter) => !shared.includes(letter));
  const onlyRight = right.letters.filter((letter) => !shared.includes(letter));
  const letters = [...kept, ...onlyLeft, ...onlyRight];
  const rows = arrange(b, left, [...kept, ...onlyLeft, ...summed]).value;
  const columns = arrange(b, right, [...kept, ...summed, ...onlyRight]).value;
  const sizes = (value: string, from: number, count: number): Dimension[] => b.shapeOf(value).slice(from, from + count);
  const rowSizes = sizes(rows, kept.length, onlyLeft.length);
  const columnSizes = sizes(columns, kept.length + summed.length, onlyRight.length);
  if (summed.length === 0) {
    const spread = withAxes(b, rows, onlyRight.map((_, i) => kept.length + onlyLeft.length + i));
    return { value: b.mul(spread, withAxes(b, columns, onlyLeft.map((_, i) => kept.length + i))), letters };
  }
  const inner = sizes(columns, kept.length, summed.length);
  const product = b.matMul(asMatrix(b, rows, kept.length, rowSizes, inner), asMatrix(b, columns, kept.length, inner, columnSizes));
  return { value: onlyLeft.length === 1 && onlyRight.length === 1 ? product : reshapeAfter(b, product, kept.length, [...rowSizes, ...columnSizes]), letters };
}

/** Adds axes of size 1. None is no node, as ONNX Runtime takes no empty list. */
function withAxes(b: GraphWriter, value: string, axes: readonly number[]): string {
  return axes.length === 0 ? value : b.unsqueeze(value, axes);
}

/** Merges the axes after the kept ones into two. */
function asMatrix(b: GraphWriter, value: string, kept: number, first: readonly Dimension[], second: readonly Dimension[]): string {
  return first.length === 1 && second.length === 1 ? value : reshapeAfter(b, value, kept, [first, second]);
}

/** Reshapes what comes after the first `kept` axes; a size that is a list is the product of its entries, −1 where one is symbolic. */
function reshapeAfter(b: GraphWriter, value: string, kept: number, sizes: readonly (Dimension | readonly Dimension[])[]): string {
  const merged = sizes.map((size) => {
    const parts = Array.isArray(size) ? size as readonly Dimension[] : [size as Dimension];
    return parts.reduce<number>((product, part) => (product < 0 || typeof part !== 'number' ? -1 : product * part), 1);
  });
  return b.reshape(value, [...new Array<number>(kept).fill(0), ...merged]);
}
