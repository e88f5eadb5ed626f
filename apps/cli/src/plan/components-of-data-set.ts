import { componentsOf, type EstimatedComponents } from '@lookalike/alignment';
import { scoredItems } from '@lookalike/answers';
import { readDataSet } from '../analyse/data-set.ts';
import { openZipFile } from '../analyse/zip-file.ts';

/**
 * How much raters and targets differ, from the answers of an exported data set: those of people whose sessions count, or of programs.
 * @throws CliError analyse.… where the data set does not fit; alignment.nothing_to_compare where its answers tell nothing
 */
export async function componentsOfDataSet(file: string, kind: 'person' | 'simulated'): Promise<EstimatedComponents> {
  const zip = await openZipFile(file);
  try {
    const { context, sessions } = await readDataSet(zip);
    const counted = sessions.filter(({ session, exclusionReasons }) => session.kind === kind && exclusionReasons.length === 0);
    return componentsOf(context.study.conditions.map(({ conditionId }) => scoredItems(counted, conditionId)));
  } finally {
    zip.close();
  }
}
