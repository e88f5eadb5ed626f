import { errorConsistency, scoreDifference, shareCorrelation, type ScoredTrial } from '@lookalike/alignment';
import type { Condition } from '@lookalike/study';
import { compared } from '../compared-condition.ts';
import { answeredConditions, countedSessions } from '../counted-answers.ts';
import { estimateOf } from '../estimate-of.ts';
import { given, notGiven, type Given } from '../given.ts';
import type { AnalysisInput, AnalysisSettings, Report } from '../section.ts';
import type { Consistency, Observers } from './observers.ts';

export function observersOf(input: AnalysisInput, settings: AnalysisSettings, report: Report = () => undefined): Observers {
  const [ofPeople, ofPrograms] = (['person', 'simulated'] as const).map((raterKind) => ({ ...settings, raterKind })) as [AnalysisSettings, AnalysisSettings];
  const [people, simulated] = [answeredConditions(input, ofPeople), answeredConditions(input, ofPrograms)];
  return {
    sessions: { people: countedSessions(input, ofPeople).length, simulated: countedSessions(input, ofPrograms).length },
    conditions: people.map(({ condition, trials }, index) => {
      const result = conditionOf(condition, trials, simulated[index]!.trials); // In the same order.
      report((index + 1) / people.length);
      return result;
    }),
  };
}

function conditionOf(condition: Condition, people: readonly ScoredTrial[], simulated: readonly ScoredTrial[]): Observers['conditions'][number] {
  const missing = people.length === 0 ? notGiven('no_people', 'No person has answered about this condition whose answers count.') : simulated.length === 0 ? notGiven('no_observers', 'No simulated observer has answered about this condition. Let one take part.') : undefined;
  return {
    condition: compared(condition),
    people: estimateOf(people),
    simulated: estimateOf(simulated),
    difference: missing ?? differenceOf(people, simulated),
    agreement: missing ?? agreementOf(people, simulated),
    consistency: missing ?? consistencyOf(people, simulated),
    amongPeople: people.length === 0 ? missing! : consistencyOf(people, people), // Without people something is missing.
  };
}

function differenceOf(people: readonly ScoredTrial[], simulated: readonly ScoredTrial[]): Observers['conditions'][number]['difference'] {
  const difference = scoreDifference({ first: people, second: simulated });
  return difference.estimate === null ? noneShared() : given(difference);
}

function agreementOf(people: readonly ScoredTrial[], simulated: readonly ScoredTrial[]): Observers['conditions'][number]['agreement'] {
  const [ofPeople, ofPrograms] = [sharesOf(people), sharesOf(simulated)];
  const stimuli = [...ofPeople].flatMap(([targetId, one]) => {
    const other = ofPrograms.get(targetId);
    return other === undefined ? [] : [{ targetId, people: one.share, simulated: other.share, answers: { people: one.answers, simulated: other.answers } }];
  }).sort((a, b) => a.people - b.people || (a.targetId < b.targetId ? -1 : 1));
  if (stimuli.length === 0) return noneShared();
  const { estimate, interval } = shareCorrelation(stimuli.map((each) => each.people), stimuli.map((each) => each.simulated));
  return estimate === null ? notGiven('all_alike', 'People or simulated observers have the same share for all stimuli: nothing can go together with it.') : given({ correlation: estimate, interval, stimuli });
}

function sharesOf(trials: readonly ScoredTrial[]): ReadonlyMap<string, { readonly share: number; readonly answers: number }> {
  const sums = new Map<string, { sum: number; answers: number }>();
  for (const { targetId, outcome } of trials) {
    const { sum, answers } = sums.get(targetId) ?? { sum: 0, answers: 0 };
    sums.set(targetId, { sum: sum + outcome, answers: answers + 1 });
  }
  return new Map([...sums].map(([targetId, { sum, answers }]) => [targetId, { share: sum / answers, answers }]));
}

function consistencyOf(first: readonly ScoredTrial[], second: readonly ScoredTrial[]): Given<Consistency> {
  const { kappa, interval, observed, expected, pairs, compared: answers } = errorConsistency(first, second);
  if (observed === null || expected === null) return noneShared();
  return kappa === null ? notGiven('all_alike', 'Everybody is right about all of these stimuli, or wrong about all of them: consistency beyond that is not defined.') : given({ kappa, interval, observed, expected, pairs, compared: answers });
}

function noneShared(): { value: null; reason: { readonly code: string; readonly text: string } } {
  return notGiven('no_shared_stimuli', 'No two of these observers answered about the same stimulus.');
}
