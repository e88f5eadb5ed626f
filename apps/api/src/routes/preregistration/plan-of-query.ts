import type { Wanted } from '@lookalike/alignment';
import type { SamplePlan } from '@lookalike/report';
import type { StudyView } from '../studies/schemas.ts';
import type { PreregistrationQuery } from './schemas.ts';

/** The plan that a query describes; undefined where it describes none. What is missing is no number, which the plan's own check tells. */
export function planOfQuery(query: PreregistrationQuery, { configuration, conditions }: Pick<StudyView, 'configuration' | 'conditions'>): SamplePlan | undefined {
  if (query.wanted === undefined) return undefined;
  const given = (name: Exclude<keyof PreregistrationQuery, 'format' | 'wanted'>): number => Number(query[name] ?? Number.NaN);
  return {
    wanted: wantedOf(query.wanted, given),
    components: { raterSd: given('raterSd'), targetSd: given('targetSd'), raterOwnShare: given('raterOwnShare'), targetOwnShare: given('targetOwnShare') },
    design: { raters: given('raters'), targets: given('targets'), perRater: given('perRater'), sharesTargets: configuration.design.targets === 'shared', conditionCount: Math.max(1, conditions.length) },
  };
}

function wantedOf(kind: Wanted['kind'], given: (name: 'score' | 'otherScore' | 'chance' | 'width' | 'margin' | 'power') => number): Wanted {
  const score = given('score');
  switch (kind) {
    case 'width': return { kind, score, width: given('width') };
    case 'chance': return { kind, score, chance: given('chance'), power: given('power') };
    case 'difference': return { kind, score, otherScore: given('otherScore'), power: given('power') };
    case 'equivalence': return { kind, score, otherScore: given('otherScore'), margin: given('margin'), power: given('power') };
  }
}
