import type { OpenAnalysis } from '../../analysis/analyses.ts';

/** How far several sections are together. @param open those that are not there yet, at least one; @param count all of them */
export function pooledProgress(open: readonly OpenAnalysis[], count: number): OpenAnalysis {
  const started = open.flatMap(({ startedAt }) => (startedAt === undefined ? [] : [startedAt.getTime()]));
  return {
    state: open.some(({ state }) => state === 'computing') || open.length < count ? 'computing' : 'queued',
    progress: (count - open.length + open.reduce((sum, { progress }) => sum + progress, 0)) / count,
    startedAt: started.length === 0 ? undefined : new Date(Math.min(...started)),
  };
}
