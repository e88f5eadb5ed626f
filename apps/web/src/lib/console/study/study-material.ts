import { api, type Reply } from '../../api/client.ts';
import type { NetworkView, RunView, StimulusSetView, StudyConfiguration } from '../../api/views.ts';
import { ask } from '../ask.ts';

/** What a study's form chooses from. */
export interface StudyMaterial {
  readonly runs: readonly RunView[];
  readonly networks: readonly NetworkView[];
  /** Stimuli made elsewhere. */
  readonly stimulusSets: readonly StimulusSetView[];
}

export async function loadMaterial(): Promise<Reply<StudyMaterial>> {
  const [runs, networks, stimulusSets] = await Promise.all([ask(api.GET('/api/runs')), ask(api.GET('/api/networks')), ask(api.GET('/api/stimulus-sets'))]);
  if (!runs.ok) return runs;
  if (!networks.ok) return networks;
  if (!stimulusSets.ok) return stimulusSets;
  return { ok: true, value: { ...runs.value, ...networks.value, ...stimulusSets.value } };
}

/** What a new study of a task begins with. */
export function defaultOf(task: StudyConfiguration['task']['name']): Promise<Reply<StudyConfiguration>> {
  return ask(api.GET('/api/studies/default-configuration', { params: { query: { task } } }));
}
