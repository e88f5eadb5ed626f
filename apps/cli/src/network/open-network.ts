import { sha256Hex } from '@lookalike/content-address';
import { inspectNetwork, withPreprocessing, type InspectedNetwork } from '@lookalike/network';
import { preprocessingPresets, type Preprocessing } from '@lookalike/preprocessing';
import { type Graph } from '@lookalike/graph';
import { CliError } from '../cli-error.ts';
import type { PreprocessingQuestion } from './ask-preprocessing.ts';
import { withOption } from './option-for-problem.ts';
import { preprocessingFrom, type PreprocessingOptions } from './preprocessing-options.ts';
import { readNetworkFolder } from './read-network-folder.ts';

/** A network that takes RGB images [N, 3, H, W], or grey ones [N, 1, H, W], in [0, 1]. */
export interface OpenNetwork {
  readonly graph: Graph;
  readonly preprocessing: Preprocessing;
  /** The penultimate layer, or the one that the file names. */
  readonly defaultLayer: string;
  /** As read from its file, with the proof that it may bring. */
  readonly asRead: InspectedNetwork;
  /** SHA-256 by file name; the network's own file comes first. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Opens a network for use, its preprocessing made part of its graph.
 * @param choose is asked when neither the files nor the options say how images are prepared; absent where nobody can answer.
 * @throws cli.file_missing; cli.preprocessing_unknown when nobody says how images are prepared; the first of the network's problems
 */
export async function openNetworkFile(path: string, options: PreprocessingOptions, choose?: (question: PreprocessingQuestion) => Promise<Preprocessing>): Promise<OpenNetwork> {
  const contents = await readNetworkFolder(path);
  const { mainFile, network, problems } = inspectNetwork(contents, { sizePx: options.size, imageShape: options.imageShape, otherInputs: options.input });
  if (network === undefined) {
    const [first, ...others] = problems;
    throw new CliError(first!.code, `${path} cannot be used: ${withOption(first!)}${others.length > 0 ? ` And ${others.length} more; \`lookalike network inspect\` lists them.` : ''}`, { path, problems });
  }
  const { preprocessing: guess, input } = network;
  const said = preprocessingFrom(options, guess.preprocessing) ?? (guess.certainty === 'unknown' ? undefined : guess.preprocessing);
  const preprocessing = said ?? (await choose?.({ path, because: guess.because, presets: preprocessingPresets(input), start: guess.preprocessing }));
  if (preprocessing === undefined) {
    throw new CliError('cli.preprocessing_unknown', `How images are prepared for ${path} is not known: ${guess.because} Say it with --preset, or with --range, --mean, --std, --channel-order and --resize.`, { path });
  }
  const names = [mainFile, ...[...contents.keys()].filter((name) => name !== mainFile).sort()];
  return {
    graph: withPreprocessing(network.graph, preprocessing),
    preprocessing,
    defaultLayer: network.defaultLayer.name,
    asRead: network,
    files: Object.fromEntries(names.map((name) => [name, sha256Hex(contents.get(name)!)])),
  };
}
