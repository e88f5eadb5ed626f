import { accountSchemas } from '../routes/account/schemas.ts';
import { accountsSchemas } from '../routes/accounts/schemas.ts';
import { auditLogSchemas } from '../routes/audit-log/schemas.ts';
import { healthSchemas } from '../routes/health/schemas.ts';
import { imageSetSchemas } from '../routes/image-sets/schemas.ts';
import { networkSchemas } from '../routes/networks/schemas.ts';
import { previewSchemas } from '../routes/preview/schemas.ts';
import { raterSchemas } from '../routes/rater/schemas.ts';
import { recruitingSchemas } from '../routes/recruiting/schemas.ts';
import { paceSchemas } from '../routes/pace/schemas.ts';
import { alertSchemas } from '../routes/alerts/schemas.ts';
import { sessionSchemas } from '../routes/sessions/schemas.ts';
import { analysisSchemas } from '../routes/results/analysis-schemas.ts';
import { resultsSchemas } from '../routes/results/schemas.ts';
import { runReportSchemas } from '../routes/runs/report-schemas.ts';
import { runSchemas } from '../routes/runs/schemas.ts';
import { signInSchemas } from '../routes/sign-in/schemas.ts';
import { stimulusSetSchemas } from '../routes/stimulus-sets/schemas.ts';
import { studySchemas } from '../routes/studies/schemas.ts';
import type { NamedSchema } from './named-schema.ts';
import { Problem, ProblemIssue } from './problem.ts';

/** Every schema with a name: they become `components.schemas` of the OpenAPI document. */
export const sharedSchemas: readonly NamedSchema[] = [
  ProblemIssue,
  Problem,
  ...healthSchemas,
  ...signInSchemas,
  ...accountSchemas,
  ...accountsSchemas,
  ...auditLogSchemas,
  ...networkSchemas,
  ...imageSetSchemas,
  ...stimulusSetSchemas,
  ...runSchemas,
  ...runReportSchemas,
  ...studySchemas,
  ...resultsSchemas,
  ...analysisSchemas,
  ...raterSchemas,
  ...recruitingSchemas,
  ...sessionSchemas,
  ...previewSchemas,
  ...alertSchemas,
  ...paceSchemas,
];
