import type { FastifyInstance } from 'fastify';
import { writeAuditLog } from '../http/audit.ts';
import { requireSignIn } from '../http/authentication.ts';
import { accountRoutes } from './account/routes.ts';
import type { AccountService } from './account/service.ts';
import { accountsRoutes, invitationRoutes } from './accounts/routes.ts';
import type { AccountsService } from './accounts/service.ts';
import { alertRoutes } from './alerts/routes.ts';
import type { AlertService } from './alerts/service.ts';
import { auditLogRoutes } from './audit-log/routes.ts';
import type { AuditLogService } from './audit-log/service.ts';
import { tellAllFaults } from '../http/validation.ts';
import { datasetRoutes } from './dataset/routes.ts';
import type { DatasetService } from './dataset/service.ts';
import { fileRoutes, stimulusRoutes } from './files/routes.ts';
import type { FileService } from './files/service.ts';
import { healthRoutes, probeRoutes } from './health/routes.ts';
import type { HealthService } from './health/service.ts';
import { imageSetRoutes } from './image-sets/routes.ts';
import type { ImageSetService } from './image-sets/service.ts';
import { networkRoutes } from './networks/routes.ts';
import type { NetworkService } from './networks/service.ts';
import { paceRoutes } from './pace/routes.ts';
import type { PaceService } from './pace/service.ts';
import { pictureRoutes } from './pictures/routes.ts';
import type { PictureService } from './pictures/service.ts';
import { preregistrationRoutes } from './preregistration/routes.ts';
import type { PreregistrationService } from './preregistration/service.ts';
import { previewRoutes } from './preview/routes.ts';
import type { PreviewService } from './preview/service.ts';
import { raterRoutes, studyEntranceRoutes } from './rater/routes.ts';
import type { RaterService } from './rater/service.ts';
import { platformMessageRoutes } from './recruiting/message-routes.ts';
import { recruitingRoutes } from './recruiting/routes.ts';
import type { RecruitingService } from './recruiting/service.ts';
import { reportRoutes } from './report/routes.ts';
import type { ReportService } from './report/service.ts';
import { analysisRoutes } from './results/analysis-routes.ts';
import { resultsRoutes } from './results/routes.ts';
import type { ResultsService } from './results/service.ts';
import { runRoutes } from './runs/routes.ts';
import type { RunService } from './runs/service.ts';
import type { PaymentService } from './sessions/payments.ts';
import { sessionRoutes } from './sessions/routes.ts';
import type { SessionService } from './sessions/service.ts';
import { signedInRoutes, signInRoutes } from './sign-in/routes.ts';
import type { SignInService } from './sign-in/service.ts';
import { stimulusSetRoutes } from './stimulus-sets/routes.ts';
import type { StimulusSetService } from './stimulus-sets/service.ts';
import { studyRoutes } from './studies/routes.ts';
import type { StudyService } from './studies/service.ts';

/** One service per resource: they decide, the routes only translate. */
export interface Services {
  readonly health: HealthService;
  readonly signIns: SignInService;
  readonly account: AccountService;
  readonly accounts: AccountsService;
  readonly auditLog: AuditLogService;
  readonly networks: NetworkService;
  readonly imageSets: ImageSetService;
  readonly stimulusSets: StimulusSetService;
  readonly runs: RunService;
  readonly studies: StudyService;
  readonly alerts: AlertService;
  readonly pace: PaceService;
  readonly sessions: SessionService;
  readonly payments: PaymentService;
  readonly preregistrations: PreregistrationService;
  readonly results: ResultsService;
  readonly reports: ReportService;
  readonly dataset: DatasetService;
  readonly files: FileService;
  readonly pictures: PictureService;
  readonly rater: RaterService;
  readonly recruiting: RecruitingService;
  readonly previews: PreviewService;
}

/**
 * Registers all routes: those below /api, and the two that say how the server is. Whatever is registered in `forExperimenters` cannot be
 * reached without signing in, and each route there says in its `config` which role it needs, and what stands in the log when it succeeds.
 */
export async function registerRoutes(app: FastifyInstance, services: Services, options: { secureCookie: boolean }): Promise<void> {
  const forEverybody = async (scope: FastifyInstance): Promise<void> => {
    await scope.register(healthRoutes(services.health));
    await scope.register(signInRoutes(services.signIns, options));
    await scope.register(invitationRoutes(services, options));
    await scope.register(stimulusRoutes(services.files));
    await scope.register(pictureRoutes(services.pictures));
    await scope.register(studyEntranceRoutes(services.rater, services.signIns));
    await scope.register(raterRoutes(services.rater));
    await scope.register(platformMessageRoutes(services.recruiting.messages));
    await scope.register(previewRoutes(services.previews, services.signIns));
  };
  const forExperimenters = async (scope: FastifyInstance): Promise<void> => {
    requireSignIn(scope, services.signIns);
    writeAuditLog(scope, services.auditLog);
    tellAllFaults(scope);
    await scope.register(signedInRoutes(services.signIns));
    await scope.register(accountRoutes(services.account));
    await scope.register(accountsRoutes(services.accounts));
    await scope.register(auditLogRoutes(services.auditLog));
    await scope.register(networkRoutes(services.networks));
    await scope.register(imageSetRoutes(services.imageSets));
    await scope.register(stimulusSetRoutes(services.stimulusSets));
    await scope.register(runRoutes(services.runs));
    await scope.register(studyRoutes(services.studies));
    await scope.register(alertRoutes(services.alerts));
    await scope.register(paceRoutes(services.pace));
    await scope.register(recruitingRoutes(services.recruiting));
    await scope.register(sessionRoutes(services.sessions, services.payments));
    await scope.register(preregistrationRoutes(services.preregistrations));
    await scope.register(resultsRoutes(services.results));
    await scope.register(analysisRoutes(services.results));
    await scope.register(reportRoutes(services.reports));
    await scope.register(datasetRoutes(services.dataset));
    await scope.register(fileRoutes(services.files));
  };
  await app.register(probeRoutes(services.health));
  await app.register(forEverybody, { prefix: '/api' });
  await app.register(forExperimenters, { prefix: '/api' });
}
