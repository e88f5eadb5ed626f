import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The names in the record of operators. */
const record = readFileSync(join(import.meta.dirname, '..', 'packages/graph/src/operators/index.ts'), 'utf8');
/** @type {ReadonlySet<unknown>} */
const names = new Set(Array.from(record.matchAll(/^ {2}(\w+),$/gm), ([, name]) => name));
if (names.size === 0) throw new Error('packages/graph/src/operators/index.ts lists no operators in a way that this rule understands.');

/**
 * Refuses an array, and so a Set or Map made of it, that names two or more operators: such sets stand beside whoever asks, and are forgotten
 * when an operator is added. A list of pairs counts by the pairs' first parts.
 * @type {import('eslint').Rule.RuleModule}
 */
export const noOperatorSets = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { set: '{{names}} are operators: say what they have in common as a trait (packages/graph/src/operators/traits.ts), or give each a rule in a record of functions.' },
  },
  create: (context) => ({
    ArrayExpression: (node) => {
      const named = node.elements.map(nameIn).filter((name) => names.has(name));
      if (new Set(named).size > 1) context.report({ node, messageId: 'set', data: { names: named.join(', ') } });
    },
  }),
};

/** @param {import('estree').ArrayExpression['elements'][number] | undefined} element @returns {unknown} */
function nameIn(element) {
  return element?.type === 'ArrayExpression' ? nameIn(element.elements[0]) : element?.type === 'Literal' ? element.value : undefined;
}
