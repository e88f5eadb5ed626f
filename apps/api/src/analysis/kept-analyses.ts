import type { AnalysisSettings, SectionName } from '@lookalike/analysis';
import { canonicalJson } from '@lookalike/content-address';
import { findKeptResult, keepResult, type KeptResult } from '@lookalike/store';
import type { Dependencies } from '../dependencies.ts';

/** Which section, of which study, of whose answers. */
export interface AnalysisQuestion {
  readonly studyId: string;
  readonly section: SectionName;
  readonly settings: AnalysisSettings;
}

/** A result that was computed, with when and of what. */
export interface KeptAnalysis extends Omit<KeptResult, 'result'> {
  readonly result: unknown;
}

export interface KeptAnalyses {
  /** The last one of this code, of this revision if there is one. */
  find(question: AnalysisQuestion, revision: string): Promise<KeptAnalysis | undefined>;
  /** As `find`, without waiting: only what this process has at hand. */
  atHand(question: AnalysisQuestion): KeptAnalysis | undefined;
  keep(question: AnalysisQuestion, kept: KeptResult): Promise<KeptAnalysis>;
}

/** Some hundred kilobytes each. */
const AT_HAND = 60;

export function keyOf({ studyId, section, settings }: AnalysisQuestion): string {
  return canonicalJson({ studyId, section, settings });
}

/** Keeps results in the database, so that a restart and another replica have them, and the last ones in memory. */
export function keptAnalyses({ store, log }: Pick<Dependencies, 'store' | 'log'>, statisticsVersion: string): KeptAnalyses {
  const atHand = new Map<string, KeptAnalysis>();

  function remember(key: string, analysis: KeptAnalysis): KeptAnalysis {
    // A map is in the order of setting: what was asked for last is forgotten last.
    atHand.delete(key);
    atHand.set(key, analysis);
    const [oldest] = atHand.keys();
    if (atHand.size > AT_HAND && oldest !== undefined) atHand.delete(oldest);
    return analysis;
  }

  return {
    async find(question, revision) {
      const key = keyOf(question);
      const known = atHand.get(key);
      if (known?.revision === revision) return remember(key, known);
      const row = await findKeptResult(store.prisma, rowOf(question));
      if (row?.statisticsVersion === statisticsVersion && (known === undefined || row.computedAt > known.computedAt)) return remember(key, parsed(row));
      return known;
    },

    atHand: (question) => atHand.get(keyOf(question)),

    async keep(question, kept) {
      const analysis = remember(keyOf(question), parsed(kept));
      // Whoever waits for it has it even so; it is computed again after a restart.
      await keepResult(store.prisma, rowOf(question), kept).catch((error: unknown) => log.warn({ err: error, studyId: question.studyId, section: question.section }, 'a result could not be kept'));
      return analysis;
    },
  };
}

function rowOf({ studyId, section, settings }: AnalysisQuestion): { studyId: string; section: string; settings: string } {
  return { studyId, section, settings: canonicalJson(settings) };
}

function parsed({ result, ...rest }: KeptResult): KeptAnalysis {
  return { ...rest, result: JSON.parse(result) as unknown };
}
