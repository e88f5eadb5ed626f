import type { AnalysisSettings } from '@lookalike/analysis';
import { rowContext } from '@lookalike/answers';
import { datasetFileNames } from '@lookalike/dataset';
import { thumbnail } from '@lookalike/images';
import { examplePictures, reportSections, studyReport, type ExamplePicture, type ReportResults } from '@lookalike/report';
import { findStudy } from '@lookalike/store';
import type { FinishedAnalysis, OpenAnalysis } from '../../analysis/analyses.ts';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { version } from '../../version.ts';
import type { ResultsService } from '../results/service.ts';
import { studyFacts } from '../results/study-facts.ts';
import { studyNotFound } from '../studies/service.ts';
import { pooledProgress } from './pooled-progress.ts';

export interface ReadyReport {
  readonly state: 'done';
  readonly html: string;
  readonly fileName: string;
}

export interface ReportService {
  /** The report, or how far its sections are. @throws ApiError study.not_found, server.busy, analysis.… but where the answers do not admit a section: then the report says so */
  report(studyId: string, settings: AnalysisSettings): Promise<ReadyReport | OpenAnalysis>;
}

/** Small enough for twelve of them in a document, large enough to see what they show. */
const PICTURE_SIDE_PX = 128;

/** A section, as far as it is; `reason` where the answers do not admit it. */
type Asked = FinishedAnalysis | OpenAnalysis | { readonly state: 'unfit'; readonly reason: string };

export function reportService({ store, blobs, sections }: Pick<Dependencies, 'store' | 'blobs' | 'sections'>, results: Pick<ResultsService, 'section'>): ReportService {
  async function ask(studyId: string, section: (typeof reportSections)[number], settings: AnalysisSettings): Promise<Asked> {
    try {
      return await results.section(studyId, section, settings);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'analysis.unfit') return { state: 'unfit', reason: error.message };
      throw error;
    }
  }

  async function small({ hash, caption }: ExamplePicture): Promise<{ dataUri: string; caption: string }> {
    const bytes = await thumbnail(await blobs.get(hash), { sidePx: PICTURE_SIDE_PX });
    return { dataUri: `data:image/webp;base64,${Buffer.from(bytes).toString('base64')}`, caption };
  }

  return {
    async report(studyId, settings) {
      const study = await findStudy(store.prisma, studyId);
      if (study === undefined) throw studyNotFound(studyId);
      const asked = await Promise.all(reportSections.map((section) => ask(studyId, section, settings)));
      const open = asked.filter((each): each is OpenAnalysis => each.state === 'queued' || each.state === 'computing');
      if (open.length > 0) return pooledProgress(open, asked.length);

      const done = asked.filter((each): each is FinishedAnalysis => each.state === 'done');
      const facts = await studyFacts({ store }, study);
      const { status, stimuliHash, configuration, operation: { recruiting, reward, authors, dataLicence, institution, ethicsCommittee } } = study;
      const html = studyReport({
        facts, settings, stimuliHash,
        // Named one by one: codes and addresses do not leave.
        operation: { platform: recruiting.platform, reward, authors, dataLicence, institution, ethicsCommittee },
        // One for each section, of the form that its schema says.
        results: Object.fromEntries(asked.map((each, index) => [reportSections[index], each.state === 'unfit' ? { reason: each.reason } : { result: (each as FinishedAnalysis).result }])) as unknown as ReportResults,
        pictures: await Promise.all(examplePictures(rowContext(facts)).map(small)),
        revisions: [...new Set(done.map(({ revision }) => revision))],
        isPreliminary: status !== 'closed' || done.some(({ isCurrent }) => !isCurrent),
        versions: { app: version, statistics: sections.version },
        // There is one: whatever the answers are, who came can be counted.
        computedAt: new Date(Math.max(...done.map(({ computedAt }) => computedAt.getTime()))),
      });
      const { folder } = datasetFileNames({ studyTitle: configuration.title, taskName: configuration.task.name });
      return { state: 'done', html, fileName: `${folder}-report.html` };
    },
  };
}
