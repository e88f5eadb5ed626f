import { createRandom } from '@lookalike/random';
import type { FrozenStudy, Stimulus } from '@lookalike/study';

/** A picture that raters saw, by the hash of its file, with what stands below it. */
export interface ExamplePicture {
  readonly hash: string;
  readonly caption: string;
}

/** More would make the file large, and say no more. */
const MOST_PICTURES = 12;

/** Examples of targets with what the conditions show for them: the same for the same study, and chosen by its seed rather than by anybody. */
export function examplePictures({ study, targetNameOf }: { readonly study: FrozenStudy; readonly targetNameOf: ReadonlyMap<string, string> }): readonly ExamplePicture[] {
  const rng = createRandom(study.configuration.randomSeed).child('report-pictures');
  const byTarget = new Map<string, Stimulus[]>();
  for (const stimulus of study.stimuli) byTarget.set(stimulus.targetId, [...(byTarget.get(stimulus.targetId) ?? []), stimulus]);
  // In the order of ids, so that how they were stored does not matter.
  const targetIds = rng.shuffled([...byTarget.keys()].sort());
  const shown = rng.shuffled(study.conditions.map(({ conditionId }) => conditionId).sort()).slice(0, MOST_PICTURES - 1);
  const conditions = study.conditions.filter(({ conditionId }) => shown.includes(conditionId));
  return targetIds.slice(0, Math.max(1, Math.floor(MOST_PICTURES / (conditions.length + 1)))).flatMap((targetId) => {
    const stimuli = byTarget.get(targetId) ?? [];
    const [first] = stimuli;
    if (first === undefined) return [];
    const name = targetNameOf.get(targetId) ?? targetId.slice(0, 8);
    return [
      { hash: first.targetHash, caption: `Target: ${name}` },
      ...conditions.flatMap((condition) => stimuli.filter(({ conditionId }) => conditionId === condition.conditionId).map(({ queryHash }) => ({ hash: queryHash, caption: condition.name }))),
    ];
  });
}
