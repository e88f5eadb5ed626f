import { LookalikeError } from '@lookalike/errors';

/** Everything that the dataset package raises on purpose. Codes begin with `dataset.`. */
export class DatasetError extends LookalikeError {}
