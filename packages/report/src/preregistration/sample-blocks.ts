import type { Block } from '../document.ts';
import { planFigure } from '../planning/plan-figure.ts';
import { achievedInWords, componentsInWords, wantedInWords } from '../planning/plan-words.ts';
import { achievedBy, type SamplePlan } from '../planning/sample-plan.ts';
import type { PreregistrationFacts } from './preregistration-facts.ts';

/** Who takes part, how many, and why so many. */
export function sampleBlocks({ operation, plan }: PreregistrationFacts): Block[] {
  const { places, reward, rewardNote, recruiting, earlierRaters } = operation;
  const known = earlierRaters.onlyFrom.length > 0 ? `Only who finished one of ${earlierRaters.onlyFrom.length} earlier studies can take part.` : '';
  const keptOut = earlierRaters.keepOut.length > 0 ? `Raters of ${earlierRaters.keepOut.length} earlier studies cannot.` : '';
  return [
    { kind: 'heading', text: 'Raters' },
    { kind: 'facts', facts: [
      ['Recruited by', recruiting.platform],
      ['Reward', [reward === null ? '' : `${reward.amount.toFixed(2)} ${reward.currency} for ${reward.basis === 'hour' ? 'an hour' : 'a session'}`, rewardNote].filter((part) => part !== '').join('; ') || 'none said'],
      ['Earlier raters', [known, keptOut].filter((part) => part !== '').join(' ') || 'nobody is kept out'],
    ] },
    { kind: 'to-fill', prompt: 'Whom the platform lets in: age, languages, countries, eyesight, devices.' },
    { kind: 'heading', text: 'Sample size' },
    { kind: 'paragraph', text: `${places} places. Collection ends when they are filled.` },
    ...(plan === undefined
      ? [{ kind: 'to-fill', prompt: 'Why so many raters and targets. The page “Plan” of the study works it out and puts it here.' } as const]
      : planBlocks(plan)),
    { kind: 'to-fill', prompt: 'Whether scores are looked at before collection ends, and what is then decided; what happens where fewer raters are found, or more sessions do not count, than was expected.' },
  ];
}

function planBlocks({ wanted, components, design }: SamplePlan): Block[] {
  const { raters, targets, perRater } = design;
  const achieved = achievedBy({ wanted, components, design });
  return [
    { kind: 'paragraph', text: `The study is planned so that ${wantedInWords(wanted)}. ${raters} raters whose sessions count, with ${perRater} targets of each condition from ${targets} targets, come to: ${achievedInWords(achieved)}${achieved.isEnough ? '' : ', which is less than was wanted'}.` },
    { kind: 'paragraph', text: `Supposed is, ${componentsInWords(components)}. The number follows from the variance of scores over crossed raters and targets and from the intervals that the analysis uses.` },
    { kind: 'figure', figure: planFigure({ wanted, components, ...design, widthPx: 640, targetCounts: [...new Set([Math.max(2, Math.round(targets / 2)), targets, targets * 2])], chosen: design }) },
    { kind: 'to-fill', prompt: 'Where these suppositions come from: a pilot, an earlier study, or caution.' },
  ];
}
