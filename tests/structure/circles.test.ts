import { join } from 'node:path';
import { expect, it } from 'vitest';
import { circlesOf } from './circles.ts';
import { importsOfFiles } from './imports.ts';

const imports = importsOfFiles(join(import.meta.dirname, '..', '..'));

it('no file of the packages and apps imports itself by way of others, not even for a type', () => {
  expect(circlesOf(imports).map((circle) => circle.join(' → '))).toEqual([]);
});

it.each([
  ['a sibling', 'packages/graph/src/builder.ts', 'packages/graph/src/node-builder.ts'],
  ['a type', 'packages/graph/src/operators/definition.ts', 'packages/graph/src/graph-writer.ts'],
  ['a file that it loads later', 'packages/runtime/src/devices.ts', 'packages/runtime/src/onnxruntime/cpu.ts'],
  ['a package by its name', 'packages/iri/src/step-graph.ts', 'packages/graph/src/index.ts'],
  ['what a component imports', 'apps/web/src/routes/+page.svelte', 'apps/web/src/lib/components/Button.svelte'],
])('sees %s', (_, file, imported) => {
  expect(imports.get(file)).toContain(imported);
});

it('finds each circle once, by its shortest way', () => {
  expect(circlesOf(new Map([['a', ['b']], ['b', ['c', 'd']], ['c', ['e']], ['d', ['b']], ['e', []]]))).toEqual([['b', 'd', 'b']]);
  expect(circlesOf(new Map([['a', ['a']]]))).toEqual([['a', 'a']]);
});
