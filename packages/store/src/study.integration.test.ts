import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPublicStimulus } from './blobs.ts';
import { saveIri } from './iris.ts';
import { enterStudy, findRaterSession, findRaterSessionByToken, listPlatformIdentities, lockRaterSession, touchRaterSession, updateRaterSession, withdrawRaterSession, type Entry, type RaterSessionRecord } from './rater-sessions.ts';
import { appendResponses, listResponses, streamSessions } from './responses.ts';
import { claimRun } from './run-lease.ts';
import { newSecretToken } from './secret-token.ts';
import { openStore, type Store } from './store.ts';
import { closeStudy, countSessions, createStudy, findStudy, findStudyByLink, launchStudy, listStudies, updateStudy, type StudyRecord } from './studies.ts';
import { blobOf, iriOf, makeRun, responseOf, studyConfiguration, tripletOf } from './testing/fixtures.ts';
import { testDatabases, type TestDatabase } from './testing/test-database.ts';

describe.each(testDatabases())('studies, raters and responses on the $name', ({ create }) => {
  if (create === undefined) return void it.skip('needs a server', () => undefined);

  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await create();
    store = openStore(database);
  });
  afterAll(async () => {
    await store.close();
    await database.close();
  });

  const liveStudy = async (): Promise<StudyRecord> => {
    const { run, images } = await makeRun(store);
    const { id } = await createStudy(store.prisma, { configuration: studyConfiguration, runIds: [run.id] });
    const study = await launchStudy(store.prisma, { studyId: id, triplets: images.map((image) => tripletOf(run.networkId, image.id)) });
    if (study === undefined) throw new Error('not launched');
    return study;
  };
  const enter = (studyId: string, changes: Partial<Entry> = {}): ReturnType<typeof enterStudy> => enterStudy(store, { studyId, kind: 'person', token: newSecretToken(), appVersion: '0.1.0', ...changes });
  const entered = async (studyId: string, changes: Partial<Entry> = {}): Promise<RaterSessionRecord> => {
    const result = await enter(studyId, changes);
    if (!('session' in result)) throw new Error(result.outcome);
    return result.session;
  };
  const answer = (sessionId: string, ...responses: readonly ReturnType<typeof responseOf>[]): ReturnType<typeof appendResponses> => store.transaction((tx) => appendResponses(tx, { sessionId, responses }));

  it('a draft changes, a launched study is frozen, a closed one stays closed', async () => {
    const { run } = await makeRun(store);
    const draft = await createStudy(store.prisma, { configuration: studyConfiguration, runIds: [run.id] });
    expect(draft).toMatchObject({ status: 'draft', version: 1, triplets: undefined, runs: [{ id: run.id, networkName: run.network.name }] });
    const title = { ...studyConfiguration, title: 'Another title' };
    const { run: second } = await makeRun(store);
    expect(await updateStudy(store, { studyId: draft.id, configuration: title, runIds: [second.id, run.id] })).toMatchObject({ version: 2, configuration: title, runs: [{ id: second.id }, { id: run.id }] });
    const triplets = [tripletOf(run.networkId, randomUUID())];
    expect(await launchStudy(store.prisma, { studyId: draft.id, triplets })).toMatchObject({ status: 'live', triplets, tripletsHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await launchStudy(store.prisma, { studyId: draft.id, triplets })).toBeUndefined();
    expect(await updateStudy(store, { studyId: draft.id, configuration: studyConfiguration, runIds: [] })).toBeUndefined();
    await expect(store.prisma.study.update({ where: { id: draft.id }, data: { triplets: [] } })).rejects.toThrow(/frozen/);
    expect(await closeStudy(store.prisma, draft.id)).toMatchObject({ status: 'closed', closedAt: expect.any(Date) });
    expect(await closeStudy(store.prisma, draft.id)).toBeUndefined();
    await expect(store.prisma.study.update({ where: { id: draft.id }, data: { status: 'live', closedAt: null } })).rejects.toThrow(/frozen/);
    expect(await findStudyByLink(store.prisma, draft.linkToken)).toEqual(await findStudy(store.prisma, draft.id));
    expect((await listStudies(store.prisma)).find(({ id }) => id === draft.id)).not.toHaveProperty('triplets');
  });

  it('a cap of five lets five of twenty in, each to a plan of its own', async () => {
    const study = await liveStudy();
    const results = await Promise.all(Array.from({ length: 20 }, () => enter(study.id, { maximumSessions: 5 })));
    const sessions = results.flatMap((result) => ('session' in result ? [result.session] : []));
    expect(sessions.map(({ planIndex }) => planIndex).sort()).toEqual([0, 1, 2, 3, 4]);
    expect(results.filter(({ outcome }) => outcome === 'full')).toHaveLength(15);
    expect((await entered(study.id, { kind: 'simulated' })).planIndex).toBe(0);
    expect((await entered(study.id, { kind: 'test' })).planIndex).toBe(0);
    expect(await countSessions(store.prisma, study.id)).toMatchObject({ person: { assigned: 5 }, simulated: { assigned: 1 }, test: { assigned: 1 } });
  });

  it('the same person comes back to the same session under a new token, ten times at once too', async () => {
    const study = await liveStudy();
    const platformIdentity = { personKey: 'prolific:5f2b', parameters: { PROLIFIC_PID: '5f2b', STUDY_ID: 's' } };
    const results = await Promise.all(Array.from({ length: 10 }, () => enter(study.id, { platformIdentity, maximumSessions: 1 })));
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['entered', ...Array.from({ length: 9 }, () => 'returned')]);
    expect(new Set(results.map((result) => ('session' in result ? result.session.id : ''))).size).toBe(1);

    const token = newSecretToken();
    const session = await entered(study.id, { platformIdentity, token });
    expect((await findRaterSessionByToken(store.prisma, token))?.id).toBe(session.id);
    const next = newSecretToken();
    await entered(study.id, { platformIdentity, token: next });
    expect(await findRaterSessionByToken(store.prisma, token)).toBeUndefined();
    await closeStudy(store.prisma, study.id);
    expect(await enter(study.id, { platformIdentity })).toMatchObject({ outcome: 'returned' });
    expect(await listPlatformIdentities(store.prisma, study.id)).toMatchObject([{ participantId: session.participantId, parameters: { PROLIFIC_PID: '5f2b' } }]);
  });

  it('nobody new enters a draft, a closed study, or one that is not there', async () => {
    const { run } = await makeRun(store);
    const draft = await createStudy(store.prisma, { configuration: studyConfiguration, runIds: [run.id] });
    expect(await enter(draft.id)).toEqual({ outcome: 'not_open', status: 'draft' });
    const study = await liveStudy();
    await closeStudy(store.prisma, study.id);
    expect(await enter(study.id)).toEqual({ outcome: 'not_open', status: 'closed' });
    expect(await enter(randomUUID())).toEqual({ outcome: 'not_found' });
  });

  it('whoever is away for too long gives place and plan back; what they send later is kept', async () => {
    const study = await liveStudy();
    const away = await entered(study.id, { maximumSessions: 1 });
    expect(await enter(study.id, { maximumSessions: 1 })).toEqual({ outcome: 'full' });
    await new Promise((resolve) => setTimeout(resolve, 30));
    const heir = await entered(study.id, { maximumSessions: 1, placeLeaseMs: 20 });
    expect(heir.planIndex).toBe(away.planIndex);
    expect((await findRaterSession(store.prisma, away.id))?.placeReleasedAt).toBeInstanceOf(Date);
    expect(await answer(away.id, responseOf(0))).toMatchObject([{ outcome: 'stored' }]);
  });

  it('a place that is finished is never given back', async () => {
    const study = await liveStudy();
    const session = await entered(study.id);
    await store.transaction(async (tx) => {
      await lockRaterSession(tx, session.id);
      await updateRaterSession(tx, session.id, { state: 'completed', completedAt: new Date() });
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await enter(study.id, { maximumSessions: 1, placeLeaseMs: 1 })).toEqual({ outcome: 'full' });
  });

  it('an answer is stored once; a second one for the trial, or the id for another trial, changes nothing', async () => {
    const study = await liveStudy();
    const session = await entered(study.id);
    const other = await entered(study.id);
    const first = responseOf(0);
    expect(await answer(session.id, first, responseOf(1))).toMatchObject([{ outcome: 'stored' }, { outcome: 'stored' }]);
    expect(await answer(session.id, { ...first, responseId: first.responseId.toUpperCase() }, responseOf(2))).toMatchObject([{ outcome: 'repeated' }, { outcome: 'stored' }]);
    expect(await answer(session.id, responseOf(0, { chosenSide: 'right' }))).toMatchObject([{ outcome: 'conflict' }]);
    expect(await answer(session.id, { ...first, trialIndex: 7 })).toMatchObject([{ outcome: 'conflict' }]);
    expect(await answer(other.id, first)).toMatchObject([{ outcome: 'conflict' }]);
    expect(await answer(session.id, responseOf(0, { round: 1 }))).toMatchObject([{ outcome: 'stored' }]);
    expect(await listResponses(store.prisma, session.id)).toMatchObject([
      { responseId: first.responseId, trialIndex: 0, round: 0, chosenSide: 'left', responseTimeMs: 512.25, presentedAt: new Date('2026-11-23T10:00:00.123Z') },
      { trialIndex: 1 },
      { trialIndex: 2 },
      { trialIndex: 0, round: 1 },
    ]);
  });

  it('of twenty copies of one answer at once, one is stored', async () => {
    const session = await entered((await liveStudy()).id);
    const response = responseOf(3);
    const outcomes = (await Promise.all(Array.from({ length: 20 }, () => answer(session.id, response)))).flat().map(({ outcome }) => outcome);
    expect(outcomes.sort()).toEqual([...Array.from({ length: 19 }, () => 'repeated'), 'stored']);
  });

  it('the database itself lets nobody change or delete an answer, nor store one that is no measurement', async () => {
    const session = await entered((await liveStudy()).id);
    const response = responseOf(0);
    await answer(session.id, response);
    const { prisma } = store;
    await expect(prisma.response.update({ where: { id: response.responseId }, data: { chosenSide: 'right' } })).rejects.toThrow(/append-only/);
    await expect(prisma.response.delete({ where: { id: response.responseId } })).rejects.toThrow(/append-only/);
    await expect(prisma.$executeRaw`TRUNCATE "response"`).rejects.toThrow(/append-only/);
    await expect(prisma.raterSession.delete({ where: { id: session.id } })).rejects.toThrow(/append-only/);
    await expect(answer(session.id, responseOf(1, { responseTimeMs: -1 }))).rejects.toThrow(/response_value_check/);
    await expect(prisma.$executeRaw`INSERT INTO "response" SELECT gen_random_uuid(), "session_id", 9, 0, 'left', 'NaN', now(), 0, 1, 1, 1, 'mouse', 1 FROM "response" LIMIT 1`).rejects.toThrow(/response_value_check/);
    expect(await listResponses(prisma, session.id)).toHaveLength(1);
  });

  it('who withdraws takes the answers along and leaves a tombstone that takes no more', async () => {
    const study = await liveStudy();
    const session = await entered(study.id);
    await answer(session.id, responseOf(0), responseOf(1));
    const tombstone = await store.transaction(async (tx) => {
      await lockRaterSession(tx, session.id);
      return withdrawRaterSession(tx, session.id);
    });
    expect(tombstone).toMatchObject({ id: session.id, state: 'withdrawn', withdrawnAt: expect.any(Date) });
    expect(await listResponses(store.prisma, session.id)).toEqual([]);
    await expect(answer(session.id, responseOf(2))).rejects.toThrow(/withdrew/);
    expect((await entered(study.id, { maximumSessions: 1 })).planIndex).toBe(session.planIndex);
    expect(await touchRaterSession(store.prisma, session.id)).toBe('withdrawn');
    expect(await touchRaterSession(store.prisma, randomUUID())).toBeUndefined();
  });

  it('who holds a session decides alone: ten changes at once follow one another', async () => {
    const session = await entered((await liveStudy()).id);
    await Promise.all(
      Array.from({ length: 10 }, () =>
        store.transaction(async (tx) => {
          const held = await lockRaterSession(tx, session.id);
          await updateRaterSession(tx, session.id, { practiceRound: (held?.practiceRound ?? 0) + 1 });
        }),
      ),
    );
    expect((await findRaterSession(store.prisma, session.id))?.practiceRound).toBe(10);
  });

  it('a transaction that fails leaves nothing', async () => {
    const session = await entered((await liveStudy()).id);
    await expect(
      store.transaction(async (tx) => {
        await appendResponses(tx, { sessionId: session.id, responses: [responseOf(0)] });
        throw new Error('afterwards');
      }),
    ).rejects.toThrow('afterwards');
    expect(await listResponses(store.prisma, session.id)).toEqual([]);
  });

  it('a study of many sessions is read page by page: each once, with all its answers', async () => {
    const study = await liveStudy();
    const ids: string[] = [];
    for (let index = 0; index < 7; index++) {
      const session = await entered(study.id, { kind: index === 3 ? 'simulated' : 'person' });
      ids.push(session.id);
      await answer(session.id, ...Array.from({ length: index }, (_, trial) => responseOf(trial)));
    }
    // Sessions of one moment: a page may end between them.
    await store.prisma.raterSession.updateMany({ where: { id: { in: ids.slice(1, 5) } }, data: { createdAt: new Date('2026-11-23T10:00:00Z') } });
    const read: [string, number][] = [];
    for await (const { session, responses } of streamSessions(store.prisma, { studyId: study.id, pageSize: 2 })) read.push([session.id, responses.length]);
    expect(read.sort()).toEqual(ids.map((id, index): [string, number] => [id, index]).sort());
    const people: string[] = [];
    for await (const { session } of streamSessions(store.prisma, { studyId: study.id, kinds: ['person'] })) people.push(session.id);
    expect(people.sort()).toEqual(ids.filter((_, index) => index !== 3).sort());
  });

  it('a picture is public once a launched study shows its accepted IRI, and not before', async () => {
    const { run, images } = await makeRun(store);
    const lease = { runId: run.id, owner: 'one', leaseMs: 60_000 };
    await claimRun(store.prisma, lease);
    const accepted = iriOf(images[0]?.id ?? '');
    const rejected = iriOf(images[1]?.id ?? '', { rejectionReason: 'distance' });
    await saveIri(store, lease, accepted);
    await saveIri(store, lease, rejected);
    const { id } = await createStudy(store.prisma, { configuration: studyConfiguration, runIds: [run.id] });
    const visible = (): Promise<boolean[]> => Promise.all([accepted.files.iri, accepted.files.seed, accepted.files.target, rejected.files.iri, blobOf('unknown')].map(({ hash }) => isPublicStimulus(store.prisma, hash)));
    expect(await visible()).toEqual([false, false, false, false, false]);
    await launchStudy(store.prisma, { studyId: id, triplets: [] });
    expect(await visible()).toEqual([true, true, true, false, false]);
  });
});
