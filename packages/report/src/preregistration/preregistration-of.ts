import type { Block, ReportDocument } from '../document.ts';
import { analysisBlocks } from './analysis-blocks.ts';
import { designBlocks } from './design-blocks.ts';
import { exclusionBlocks } from './exclusion-blocks.ts';
import type { PreregistrationFacts } from './preregistration-facts.ts';
import { sampleBlocks } from './sample-blocks.ts';

/**
 * The preregistration of a study: what is set before the answers come, with the hashes that prove it. What only its authors can say is marked to
 * be filled in.
 * @throws as `achievedBy` for a plan that cannot be.
 */
export function preregistrationOf(facts: PreregistrationFacts): ReportDocument {
  const { configuration, operation } = facts;
  return {
    title: `Preregistration: ${configuration.title}`,
    blocks: [
      { kind: 'facts', facts: [['Authors', operation.authors.join('; ') || 'to be filled in'], ['Institution', operation.institution || 'to be filled in'], ['Ethics approval', operation.ethicsCommittee || 'to be filled in'], ['Written', facts.writtenAt.toISOString()]] },
      ...stateOfData(facts),
      { kind: 'heading', text: 'Hypotheses' },
      { kind: 'to-fill', prompt: 'Each hypothesis with its direction, and which scores or differences would speak for it and against it.' },
      ...designBlocks(facts),
      ...sampleBlocks(facts),
      ...exclusionBlocks(facts),
      ...analysisBlocks(facts),
      ...versionBlocks(facts),
    ],
  };
}

function stateOfData({ study, peopleSoFar }: PreregistrationFacts): Block[] {
  const begun = peopleSoFar === 0 ? 'No person has begun a session.' : `${peopleSoFar} ${peopleSoFar === 1 ? 'person has' : 'people have'} begun a session: this was not written before the answers came.`;
  return [
    { kind: 'heading', text: 'Data collected so far' },
    { kind: 'paragraph', text: `${{ draft: 'The study is a draft: it can still change, and then this document no longer describes it.', live: 'The study was launched, and what raters see of it cannot change any more.', closed: 'The study is closed.' }[study.status]} ${begun}` },
    ...(peopleSoFar === 0 ? [] : [{ kind: 'to-fill', prompt: 'Which of these answers the authors have seen, and what they know of them.' } as const]),
  ];
}

function versionBlocks({ study, configuration, appVersion }: PreregistrationFacts): Block[] {
  return [
    { kind: 'heading', text: 'Versions and hashes' },
    { kind: 'paragraph', text: 'The hashes are SHA-256. Whoever has the data set can compare them with the ones in it: configuration_hash in its tables, and stimuliHash in its analysis.json.' },
    { kind: 'facts', facts: [
      ['Study', study.id], ['Version', String(study.version)], ['Launched', study.launchedAt ?? 'not yet'],
      ['Configuration', study.configurationHash], ['Stimuli', study.stimuliHash ?? 'frozen at launch'],
      ['Seed of plans and draws', configuration.randomSeed], ['Lookalike', appVersion],
    ] },
  ];
}
