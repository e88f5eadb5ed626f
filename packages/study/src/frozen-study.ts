import type { StudyConfiguration } from './study-configuration.ts';
import type { StudyContent } from './study-content.ts';

/** All that plans and judgements are a function of: what raters see and how they are judged. It never changes after the launch. */
export interface FrozenStudy extends StudyContent {
  readonly configuration: StudyConfiguration;
}
