import type { components } from '@lookalike/client';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, startBrowser } from './browser.ts';
import { openConsole, Refusal } from './console-page.ts';

type Session = components['schemas']['SessionListItem'];
type Account = components['schemas']['AccountView'];

const moment = '2026-12-01T10:00:00.000Z';
const session = (change: Partial<Session> = {}): Session => ({
  id: 'first', participantId: 'P-ONE', platformId: 'someone', submissionId: null, kind: 'person', state: 'in_progress', ending: null, isLate: false, enteredAt: moment, lastSeenAt: moment, minutes: 3,
  answered: 4, total: 20, catchRight: 1, catchAnswered: 1, flags: [], excludedBecause: null, note: '', bonus: 2, settledAt: null, ...change,
});

describe.skipIf(browserPath === undefined)('sessions and accounts in the console (needs a Chromium and the built page)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  const open = (): Promise<Page> => browser.newPage({ viewport: { width: 1280, height: 900 } });
  const list = 'GET /api/studies/one/sessions';

  it('the details follow the list, keep what is typed, and send only that', async () => {
    const page = await open();
    await page.clock.install();
    let stored = session();
    const sent: unknown[] = [];
    await openConsole(page, '/console/studies/one/sessions', {
      [list]: () => ({ sessions: [stored], total: 1, next: null }),
      'GET /api/studies/one/sessions/first/changes': () => ({ changes: [] }),
      'PATCH /api/studies/one/sessions/first': (body) => {
        sent.push(body);
        stored = { ...stored, ...(body as Partial<Session>) };
        return stored;
      },
    });
    await page.getByRole('button', { name: 'P-ONE' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('4 of 20').waitFor();
    await dialog.getByLabel('Note').fill('Looked at.');
    stored = session({ answered: 9, bonus: 5 });
    await page.clock.runFor(6000);
    await dialog.getByText('9 of 20').waitFor();
    await expect.poll(() => dialog.getByLabel('Bonus').inputValue()).toBe('5');
    expect(await dialog.getByLabel('Note').inputValue()).toBe('Looked at.');
    await dialog.getByRole('button', { name: 'Save note and bonus' }).click();
    await expect.poll(() => sent).toEqual([{ note: 'Looked at.' }]);
    await page.close();
  });

  it('a bonus that is no number is not sent', async () => {
    const page = await open();
    const { requests } = await openConsole(page, '/console/studies/one/sessions', { [list]: { sessions: [session()], total: 1, next: null }, 'GET /api/studies/one/sessions/first/changes': { changes: [] } });
    await page.getByRole('button', { name: 'P-ONE' }).first().click();
    await page.getByLabel('Bonus').fill('');
    await page.getByLabel('Bonus').pressSequentially('1e');
    await page.getByRole('button', { name: 'Save note and bonus' }).click();
    await page.getByLabel('Bonus').and(page.locator(':invalid')).waitFor();
    expect(requests.filter((asked) => asked.startsWith('PATCH'))).toEqual([]);
    await page.close();
  });

  it('a search asks once nobody types', async () => {
    const page = await open();
    await page.clock.install();
    const searched: (string | null)[] = [];
    await openConsole(page, '/console/studies/one/sessions', {
      [list]: (_, search) => {
        searched.push(search.get('text'));
        return { sessions: [session()], total: 1, next: null };
      },
    });
    await page.getByRole('button', { name: 'P-ONE' }).first().waitFor();
    await page.getByLabel('Participant or platform id').pressSequentially('someone');
    await page.clock.runFor(1000);
    await expect.poll(() => searched).toEqual([null, 'someone']);
    await page.close();
  });

  it('a role that was refused goes back to what is stored', async () => {
    const page = await open();
    const account: Account = { id: 'me', email: 'somebody@example.org', role: 'owner', createdAt: moment, isActive: true, lastSeenAt: moment };
    await openConsole(page, '/console/settings/people', {
      'GET /api/accounts': { accounts: [account] },
      'GET /api/invitations': { invitations: [] },
      'PATCH /api/accounts/me': () => new Refusal(409, 'account.last_owner'),
    });
    const role = page.getByLabel('Role of somebody@example.org');
    await role.selectOption('viewer');
    await page.getByText('The account is as it was').waitFor();
    await expect.poll(() => role.inputValue()).toBe('owner');
    await page.close();
  });
});
