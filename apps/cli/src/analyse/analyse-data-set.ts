import { sections, type AnalysisSettings, type Report, type SectionName } from '@lookalike/analysis';
import { readDataSet, type DataSet } from './data-set.ts';
import { openZipFile } from './zip-file.ts';

export interface AnalyseRequest {
  /** A data set as Lookalike exports it. */
  readonly file: string;
  readonly section: SectionName;
  readonly settings: AnalysisSettings;
  readonly report?: Report;
}

export interface Analysed {
  readonly dataSet: DataSet;
  /** As the section's schema says. */
  readonly result: unknown;
}

/** Computes a section of results from an exported data set alone: the numbers that the server has. @throws CliError analyse.… where the data set does not fit */
export async function analyseDataSet({ file, section, settings, report }: AnalyseRequest): Promise<Analysed> {
  const zip = await openZipFile(file);
  try {
    const dataSet = await readDataSet(zip);
    return { dataSet, result: sections[section].analyse(dataSet, settings, report) };
  } finally {
    zip.close();
  }
}
