/**
 * Our own packages are inlined, and those of plain JavaScript in hundreds of small files, which Node takes a quarter of a second to find
 * and load; the rest has native parts or files beside its code.
 */
const inlined = /^(@lookalike\/|typebox$|typebox\/|@bufbuild\/protobuf\/)/;

/** What a bundle of ours contains, for esbuild. @type {import('esbuild').Plugin} */
export const inlinePackages = {
  name: 'inline-packages',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => (kind === 'entry-point' || inlined.test(path) ? undefined : { path, external: true }));
  },
};
