import { LookalikeError } from '@lookalike/errors';

/** Anything this package refuses. Codes begin with `images.`. */
export class ImagesError extends LookalikeError {}
