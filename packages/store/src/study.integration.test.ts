import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPublicStimulus, listStudyFiles } from './blobs.ts';
import { saveIri } from './iris.ts';
import { enterStudy, findRaterSession, findRaterSessionByToken, lockRaterSession, reclaimPlace, touchRaterSession, updateRaterSession, withdrawRaterSession, type Entry, type RaterSessionRecord } from './rater-sessions.ts';
import { newKey, openSecrets } from '@lookalike/secrets';
import { forgetOldIdentities } from './forgetting.ts';
import { findPlatformParameters, sealEarlierIdentities, sealPerson } from './platform-identities.ts';
import { appendResponses, listResponses, streamSessions } from './responses.ts';
import { claimRun } from './run-lease.ts';
import { newSecretToken } from './secret-token.ts';
import { openStore, type Store } from './store.ts';
import type { StudyOperation } from '@lookalike/study';
import { countSessions } from './session-counts.ts';
import { closeStudy, createStudy, findStudy, findStudyByLink, launchStudy, listStudies, listStudyChanges, operateStudy, updateStudy, type StudyRecord } from './studies.ts';
import { blobOf, iriOf, makeRun, responseOf, stimulusOf, studyConfiguration } from './testing/fixtures.ts';
import { testDatabases, type TestDatabase } from './testing/test-database.ts';

/** What lists show; here it does not matter. */
const digest = { answered: 1, total: 4, catchRight: 0, catchAnswered: 0, catchPlanned: 1, flags: [] };

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

  const secrets = openSecrets(newKey());
  const withToken = (token: string): Entry['tokensOf'] => () => [token];
  const conditionOf = (runId: string, name = 'Network'): { conditionId: string; name: string; runId: string } => ({ conditionId: `condition ${runId}`, name, runId });
  const liveStudy = async (operation: Partial<StudyOperation> = {}): Promise<StudyRecord> => {
    const { run, images } = await makeRun(store);
    const condition = conditionOf(run.id);
    const { id } = await createStudy(store.prisma, { configuration: studyConfiguration, conditions: [condition], operation });
    const study = await launchStudy(store, { studyId: id, version: 1, conditions: [{ ...condition, factors: {} }], stimuli: images.map((image) => stimulusOf(condition.conditionId, image.id)), fileHashes: [] });
    if (study === undefined) throw new Error('not launched');
    return study;
  };
  const enter = (studyId: string, changes: Partial<Entry> = {}): ReturnType<typeof enterStudy> => enterStudy(store, { studyId, kind: 'person', tokensOf: withToken(newSecretToken()), appVersion: '0.1.0', now: new Date(), ...changes });
  const entered = async (studyId: string, changes: Partial<Entry> = {}): Promise<RaterSessionRecord> => {
    const result = await enter(studyId, changes);
    if (!('session' in result)) throw new Error(result.outcome);
    return result.session;
  };
  const answer = async (sessionId: string, ...responses: readonly ReturnType<typeof responseOf>[]): ReturnType<typeof appendResponses> => {
    const session = await findRaterSession(store.prisma, sessionId);
    if (session === undefined) throw new Error('no session');
    return appendResponses(store.prisma, { sessionId, version: session.version, state: session.state, ending: undefined, seenAt: new Date(), digest, responses });
  };

  const lastSeen = (id: string, minutesAgo: number): Promise<unknown> => store.prisma.raterSession.update({ where: { id }, data: { lastSeenAt: new Date(Date.now() - minutesAgo * 60_000) } });

  it('a draft changes, a launched study is frozen, a closed one stays closed', async () => {
    const { run } = await makeRun(store);
    const condition = conditionOf(run.id, 'First');
    const draft = await createStudy(store.prisma, { configuration: studyConfiguration, conditions: [condition] });
    expect(draft).toMatchObject({ status: 'draft', version: 1, stimuli: undefined, conditions: [{ conditionId: condition.conditionId, name: 'First', run: { id: run.id, network: { name: run.network.name } } }] });
    const title = { ...studyConfiguration, title: 'Another title' };
    const { run: second } = await makeRun(store);
    const conditions = [conditionOf(second.id, 'Second'), condition, { conditionId: 'original', name: 'Ceiling', reference: 'original' as const }];
    expect(await updateStudy(store, { studyId: draft.id, configuration: title, conditions })).toMatchObject({ version: 2, configuration: title, conditions: [{ name: 'Second' }, { name: 'First' }, { name: 'Ceiling', reference: 'original', run: undefined }] });
    const stimuli = [stimulusOf(condition.conditionId, randomUUID())];
    const launch = { studyId: draft.id, version: 2, conditions: conditions.map((each) => ({ conditionId: each.conditionId, name: each.name, networkName: 'a network', factors: { layer: 'features' } })), stimuli, sets: [['a', 'b']], fileHashes: [] };
    expect(await launchStudy(store, { ...launch, version: 1 })).toBeUndefined();
    expect(await launchStudy(store, launch)).toMatchObject({ status: 'live', stimuli, sets: [['a', 'b']], stimuliHash: expect.stringMatching(/^[0-9a-f]{64}$/), conditions: [{ networkName: 'a network', factors: { layer: 'features' } }, {}, {}] });
    expect(await launchStudy(store, launch)).toBeUndefined();
    expect(await updateStudy(store, { studyId: draft.id, configuration: studyConfiguration, conditions: [] })).toBeUndefined();
    await expect(store.prisma.study.update({ where: { id: draft.id }, data: { stimuli: [] } })).rejects.toThrow(/frozen/);
    await expect(store.prisma.study.update({ where: { id: draft.id }, data: { sets: [] } })).rejects.toThrow(/frozen/);
    await expect(store.prisma.studyCondition.updateMany({ where: { studyId: draft.id }, data: { factors: {} } })).rejects.toThrow(/frozen/);
    await expect(store.prisma.studyCondition.deleteMany({ where: { studyId: draft.id } })).rejects.toThrow(/frozen/);
    await expect(store.prisma.studyCondition.create({ data: { studyId: draft.id, conditionId: 'late', name: 'late', position: 9, reference: 'seed' } })).rejects.toThrow(/frozen/);
    expect(await closeStudy(store.prisma, draft.id)).toMatchObject({ status: 'closed', closedAt: expect.any(Date) });
    expect(await closeStudy(store.prisma, draft.id)).toBeUndefined();
    await expect(store.prisma.study.update({ where: { id: draft.id }, data: { status: 'live', closedAt: null } })).rejects.toThrow(/frozen/);
    const whole = await findStudy(store.prisma, draft.id);
    const { stimuli: shown, sets: _sets, ...summary } = whole!;
    expect(shown).toEqual(stimuli);
    expect(await findStudyByLink(store.prisma, draft.linkToken)).toStrictEqual(summary);
    expect((await listStudies(store.prisma)).find(({ id }) => id === draft.id)).not.toHaveProperty('stimuli');
  });

  it('what is operated changes while a study is live, and who changed what is kept', async () => {
    const study = await liveStudy({ places: 3, completionCode: 'FIRST' });
    const operation = { places: 3, isPaused: true, completionCode: 'SECOND', reward: { amount: 1.5, currency: 'GBP', basis: 'session' as const }, authors: ['A. Author'] };
    expect((await operateStudy(store, { studyId: study.id, operation, experimenter: 'a@b.c' }))?.operation).toEqual({ ...study.operation, ...operation });
    await operateStudy(store, { studyId: study.id, operation: { isPaused: true, reward: operation.reward }, experimenter: 'a@b.c' });
    await operateStudy(store, { studyId: study.id, operation: { reward: null }, experimenter: 'd@e.f' });
    const { places: _same, ...changed } = operation;
    expect(await listStudyChanges(store.prisma, study.id)).toMatchObject([{ experimenter: 'd@e.f', change: { reward: null } }, { experimenter: 'a@b.c', change: changed }]);
    expect(await operateStudy(store, { studyId: randomUUID(), operation: {}, experimenter: '' })).toBeUndefined();
    expect((await findStudy(store.prisma, study.id))?.stimuliHash).toBe(study.stimuliHash);
  });

  it('a paused study lets nobody new in but tests, and whoever was in comes back', async () => {
    const study = await liveStudy();
    const person = sealPerson(secrets, { person: 'person:1', submission: 'a', parameters: {} });
    await entered(study.id, { person });
    await operateStudy(store, { studyId: study.id, operation: { isPaused: true }, experimenter: '' });
    expect(await enter(study.id)).toEqual({ outcome: 'paused' });
    expect(await enter(study.id, { person })).toMatchObject({ outcome: 'returned' });
    expect(await enter(study.id, { kind: 'test' })).toMatchObject({ outcome: 'entered' });
  });

  it('a pilot opens only some of the places until it is over', async () => {
    const study = await liveStudy({ places: 3, pilotPlaces: 1 });
    await entered(study.id);
    expect(await enter(study.id)).toMatchObject({ outcome: 'full' });
    await operateStudy(store, { studyId: study.id, operation: { pilotPlaces: null }, experimenter: '' });
    expect(await entered(study.id)).toMatchObject({ planIndex: 1 });
  });

  it('a cap of five lets five of twenty in, each to a plan of its own', async () => {
    const study = await liveStudy({ places: 5 });
    const results = await Promise.all(Array.from({ length: 20 }, () => enter(study.id)));
    const sessions = results.flatMap((result) => ('session' in result ? [result.session] : []));
    expect(sessions.map(({ planIndex }) => planIndex).sort()).toEqual([0, 1, 2, 3, 4]);
    expect(results.filter(({ outcome }) => outcome === 'full')).toHaveLength(15);
    expect((await entered(study.id, { kind: 'simulated' })).planIndex).toBe(0);
    expect((await entered(study.id, { kind: 'test' })).planIndex).toBe(0);
    expect(await countSessions(store.prisma, study.id)).toMatchObject({ person: { assigned: 5 }, simulated: { assigned: 1 }, test: { assigned: 1 } });
  });

  const prolific = (submission?: string, person = '5f2b'): NonNullable<Entry['person']> => sealPerson(secrets, { person: `person:PROLIFIC_PID:${person}`, submission, parameters: { PROLIFIC_PID: person } });

  it('the same person comes back to the same session under a new token, ten times at once too', async () => {
    const study = await liveStudy({ places: 1 });
    const person = prolific('submission 1');
    const results = await Promise.all(Array.from({ length: 10 }, () => enter(study.id, { person })));
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['entered', ...Array.from({ length: 9 }, () => 'returned')]);
    expect(new Set(results.map((result) => ('session' in result ? result.session.id : ''))).size).toBe(1);

    const token = newSecretToken();
    const session = await entered(study.id, { person, tokensOf: withToken(token) });
    expect((await findRaterSessionByToken(store.prisma, token))?.id).toBe(session.id);
    await entered(study.id, { person });
    expect(await findRaterSessionByToken(store.prisma, token)).toBeUndefined();
    await closeStudy(store.prisma, study.id);
    expect(await enter(study.id, { person })).toMatchObject({ outcome: 'returned' });
    expect(await findPlatformParameters(store.prisma, secrets, session.id)).toEqual({ PROLIFIC_PID: '5f2b' });
  });

  it('an id in a link takes no session from a browser that is alive; the platform’s own submission, or two minutes of silence, does', async () => {
    const study = await liveStudy();
    const first = await entered(study.id, { person: prolific('submission 1') });
    for (const submission of [undefined, 'guessed']) {
      expect(await enter(study.id, { person: prolific(submission) })).toEqual({ outcome: 'open_elsewhere', freeAt: new Date(first.lastSeenAt.getTime() + 120_000) });
    }
    expect((await entered(study.id, { person: prolific('submission 1') })).id).toBe(first.id);
    await lastSeen(first.id, 2.1);
    expect((await entered(study.id, { person: prolific() })).id).toBe(first.id);
    expect(await enter(study.id, { person: prolific('submission 2'), continuesTakenAgain: false })).toMatchObject({ outcome: 'open_elsewhere' });
    await lastSeen(first.id, 2.1);
    expect((await entered(study.id, { person: prolific('submission 2') })).id).toBe(first.id);
    expect(await enter(study.id, { person: prolific('submission 3'), continuesTakenAgain: false })).toEqual({ outcome: 'taken_again' });
  });

  it('the key of an entry comes to the same session and token; once the session went on elsewhere it comes to nothing', async () => {
    const study = await liveStudy({ places: 1 });
    const key = { entryKeyHash: 'a key', tokensOf: (id: string) => [`token of ${id}`, 'of an earlier secret'] as const };
    const session = await entered(study.id, key);
    expect(await enter(study.id, key)).toMatchObject({ outcome: 'returned', token: `token of ${session.id}`, session: { id: session.id, version: 0 } });
    expect(await enter(study.id, { ...key, tokensOf: (id) => ['of a new secret', `token of ${id}`] })).toMatchObject({ outcome: 'returned', token: `token of ${session.id}` });
    expect(await enter(study.id, { ...key, tokensOf: () => ['another'] })).toEqual({ outcome: 'gone_on' });
    expect(await enter(study.id, { entryKeyHash: 'another key' })).toMatchObject({ outcome: 'full' });
    expect(await enter(study.id, { onlyReturning: true })).toEqual({ outcome: 'unknown' });
  });

  it('an entry without consent holds its place for ten minutes, and one address only so many', async () => {
    const study = await liveStudy({ places: 1 });
    const session = await entered(study.id, { addressHash: 'one' });
    const minutesLater = (minutes: number): Date => new Date(session.createdAt.getTime() + minutes * 60_000);
    expect(await enter(study.id, { now: minutesLater(9.9) })).toMatchObject({ outcome: 'full' });
    expect(await enter(study.id, { now: minutesLater(10.1) })).toMatchObject({ outcome: 'entered' });
    expect(await findRaterSession(store.prisma, session.id)).toMatchObject({ state: 'timed_out', ending: 'timed_out' });

    const large = await liveStudy({ places: 100 });
    for (let entry = 0; entry < 40; entry++) await entered(large.id, { addressHash: 'one' });
    expect(await enter(large.id, { addressHash: 'one' })).toEqual({ outcome: 'too_many_entries', addressCount: 40 });
    expect(await enter(large.id, { addressHash: 'two' })).toMatchObject({ outcome: 'entered' });
  });

  describe('a rater who was away', () => {
    const reclaim = async (id: string, state: RaterSessionRecord['state']): Promise<RaterSessionRecord | undefined> => {
      const { version = -1 } = (await findRaterSession(store.prisma, id)) ?? {};
      return reclaimPlace(store, { sessionId: id, version, state }, new Date());
    };
    const consent = (id: string): Promise<RaterSessionRecord> => store.transaction((tx) => updateRaterSession(tx, id, { state: 'consented', consentedAt: new Date() }, new Date()));
    const withdraw = (id: string): Promise<RaterSessionRecord> => store.transaction((tx) => withdrawRaterSession(tx, id, new Date()));
    /** Consented, away for longer than the lease, and somebody else in the place. */
    const replaced = async (answered: boolean): Promise<{ away: RaterSessionRecord; heir: RaterSessionRecord; studyId: string }> => {
      const study = await liveStudy({ places: 1, placeLeaseMinutes: 5 });
      const away = await entered(study.id);
      await consent(away.id);
      if (answered) await answer(away.id, responseOf(0));
      await lastSeen(away.id, 6);
      return { away, heir: await entered(study.id), studyId: study.id };
    };

    it.each([true, false])('gets the place back where one is free, with their own plan: answered %s', async (answered) => {
      const { away, heir } = await replaced(answered);
      expect(await reclaim(away.id, 'in_progress')).toMatchObject({ state: 'timed_out', placeReleasedAt: expect.any(Date) });
      await withdraw(heir.id);
      expect(await reclaim(away.id, 'in_progress')).toMatchObject({ state: 'in_progress', placeReleasedAt: undefined, ending: undefined, planIndex: away.planIndex });
    });

    it('never gets another plan once they have consented: its pictures were shown', async () => {
      const { away, studyId } = await replaced(false);
      await operateStudy(store, { studyId, operation: { places: 2 }, experimenter: '' });
      expect(await reclaim(away.id, 'consented')).toMatchObject({ state: 'timed_out', planIndex: away.planIndex, placeReleasedAt: expect.any(Date) });
    });

    it('gets another plan before consent', async () => {
      const study = await liveStudy({ places: 1 });
      const away = await entered(study.id);
      await store.prisma.raterSession.update({ where: { id: away.id }, data: { createdAt: new Date(0) } });
      await entered(study.id);
      await operateStudy(store, { studyId: study.id, operation: { places: 2 }, experimenter: '' });
      expect(await reclaim(away.id, 'assigned')).toMatchObject({ state: 'assigned', planIndex: 1, placeReleasedAt: undefined });
    });

    it('who withdrew since they were read does not come back, and of two at once one does it', async () => {
      const { away, heir } = await replaced(true);
      await withdraw(heir.id);
      const { version } = (await findRaterSession(store.prisma, away.id))!;
      const both = await Promise.all([1, 2].map(() => reclaimPlace(store, { sessionId: away.id, version, state: 'in_progress' }, new Date())));
      expect(both).toMatchObject([{ state: 'in_progress', placeReleasedAt: undefined, planIndex: away.planIndex }, { state: 'in_progress', placeReleasedAt: undefined, planIndex: away.planIndex }]);
      await withdraw(away.id);
      expect(await reclaimPlace(store, { sessionId: away.id, version, state: 'in_progress' }, new Date())).toMatchObject({ state: 'withdrawn', ending: 'withdrawn' });
    });

    it('is timed out again when they go on late and leave again; since when they are late stays', async () => {
      const { away, studyId } = await replaced(true);
      const { placeReleasedAt } = (await findRaterSession(store.prisma, away.id))!;
      await answer(away.id, responseOf(1));
      await store.prisma.raterSession.update({ where: { id: away.id }, data: { state: 'in_progress', ending: null, endedAt: null } });
      await lastSeen(away.id, 6);
      await enter(studyId);
      expect(await findRaterSession(store.prisma, away.id)).toMatchObject({ state: 'timed_out', ending: 'timed_out', placeReleasedAt });
      await store.transaction((tx) => updateRaterSession(tx, away.id, { state: 'timed_out', ending: 'timed_out' }, new Date()));
      expect(await findRaterSession(store.prisma, away.id)).toMatchObject({ placeReleasedAt });
    });
  });

  it('raters of earlier studies are kept out, or asked back', async () => {
    const earlier = await liveStudy();
    const finished = await entered(earlier.id, { person: prolific('1', 'finished') });
    await store.transaction((tx) => updateRaterSession(tx, finished.id, { state: 'completed', ending: 'completed' }, new Date()));
    const declined = await entered(earlier.id, { person: prolific('1', 'declined') });
    await store.transaction((tx) => updateRaterSession(tx, declined.id, { state: 'no_consent', ending: 'no_consent' }, new Date()));

    const fresh = await liveStudy({ earlierRaters: { keepOut: [earlier.id], onlyFrom: [] } });
    expect(await enter(fresh.id, { person: prolific('2', 'finished') })).toEqual({ outcome: 'took_part_before' });
    for (const person of ['declined', 'new']) expect(await enter(fresh.id, { person: prolific('2', person) })).toMatchObject({ outcome: 'entered' });
    const follow = await liveStudy({ earlierRaters: { keepOut: [], onlyFrom: [earlier.id] } });
    expect(await enter(follow.id, { person: prolific('2', 'finished') })).toMatchObject({ outcome: 'entered' });
    for (const person of [prolific('2', 'declined'), prolific('2', 'new'), undefined]) expect(await enter(follow.id, person === undefined ? {} : { person })).toEqual({ outcome: 'not_invited' });
  });

  it('what a platform calls somebody is stored encrypted, and forgotten once it is settled or thirty days after a withdrawal', async () => {
    const study = await liveStudy();
    const session = await entered(study.id, { person: prolific('submission 1', 'secret person') });
    const rows = await store.prisma.$queryRaw<object[]>`SELECT i.*, s.* FROM "platform_identity" i JOIN "rater_session" s ON s."id" = i."session_id" WHERE i."study_id" = ${study.id}::uuid`;
    expect(JSON.stringify(rows)).not.toMatch(/secret person|submission 1/);
    await store.transaction((tx) => updateRaterSession(tx, session.id, { state: 'consented', consentedAt: new Date() }, new Date()));
    await forgetOldIdentities(store.prisma, new Date(Date.now() + 40 * 24 * 3_600_000));
    expect(await findPlatformParameters(store.prisma, secrets, session.id)).toEqual({ PROLIFIC_PID: 'secret person' });
    await store.transaction((tx) => withdrawRaterSession(tx, session.id, new Date()));
    await forgetOldIdentities(store.prisma, new Date(Date.now() + 29 * 24 * 3_600_000));
    expect(await findPlatformParameters(store.prisma, secrets, session.id)).toBeDefined();
    await forgetOldIdentities(store.prisma, new Date(Date.now() + 31 * 24 * 3_600_000));
    expect(await findPlatformParameters(store.prisma, secrets, session.id)).toBeUndefined();
    await lastSeen(session.id, 3);
    expect((await entered(study.id, { person: prolific('submission 1', 'secret person') })).id).toBe(session.id);
    expect(await findPlatformParameters(store.prisma, secrets, session.id)).toBeUndefined();
  });

  it('plain ids of earlier versions are encrypted, and the person is known again', async () => {
    const study = await liveStudy();
    const [here, gone] = [await entered(study.id), await entered(study.id)];
    await store.transaction((tx) => withdrawRaterSession(tx, gone.id, new Date()));
    const row = (sessionId: string, name: string): object => ({ sessionId, studyId: study.id, personKey: `person:PROLIFIC_PID:${name}`, parameters: { PROLIFIC_PID: name, SESSION_ID: 'submission 9' } });
    await store.prisma.earlierPlatformIdentity.createMany({ data: [row(here.id, 'here'), row(gone.id, 'gone')] as never });
    expect(await sealEarlierIdentities(store, secrets)).toBe(2);
    expect(await store.prisma.earlierPlatformIdentity.count()).toBe(0);
    expect(await findPlatformParameters(store.prisma, secrets, here.id)).toEqual({ PROLIFIC_PID: 'here', SESSION_ID: 'submission 9' });
    expect(await findPlatformParameters(store.prisma, secrets, gone.id)).toBeUndefined();
    expect((await entered(study.id, { person: prolific('submission 9', 'here') })).id).toBe(here.id);
    expect((await entered(study.id, { person: prolific('submission 9', 'gone') })).id).toBe(gone.id);
  });

  it('nobody new enters a draft, a closed study, or one that is not there', async () => {
    const { run } = await makeRun(store);
    const draft = await createStudy(store.prisma, { configuration: studyConfiguration, conditions: [conditionOf(run.id)] });
    expect(await enter(draft.id)).toEqual({ outcome: 'not_open', status: 'draft' });
    const study = await liveStudy();
    await closeStudy(store.prisma, study.id);
    expect(await enter(study.id)).toEqual({ outcome: 'not_open', status: 'closed' });
    expect(await enter(randomUUID())).toEqual({ outcome: 'not_found' });
  });

  it('whoever is away for too long gives place and plan back; what they send later is kept', async () => {
    const study = await liveStudy({ places: 1, placeLeaseMinutes: 30 });
    const away = await entered(study.id);
    expect(await enter(study.id)).toMatchObject({ outcome: 'full' });
    await store.transaction((tx) => updateRaterSession(tx, away.id, { state: 'consented', consentedAt: new Date() }, new Date()));
    await lastSeen(away.id, 31);
    const heir = await entered(study.id);
    expect(heir.planIndex).toBe(away.planIndex);
    expect((await findRaterSession(store.prisma, away.id))?.placeReleasedAt).toBeInstanceOf(Date);
    expect(await answer(away.id, responseOf(0))).toBe('appended');
  });

  it('a place that is finished is never given back', async () => {
    const study = await liveStudy({ places: 1, placeLeaseMinutes: 5 });
    const session = await entered(study.id);
    await store.transaction(async (tx) => {
      await lockRaterSession(tx, session.id);
      await updateRaterSession(tx, session.id, { state: 'completed', ending: 'completed', completedAt: new Date() }, new Date());
    });
    await lastSeen(session.id, 600);
    expect(await enter(study.id)).toMatchObject({ outcome: 'full' });
  });

  it('answers are appended to what was read: whoever read an older session stores nothing', async () => {
    const study = await liveStudy();
    const session = await entered(study.id);
    const other = await entered(study.id);
    const first = responseOf(0, { confidence: 4, shownSizeCssPx: 191.5, isTrusted: true });
    expect(await answer(session.id, first, responseOf(1, { answer: null }))).toBe('appended');
    expect(await appendResponses(store.prisma, { sessionId: session.id, version: 0, state: 'in_progress', ending: undefined, seenAt: new Date(), digest, responses: [responseOf(2)] })).toBe('stale');
    expect(await answer(session.id, responseOf(0, { answer: { side: 'right' } }))).toBe('conflict');
    expect(await answer(other.id, first)).toBe('conflict');
    expect(await answer(session.id, responseOf(0, { round: 1 }))).toBe('appended');
    expect(await listResponses(store.prisma, session.id)).toMatchObject([{ ...first, sessionId: session.id, receivedAt: expect.any(Date) }, { trialIndex: 1, answer: null }, { trialIndex: 0, round: 1 }]);
    expect((await listResponses(store.prisma, session.id))[1]).not.toHaveProperty('confidence');
    expect(await findRaterSession(store.prisma, session.id)).toMatchObject({ version: 2, startedAt: expect.any(Date) });
  });

  it('of twenty copies of one answer at once, one is stored', async () => {
    const session = await entered((await liveStudy()).id);
    const response = responseOf(3);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => appendResponses(store.prisma, { sessionId: session.id, version: 0, state: 'in_progress', ending: undefined, seenAt: new Date(), digest, responses: [response] })));
    expect(outcomes.filter((outcome) => outcome === 'appended')).toHaveLength(1);
    expect(await listResponses(store.prisma, session.id)).toHaveLength(1);
  });

  it('the database itself lets nobody change or delete an answer, nor store one that is no measurement', async () => {
    const session = await entered((await liveStudy()).id);
    const response = responseOf(0);
    await answer(session.id, response);
    const { prisma } = store;
    await expect(prisma.response.update({ where: { id: response.responseId }, data: { answer: { side: 'right' } } })).rejects.toThrow(/append-only/);
    await expect(prisma.response.delete({ where: { id: response.responseId } })).rejects.toThrow(/append-only/);
    await expect(prisma.$executeRaw`TRUNCATE "response"`).rejects.toThrow(/append-only/);
    await expect(prisma.raterSession.delete({ where: { id: session.id } })).rejects.toThrow(/append-only/);
    await expect(answer(session.id, responseOf(1, { responseTimeMs: -1 }))).rejects.toThrow(/response_value_check/);
    await expect(prisma.$executeRaw`INSERT INTO "response" ("id", "session_id", "trial_index", "round", "answer", "response_time_ms", "presented_at", "focus_loss_count", "viewport_width_px", "viewport_height_px", "device_pixel_ratio", "input_type", "image_load_ms")
      SELECT gen_random_uuid(), "session_id", 9, 0, '{}', 'NaN', now(), 0, 1, 1, 1, 'mouse', 1 FROM "response" LIMIT 1`).rejects.toThrow(/response_value_check/);
    expect(await listResponses(prisma, session.id)).toHaveLength(1);
  });

  it('who withdraws takes the answers along and leaves a tombstone that takes no more', async () => {
    const study = await liveStudy({ places: 1 });
    const session = await entered(study.id);
    await answer(session.id, responseOf(0), responseOf(1));
    const tombstone = await store.transaction(async (tx) => {
      await lockRaterSession(tx, session.id);
      return withdrawRaterSession(tx, session.id, new Date());
    });
    expect(tombstone).toMatchObject({ id: session.id, state: 'withdrawn', withdrawnAt: expect.any(Date) });
    expect(await listResponses(store.prisma, session.id)).toEqual([]);
    await expect(answer(session.id, responseOf(2))).rejects.toThrow(/withdrew/);
    expect((await entered(study.id)).planIndex).toBe(session.planIndex);
    expect(await touchRaterSession(store.prisma, session.id, new Date())).toBe('withdrawn');
    expect(await touchRaterSession(store.prisma, randomUUID(), new Date())).toBeUndefined();
  });

  it('who holds a session decides alone: ten changes at once follow one another', async () => {
    const session = await entered((await liveStudy()).id);
    await Promise.all(
      Array.from({ length: 10 }, () =>
        store.transaction(async (tx) => {
          const held = await lockRaterSession(tx, session.id);
          await updateRaterSession(tx, session.id, { consentHash: `${Number(held?.consentHash ?? 0) + 1}` }, new Date());
        }),
      ),
    );
    expect(await findRaterSession(store.prisma, session.id)).toMatchObject({ consentHash: '10', version: 10 });
  });

  it('a transaction that fails leaves nothing', async () => {
    const session = await entered((await liveStudy()).id);
    await expect(
      store.transaction(async (tx) => {
        await appendResponses(tx, { sessionId: session.id, version: 0, state: 'in_progress', ending: undefined, seenAt: new Date(), digest, responses: [responseOf(0)] });
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

  it('a picture can be had by its hash while a page of an earlier version is open, and no longer', async () => {
    const { run, images } = await makeRun(store);
    const lease = { runId: run.id, owner: 'one', leaseMs: 60_000 };
    await claimRun(store.prisma, lease);
    const [shown, spare] = [iriOf(images[0]?.id ?? ''), iriOf(images[1]?.id ?? '')];
    await saveIri(store, lease, shown);
    await saveIri(store, lease, spare);
    const condition = conditionOf(run.id);
    const { id } = await createStudy(store.prisma, { configuration: studyConfiguration, conditions: [condition] });
    const visible = (): Promise<boolean[]> => Promise.all([shown.files.iri, shown.files.seed, spare.files.iri, blobOf('unknown')].map(({ hash }) => isPublicStimulus(store.prisma, hash, now)));
    const now = new Date();
    expect(await visible()).toEqual([false, false, false, false]);
    await launchStudy(store, { studyId: id, version: 1, conditions: [{ ...condition, factors: {} }], stimuli: [], fileHashes: [shown.files.iri.hash, shown.files.seed.hash, shown.files.seed.hash] });
    expect(await visible()).toEqual([false, false, false, false]);
    const { id: sessionId } = await entered(id);
    const set = (data: object): Promise<unknown> => store.prisma.raterSession.update({ where: { id: sessionId }, data });
    await set({ state: 'in_progress' });
    expect(await visible()).toEqual([false, false, false, false]);
    // What a version writes that does not know the column, and every session that was there before it.
    await store.prisma.$executeRaw`UPDATE "rater_session" SET "asks_by_hash" = DEFAULT WHERE "id" = ${sessionId}::uuid`;
    expect(await visible()).toEqual([true, true, false, false]);
    for (const state of ['completed', 'no_consent', 'withdrawn', 'screened_out']) {
      await set({ state });
      expect(await visible()).toEqual([false, false, false, false]);
    }
    await set({ state: 'timed_out' });
    expect(await visible()).toEqual([true, true, false, false]);
    await set({ lastSeenAt: new Date(now.getTime() - 25 * 3_600_000) });
    expect(await visible()).toEqual([false, false, false, false]);
    expect((await listStudyFiles(store.prisma, id)).map(({ hash }) => hash).sort()).toEqual([shown.files.iri.hash, shown.files.seed.hash].sort());
  });
});
