/** The shop's own code: made, shown as a picture, scanned by a customer, and paid, asked or refused as any other. */
import { describe, expect, test } from 'vitest';
import type { CodeView } from '../../../src/gateway-sim/customer.ts';
import { IPN_URL, World, type Reply } from './world.ts';

const PATH = '/app-instore/v3/create-trans-qrcode';
const wish = { amount: '0.11', currency: 'USD', settleCurrency: 'USD', vendor: 'alipay', reference: 'qr-1' };
const make = (world: World, more: Record<string, string> = {}): Promise<Reply> =>
  world.call(PATH, { ...wish, ...more });
const linkOf = (reply: Reply): string => String(reply.result['deepLink']);

describe('create-trans-qrcode', () => {
  test('is answered with every documented field, under result', async () => {
    const reply = await make(new World());
    const number = reply.result['transactionNo'];
    expect(JSON.parse(reply.text)).toEqual({
      result: {
        reference: 'qr-1',
        amount: '0.11',
        deepLink: `http://localhost/sim/qr/${String(number)}`,
        transactionNo: expect.stringMatching(/^[1-9]\d{17}$/) as string,
        settleCurrency: 'USD',
        currency: 'USD',
        timeout: '120',
        qrcodeUrl: `http://localhost/sim/qr/${String(number)}.svg`,
      },
      ret_code: '000100',
      ret_msg: 'add success',
    });
  });

  test('its picture can be fetched, no other can', async () => {
    const world = new World();
    const { pathname } = new URL(String((await make(world)).result['qrcodeUrl']));
    const picture = await world.sim.app.request(pathname);
    expect([picture.headers.get('content-type'), (await picture.text()).slice(0, 4)]).toEqual([
      'image/svg+xml',
      '<svg',
    ]);
    expect((await world.sim.app.request('/sim/qr/290000000000000000.svg')).status).toBe(404);
  });

  test('without a picture where none is needed', async () => {
    const world = new World({ needQrcode: false });
    expect((await make(world)).result['qrcodeUrl']).toBe(null);
    const more = { reference: 'qr-2', needQrcode: 'true', timeout: '5' };
    expect((await make(world, more)).result).toMatchObject({
      qrcodeUrl: expect.any(String) as string,
      timeout: '5',
    });
  });

  test.each([
    ['no vendor', { vendor: '' }, '000020'],
    ['no reference', { reference: '' }, '000020'],
    ['a wallet that cannot scan yet', { vendor: 'unionpay' }, '000023'],
    ['a needQrcode that is neither', { needQrcode: 'yes' }, '000023'],
    ['an amount of nothing', { amount: '0' }, '000023'],
    ['a webhook over plain http', { ipnUrl: 'http://shop.example/hook' }, '000023'],
  ])('with %s is refused', async (_name, change, code) => {
    expect((await make(new World(), change)).ret_code).toBe(code);
  });

  test('shares its references with add', async () => {
    const world = new World();
    await world.order({ reference: 'qr-1' });
    expect((await make(world)).ret_code).toBe('000023');
  });

  test('is closed by its time-out and by a cancel as any order', async () => {
    const world = new World();
    await make(world, { timeout: '5' });
    await world.time.pass(300_000);
    expect(await world.status('qr-1')).toBe('closed');
    await make(world, { reference: 'qr-2' });
    await world.cancel('qr-2');
    expect(await world.status('qr-2')).toBe('closed');
  });

  test('is not paid by the code of a wallet', async () => {
    const world = new World();
    await make(world);
    expect((await world.pay('qr-1', (await world.code()).code)).ret_code).toBe('000040');
  });
});

describe('a customer who scans it', () => {
  const scan = (world: World, body: object): Promise<{ status: number; body: CodeView }> =>
    world.admin<CodeView>('POST', '/wallets/scans', body);

  test('pays, once, and the shop is told', async () => {
    const world = new World({ addTakesIpnUrl: false });
    const deepLink = linkOf(await make(world, { ipnUrl: IPN_URL }));
    const scanned = await scan(world, { deepLink, wallet: 'alipay' });
    expect([scanned.status, scanned.body.state]).toEqual([201, 'paid']);
    expect((await scan(world, { deepLink, wallet: 'alipay' })).status).toBe(409);
    expect(await world.line('qr-1')).toMatchObject({ charges: 1, wallet: 'alipay', status: 'success' });
    await world.time.pass(1_000);
    expect(world.hooks.map((hook) => hook.fields.get('status'))).toEqual(['success']);
    await world.refund('qr-1', '0.11');
    expect((await world.line('qr-1')).givenBack).toBe('0.11');
  });

  test('is asked, and confirms or not', async () => {
    const world = new World();
    const deepLink = linkOf(await make(world));
    const { body } = await scan(world, { deepLink, wallet: 'alipay-plus', behaviour: 'confirm' });
    expect([body.state, await world.status('qr-1')]).toEqual(['asking', 'pending']);
    expect(world.sim.confirm(body.id, true)).toBe(true);
    expect(await world.status('qr-1')).toBe('success');
  });

  test.each([
    ['no-funds', 'failed'],
    ['late', 'success'],
    ['slow', 'success'],
  ] as const)('%s: %s in the end', async (behaviour, status) => {
    const world = new World();
    const deepLink = linkOf(await make(world));
    world.sim.scan({ deepLink, wallet: 'alipay', behaviour, afterMs: 5_000 });
    await world.time.pass(5_000);
    expect(await world.status('qr-1')).toBe(status);
  });

  test.each([
    [{ deepLink: 'http://localhost/sim/qr/1', wallet: 'alipay' }, 404],
    [{ wallet: 'alipay' }, 400],
    [{ deepLink: 'x', wallet: 'gold' }, 400],
  ])('like %j is told why not', async (body, status) => {
    expect((await scan(new World(), body)).status).toBe(status);
  });

  test('with another wallet than the code is for is told so', async () => {
    const world = new World();
    const deepLink = linkOf(await make(world, { vendor: 'wechatpay' }));
    expect((await scan(world, { deepLink, wallet: 'alipay' })).status).toBe(409);
    expect((await scan(world, { deepLink, wallet: 'wechat' })).status).toBe(201);
  });
});
