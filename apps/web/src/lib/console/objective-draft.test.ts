import { checkIriConfiguration, defaultIriConfiguration, kindsOfForms } from '@lookalike/iri-configuration';
import { expect, it } from 'vitest';
import type { IriConfiguration } from '../api/views.ts';
import { fromObjectiveDraft, toObjectiveDraft } from './objective-draft.ts';

it.each<IriConfiguration['objective']>([
  { kind: 'regularizer-free' },
  { kind: 'human-leaning' },
  { kind: 'adversarial', distance: 'ms-ssim', weight: 3 },
  { kind: 'adversarial', distance: 'nlpd', weight: 'calibrated' },
  { kind: 'pull-to-seed', distance: 'nlpd', weight: 0.5 },
  { kind: 'constrained', distance: 'ms-ssim', maximumRepresentationDistance: 0.05 },
])('an objective comes out of the form as it went in: %j', (objective) => {
  expect(fromObjectiveDraft(toObjectiveDraft(objective))).toEqual(objective);
});

it('λ is 10 where an objective leaves it open', () => {
  expect(fromObjectiveDraft(toObjectiveDraft({ kind: 'adversarial', distance: 'nlpd' }))).toEqual({ kind: 'adversarial', distance: 'nlpd', weight: 10 });
});

it('changing the objective brings its own fields, complete', () => {
  const draft = toObjectiveDraft({ kind: 'regularizer-free' });
  for (const kind of kindsOfForms()) expect(checkIriConfiguration({ ...defaultIriConfiguration(), objective: fromObjectiveDraft({ ...draft, kind }), optimiser: { kind: 'adam', learningRate: 0.1 } }), kind).toHaveProperty('configuration');
  expect(fromObjectiveDraft({ ...draft, kind: 'constrained' })).toEqual({ kind: 'constrained', distance: 'nlpd', maximumRepresentationDistance: 0.1 });
});

it('what the form does not offer begins anew as the plain objective', () => {
  const learned = { kind: 'network', name: 'lpips', sha256: '0'.repeat(64) } as const;
  expect(fromObjectiveDraft(toObjectiveDraft({ kind: 'adversarial', distance: learned }))).toEqual({ kind: 'regularizer-free' });
});
