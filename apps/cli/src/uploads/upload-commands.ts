import { ApiError, type ApiClient } from '@lookalike/client';
import { readSettings } from '@lookalike/store';
import { Command } from 'commander';
import { addImageSet, addStimulusSet, issuesOf } from './add-sets.ts';
import { signedInClient } from './sign-in.ts';

interface ServerFlags {
  readonly name: string;
  readonly server?: string;
}

const shownAtMost = 50;

/** `lookalike images`: image sets of a running Lookalike. */
export function imagesCommand(say: (line: string) => void): Command {
  const add = onServer(new Command('add').argument('<path>', 'a folder of images, a ZIP file, or an image'))
    .description('adds an image set; the folder that an image is in says what it shows, or a labels.csv does (file, label, attribution, licence, source)')
    .option('--labels <file>', 'that table, where it does not lie in the folder')
    .option('--leave-unfit-out', 'go on without files that are no images, too large, or there twice')
    .action(async (path: string, flags: ServerFlags & { readonly labels?: string; readonly leaveUnfitOut?: true }) => {
      await withServer(flags, say, async (client, server) => {
        const { set, leftOut } = await addImageSet(client, { name: flags.name, path, labels: flags.labels, leavesUnfitOut: flags.leaveUnfitOut === true });
        for (const file of leftOut) say(`left out  ${file}`);
        const labels = new Set(set.images.flatMap(({ label }) => (label === null ? [] : [label])));
        say(`"${set.name}": ${set.imageCount} images, ${labels.size} labels\n${server}/console/images/${set.id}`);
      });
    });
  return new Command('images').description('image sets of a running Lookalike').addCommand(add);
}

/** `lookalike stimuli`: stimuli made elsewhere. */
export function stimuliCommand(say: (line: string) => void): Command {
  const add = onServer(new Command('add').argument('<path>', 'a ZIP file or a folder of the images'))
    .description('adds stimuli that another program made, for conditions without a generation run')
    .option('--table <file>', 'CSV with a row for each: target, stimulus, condition, and any of seed, label, network, layer, factor_<name> (default: stimuli.csv among the images)')
    .action(async (path: string, flags: ServerFlags & { readonly table?: string }) => {
      await withServer(flags, say, async (client, server) => {
        const set = await addStimulusSet(client, { name: flags.name, path, table: flags.table });
        for (const { name, stimulusCount } of set.conditions) say(`${name}  ${stimulusCount}`);
        say(`${server}/console/images/stimuli/${set.id}`);
      });
    });
  return new Command('stimuli').description('stimuli made elsewhere, of a running Lookalike').addCommand(add);
}

function onServer(command: Command): Command {
  return command.requiredOption('--name <name>', 'how it is called').option('--server <address>', 'where Lookalike runs (default: as PUBLIC_URL, HOST and PORT say)');
}

async function withServer({ server }: ServerFlags, say: (line: string) => void, work: (client: ApiClient, server: string) => Promise<void>): Promise<void> {
  const settings = readSettings(process.env);
  const baseUrl = (server ?? settings.publicUrl).replace(/\/+$/, '');
  try {
    await work(await signedInClient(baseUrl, { email: settings.experimenterEmail, password: settings.experimenterPassword }), baseUrl);
  } catch (error) {
    const issues = error instanceof ApiError ? issuesOf(error) : [];
    for (const { path, message, fix } of issues.slice(0, shownAtMost)) say(`${path}: ${message} ${fix}`);
    if (issues.length > shownAtMost) say(`and ${issues.length - shownAtMost} more`);
    throw error;
  }
}
