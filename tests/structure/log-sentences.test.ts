import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { logSentence } from '../../apps/web/src/lib/console/settings/log-sentence.ts';

/** All that the API writes into the log: the type that every route's `audit` has. */
const source = readFileSync(join(import.meta.dirname, '../../apps/api/src/http/audit-action.ts'), 'utf8');
const actions = Array.from(source.matchAll(/'([a-z_]+\.[a-z_]+)'/g), ([, action]) => action!);

it('the console has a sentence for every action that the API writes into the log', () => {
  expect(actions).toEqual(expect.arrayContaining(['sign_in.failed', 'study.launched', 'platform.action_confirmed']));
  expect(actions.filter((action) => logSentence({ action, facts: {} }) === action)).toEqual([]);
});
