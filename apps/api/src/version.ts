import manifest from '../package.json' with { type: 'json' };

/** Lookalike's version, as in every session, run and data set that this server makes. */
export const version: string = manifest.version;
