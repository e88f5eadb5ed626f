export { canonicalJson } from './canonical-json.ts';
export { sha256Hex, hashOfJson } from './sha256.ts';
