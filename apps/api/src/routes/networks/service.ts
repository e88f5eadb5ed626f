import type { Upload } from '../../http/uploads.ts';
import type { NetworkView } from './schemas.ts';

export interface NetworkService {
  list(): Promise<NetworkView[]>;
  /** @throws ApiError network.not_found */
  get(networkId: string): Promise<NetworkView>;
  /** Registers an ONNX file. The same file again gives the network that is there. @throws ApiError network.*, GraphError graph.* */
  register(upload: Upload): Promise<{ network: NetworkView; created: boolean }>;
}
