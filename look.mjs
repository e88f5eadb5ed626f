import { chromium } from 'playwright';
const base = 'http://localhost:4455', password = 'RmYm0rVEuFn9snlN';
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking'] });
const ctx = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const page = await ctx.newPage();
page.on('pageerror', (e) => console.log('pageerror', e.message));
page.on('response', async (r) => { if (r.status() >= 400 && !r.url().includes('api/me')) console.log('HTTP', r.status(), r.url(), (await r.text().catch(() => '')).slice(0, 400)); });
await page.goto(base + '/console'); await page.waitForTimeout(1200);
if (await page.locator('input[type=email]').count()) await page.locator('input[type=email]').fill('experimenter@localhost');
await page.locator('input[type=password]').fill(password); await page.keyboard.press('Enter'); await page.waitForTimeout(1000);
for (const task of process.argv.slice(2)) {
  console.log('==', task);
  await page.goto(base + '/console/studies/new'); await page.waitForTimeout(1200);
  const anew = page.getByRole('button', { name: /begin anew/i }); if (await anew.count()) { await anew.click(); await page.waitForTimeout(800); }
  await page.getByRole('radio', { name: new RegExp(task, 'i') }).check({ force: true }); await page.waitForTimeout(800);
  await page.getByRole('button', { name: 'Add conditions' }).click(); await page.waitForTimeout(600);
  for (const box of await page.getByRole('dialog').getByRole('checkbox').all()) await box.check({ force: true });
  await page.getByRole('dialog').getByRole('button', { name: /^Add/ }).click(); await page.waitForTimeout(500);
  await page.getByRole('button', { name: '+ Original' }).click().catch(async () => page.getByRole('button', { name: 'Original' }).click());
  await page.waitForTimeout(500);
  const fill = async (label, value) => page.getByLabel(label, { exact: true }).first().fill(String(value));
  await fill('Targets per condition', task === 'Matching' ? 6 : 3); await fill('Catch trials', 1); await fill('Practice trials', 2); await fill('Correct to pass the practice', 0);
  if (task === 'Classification') {
    console.log('labels shown:', await page.getByRole('checkbox').count());
    for (const box of (await page.getByRole('checkbox').all())) { const t = await box.evaluate((e) => e.closest('label')?.innerText ?? ''); if (/\d/.test(t) && !/Ask|Offer|sure/i.test(t)) await box.check({ force: true }); }
  }
  await page.screenshot({ path: `/tmp/form-${task}.png`, fullPage: true });
  await page.getByRole('button', { name: 'Create the draft' }).click(); await page.waitForTimeout(2000);
  console.log('url', page.url());
  const err = await page.locator('[role=alert]').allInnerTexts(); if (err.length) console.log('alerts', err.join(' | ').slice(0, 500));
  await page.getByRole('button', { name: /Launch/ }).click(); await page.waitForTimeout(800);
  const confirm = page.getByRole('dialog').getByRole('button', { name: /Launch/ }); if (await confirm.count()) await confirm.click();
  else { const again = page.getByRole('button', { name: /Launch/ }); if (await again.count()) await again.last().click(); }
  await page.waitForTimeout(2000);
  const link = await page.evaluate(() => document.body.innerText.replace(/\s/g, '').match(/https?:\/\/[^\/]+\/s\/[\w-]{43}/)?.[0]);
  console.log('link', link);
  for (const [w, h, touch] of [[1280, 800, false], [360, 740, true]]) {
    const rc = await browser.newContext({ viewport: { width: w, height: h }, hasTouch: touch, isMobile: touch });
    const r = await rc.newPage();
    r.on('pageerror', (e) => console.log('rater pageerror', e.message));
    await r.goto(link + '?test'); await r.waitForTimeout(1200);
    const press = async (re) => { const b = r.getByRole('button', { name: re }).first(); if (await b.count() && await b.isVisible()) { touch ? await b.tap() : await b.click(); await r.waitForTimeout(500); return true; } return false; };
    let n = 0, done = false;
    for (let i = 0; i < 150 && !done; i++) {
      const text = await r.evaluate(() => document.body.innerText);
      if (/Thank you/i.test(text) && /code/i.test(text)) { done = true; break; }
      const boxes = await r.getByRole('checkbox').all();
      if (/consent|agree to take part/i.test(text) && boxes.length >= 3) { for (const b of boxes) await b.check({ force: true }); }
      if (await r.locator('canvas.stimulus, canvas').count() && await r.getByRole('progressbar').count() >= 0 && /(Comparison|Set|Picture|Practice)/.test(text) && await r.locator('canvas').count()) {
        await r.waitForTimeout(350);
        if (task.startsWith('Two')) { touch ? await r.getByRole('button', { name: /Left image/ }).tap() : await r.keyboard.press(n % 2 ? 'ArrowLeft' : 'j'); }
        else if (task === 'Classification') { if (touch) await r.locator('main button').filter({ hasNotText: /Options|Go on|Next|Continue/ }).first().tap(); else await r.keyboard.press('1'); }
        else {
          if (touch) { for (let k = 1; k <= 3; k++) { const up = r.getByRole('button').nth(0); void up; }
            const bs = await r.locator('main button').all(); const names = []; for (const b of bs) names.push(await b.getAttribute('aria-label') ?? await b.innerText());
            if (n === 0) console.log('matching buttons', names.join(' | ').slice(0, 300));
            const pics = bs.filter((_, q) => !/Done|Options/.test(names[q])); const half = pics.length / 2;
            for (let k = 0; k < half; k++) { await pics[k].tap(); await pics[half + k].tap(); await r.waitForTimeout(60); }
            const d = r.getByRole('button', { name: /Done/ }); if (await d.count()) await d.tap();
          } else { for (const k of ['1', '2', '3']) { await r.keyboard.press(k); await r.waitForTimeout(60); } await r.waitForTimeout(100); if (n === 1) await r.screenshot({ path: `/tmp/rater-${task}-${w}-mid.png` }); await r.keyboard.press('Enter'); }
        }
        n++; await r.waitForTimeout(350);
        if (n === 3) await r.screenshot({ path: `/tmp/rater-${task}-${w}.png` });
      }
      for (const re of [/^(Begin|Take part|Start|Enter|I take part|I agree|Agree|Continue|Go on|Next|Start the practice|Begin the practice)/i]) await press(re);
      await r.waitForTimeout(150);
    }
    console.log(w, touch ? 'touch' : 'keys', 'trials answered', n, 'done', done); await r.screenshot({ path: `/tmp/rater-${task}-${w}-end.png`, fullPage: true });
    if (!done) console.log((await r.evaluate(() => document.body.innerText)).slice(0, 400));
    await rc.close();
  }
}
await browser.close();
