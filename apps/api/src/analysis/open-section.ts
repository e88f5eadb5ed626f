import { sections, type Report } from '@lookalike/analysis';
import { judgeSession, rememberedPlans, rowContext, type JudgedSession } from '@lookalike/answers';
import type { SectionQuestion, StoredSession } from './section-job.ts';

/** A section that is being computed: sessions are judged as they come, the statistics made at the end. */
export interface OpenSection {
  take(page: readonly StoredSession[]): void;
  /** The result as JSON. */
  finish(report: Report): string;
}

export function openSection({ section, settings, facts }: SectionQuestion): OpenSection {
  const context = rowContext(facts);
  const { study } = facts;
  const planOf = rememberedPlans(study);
  const sessions: JudgedSession[] = [];
  return {
    take(page) {
      for (const { session, responses } of page) sessions.push(judgeSession(study, session, responses, planOf));
    },
    finish: (report) => JSON.stringify(sections[section].analyse({ context, sessions }, settings, report)),
  };
}
