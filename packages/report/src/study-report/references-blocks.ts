import type { Block } from '../document.ts';
import type { StudyReportRequest } from './study-report-request.ts';

const always = [
  'Nanda, V., Majumdar, A., Kolling, C., Dickerson, J. P., Gummadi, K. P., Love, B. C., Weller, A. (2023). Do invariances in deep neural networks align with human perception? AAAI. arXiv:2111.14726.',
  'Zou, G. Y., Donner, A. (2008). Construction of confidence limits about effect measures: a general approach. Statistics in Medicine 27, 1693–1702.',
  'Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6, 65–70.',
  'Krippendorff, K. (2004). Content Analysis: An Introduction to Its Methodology, 2nd ed. Sage.',
] as const;
const metamers = 'Feather, J., Leclerc, G., Mądry, A., McDermott, J. H. (2023). Model metamers reveal divergent invariances between biological and artificial neural networks. Nature Neuroscience 26, 2017–2034.';

/** What the methods stand on. */
export function referencesBlocks({ facts: { study: { configuration } } }: StudyReportRequest): Block[] {
  return [{ kind: 'heading', text: 'References' }, { kind: 'list', items: [...always, ...(configuration.task.name === 'classification' ? [metamers] : [])] }];
}
