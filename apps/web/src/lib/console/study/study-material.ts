import { api, type Reply } from '../../api/client.ts';
import type { NetworkView, RunView, StudyConfiguration } from '../../api/views.ts';
import { ask } from '../ask.ts';

/** What a study's form chooses from. */
export async function loadMaterial(): Promise<Reply<{ readonly runs: readonly RunView[]; readonly networks: readonly NetworkView[] }>> {
  const [runs, networks] = await Promise.all([ask(api.GET('/api/runs')), ask(api.GET('/api/networks'))]);
  if (!runs.ok) return runs;
  if (!networks.ok) return networks;
  return { ok: true, value: { ...runs.value, ...networks.value } };
}

/** What a new study of a task begins with. */
export function defaultOf(task: StudyConfiguration['task']['name']): Promise<Reply<StudyConfiguration>> {
  return ask(api.GET('/api/studies/default-configuration', { params: { query: { task } } }));
}
