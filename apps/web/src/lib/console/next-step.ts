/** The step of the four that is to be taken next; `undefined` once a study is live. */
export function nextStep({ networks, imageSets, runs, studies }: {
  readonly networks: number;
  readonly imageSets: number;
  readonly runs: readonly { readonly status: string }[];
  readonly studies: readonly { readonly status: string }[];
}): 'network' | 'images' | 'run' | 'study' | undefined {
  if (networks === 0) return 'network';
  if (imageSets === 0) return 'images';
  if (!runs.some(({ status }) => status === 'done' || status === 'running' || status === 'queued')) return 'run';
  return studies.some(({ status }) => status !== 'draft') ? undefined : 'study';
}
