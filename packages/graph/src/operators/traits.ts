/**
 * What an operator is, as far as others act by it: passes, the search for layers, the layouts and the batches of the devices. A trait is a fact
 * about every node of the operator, whoever asks, so that a new operator is treated as what it is wherever operators are told apart.
 */
export interface OperatorTraits {
  readonly reach: Reach;
  /** Linear in all its floating operands together, as a sum or a mean is, or in one of them while the others stand, as a product or a quotient. */
  readonly linear?: 'in all' | 'in one';
  /**
   * It computes nothing: its result has all values of its first operand, each once, or repeats them as a whole along axes, or has some of
   * them; in another place, shape or type, and perhaps padded.
   */
  readonly moves?: 'all' | 'repeats' | 'some';
  /** Every value of the result is the mean of values of its operand. */
  readonly averages?: true;
  /** What networks put behind a layer to bend what it makes. */
  readonly activation?: Activation;
  /** One sum, product or choice of the greater for each value: as cheap as a copy of its operands, and finite wherever they are. */
  readonly arithmetic?: true;
  /** A circular or hyperbolic function, or the inverse of one: some devices know few of its digits. */
  readonly trigonometric?: true;
  /** An infinite constant can be meant: a mask that is added, a bound, a choice. */
  readonly takesInfinity?: true;
  /** Operands after the first, or the only one, say sizes, places or counts: the result's values are not computed with these numbers. */
  readonly takesSizes?: true;
  /** Attributes, not operands, set how much work it is: it is never computed before the graph runs. */
  readonly workUnboundByOperands?: true;
}

/** What an operator is besides what the maker of its kind says. */
export type FurtherTraits = Omit<OperatorTraits, 'reach'>;

/**
 * Which entries of its operands an entry of the result is made of.
 * - `entry`: those at the same place, as broadcasting aligns them
 * - `channel`: the one at the same place of an image [N, C, …], and numbers of its channel
 * - `order`: the one at the same position in memory; only the shape is another
 * - `{ axis }`: those along the axis that the attribute `axis` names, or this one where it is not given
 * - `{ from }`: those along all axes from the one that the attribute `axis` names, or this one, to the last
 * - `image`: those of the same image of [N, …]: the first axis is the batch, the others have a meaning of their own
 * - `axes`: those along whole axes, which are moved, summed over or multiplied along; an axis that the result still has was kept apart
 * - `operand`: those along axes that one of the operands names
 * - `shape`: none, as only shapes are read
 * - `anything`: those that an operand picks, wherever they are
 */
export type Reach = 'entry' | 'channel' | 'order' | 'image' | 'axes' | 'operand' | 'shape' | 'anything' | { readonly axis: number } | { readonly from: number };

/**
 * - `rectifier`: 0, with a slope of 0, over a whole half-line: a search gets no gradient there
 * - `bound`: held between two numbers; a rectifier if the lower one is 0
 * - `probability`: makes scores probabilities, or their logarithms
 * - `other`: has a slope wherever a network uses it
 */
export type Activation = 'rectifier' | 'bound' | 'probability' | 'other';
