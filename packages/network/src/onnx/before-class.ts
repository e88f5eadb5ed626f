import type { GraphMessage } from './messages.ts';

/** What an output that is the place of a greatest value was found in: the scores are of use, their place is not. */
export function beforeClass(message: Pick<GraphMessage, 'nodes'>, output: string): string {
  const maker = message.nodes.find(({ outputs }) => outputs.includes(output));
  const input = maker?.inputs[0];
  switch (maker?.operator) {
    case 'ArgMax': case 'ArgMin': return input ?? output;
    default: return output;
  }
}
