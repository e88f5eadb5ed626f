const name = 'typebox';
const resolved = '\0without-typebox';

/** Of a schema only what packages read when they are loaded: the members of a union, as a list. */
const code = `
const kinds = { Literal: (value) => ({ const: value }), Union: (anyOf) => ({ anyOf }) };
export const Type = new Proxy(kinds, { get: (own, kind) => own[kind] ?? (() => ({})) });
`;

/**
 * Leaves TypeBox out of a build. The rater's page checks nothing by schemas, that is the API's; but packages that it has a rule from
 * declare their schemas in passing.
 * @returns {import('vite').Plugin}
 */
export function withoutTypebox() {
  return {
    name: 'without-typebox',
    enforce: 'pre',
    apply: 'build',
    resolveId: (id) => (id === name ? resolved : null),
    load: (id) => (id === resolved ? code : null),
  };
}
