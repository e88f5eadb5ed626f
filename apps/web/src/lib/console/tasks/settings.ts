import type { StudyConfiguration } from '../../api/views.ts';

type Settings = StudyConfiguration['task'];

/** What every task's own part of the form gets. */
export interface SettingsProps<Name extends Settings['name']> {
  settings: Extract<Settings, { name: Name }>;
  /** What is wrong with a field. @param path JSON pointer in the configuration, such as `/task/setSize` */
  readonly at: (path: string) => readonly string[];
  /** Of the conditions' runs. */
  readonly imageSetIds: readonly string[];
  /** Of the conditions that were made elsewhere. */
  readonly stimulusSetIds: readonly string[];
}
