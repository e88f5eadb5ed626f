// Settings and processes
export { Environment, readSettings, requireDatabaseUrl } from './settings.ts';
export type { Settings } from './settings.ts';
export { loadSecrets, rotateSecretFile } from './secret-file.ts';
export { requireSameSecret } from './installation-keys.ts';
export { resealAll } from './reseal.ts';
export { reachDatabase } from './reach-database.ts';
export type { ReachedDatabase } from './reach-database.ts';
export { StoreError } from './store-error.ts';

// Database
export { waitForDatabase } from './wait-for-database.ts';
export { isDatabaseTrouble } from './database-trouble.ts';
export { openStore } from './store.ts';
export type { Database, Store, Transaction } from './store.ts';
export { migrate } from './migrate.ts';
export type { MigrationReport } from './migrate.ts';
export { startEmbeddedDatabase } from './embedded-database.ts';
export type { EmbeddedDatabase, EmbeddedDatabaseOptions } from './embedded-database.ts';

// Files
export { openBlobStore } from './blob-store.ts';
export type { BlobStore } from './blob-store.ts';
export { findBlob, isPublicStimulus, listStudyFiles, recordBlobs } from './blobs.ts';
export type { BlobRecord } from './blobs.ts';

// Jobs
export { auditStimuli } from './jobs/audit-stimuli.job.ts';
export { generateIris } from './jobs/generate-iris.job.ts';
export { measureImageSet } from './jobs/measure-image-set.job.ts';
export { proveNetwork } from './jobs/prove-network.job.ts';
export { openJobQueue } from './jobs/job-queue.ts';
export type { JobContext, JobQueue, JobQueueLog } from './jobs/job-queue.ts';
export type { JobDefinition, RetryPolicy } from './jobs/job.ts';

// Experimenters
export { AccountRole, changeAccount, createFirstExperimenter, findExperimenterByEmail, listAccounts, setPassword } from './experimenters.ts';
export type { AccountChangeRefusal, AccountRecord, ExperimenterRecord } from './experimenters.ts';
export { createSignIn, deleteEndedSignIns, deleteOtherSignIns, deleteSignIn, findSignedIn, listSignIns } from './sign-ins.ts';
export type { NewSignIn, SignInEnds, SignInRecord } from './sign-ins.ts';
export { createApiToken, deleteApiToken, deleteExpiredApiTokens, findApiToken, listApiTokens } from './api-tokens.ts';
export type { ApiTokenRecord, NewApiToken } from './api-tokens.ts';
export { acceptInvitation, createInvitation, deleteExpiredInvitations, deleteInvitation, findInvitation, invitationUrl, listInvitations } from './invitations.ts';
export type { InvitationRecord, NewInvitation } from './invitations.ts';
export { countAttempt, deleteExpiredAttempts, deleteOldDevices, forgetAttempts, isKnownDevice, rememberDevice, uncountAttempt } from './sign-in-attempts.ts';
export type { AttemptCount } from './sign-in-attempts.ts';
export { appendAuditEntry, deleteOldAuditEntries, listAuditEntries } from './audit-log.ts';
export type { AuditEntryRecord, NewAuditEntry } from './audit-log.ts';
export { hashOfToken, newReadableCode, newSecretToken } from './secret-token.ts';

// Networks and images
export { createNetwork, findNetwork, findNetworkByFile, listNetworks, recordProof, updateNetworkTags, updatePreprocessing } from './networks.ts';
export type { NetworkFileRecord, NetworkLayer, NetworkProofRecord, NetworkRecord, NewNetwork, PreprocessingOrigin } from './networks.ts';
export { createImageSet, findImageSet, listImageSets, listImages } from './image-sets.ts';
export type { ImageRecord, ImageSetRecord, NewImage } from './image-sets.ts';
export { createStimulusSet, findStimulusSet, listStimuli, listStimulusSets, recordStimulusAudit, stimulusSetsToAudit } from './stimulus-sets.ts';
export type { NewStimulus, StimulusAuditRecord, StimulusRecord, StimulusSetRecord } from './stimulus-sets.ts';

// Generation runs and their IRIs
export { cancelRun, createRun, findRun, listRuns } from './runs.ts';
export type { NewRun, RunEnvironment, RunProgress, RunRecord, RunStatus } from './runs.ts';
export { claimRun, failRun, finishRun, recordRunFacts, releaseRun, renewLease, requeueAbandonedRuns } from './run-lease.ts';
export type { Lease } from './run-lease.ts';
export { listFailedIris, saveFailedIri } from './failed-iris.ts';
export type { FailedIriRecord } from './failed-iris.ts';
export { finishedTargetIds, listAcceptedIris, listIris, saveIri } from './iris.ts';
export type { AcceptedIri, IriRecord, NewIri } from './iris.ts';

// Studies, raters and their answers
export { closeStudy, createStudy, findStudy, findStudyByLink, findStudyOperation, launchStudy, listRehearsals, listStudies, listStudyChanges, operateStudy, rehearseStudy, updateStudy } from './studies.ts';
export type { Launch, NewStudy, StudyChangeRecord, StudyRecord, StudyStatus, StudySummary } from './studies.ts';
export { conditionIdOf } from './conditions.ts';
export type { ConditionRun, ConditionStimuli, NewCondition, StudyConditionRecord } from './conditions.ts';
export { completedPlans, countCompleted, countSessions, recentEndings } from './session-counts.ts';
export type { RecentEnding, SessionCounts } from './session-counts.ts';
export { findImageSetDistance, saveImageSetDistance } from './image-set-distances.ts';
export type { ImageSetDistanceRecord } from './image-set-distances.ts';
export {
  countHeldPlaces,
  enterStudy,
  findRaterSession,
  findRaterSessionByToken,
  lockRaterSession,
  reclaimPlace,
  recordScreen,
  touchRaterSession,
  updateRaterSession,
  withdrawRaterSession,
} from './rater-sessions.ts';
export type { EnteringPerson, Entry, EntryResult, RaterKind, RaterSessionChange, RaterSessionRecord, RaterSessionState } from './rater-sessions.ts';
export { findKeptResult, keepResult, resultsRevision, sweepKeptResults } from './kept-results.ts';
export type { KeptResult, ResultQuestion } from './kept-results.ts';
export { changeSession, countListedSessions, findListedSession, listSessionChanges, listSessions, releasePlace, sessionsRevision } from './session-list.ts';
export type { ListedSession, SessionChange, SessionChangeRecord, SessionFilter, SessionPage, SessionSort } from './session-list.ts';
export { listUndigestedSessions, saveSessionDigest } from './session-digests.ts';
export { findPlatformParameters, openIdentity, sealEarlierIdentities, sealPerson } from './platform-identities.ts';
export { claimReading, deletePlatformAccount, findPlatformAccount, hastenReading, openPlatformHooks, openPlatformToken, recordReading, savePlatformAccount, savePlatformHooks, studiesToRead, takePlatformEvent } from './platform-accounts.ts';
export type { AccountPlatform, PlatformAccountRecord, PlatformHooks } from './platform-accounts.ts';
export { countSessionsWithoutSubmission, listSubmissions, saveSubmissions } from './platform-submissions.ts';
export type { PlatformSubmissionRecord, ReadSubmission } from './platform-submissions.ts';
export { forgetAddresses, forgetIdentity, forgetOldIdentities } from './forgetting.ts';
export { settleSessions } from './settling.ts';
export { confirmAction, findAction, finishAction, giveUpActions, listActions, paidBonuses, prepareAction, resolveAction } from './platform-actions.ts';
export type { ActionItem, ActionKind, ActionState, ActionSum, ActionWords, PlatformActionRecord } from './platform-actions.ts';
export { claimCredits, isLastAttempt, listCredits, queueCredit, recordCredit, retryCredits } from './platform-credits.ts';
export type { CreditState, DueCredit, PlatformCreditRecord } from './platform-credits.ts';
export { alertKinds, type AlertKind } from './alert-kinds.ts';
export { claimAlerts, countUnseenAlerts, listAlerts, markAlertSeen, raiseAlert, recordAlertSent } from './study-alerts.ts';
export type { DueAlertMessage, StudyAlertRecord } from './study-alerts.ts';
export { appendResponses, listResponses, streamSessions } from './responses.ts';
export type { Append, ResponseRecord, SessionWithResponses } from './responses.ts';
