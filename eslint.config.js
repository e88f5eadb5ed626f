import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import svelteParser from 'svelte-eslint-parser';
import typescript from 'typescript-eslint';
import { noOperatorSets } from './scripts/lint-operator-sets.mjs';

/** Which Lookalike packages each one may import. Arrows point down only; what is not listed is refused. */
const base = ['errors', 'random', 'content-address'];
const mayImport = {
  'packages/errors': [],
  'packages/random': [],
  'packages/content-address': [],
  'packages/secrets': ['errors'],
  'packages/recruiting': base,
  'packages/schema-issues': ['errors'],
  'packages/preprocessing': base,
  'packages/graph': base,
  'packages/network': [...base, 'schema-issues', 'preprocessing', 'graph'],
  'packages/runtime': [...base, 'graph'],
  'packages/images': [...base, 'preprocessing'],
  'packages/perception': [...base, 'graph', 'network'],
  'packages/iri-configuration': [...base, 'schema-issues'],
  'packages/iri': [...base, 'graph', 'runtime', 'iri-configuration', 'perception'],
  'packages/dataset': base,
  'packages/alignment': base,
  'packages/figures': base,
  'packages/study': [...base, 'schema-issues', 'dataset', 'recruiting'],
  'packages/report': [...base, 'recruiting', 'study', 'alignment', 'figures', 'dataset', 'answers', 'analysis'],
  'packages/answers': [...base, 'study', 'recruiting', 'alignment', 'dataset'],
  'packages/analysis': [...base, 'study', 'alignment', 'answers', 'dataset'],
  'packages/store': [...base, 'secrets', 'recruiting', 'preprocessing', 'graph', 'iri-configuration', 'iri', 'study'],
  'packages/client': base,
  'apps/api': [...base, 'secrets', 'recruiting', 'preprocessing', 'graph', 'network', 'iri-configuration', 'iri', 'images', 'study', 'alignment', 'report', 'dataset', 'answers', 'analysis', 'store'],
  'apps/worker': [...base, 'preprocessing', 'graph', 'network', 'runtime', 'iri-configuration', 'iri', 'images', 'perception', 'store'],
  'apps/cli': [...base, 'secrets', 'recruiting', 'preprocessing', 'graph', 'network', 'runtime', 'iri-configuration', 'iri', 'images', 'perception', 'study', 'alignment', 'figures', 'report', 'dataset', 'answers', 'analysis', 'store', 'client'],
  'apps/web': ['errors', 'random', 'iri-configuration', 'study', 'recruiting', 'alignment', 'figures', 'report', 'client'],
};
const impure = ['packages/store', 'packages/runtime', 'apps/api', 'apps/worker', 'apps/cli', 'apps/web'];

/** @type {import('eslint').Linter.Config[]} */
const arrows = Object.entries(mayImport).map(([folder, allowed]) => ({
  files: [`${folder}/src/**/*.{ts,svelte}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { group: ['@lookalike/*', ...allowed.map((name) => `!@lookalike/${name}`), '!@lookalike/store/testing'], message: `${folder} may import ${allowed.join(', ') || 'no other package'}; see docs/layout.md.` },
          // Faces of their own: a task's wire is what a browser needs of study, the platforms' clients are what it must not have of recruiting.
          { group: ['@lookalike/*/*', '!@lookalike/store/testing', '!@lookalike/study/tasks', '!@lookalike/recruiting/ways', '!@lookalike/recruiting/clients', '!@lookalike/recruiting/testing', '!@lookalike/answers/testing'], message: 'Packages are imported by name, never by a path inside them.' },
          ...(impure.includes(folder) ? [] : [{ group: ['node:fs', 'node:fs/*', 'node:net', 'node:http', 'node:child_process'], message: 'This package is pure: pass effects in.' }]),
        ],
      },
    ],
  },
}));

/** @type {import('eslint').Linter.Config} */
const noHiddenInputs = {
  files: Object.keys(mayImport).filter((folder) => !impure.includes(folder)).map((folder) => `${folder}/src/**/*.ts`),
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Pass a Random in.' }, { object: 'Date', property: 'now', message: 'Pass the time in.' }, { object: 'process', property: 'env', message: 'Pass settings in.' }],
    'no-restricted-syntax': ['error', { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Pass the time in.' }],
  },
};

/** An operator says what it is in its definition; whoever asks has no list of names. @type {import('eslint').Linter.Config} */
const noOperatorSetsOutside = {
  files: ['packages/*/src/**/*.ts', 'apps/*/src/**/*.{ts,svelte}'],
  ignores: ['packages/graph/src/operators/**', '**/*.test.ts', '**/testing/**'],
  plugins: { lookalike: { rules: { 'no-operator-sets': noOperatorSets } } },
  rules: { 'lookalike/no-operator-sets': 'error' },
};

export default typescript.config(
  { ignores: ['**/node_modules', '**/dist', '**/build', '**/.svelte-kit', 'packages/store/src/generated', '.lookalike', '**/*.d.ts'] },
  js.configs.recommended,
  ...typescript.configs.strict,
  ...svelte.configs['flat/recommended'],
  { languageOptions: { globals: { ...globals.node } } },
  { files: ['apps/web/**'], languageOptions: { globals: { ...globals.browser } } },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parser: svelteParser, parserOptions: { parser: typescript.parser } } },
  {
    rules: {
      // Indices are checked by noUncheckedIndexedAccess; where a bound is known, `!` says so.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      eqeqeq: 'error',
      'no-console': 'off',
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], rules: { 'svelte/no-navigation-without-resolve': 'off', 'prefer-const': 'off' } },
  ...arrows,
  noHiddenInputs,
  noOperatorSetsOutside,
  { files: ['**/*.test.ts', 'packages/runtime/src/testing/**'], rules: { 'no-restricted-imports': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
);
