import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { bodyLimits } from '../../http/body-limits.ts';
import { ref } from '../../http/named-schema.ts';
import { audit } from '../../http/audit.ts';
import { errors, file } from '../../http/problem.ts';
import { experimenterOf } from '../../http/authentication.ts';
import { DefaultConfigurationQuery, NamedStudyConfiguration, StudyChangeList, StudyList, StudyOperationRequest, StudyParams, StudyReadiness, StudyRequest, StudyView } from './schemas.ts';
import { changeWithoutSecrets, seesSecretsOfStudy, withoutSecrets } from './secrets-of-study.ts';
import type { StudyService } from './service.ts';

const tags = ['studies'];
const notFound = [404, '`study.not_found`'] as const;
const unfit = [422, '`study.configuration_invalid` with every fault, or `study.conditions_unfit` with every one of theirs'] as const;

export function studyRoutes(studies: StudyService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/studies/default-configuration',
      { config: { role: 'viewer' }, schema: { operationId: 'getDefaultStudyConfiguration', tags, summary: 'A configuration of a task to begin from', querystring: DefaultConfigurationQuery, response: { 200: ref(NamedStudyConfiguration), ...errors(400, 401) } } },
      async (request) => studies.defaultConfiguration(request.query.task),
    );

    app.get('/studies', { config: { role: 'viewer' }, schema: { operationId: 'listStudies', tags, summary: 'List studies', response: { 200: ref(StudyList), ...errors(401) } } }, async () => ({ studies: await studies.list() }));

    app.post(
      '/studies',
      {
        bodyLimit: bodyLimits.study,
        config: { role: 'experimenter' },
        schema: {
          operationId: 'createStudy',
          tags,
          summary: 'Create a study as a draft',
          body: ref(StudyRequest),
          response: { 201: ref(StudyView), ...errors(400, 401, 403, 413, [404, '`run.not_found`'], unfit) },
        },
      },
      async (request, reply) => reply.code(201).send(await studies.create(request.body)),
    );

    app.get(
      '/studies/:studyId',
      { config: { role: 'viewer' }, schema: { operationId: 'getStudy', tags, summary: 'One study', params: StudyParams, response: { 200: ref(StudyView), ...errors(400, 401, notFound) } } },
      async (request) => {
        const study = await studies.get(request.params.studyId);
        return seesSecretsOfStudy(request) ? study : withoutSecrets(study);
      },
    );

    app.put(
      '/studies/:studyId',
      {
        bodyLimit: bodyLimits.study,
        config: { role: 'experimenter' },
        schema: {
          operationId: 'changeStudy',
          tags,
          summary: 'Change a draft',
          params: StudyParams,
          body: ref(StudyRequest),
          response: { 200: ref(StudyView), ...errors(400, 401, 403, 413, [404, '`study.not_found` or `run.not_found`'], [409, '`study.not_draft`: a launched study never changes.'], unfit) },
        },
      },
      (request) => studies.change(request.params.studyId, request.body),
    );

    app.post(
      '/studies/:studyId/launch',
      {
        bodyLimit: bodyLimits.none,
        config: { role: 'experimenter', audit: 'study.launched' },
        schema: {
          operationId: 'launchStudy',
          tags,
          summary: 'Freeze the stimuli and open the study to raters',
          params: StudyParams,
          response: { 200: ref(StudyView), ...errors(400, 401, 403, notFound, [409, '`study.not_draft`, `study.runs_not_done`, `study.draft_changed`, or `study.distances_missing`: a worker has yet to compute them'], [422, '`study.no_stimuli`, `study.condition_empty`, `study.too_few_targets`, `study.too_few_of_a_label`, `study.plan_impossible` …: what the study cannot show, and why']) },
        },
      },
      (request) => studies.launch(request.params.studyId),
    );

    app.post(
      '/studies/:studyId/rehearsal',
      {
        bodyLimit: bodyLimits.none,
        config: { role: 'experimenter' },
        schema: {
          operationId: 'rehearseStudy',
          tags,
          summary: 'Freeze a copy of a draft for test sessions',
          description: 'What a launch now would show, as a study of its own that only tests enter; the draft stays one. Its `testUrl` is to be opened. Asked again of an unchanged draft, the same copy is given.',
          params: StudyParams,
          response: { 201: ref(StudyView), ...errors(400, 401, 403, notFound, [409, '`study.not_draft` and as a launch'], [422, 'As a launch.']) },
        },
      },
      async (request, reply) => reply.code(201).send(await studies.rehearse(request.params.studyId)),
    );

    app.get(
      '/studies/:studyId/readiness',
      { config: { role: 'viewer' }, schema: { operationId: 'getStudyReadiness', tags, summary: 'What a launch now would meet, and the tests of the draft so far', params: StudyParams, response: { 200: ref(StudyReadiness), ...errors(400, 401, notFound) } } },
      (request) => studies.readiness(request.params.studyId),
    );

    app.patch(
      '/studies/:studyId/operation',
      {
        bodyLimit: bodyLimits.operation,
        config: { role: 'experimenter', audit: 'study.operated' },
        schema: {
          operationId: 'operateStudy',
          tags,
          summary: 'Change what is operated',
          description: 'Places, pilot, pause, lease, completion code, return link, contact, reward, authors, licence: whatever the study’s status. What raters see in trials is frozen at launch. Changes are logged.',
          params: StudyParams,
          body: ref(StudyOperationRequest),
          response: { 200: ref(StudyView), ...errors(400, 401, 403, 413, notFound) },
        },
      },
      (request) => {
        audit(request, { change: request.body });
        return studies.operate(request.params.studyId, request.body, experimenterOf(request).email);
      },
    );

    app.get(
      '/studies/:studyId/changes',
      { config: { role: 'viewer' }, schema: { operationId: 'listStudyChanges', tags, summary: 'What was changed while the study was operated', params: StudyParams, response: { 200: ref(StudyChangeList), ...errors(400, 401, notFound) } } },
      async (request) => ({ changes: (await studies.changes(request.params.studyId)).map(({ changedAt, experimenter, change }) => ({ changedAt: changedAt.toISOString(), experimenter, change: { ...(seesSecretsOfStudy(request) ? change : changeWithoutSecrets(change)) } })) }),
    );

    app.post(
      '/studies/:studyId/close',
      {
        bodyLimit: bodyLimits.none,
        config: { role: 'experimenter', audit: 'study.closed' },
        schema: {
          operationId: 'closeStudy',
          tags,
          summary: 'Take no more raters; those who began may finish',
          params: StudyParams,
          response: { 200: ref(StudyView), ...errors(400, 401, 403, notFound, [409, '`study.not_live`']) },
        },
      },
      (request) => studies.close(request.params.studyId),
    );

    app.get(
      '/studies/:studyId/contact-sheet.png',
      {
        config: { role: 'viewer' },
        schema: {
          operationId: 'getStudyContactSheet',
          tags,
          summary: 'Target, seed and the stimulus of every condition, one row per target',
          params: StudyParams,
          response: { 200: file('image/png', 'One row per target.'), ...errors(400, 401, notFound, [422, '`study.no_stimuli`']) },
        },
      },
      async (request, reply) => reply.type('image/png').send(await studies.contactSheet(request.params.studyId)),
    );
  };
}
