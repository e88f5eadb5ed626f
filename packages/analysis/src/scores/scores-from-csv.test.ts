import type { TaskName } from '@lookalike/study';
import { expect, it } from 'vitest';
import { judgeSession, type JudgedSession } from '@lookalike/answers';
import { cellsOf, csvTables, exampleContext, exampleStudy, observedSession, sessionWith } from '@lookalike/answers/testing';
import { studyResults } from './study-results.ts';

async function someSessions(name: TaskName): Promise<JudgedSession[]> {
  const study = exampleStudy(name);
  const sessions: JudgedSession[] = [];
  for (let planIndex = 0; planIndex < 5; planIndex++) sessions.push(await observedSession(study, { id: `p${planIndex}`, planIndex }));
  sessions.push(await observedSession(study, { id: 'program', kind: 'simulated' }), await observedSession(study, { id: 'test', kind: 'test' }));
  // Flagged, because its last answers are missing.
  const whole = await observedSession(study, { id: 'broken-off', planIndex: 5, state: 'timed_out' });
  sessions.push(judgeSession(study, sessionWith({ ...whole.session }), whole.trials.slice(0, -2).map(({ response }) => response)));
  return sessions;
}

/** What the README of a data set tells an analyst to do, written without the project's code. */
function meansOf(table: readonly Readonly<Record<string, string>>[]): Record<string, number> {
  const kept = table.filter((row) => row['phase'] === 'main' && row['role'] === 'scored' && row['outcome'] !== '' && row['is_excluded'] === 'false' && row['is_test'] === 'false' && row['is_simulated'] === 'false');
  const means: Record<string, number> = {};
  for (const id of new Set(kept.map((row) => row['condition_id'] ?? ''))) {
    const outcomes = kept.filter((row) => row['condition_id'] === id).map((row) => Number(row['outcome']));
    means[id] = outcomes.reduce((sum, outcome) => sum + outcome, 0) / outcomes.length;
  }
  return means;
}

it.each<TaskName>(['2afc', 'matching', 'classification'])('the scores of %s can be computed again from the text of its tables', async (name) => {
  const sessions = await someSessions(name);
  const context = exampleContext(exampleStudy(name));
  const { scores } = studyResults({ context, sessions: sessions.filter(({ session }) => session.kind === 'person'), includesFlagged: false, arePeople: true });
  const tables = await csvTables(sessions, context);
  const means = meansOf(cellsOf(tables.items));
  expect(Object.keys(means)).toHaveLength(3);
  for (const { condition, score } of scores) {
    expect(score.n.raters).toBe(5);
    expect(score.estimate).toBeCloseTo(means[condition.id]!, 12);
  }
  // Where a trial shows one IRI, its row says the same.
  if (name !== 'matching') expect(meansOf(cellsOf(tables.trials))).toEqual(means);
});
