import { componentsOf, type EstimatedComponents } from '@lookalike/alignment';
import { readCsv } from './read-csv.ts';

/**
 * Components from a study's table of items, by the people whose sessions count.
 * @throws AlignmentError where they tell nothing
 */
export function componentsFromItems(csv: string): EstimatedComponents {
  const byCondition = new Map<string, { raterId: string; targetId: string; outcome: number }[]>();
  for (const row of readCsv(csv)) {
    const isScored = row['phase'] === 'main' && row['role'] === 'scored' && row['is_excluded'] === 'false' && row['is_test'] === 'false' && row['is_simulated'] === 'false';
    if (!isScored || row['outcome'] === '') continue;
    const trials = byCondition.get(row['condition_id'] ?? '') ?? [];
    byCondition.set(row['condition_id'] ?? '', trials);
    trials.push({ raterId: row['session_id'] ?? '', targetId: row['target_id'] ?? '', outcome: Number(row['outcome']) });
  }
  return componentsOf([...byCondition.values()]);
}
