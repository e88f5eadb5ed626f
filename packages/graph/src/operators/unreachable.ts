/** The `fail` of arithmetic and gradients: the shape rule, which runs before them, has accepted the same attributes. */
export function unreachable(message: string): never {
  throw new Error(message);
}
