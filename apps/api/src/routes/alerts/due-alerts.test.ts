import { describe, expect, it } from 'vitest';
import { dueAlerts, type WatchedStudy } from './due-alerts.ts';

type Recent = WatchedStudy['recent'][number];
const at = (minute: number): Date => new Date(Date.UTC(2026, 4, 4, 9, minute));
const ended = (ending: Recent['ending'], change: Partial<Recent> = {}): Recent => ({ ending, endedAt: at(0), flagCount: 0, ...change });
const due = (change: Partial<WatchedStudy> = {}) => dueAlerts({ operation: { places: 40, pilotPlaces: null, isPaused: false }, completedCount: 0, recent: [], raised: [], ...change });
const kinds = (change: Partial<WatchedStudy>): string[] => due(change).alerts.map(({ kind }) => kind);
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('places that are all completed', () => {
  it('of a pilot pause the study, once for each size of the pilot', () => {
    const operation = { places: 40, pilotPlaces: 5, isPaused: false };
    expect(due({ operation, completedCount: 4 })).toEqual({ alerts: [], pauses: false });
    expect(due({ operation, completedCount: 5 })).toEqual({ alerts: [{ kind: 'pilot_full', facts: { places: 5, completed: 5 } }], pauses: true });
    const raised = [{ kind: 'pilot_full', facts: { places: 5 }, seenAt: undefined }];
    expect(due({ operation, completedCount: 6, raised })).toEqual({ alerts: [], pauses: false });
    expect(due({ operation: { ...operation, pilotPlaces: 6 }, completedCount: 6, raised }).pauses).toBe(true);
    expect(due({ operation: { ...operation, isPaused: true }, completedCount: 5 })).toMatchObject({ alerts: [{ kind: 'pilot_full' }], pauses: false });
  });

  it('of the study are told, and pause nothing', () => {
    expect(due({ completedCount: 40 })).toEqual({ alerts: [{ kind: 'quota_reached', facts: { places: 40, completed: 40 } }], pauses: false });
    expect(kinds({ completedCount: 41, raised: [{ kind: 'quota_reached', facts: { places: 40 }, seenAt: at(1) }] })).toEqual([]);
    expect(kinds({ operation: { places: 5, pilotPlaces: 5, isPaused: false }, completedCount: 5 })).toEqual(['quota_reached']);
  });
});

describe('shares', () => {
  it('of who timed out are told from half of the last twenty on, never of fewer than five', () => {
    expect(kinds({ recent: times(4, ended('timed_out')) })).toEqual([]);
    expect(due({ recent: [...times(3, ended('timed_out')), ...times(3, ended('completed'))] }).alerts).toEqual([{ kind: 'many_timed_out', facts: { affected: 3, recent: 6 } }]);
    expect(kinds({ recent: [...times(2, ended('timed_out')), ...times(3, ended('completed'))] })).toEqual([]);
    expect(kinds({ recent: [...times(20, ended('completed')), ...times(20, ended('timed_out'))] })).toEqual([]);
  });

  it('of who fails rules are counted among who came to the end', () => {
    const recent = [...times(2, ended('failed_checks')), ended('completed', { flagCount: 2 }), ...times(2, ended('completed')), ...times(4, ended('no_consent'))];
    expect(due({ recent }).alerts).toEqual([{ kind: 'checks_failing', facts: { affected: 3, recent: 5 } }]);
  });

  it('begin anew when somebody has looked', () => {
    const raised = [{ kind: 'many_timed_out', facts: {}, seenAt: at(10) }];
    expect(kinds({ recent: times(9, ended('timed_out')), raised })).toEqual([]);
    expect(kinds({ recent: times(5, ended('timed_out', { endedAt: at(11) })), raised })).toEqual(['many_timed_out']);
  });
});
