import { analyses } from './analysis/analyses.ts';
import type { Dependencies } from './dependencies.ts';
import { accountService } from './routes/account/service.ts';
import { accountsService } from './routes/accounts/service.ts';
import { alertService } from './routes/alerts/service.ts';
import { auditLogService } from './routes/audit-log/service.ts';
import { datasetService } from './routes/dataset/service.ts';
import { fileService } from './routes/files/service.ts';
import { healthService } from './routes/health/service.ts';
import { imageSetService } from './routes/image-sets/service.ts';
import { networkService } from './routes/networks/service.ts';
import { admitEntries } from './routes/rater/entry-admission.ts';
import { paceService } from './routes/pace/service.ts';
import { pictureService } from './routes/pictures/service.ts';
import { preregistrationService } from './routes/preregistration/service.ts';
import { previewService } from './routes/preview/service.ts';
import { launchedStudies } from './routes/rater/launched-study.ts';
import { raterService } from './routes/rater/service.ts';
import { recruitingService } from './routes/recruiting/service.ts';
import { reportService } from './routes/report/service.ts';
import { resultsService } from './routes/results/service.ts';
import type { Services } from './routes/routes.ts';
import { runService } from './routes/runs/service.ts';
import { paymentService } from './routes/sessions/payments.ts';
import { sessionService } from './routes/sessions/service.ts';
import { signInService } from './routes/sign-in/service.ts';
import { stimulusSetService } from './routes/stimulus-sets/service.ts';
import { studyService } from './routes/studies/service.ts';

/** Every service takes of the dependencies what it needs; its type says what that is. */
export function createServices(dependencies: Dependencies): Services {
  const studies = studyService(dependencies);
  const launched = launchedStudies(dependencies);
  const auditLog = auditLogService(dependencies);
  const results = resultsService(analyses(dependencies));
  return {
    health: healthService(dependencies),
    signIns: signInService(dependencies, auditLog),
    account: accountService(dependencies),
    accounts: accountsService(dependencies),
    auditLog,
    networks: networkService(dependencies),
    imageSets: imageSetService(dependencies),
    stimulusSets: stimulusSetService(dependencies),
    runs: runService(dependencies),
    studies,
    alerts: alertService(dependencies),
    pace: paceService(dependencies, launched),
    sessions: sessionService(dependencies, launched),
    payments: paymentService(dependencies),
    results,
    reports: reportService(dependencies, results),
    dataset: datasetService(dependencies, studies),
    preregistrations: preregistrationService(dependencies, studies),
    files: fileService(dependencies),
    pictures: pictureService(dependencies, launched),
    previews: previewService(dependencies),
    rater: admitEntries(raterService(dependencies, launched)),
    recruiting: recruitingService(dependencies),
  };
}
