import { createNetwork, findNetwork, findNetworkByFile, listNetworks, recordBlobs, StoreError, type NewNetwork } from '@lookalike/store';
import { sha256Hex } from '@lookalike/content-address';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { requiredField, type Upload } from '../../http/uploads.ts';
import { describeNetwork } from './describe-network.ts';
import type { NetworkView } from './schemas.ts';
import { toNetworkView } from './view.ts';

export interface NetworkService {
  list(): Promise<NetworkView[]>;
  /** @throws ApiError network.not_found */
  get(networkId: string): Promise<NetworkView>;
  /** Registers an ONNX file. The same file again gives the network that is there. @throws ApiError network.*, GraphError graph.* */
  register(upload: Upload): Promise<{ network: NetworkView; created: boolean }>;
}

const maximumNameLength = 120;
const maximumCardLength = 100_000;

export function networkService({ store, blobs }: Pick<Dependencies, 'store' | 'blobs'>): NetworkService {
  return {
    list: async () => (await listNetworks(store.prisma)).map(toNetworkView),

    async get(networkId) {
      const network = await findNetwork(store.prisma, networkId);
      if (network === undefined) throw networkNotFound(networkId);
      return toNetworkView(network);
    },

    async register(upload) {
      const name = requiredField(upload, 'name', maximumNameLength);
      const card = (upload.fields.get('card') ?? '').slice(0, maximumCardLength);
      const bytes = onlyFile(upload);
      const known = await findNetworkByFile(store.prisma, sha256Hex(bytes));
      if (known !== undefined) return { network: toNetworkView(known), created: false };

      // All that can be wrong with the file shows here, before anything is kept.
      const description = describeNetwork(bytes);
      const fileHash = await blobs.put(bytes);
      const { network, created } = await keep({ ...description, name, card, fileHash }, bytes.byteLength);
      return { network: toNetworkView(network), created };
    },
  };

  async function keep(network: NewNetwork, byteCount: number) {
    try {
      await recordBlobs(store.prisma, [{ hash: network.fileHash, byteCount, mediaType: 'application/octet-stream' }]);
      return await createNetwork(store.prisma, network);
    } catch (error) {
      if (error instanceof StoreError && error.code === 'store.name_taken') {
        throw new ApiError('network.name_taken', error.message, { cause: error, fix: 'Choose another name.' });
      }
      throw error;
    }
  }
}

function onlyFile({ files }: Upload): Uint8Array {
  const file = files[0];
  if (file !== undefined && file.field === 'file') return file.bytes;
  const message = file === undefined ? 'There is no file.' : `The file is in the field "${file.field}".`;
  const fix = 'Send the ONNX file in the field "file".';
  throw new ApiError('request.invalid', message, { fix, issues: [{ path: '/file', code: 'request.required', message, fix }] });
}

export function networkNotFound(networkId: string): ApiError {
  return new ApiError('network.not_found', `There is no network ${networkId}.`, { fix: 'GET /api/networks lists those there are.' });
}
