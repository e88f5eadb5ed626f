import { inspectNetwork, type InspectedNetwork, type NetworkProof } from '../index.ts';

/** What is in a file that brings a proof, such as those of tests/reference/make-proof-goldens.py. */
export function provenNetwork(file: Uint8Array): InspectedNetwork & { readonly proof: NetworkProof } {
  const { network, problems } = inspectNetwork(new Map([['network.onnx', file]]));
  if (network?.proof === undefined) throw new Error(`The file has no proof: ${JSON.stringify(problems)}`);
  return { ...network, proof: network.proof };
}
