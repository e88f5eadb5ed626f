import { canonicalJson, sha256Hex } from '@lookalike/content-address';
import { notesOfNetwork, partsOfNetwork, type ImageShape, type NetworkFiles, type OpenNetworkOptions } from '@lookalike/network';
import { type ImageFormat, type Preprocessing, type PreprocessingPreset, preprocessingPresets } from '@lookalike/preprocessing';
import { createNetwork, findNetwork, findNetworkByFile, listNetworks, proveNetwork, recordBlobs, StoreError, updateNetworkTags, updatePreprocessing, type BlobRecord, type NetworkFileRecord, type NetworkRecord, type NewNetwork } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { requiredField, type Upload } from '../../http/uploads.ts';
import { checkedTags } from './checked-tags.ts';
import { checkedPreprocessing, choosePreprocessing, givenPreprocessing, type PreprocessingFields } from './chosen-preprocessing.ts';
import { describeFiles, descriptionOf } from './describe-network.ts';
import { requirePreparation } from './require-preparation.ts';
import { saidOfInputs, textField } from './said-of-inputs.ts';
import type { NetworkView } from './schemas.ts';
import { toNetworkView } from './view.ts';

export interface NetworkService {
  list(): Promise<NetworkView[]>;
  /** @throws ApiError network.not_found */
  get(networkId: string): Promise<NetworkView>;
  /**
   * Registers a network from its files. The same files again give the network that is there.
   * @throws ApiError network.*, GraphError graph.*
   */
  register(upload: Upload): Promise<{ network: NetworkView; created: boolean }>;
  /** Changes it for later runs. @throws ApiError network.not_found, network.preprocessing_invalid, network.preparation_refuted */
  changePreprocessing(networkId: string, preprocessing: Preprocessing): Promise<NetworkView>;
  /** Replaces them all. @throws ApiError network.not_found, network.tags_invalid */
  changeTags(networkId: string, tags: Readonly<Record<string, string>>): Promise<NetworkView>;
  presets(format: ImageFormat): readonly PreprocessingPreset[];
}

const maximumNameLength = 120;
const maximumCardLength = 100_000;

export function networkService({ store, blobs, queue, log }: Pick<Dependencies, 'store' | 'blobs' | 'queue' | 'log'>): NetworkService {
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
      const fields: PreprocessingFields = { preset: textField(upload, 'preset'), preprocessing: textField(upload, 'preprocessing') };
      const files = filesOf(upload);
      const said = saidOfInputs(upload);
      const { files: parts, main } = partsOfNetwork(files);
      const bytes = contentOf(parts);
      const known = await findNetworkByFile(store.prisma, sha256Hex(bytes));
      if (known !== undefined) return { network: toNetworkView(sameNetwork(known, fields, said)), created: false };

      // All that can be wrong with the files shows here, before anything is kept.
      const report = describeFiles(files, said);
      const { preprocessing, origin } = choosePreprocessing(fields, report.network.preprocessing);
      await requirePreparation(report.network.proof, preprocessing);
      const blobRecords: BlobRecord[] = [];
      const put = async (content: Uint8Array, mediaType: string): Promise<BlobRecord> => {
        const record = { hash: await blobs.put(content), byteCount: content.byteLength, mediaType };
        blobRecords.push(record);
        return record;
      };
      const fileRecords: NetworkFileRecord[] = [];
      for (const [fileName, content] of parts) {
        const { hash, byteCount } = await put(content, fileName === main && report.format === 'tensorflowjs' ? 'application/json' : 'application/octet-stream');
        fileRecords.push({ name: fileName, fileHash: hash, byteCount });
      }
      const fileHash = parts.size === 1 ? fileRecords[0]!.fileHash : (await put(bytes, 'application/json')).hash;
      const { network, created } = await keep({ ...descriptionOf(report), name, card, fileHash, files: fileRecords, preprocessing, preprocessingOrigin: origin }, blobRecords);
      // A run computes a proof that is still pending itself, so a queue that fails now only delays the verdict.
      if (network.proof?.state === 'pending') await queue.send(proveNetwork, { networkId: network.id }).catch((error: unknown) => log.warn({ err: error, networkId: network.id }, 'the job of a proof could not be sent'));
      return { network: toNetworkView(network), created };
    },

    async changePreprocessing(networkId, preprocessing) {
      const network = await findNetwork(store.prisma, networkId);
      if (network === undefined) throw networkNotFound(networkId);
      const checked = checkedPreprocessing(preprocessing, network.preprocessing);
      if (network.proof !== null) {
        const main = network.files[0]!;
        await requirePreparation(notesOfNetwork(new Map([[main.name, await blobs.get(main.fileHash)]])).proof, checked);
      }
      const changed = await updatePreprocessing(store.prisma, networkId, { preprocessing: checked, origin: { certainty: 'given', because: 'It was given on the network’s page.' } });
      return toNetworkView(changed ?? network);
    },

    async changeTags(networkId, tags) {
      const changed = await updateNetworkTags(store.prisma, networkId, checkedTags(tags));
      if (changed === undefined) throw networkNotFound(networkId);
      return toNetworkView(changed);
    },

    presets: (format) => preprocessingPresets(format),
  };

  async function keep(network: NewNetwork, records: readonly BlobRecord[]) {
    try {
      await recordBlobs(store.prisma, records);
      return await createNetwork(store.prisma, network);
    } catch (error) {
      if (error instanceof StoreError && error.code === 'store.name_taken') {
        throw new ApiError('network.name_taken', error.message, { cause: error, fix: 'Choose another name.' });
      }
      throw error;
    }
  }
}

/** What the network's hash is of: its one file, or the list of its files with their hashes. */
function contentOf(parts: NetworkFiles): Uint8Array {
  const [first] = parts.values();
  if (first !== undefined && parts.size === 1) return first;
  return new TextEncoder().encode(canonicalJson({ files: [...parts].map(([name, bytes]) => ({ name, sha256: sha256Hex(bytes) })) }));
}

/** @throws ApiError network.preprocessing_differs where something else was said of the same file */
function sameNetwork(network: NetworkRecord, fields: PreprocessingFields, { imageShape, otherInputs }: OpenNetworkOptions): NetworkRecord {
  const said = { ...network.preprocessing, ...(imageShape !== undefined && shapeOf(network.preprocessing, imageShape)), ...(otherInputs !== undefined && { otherInputs }) };
  const given = givenPreprocessing(fields, network.preprocessing) ?? network.preprocessing;
  if (canonicalJson(said) === canonicalJson(network.preprocessing) && canonicalJson(given) === canonicalJson(network.preprocessing)) return network;
  throw new ApiError('network.preprocessing_differs', `The same file is there already as "${network.name}", with another preprocessing.`, { fix: 'Change the preprocessing on that network’s page; it holds for the runs that follow.' });
}

/** What an image shape says of a preprocessing. */
function shapeOf({ flatOrder }: Preprocessing, { layout, heightPx, widthPx }: ImageShape): Partial<Preprocessing> {
  return { heightPx, widthPx, ...(flatOrder !== undefined && { flatOrder: layout === 'NCHW' ? 'CHW' : 'HWC' }) };
}

function filesOf({ files }: Upload): NetworkFiles {
  const fault = (message: string, fix: string): ApiError => new ApiError('request.invalid', message, { fix, issues: [{ path: '/files', code: 'request.required', message, fix }] });
  if (files.length === 0) throw fault('There is no file.', 'Send the network’s files in the field "files".');
  const byName = new Map<string, Uint8Array>();
  for (const { fileName, bytes } of files) {
    if (byName.has(fileName)) throw fault(`Two files are named "${fileName}".`, 'Send the files of one network at a time.');
    byName.set(fileName, bytes);
  }
  return byName;
}

export function networkNotFound(networkId: string): ApiError {
  return new ApiError('network.not_found', `There is no network ${networkId}.`, { fix: 'GET /api/networks lists those there are.' });
}
