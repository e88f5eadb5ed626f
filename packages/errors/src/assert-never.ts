/** Ends an exhaustive switch: a variant that is not handled does not compile. @throws Error if reached all the same. */
export function assertNever(value: never): never {
  throw new Error(`This variant is not handled: ${JSON.stringify(value)}. It is a bug in Lookalike; please report it.`);
}
