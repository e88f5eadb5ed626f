import { LookalikeError } from '@lookalike/errors';

/**
 * Faults that stop a whole generation: `iri.bad_configuration`, `iri.unsupported_network`, `iri.bad_target`,
 * `iri.duplicate_target`, `iri.too_few_images`. What concerns one image is a result, see {@link FailedIri}.
 */
export class IriError extends LookalikeError {}
