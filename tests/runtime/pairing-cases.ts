/** Who may come in: the same doors on both runtimes. */
import { expect, test } from 'vitest';
import type { StatusAnswer } from '../../src/contract/status-api.ts';
import { askToForgetPin } from '../../src/server/control.ts';
import { PIN } from '../proxy-with-gateway/hand-till.ts';
import { refusal, until, type Stage } from './stage.ts';

function pairWith({ origin }: Stage, code: string): Promise<Response> {
  return fetch(`${origin}/api/pair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
}

/** Cases over a shop that others use, too. */
export function pairingCases(stage: () => Stage): void {
  test('a code makes a tablet a till, with a letter of its own and a cookie no script can read', async () => {
    const answer = await pairWith(stage(), await stage().makePairingCode());
    expect(await answer.json()).toMatchObject({
      mode: 'practice',
      realm: stage().till.shop.realm,
      till: { letter: expect.stringMatching(/^[B-Z]$/) as string },
    });
    expect(answer.headers.get('set-cookie')).toMatch(/^pling_till=[0-9a-f.]+;.*HttpOnly;.*SameSite=Strict/);
  });

  test('a code is good once, and may come with the shop’s name before a dot', async () => {
    const code = `${stage().till.shop.realm}.${await stage().makePairingCode()}`;
    expect((await pairWith(stage(), code)).status).toBe(200);
    expect(await refusal(await pairWith(stage(), code))).toBe('pairing-code-wrong');
  });

  test.each([
    ['GET', '/api/shop'],
    ['GET', '/api/live'],
    ['POST', '/api/attempts'],
    ['GET', '/api/attempts/abc'],
    ['POST', '/api/sales/abc/settle'],
    ['GET', '/api/no-such-thing'],
  ])('%s %s is nobody’s without the cookie, nor with a made-up one', async (method, path) => {
    for (const cookie of ['', `pling_till=${'0'.repeat(64)}`]) {
      const answer = await fetch(stage().origin + path, { method, headers: { cookie } });
      expect([answer.status, await refusal(answer)]).toEqual([401, 'not-paired']);
    }
  });

  test('a manager is told what runs the shop, and how large its record is', async () => {
    const answer = await stage().till.request('POST', '/api/status', { pin: PIN });
    const { versions, ledger } = (await answer.json()) as StatusAnswer;
    expect(versions.runtime).toMatch(/^(Node 2\d|Cloudflare Workers$)/);
    expect(ledger.bytes).toBeGreaterThan(10_000);
  });

  test('the console’s paths are nobody’s without its word', async () => {
    for (const authorization of ['', 'Bearer guess', `Pling ${Date.now()}.${'0'.repeat(64)}`]) {
      const headers = { authorization };
      const answer = await fetch(`${stage().origin}/control/pairing-code`, { method: 'POST', headers });
      expect(await answer.text()).not.toContain('code');
      expect([404, 405]).toContain(answer.status);
    }
  });
}

/** Cases that leave a shop locked or without a PIN. */
export function lockingCases(stage: () => Stage): void {
  test('whoever runs it makes it forget the PIN; then another one can be chosen', async () => {
    const forgotten = await until(
      () =>
        askToForgetPin(stage().asked, fetch).then(
          () => true,
          () => false,
        ),
      (isDone) => isDone,
      5_000,
    );
    expect(forgotten).toBe(true);
    expect(await stage().till.pin(PIN)).toBe('pin-not-set');
    expect(await stage().till.pin(undefined, '1357')).toBeNull();
  });

  test('after four wrong codes their address may not try for a while, not even with the right one', async () => {
    const right = await stage().makePairingCode();
    const told: (string | null)[] = [];
    for (let tries = 0; tries < 4; tries += 1) told.push(await refusal(await pairWith(stage(), 'AAAAAAAA')));
    expect(told).toEqual(Array<string>(4).fill('pairing-code-wrong'));
    const answer = await pairWith(stage(), right);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(15);
  });
}
