import { componentsPresets } from '@lookalike/alignment';
import { defaultStudyConfiguration, defaultStudyOperation } from '@lookalike/study';
import { expect, it } from 'vitest';
import { htmlOf } from '../html-of.ts';
import { markdownOf } from '../markdown-of.ts';
import type { PreregistrationFacts } from './preregistration-facts.ts';
import { preregistrationOf } from './preregistration-of.ts';

const configuration = defaultStudyConfiguration();
const facts: PreregistrationFacts = {
  study: { id: 'study-id', version: 1, status: 'draft', configurationHash: 'c'.repeat(64), stimuliHash: null, launchedAt: null },
  configuration, operation: defaultStudyOperation(),
  conditions: [
    { conditionId: 'a'.repeat(64), name: 'robust', factors: { loss: 'robust', objective: 'regularizer-free' }, reference: null, networkName: 'ResNet', stimulusCount: 60 },
    { conditionId: 'b'.repeat(64), name: 'ceiling', factors: {}, reference: 'original', networkName: null, stimulusCount: 60 },
  ],
  targetRule: 'The 60 targets that have an accepted IRI for every condition.', targetCount: 60, stimulusCount: 120, peopleSoFar: 0,
  plan: { wanted: { kind: 'width', score: 0.5, width: 0.15 }, components: componentsPresets[1]!, design: { raters: 23, targets: 60, perRater: 16, sharesTargets: true, conditionCount: 2 } },
  writtenAt: new Date('2026-12-01T12:00:00Z'), appVersion: '1.2.3',
};
const markdown = (changes: Partial<PreregistrationFacts> = {}): string => markdownOf(preregistrationOf({ ...facts, ...changes }));

it('says design, conditions, rules with their thresholds, analysis, hashes', () => {
  const text = markdown();
  expect(text).toContain('# Preregistration: ');
  expect(text).toContain('A session has 32 scored trials (16 targets of each condition), 4 catch trials');
  expect(text).toContain('| robust | ResNet | loss = robust; objective = regularizer-free | 60 |');
  expect(text).toContain('| ceiling | reference: original | – | 60 |');
  expect(text).toMatch(/catch\\_failed \| fewer than [\d.]+ %/);
  expect(text).toContain('Intervals are at 95 % over crossed raters and targets');
  expect(text).toContain('Scores are read between the references (ceiling).');
  expect(text).toContain('c'.repeat(64));
  expect(text).toContain('1.2.3');
});

it('reasons the sample size, and asks for the reasons where there is no plan', () => {
  expect(markdown()).toContain('so that the 95 % interval of a score of 0.5 is at most 0.15 wide on average. 23 raters whose sessions count');
  expect(markdown()).toMatch(/come to: mean width 0\.1[45]\d\./);
  expect(markdown({ plan: undefined })).toContain('Why so many raters and targets');
  expect(markdown({ plan: { ...facts.plan!, design: { ...facts.plan!.design, raters: 5 } } })).toContain('which is less than was wanted');
});

it('what only people can say is marked', () => {
  expect(markdown()).toContain('> **To be filled in:** Each hypothesis with its direction');
  expect(htmlOf(preregistrationOf(facts)).match(/class="to-fill"/g)!.length).toBeGreaterThan(5);
});

it('a margin that was planned with is the margin of the analysis', () => {
  const text = markdown({ plan: { ...facts.plan!, wanted: { kind: 'equivalence', score: 0.02, otherScore: 0.02, margin: 0.05, power: 0.8 } } });
  expect(text).toContain('within ±0.05: the 90 % interval lies inside');
  expect(text).not.toContain('The margin within which two scores are called equivalent');
});

it('answers that were there before are not kept quiet', () => {
  expect(markdown()).toContain('No person has begun a session.');
  expect(markdown({ peopleSoFar: 3 })).toContain('3 people have begun a session: this was not written before the answers came.');
});

it('no name can become markup', () => {
  const evil = '<script>alert(1)</script> [x](javascript:1) | *a*\n# b';
  const changed = { configuration: { ...configuration, title: evil }, conditions: [{ ...facts.conditions[0]!, name: evil }] };
  expect(markdown(changed)).toContain('\\<script\\>alert(1)\\</script\\> \\[x\\](javascript:1) \\| \\*a\\* \\# b');
  expect(htmlOf(preregistrationOf({ ...facts, ...changed }))).not.toContain('<script');
});

it('the HTML loads nothing, and has the curve in it', () => {
  const html = htmlOf(preregistrationOf(facts));
  expect(html).not.toMatch(/src=|href=|@import|url\(/);
  expect(html).toContain('<svg');
  expect(html).toContain('@media print');
});

it('a plan that cannot be is refused', () => {
  expect(() => markdown({ plan: { ...facts.plan!, wanted: { kind: 'width', score: 2, width: 0.1 } } })).toThrow(/true score is 2/);
});
