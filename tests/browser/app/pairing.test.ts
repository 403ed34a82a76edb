/** A tablet becomes a till of the shop: by typing, by pasting, by what the address says. */
import { flushSync } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { pairingInHash } from '../../../src/app/state/reads.ts';
import { mountApp, type Mounted } from './setup.ts';

let app: Mounted;
afterEach(() => app.close());

async function openPairing(change: Parameters<typeof mountApp>[0] = {}): Promise<void> {
  app = await mountApp({ pairing: { name: 'unpaired' }, shop: null, ...change });
  await expect.element(page.getByRole('heading', { level: 1 })).toBeVisible();
}

const pairKey = () => page.getByRole('button', { name: 'Pair this tablet' });

describe('pairing a tablet', () => {
  it('takes eight characters from the screen’s keys', async () => {
    await openPairing();
    await expect.element(pairKey()).toBeDisabled();
    for (const character of '7KQ4MX2B')
      await page.getByRole('button', { name: character, exact: true }).click();
    await pairKey().click();
    expect(app.till.pressed).toEqual(['pair 7KQ4MX2B']);
  });

  it('takes them from a keyboard in any case, leaves blanks and dashes out, and pairs with Enter', async () => {
    await openPairing();
    await page.getByLabelText('Pairing code').fill('7kq4 - mx2b');
    await userEvent.keyboard('{Enter}');
    expect(app.till.pressed).toEqual(['pair 7KQ4MX2B']);
  });

  it('takes the whole address under the QR when it is pasted', async () => {
    await openPairing();
    await page.getByLabelText('Pairing code').fill('https://192.168.1.20:8787/#pair=shop1.7KQ4MX2B');
    expect(app.till.pressed).toEqual(['pair https://192.168.1.20:8787/#pair=shop1.7KQ4MX2B']);
  });

  it('says in plain words what was wrong', async () => {
    await openPairing({ pairing: { name: 'failed', code: 'pairing-code-wrong' } });
    await expect
      .element(page.getByText('That code is wrong, used or too old. Ask for a fresh one.'))
      .toBeVisible();
    app.show({ pairing: { name: 'failed', code: 'something-new' } });
    await expect
      .element(page.getByText('Pairing did not work. Get a fresh code and try again.'))
      .toBeVisible();
  });

  it('says that the sales are kept when the shop no longer knows the tablet', async () => {
    await openPairing({ pairing: { name: 'lost' } });
    await expect.element(page.getByRole('heading', { name: 'Pair this tablet again' })).toBeVisible();
    await expect.element(page.getByText(/Its sales are kept/)).toBeVisible();
  });

  it('speaks Chinese at one tap', async () => {
    await openPairing();
    await page.getByRole('button', { name: 'English' }).click();
    await expect.element(page.getByRole('heading', { name: '配对这台平板' })).toBeVisible();
    expect(document.documentElement.lang).toBe('zh-Hans');
  });

  it('offers no camera without a secure context and says why', async () => {
    app = await mountApp({ pairing: { name: 'unpaired' }, shop: null }, { isSecure: false });
    await expect.element(page.getByText(/not secure \(https\)/).first()).toBeInTheDocument();
    expect(page.getByRole('button', { name: 'Use the camera' }).elements()).toHaveLength(0);
  });

  it('gives way to the till once it is paired', async () => {
    await openPairing();
    app.show({ pairing: { name: 'paired' } });
    flushSync();
    await expect.element(page.getByRole('button', { name: /^Charge/ })).toBeVisible();
  });
});

describe('the code in the address', () => {
  it.each([
    ['#pair=shop1.7KQ4MX2B', 'shop1.7KQ4MX2B'],
    ['#pair=', null],
    ['#other=1', null],
    ['', null],
    ['#pair=<script>', null],
  ])('of %s is %s', async (hash, code) => {
    app = await mountApp({});
    expect(pairingInHash(hash)).toBe(code);
  });
});
