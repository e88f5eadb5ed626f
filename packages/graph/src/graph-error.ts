import { LookalikeError } from '@lookalike/errors';

/** Everything that the graph package raises on purpose. Codes begin with `graph.`; the README lists them. */
export class GraphError extends LookalikeError {}
