import { GraphError, operators } from '@lookalike/graph';
import { controlFlow } from './branches.ts';
import { isDefaultDomain } from './inline-functions.ts';
import { loweredOperators } from './lowered-operators.ts';
import type { NodeMessage } from './messages.ts';
import { operatorAdvice } from './operator-advice.ts';
import { sequenceOperators } from './sequences.ts';

/** Operators that import turns into something else, so that no rule needs them. */
const resolvedOnImport: ReadonlySet<string> = new Set(['Constant', 'Dropout', 'Identity', 'If', 'QuantizeLinear', 'DequantizeLinear', ...sequenceOperators, ...loweredOperators]);

/** With its domain, where it is not one of ONNX's own. */
export function qualifiedOperator({ domain, operator }: NodeMessage): string {
  return isDefaultDomain(domain) ? operator : `${domain}.${operator}`;
}

/** @throws graph.unknown_operator naming all that are not supported; graph.control_flow */
export function checkOperatorsAreKnown(nodes: readonly NodeMessage[]): void {
  for (const node of nodes) if (['Loop', 'Scan'].includes(node.operator)) throw controlFlow(node);
  const isKnown = (node: NodeMessage): boolean => resolvedOnImport.has(qualifiedOperator(node)) || Object.hasOwn(operators, qualifiedOperator(node));
  const unknown = nodes.filter((node) => !isKnown(node)).map((node) => ({ operator: qualifiedOperator(node), node: node.name === '' ? node.outputs[0] ?? '' : node.name }));
  if (unknown.length === 0) return;
  const supported = [...new Set([...Object.keys(operators), ...resolvedOnImport])].sort();
  const list = unknown.slice(0, 10).map(({ operator, node }) => `${operator} (node "${node}")`).join(', ');
  const advice = operatorAdvice(unknown.map(({ operator }) => operator));
  throw new GraphError('graph.unknown_operator', `The network uses operators that are not supported: ${list}${unknown.length > 10 ? ` and ${unknown.length - 10} more` : ''}. ${advice === undefined ? '' : `${advice} `}Supported are: ${supported.join(', ')}.`,
    { operator: unknown[0]!.operator, node: unknown[0]!.node, unknown, supported });
}
