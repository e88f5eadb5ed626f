import type { Component } from 'svelte';
import { tasks, type TaskName } from '@lookalike/study';
import ClassificationPicture from './ClassificationPicture.svelte';
import ClassificationSettings from './ClassificationSettings.svelte';
import MatchingPicture from './MatchingPicture.svelte';
import MatchingSettings from './MatchingSettings.svelte';
import type { SettingsProps } from './settings.ts';
import TwoAfcPicture from './TwoAfcPicture.svelte';

/** How the console draws each task, and the form of its own settings where it has any. */
const parts: { readonly [Name in TaskName]: { readonly picture: Component; readonly settings?: Component<SettingsProps<Name>, object, 'settings'> } } = {
  '2afc': { picture: TwoAfcPicture },
  matching: { picture: MatchingPicture, settings: MatchingSettings },
  classification: { picture: ClassificationPicture, settings: ClassificationSettings },
};

/** The tasks to choose from. */
export const taskChoices = (Object.keys(tasks) as TaskName[]) // The keys of this very object.
  .map((name) => ({ value: name, title: tasks[name].title, text: tasks[name].summary, picture: parts[name].picture }));

/** The form of a task's own settings. The caller hands it settings of this very task, as `name` in them says. */
export function settingsOf(name: TaskName): Component<SettingsProps<TaskName>, object, 'settings'> | undefined {
  return parts[name].settings as Component<SettingsProps<TaskName>, object, 'settings'> | undefined;
}

export function taskTitle(name: TaskName): string {
  return tasks[name].title;
}
