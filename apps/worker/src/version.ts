import manifest from '../package.json' with { type: 'json' };

/** Lookalike's version, recorded with every run that this worker has a part in. */
export const version: string = manifest.version;
