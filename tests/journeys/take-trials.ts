import type { Page } from 'playwright';

/** How a rater answers: with the keys of a keyboard, or by touching the screen. */
export type Hands = 'keys' | 'touch';

/** Answers one trial of a task, whatever it shows; a page that has moved on meanwhile is left alone. */
export const answers: Readonly<Record<string, (page: Page, hands: Hands) => Promise<void>>> = {
  'Two-alternative forced choice': async (page, hands) => (hands === 'keys' ? page.keyboard.press('ArrowLeft') : page.getByRole('button', { name: 'Left image' }).tap({ timeout: 2000 })),
  async Matching(page, hands) {
    if (hands === 'keys') {
      for (const digit of ['1', '2', '3']) await page.keyboard.press(digit);
      await page.keyboard.press('Enter');
      return;
    }
    for (const pair of [1, 2, 3]) for (const row of ['Upper', 'Lower']) await page.getByRole('button', { name: new RegExp(`^${row} image ${pair}`) }).tap({ timeout: 2000 });
    await page.getByRole('button', { name: /^Done/ }).tap({ timeout: 2000 });
  },
  Classification: async (page, hands) => (hands === 'keys' ? page.keyboard.press('1') : page.locator('main button').first().tap({ timeout: 2000 })),
};

/** Takes a study from its link to its completion code. @returns how many trials seemed to be answered */
export async function takeStudy(page: Page, link: string, { task, hands }: { readonly task: string; readonly hands: Hands }): Promise<string> {
  await page.goto(link);
  const press = async (name: RegExp): Promise<void> => {
    const button = page.getByRole('button', { name }).first();
    if (hands === 'keys') await button.press('Enter');
    else await button.tap();
  };
  await press(/^Begin/);
  await page.getByRole('heading', { name: 'Your consent' }).waitFor();
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await press(/^I agree and take part$/);
  await press(/^Start/);
  const end = page.getByRole('heading', { name: 'Thank you' });
  const interlude = page.getByRole('button', { name: /^(Begin|Next|Go on)/ });
  while (!(await end.isVisible())) {
    if (await interlude.first().isVisible()) await interlude.first().press('Enter').catch(() => undefined);
    else if (await page.locator('main canvas').first().isVisible()) await answers[task]?.(page, hands).catch(() => undefined);
    await page.waitForTimeout(150);
  }
  return page.getByTestId('completion-code').innerText();
}
