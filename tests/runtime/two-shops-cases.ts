/** Two shops behind one address: nothing of one is seen, taken or moved by the other. */
import { expect, test } from 'vitest';
import { sign } from '../../src/proxy/gateway/signature.ts';
import { askForInvitation } from '../../src/server/control.ts';
import { attemptOf, stateOf } from '../proxy-with-gateway/hand-till.ts';
import { openFeed } from './live-feed.ts';
import { tells } from './news-cases.ts';
import { refusal, type Stage } from './stage.ts';
import { TOKENS, type TwoShops } from './two-shops.ts';

async function pay(stage: Stage) {
  const sale = stage.till.sale();
  const reference = sale.reference();
  const paid = attemptOf(await sale.pay(reference, (await stage.mint()).code));
  return { sale, reference, paid };
}

/** Cases over two shops that others use, too. */
export function twoShopsCases(shops: () => TwoShops): void {
  test('each till is its own shop’s, and both charge over the network', async () => {
    const { main, harbour } = shops();
    expect([main.till.shop.name, harbour.till.shop.name]).toEqual(['Main Street', 'Harbour']);
    expect(main.till.shop.realm).not.toBe(harbour.till.shop.realm);
    for (const stage of [main, harbour]) {
      const { reference, paid } = await pay(stage);
      expect(paid.state.name).toBe('paid');
      expect((await stage.book(reference)).charges).toBe(1);
    }
  });

  test('what one shop opened is unknown in the other, and can be neither cancelled nor given back there', async () => {
    const { main, harbour } = shops();
    const { sale, reference } = await pay(main);
    const ask = async (method: string, path: string, body?: object): Promise<string | null> =>
      refusal(await harbour.till.request(method, path, body));
    expect(await ask('GET', `/api/attempts/${reference}`)).toBe('attempt-unknown');
    const claim = { ...sale.claim, realm: harbour.till.shop.realm };
    expect(await ask('POST', `/api/attempts/${reference}/cancel`, claim)).toBe('attempt-unknown');
    const sales = await (await harbour.till.request('GET', '/api/sales')).text();
    expect(sales).not.toContain(reference);
    expect(stateOf(await sale.look(reference))).toBe('paid');
  });

  test('a cookie of one shop under the other’s name is nobody’s', async () => {
    const { main, harbour } = shops();
    const forged = main.till.cookie.replace(main.till.shop.realm, harbour.till.shop.realm);
    expect(forged).not.toBe(main.till.cookie);
    const answer = await fetch(`${main.origin}/api/shop`, { headers: { cookie: forged } });
    expect(await refusal(answer)).toBe('not-paired');
  });

  test('a typed code leads to its own shop; under the other’s name it is wrong', async () => {
    const { main, harbour } = shops();
    const pairWith = (code: string): Promise<Response> =>
      fetch(`${main.origin}/api/pair`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      });
    const code = await harbour.makePairingCode();
    expect(await refusal(await pairWith(`${main.till.shop.realm}.${code}`))).toBe('pairing-code-wrong');
    const paired = await pairWith(code.toLowerCase());
    expect(await paired.json()).toMatchObject({ name: 'Harbour' });
  });

  test('who asks for a code names one of the shops', async () => {
    const asked = { ...shops().main.asked, shop: null };
    await expect(askForInvitation(asked, fetch)).rejects.toThrow(/Which shop\?.*“Main Street”, “Harbour”/);
  });

  test('a webhook is read with its own shop’s token alone', async () => {
    const { main } = shops();
    const sale = main.till.sale();
    const reference = sale.reference();
    const { transactionNo } = attemptOf(await sale.pay(reference, (await main.mint('confirm')).code));
    const fields = {
      amount: '12.50',
      currency: 'USD',
      reference,
      settleCurrency: 'USD',
      status: 'success',
      time: '20261012173000',
      transactionNo: transactionNo ?? '',
    };
    const deliver = async (path: string, token: string): Promise<string> => {
      const body = new URLSearchParams({ ...fields, verifySign: sign(fields, token) });
      return (await fetch(`${main.origin}/webhooks/pockyt${path}`, { method: 'POST', body })).text();
    };
    const { realm } = main.till.shop;
    for (const [path, token] of [
      [`/${realm}`, TOKENS['303660']],
      [`/${shops().harbour.till.shop.realm}`, TOKENS['300014']],
      ['', TOKENS['300014']],
    ] as const) {
      expect(await deliver(path, token)).not.toBe('success');
      expect(stateOf(await sale.look(reference))).toBe('waiting');
    }
    expect(await deliver(`/${realm}`, TOKENS['300014'])).toBe('success');
    expect(stateOf(await sale.look(reference))).toBe('paid');
  });

  test('each receipt is found behind the one address, with its shop’s name', async () => {
    const { main, harbour } = shops();
    for (const stage of [main, harbour]) {
      const { paid } = await pay(stage);
      const page = await fetch(`${stage.origin}/r/${paid.receiptToken}`);
      expect(await page.text()).toContain(`<h1>${stage.till.shop.name}</h1>`);
    }
  });

  test('no feed tells of the other shop’s sales', async () => {
    const { main, harbour } = shops();
    const feeds = [await openFeed(main.till), await openFeed(harbour.till)] as const;
    const [here, there] = [await pay(main), await pay(harbour)];
    await feeds[0].find(tells(here.reference, 'paid'));
    await feeds[1].find(tells(there.reference, 'paid'));
    expect(JSON.stringify(feeds[0].frames())).not.toContain(there.reference);
    expect(JSON.stringify(feeds[1].frames())).not.toContain(here.reference);
    await Promise.all(feeds.map((feed) => feed.leave()));
  });
}
