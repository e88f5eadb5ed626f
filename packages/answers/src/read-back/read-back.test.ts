import { rowsFromCsv, tablesOf, type Row, type SessionRow, type TrialRow } from '@lookalike/dataset';
import type { TaskName } from '@lookalike/study';
import { describe, expect, it } from 'vitest';
import { exampleContext, exampleStudy, observedSession, sessionWith } from '../example-answers.test-data.ts';
import { judgeSession, tableShapeOf, type JudgedSession } from '../index.ts';
import { csvTables } from '../tables.test-data.ts';
import { exportStudy, readExportedStudy } from './exported-study.ts';
import { storedSessions } from './stored-sessions.ts';

async function someSessions(name: TaskName): Promise<JudgedSession[]> {
  const study = exampleStudy(name);
  const whole = await observedSession(study, { id: 'whole', completedAt: new Date('2026-05-04T10:00:00.123Z'), screen: { language: 'de', refreshHz: 59.94 } });
  const ranOut = await observedSession(study, { id: 'ran-out', planIndex: 1, kind: 'simulated' });
  const excluded = await observedSession(study, { id: 'excluded', planIndex: 2, excludedBecause: '' });
  const judged = (change: Parameters<typeof sessionWith>[0], responses: JudgedSession['trials'] = []): JudgedSession => judgeSession(study, sessionWith(change), responses.map(({ response }) => ({ ...response, sessionId: change.id })));
  return [
    whole,
    judgeSession(study, ranOut.session, ranOut.trials.map(({ response }, index) => (index % 3 === 0 ? { ...response, answer: null } : response))),
    excluded,
    judged({ id: 'broken-off', state: 'in_progress', completedAt: undefined }, whole.trials.slice(0, 5)),
    judged({ id: 'entered', state: 'assigned', consentedAt: undefined, startedAt: undefined, completedAt: undefined }),
    judged({ id: 'declined', state: 'no_consent', ending: 'no_consent', consentedAt: undefined, startedAt: undefined, completedAt: undefined }),
    judged({ id: 'withdrew', state: 'withdrawn', ending: 'withdrawn' }),
    judged({ id: 'failed', state: 'completed', ending: 'failed_checks' }, whole.trials),
  ];
}

/** What no table has. */
const withoutComments = (sessions: readonly JudgedSession[]): unknown => sessions.map(({ session: { ending: _, ...session }, exclusionReasons, trials }) => ({
  session, exclusionReasons, trials: trials.map(({ response: { comment: _comment, ...response }, ...trial }) => ({ ...trial, response })),
}));

describe.each<TaskName>(['2afc', 'matching', 'classification'])('a data set of %s', (name) => {
  it('gives back every session and every answer as they were stored', async () => {
    const study = exampleStudy(name);
    const sessions = await someSessions(name);
    const texts = await csvTables(sessions, exampleContext(study));
    const { trials, sessions: table } = tablesOf(tableShapeOf(study));
    const read = storedSessions(study, {
      sessions: [...rowsFromCsv(table.columns, texts.sessions)] as unknown as SessionRow[],
      trials: [...rowsFromCsv(trials.columns, texts.trials)] as (TrialRow & Row)[],
    });
    const judged = read.map(({ session, responses }) => judgeSession(study, session, responses));
    // Of who withdrew nothing is there; of all others all that was.
    const isThere = ({ session }: JudgedSession): boolean => session.state !== 'withdrawn';
    expect(withoutComments(judged.filter(isThere))).toEqual(withoutComments(sessions.filter(isThere)));
    expect(judged.map(({ session }) => session.state)).toEqual(sessions.map(({ session }) => session.state));
    expect(judged.at(-1)!.session.ending).toBe('failed_checks');
    expect(judged.find(({ session }) => session.id === 'excluded')!.exclusionReasons).toContain('by_hand');
  });

  it('gives back the frozen study with all that results look up', () => {
    const { conditionOf: _1, stimulusOf: _2, iriOf: _3, auditOf: _4, imageOf: _5, targetNameOf: _6, targetIdOf: _7, ...facts } = exampleContext(exampleStudy(name));
    const text = JSON.stringify(exportStudy(facts));
    expect(readExportedStudy(JSON.parse(text))).toEqual(facts);
    expect(() => readExportedStudy(JSON.parse(text.replace('super-noise', 'super-quiet')))).toThrow(expect.objectContaining({ code: 'answers.hash_mismatch' }));
    expect(() => readExportedStudy({ format: 'lookalike-study/9' })).toThrow(expect.objectContaining({ code: 'answers.study_unreadable' }));
  });
});

it('answers of a session that is not there are refused', async () => {
  const study = exampleStudy('2afc');
  const { trials } = tablesOf(tableShapeOf(study));
  const texts = await csvTables([await observedSession(study, { id: 'x' })], exampleContext(study));
  const read = () => storedSessions(study, { sessions: [], trials: [...rowsFromCsv(trials.columns, texts.trials)] as (TrialRow & Row)[] });
  expect(read).toThrow(expect.objectContaining({ code: 'answers.session_missing' }));
});
