import manifest from '../package.json' with { type: 'json' };

/** Lookalike's version, recorded with what the command line makes. */
export const version: string = manifest.version;
