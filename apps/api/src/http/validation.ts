import AjvCompiler from '@fastify/ajv-compiler';
import type { Issue } from '@lookalike/errors';
import type { FastifyError, FastifyInstance, FastifySchemaValidationError } from 'fastify';
import { ApiError } from './api-error.ts';

/**
 * Nothing is dropped, filled in or turned into another type, so that a configuration means what it says. Queries here
 * hold words only, so they need no conversion either. Checking ends at the first fault: what a stranger sends costs no
 * more than that.
 */
export const validatorOptions = { coerceTypes: false, useDefaults: false, removeAdditional: false, allErrors: false } as const;

const buildValidatorCompiler = AjvCompiler();

/** Has all faults of a form told at once, to people who are signed in and correct it. */
export function tellAllFaults(scope: FastifyInstance): void {
  const schemas = scope.getSchemas() as Parameters<typeof buildValidatorCompiler>[0]; // Fastify leaves them untyped; they are `sharedSchemas`.
  scope.setValidatorCompiler(buildValidatorCompiler(schemas, { customOptions: { ...validatorOptions, allErrors: true } }));
}

/** Faults beyond these are not listed: a body with a thousand wrong answers needs no thousand sentences. */
const maximumIssues = 50;

const whereNames: Readonly<Record<string, string>> = { body: 'The body', querystring: 'The query', params: 'The address', headers: 'The headers' };

/** Turns a schema validation failure into `request.invalid` with one issue per fault. */
export function invalidRequest(error: FastifyError): ApiError {
  const where = error.validationContext ?? 'body';
  const issues = (error.validation ?? []).slice(0, maximumIssues).map(toIssue);
  const count = issues.length === 1 ? '1 fault' : `${issues.length} faults`;
  return new ApiError('request.invalid', `${whereNames[where] ?? where} has ${count}: ${issues.map((issue) => `${issue.path === '' ? '' : `${issue.path} `}${issue.message}`).join(' ')}`, {
    expected: 'The form that the API’s documentation (/docs) gives for this request.',
    fix: issues[0]?.fix ?? 'Compare the request with /docs.',
    issues,
  });
}

function toIssue({ instancePath, keyword, params, message }: FastifySchemaValidationError): Issue {
  const code = `request.${keyword}`;
  switch (keyword) {
    case 'required':
      return { path: `${instancePath}/${params['missingProperty']}`, code, message: 'is missing.', fix: `Add "${params['missingProperty']}".` };
    case 'additionalProperties':
      return { path: `${instancePath}/${params['additionalProperty']}`, code, message: 'is not a known field.', fix: `Remove "${params['additionalProperty']}", or correct its spelling.` };
    case 'const':
      return { path: instancePath, code, message: `must be ${JSON.stringify(params['allowedValue'])}.`, fix: `Send ${JSON.stringify(params['allowedValue'])}.` };
    case 'anyOf':
      return { path: instancePath, code, message: 'has none of the allowed forms.', fix: 'See the faults beside this one: one of them is the way.' };
    default:
      return { path: instancePath, code, message: `${message ?? 'is not valid'}.`, fix: `Change it so that it ${message ?? 'is valid'}.` };
  }
}
