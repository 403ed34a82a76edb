/** From the gateway's words to news: what ends an attempt, and everything that must not. */
import { describe, expect, test } from 'vitest';
import { readGatewayWord } from '../../../src/contract/gateway-api.ts';
import { money } from '../../../src/core/money/money.ts';
import type { GatewayAnswer } from '../../../src/proxy/gateway/client.ts';
import { isRefusal, isUnclear, mayBeDuplicate, readNews } from '../../../src/proxy/gateway/news.ts';

const expected = {
  reference: 'ref1',
  transactionNo: '297553638301777927',
  amount: money(1250, 'USD'),
} as const;

/** An answer as it stands on the wire; `change` replaces fields of the result. */
function answer(change: Record<string, unknown> = {}, envelope: Record<string, unknown> = {}): GatewayAnswer {
  const result = {
    amount: '12.50',
    currency: 'USD',
    reference: 'ref1',
    settleCurrency: 'USD',
    status: 'success',
    transactionNo: '297553638301777927',
    transactionType: 'payment',
    ...change,
  };
  const body = { result, ret_code: '000100', ret_msg: 'query success ', ...envelope };
  return readGatewayWord(JSON.stringify(body)) ?? 'silent';
}

describe('what ends an attempt', () => {
  test('success with equal ids carries the sum that was paid', () => {
    expect(readNews(answer(), expected)).toEqual({
      event: { type: 'success', amount: money(1250, 'USD') },
      status: 'success',
      transactionNo: '297553638301777927',
      leg: 'ok',
      isMissing: false,
      back: { refunds: [], minor: 0 },
    });
  });

  test.each([
    ['"12.5"', { amount: '12.5' }],
    ['a JSON number', { amount: 12.5 }],
    ['"12.500"', { amount: '12.500' }],
  ])('the sum may be written as %s', (_name, change) => {
    expect(readNews(answer(change), expected).event).toEqual({ type: 'success', amount: money(1250, 'USD') });
  });

  test('another sum is a success of that sum: the machine makes it "differs"', () => {
    expect(readNews(answer({ amount: '0.01' }), expected).event).toEqual({
      type: 'success',
      amount: money(1, 'USD'),
    });
  });

  test('add and pay call the status transactionStatus', () => {
    const { event } = readNews(answer({ status: undefined, transactionStatus: 'pending' }), expected);
    expect(event).toEqual({ type: 'pending' });
  });

  test('failed carries the reason its message gives', () => {
    const { event } = readNews(answer({ status: 'failed' }, { ret_msg: 'Insufficient balance.' }), expected);
    expect(event).toEqual({ type: 'failed', reason: 'funds' });
  });

  test.each([
    ['nothing more', {}, false],
    ['voidAmount 0.00', { voidAmount: '0.00' }, false],
    ['an empty refundInfo', { refundInfo: [] }, false],
    ['voidAmount', { voidAmount: '12.50' }, true],
    ['refundAmount', { refundAmount: 12.5 }, true],
    ['refundInfo', { refundInfo: [{ refundAmount: '12.50' }] }, true],
  ])('closed with %s: money had moved = %s', (_name, change, charged) => {
    const { event } = readNews(answer({ status: 'closed', ...change }), expected);
    expect(event).toEqual({ type: 'gateway-closed', charged });
  });

  test.each([
    ['refunds by their ids', { refundInfo: [{ refundReference: 'ref1-r1', refundAmount: '4.00' }] }, 1, 400],
    ['without an id only the sum', { refundInfo: [{ refundAmount: 4 }, { refundAmount: '1.00' }] }, 0, 500],
    ['a cancel’s money', { voidAmount: '12.50' }, 0, 1250],
    ['both, counted once', { voidAmount: '12.50', refundInfo: [{ refundAmount: '12.50' }] }, 0, 1250],
    ['a sum that cannot be read', { refundInfo: [{ refundReference: 'x', refundAmount: 'all' }] }, 1, 0],
  ])('what went back: %s', (_name, change, named, minor) => {
    const { back } = readNews(answer(change), expected);
    expect([back?.refunds.length, back?.minor]).toEqual([named, minor]);
  });

  test('an end over the sum that is known to be taken is about this attempt', () => {
    const other = { ...expected, taken: money(1300, 'USD') };
    const closed = answer({ status: 'closed', amount: '13.00' });
    expect(readNews(closed, other).event.type).toBe('gateway-closed');
    expect(readNews(closed, expected).event.type).toBe('no-news');
  });

  test.each([
    ['all of it back', '13.00', 'gateway-closed'],
    ['a part of it back', '12.99', 'no-news'],
  ])('closed over another sum than was asked, %s', (_name, refundAmount, type) => {
    const refundInfo = [{ refundTransactionId: '7', refundReference: null, refundAmount, currency: 'USD' }];
    const { event } = readNews(answer({ status: 'closed', amount: '13.00', refundInfo }), expected);
    expect(event.type).toBe(type);
  });

  test('closed and failed may leave the sum out', () => {
    const { event } = readNews(answer({ status: 'closed', amount: null, currency: null }), expected);
    expect(event).toEqual({ type: 'gateway-closed', charged: false });
  });
});

describe('what is no news', () => {
  test.each([
    ['another reference', { reference: 'ref2' }],
    ['no reference', { reference: null }],
    ['another transaction', { transactionNo: '297553638301777928' }],
    [
      'a transaction number that came as a number and lost its end',
      { transactionNo: Number('297553638301777927') },
    ],
    ['a refund', { transactionType: 'refund' }],
    ['a success without a sum', { amount: null }],
    ['a success in no currency', { currency: null }],
    ['a success in a currency nobody knows', { currency: 'XXX' }],
    ['a success over "a lot"', { amount: 'a lot' }],
  ])('%s is not about this attempt, and no answer for the ladder', (_name, change) => {
    const news = readNews(answer(change), expected);
    expect(news).toMatchObject({ event: { type: 'no-news' }, status: null, transactionNo: null });
    expect(isUnclear(news)).toBe(true);
  });

  test.each([
    ['failed over another sum', { status: 'failed', amount: '1.00' }],
    ['closed in another currency', { status: 'closed', currency: 'CNY' }],
  ])('%s ends nothing, but the gateway has answered', (_name, change) => {
    const news = readNews(answer(change), expected);
    expect(news).toMatchObject({ event: { type: 'no-news' }, status: 'other' });
  });

  test.each(['init', 'dealing', 'refunded', 'successful', 'SUCCESS', ''])(
    'status "%s" moves nothing',
    (status) => {
      const news = readNews(answer({ status }), expected);
      expect(news.event).toEqual({ type: 'no-news' });
      expect(news.status).toBe(status === 'init' ? 'init' : 'other');
    },
  );

  test.each(['000000', '000010', '000020', '000022', '000023', '000030', '000040', '999999'])(
    'ret_code %s moves nothing, whatever the result says',
    (ret_code) => {
      const news = readNews(answer({}, { ret_code }), expected);
      expect(news).toMatchObject({ event: { type: 'no-news' }, status: null, leg: 'ok' });
    },
  );

  test('"no record" is an answer, moves nothing, and leaves pay unclear', () => {
    const news = readNews(answer({}, { ret_code: '000021', result: null }), expected);
    expect(news).toMatchObject({ event: { type: 'no-news' }, status: 'other', isMissing: true });
    expect(isUnclear(news)).toBe(true);
  });

  test('silence names the gateway, a supplier error the wallet', () => {
    expect(readNews('silent', expected).leg).toBe('gateway-silent');
    expect(readNews(answer({}, { ret_code: '000080' }), expected).leg).toBe('wallet-silent');
  });
});

describe('bodies', () => {
  test.each([
    ['HTML', '<html>Please sign in</html>'],
    ['half a body', '{"ret_code":"0001'],
    ['the illegal comma of the docs', '{"ret_code":"000000","retMsg":"data error : verifySign",}'],
    ['a list', '[]'],
    ['no ret_code', '{"ret_msg":"ok"}'],
    ['nothing', ''],
  ])('%s is not the gateway speaking', (_name, body) => {
    expect(readGatewayWord(body)).toBeNull();
  });

  test('retMsg is read where ret_msg is missing, and blanks at the end are dropped', () => {
    expect(readGatewayWord('{"ret_code":"000000","retMsg":"data error : verifySign "}')).toEqual({
      retCode: '000000',
      retMsg: 'data error : verifySign',
      result: null,
    });
  });
});

test.each([
  ['000023', 'format', true, true],
  ['000021', 'no record', true, false],
  ['000000', 'data error : verifySign', true, false],
  ['000000', 'system error', false, false],
  ['000080', 'supplier error', false, false],
])('ret_code %s "%s": a refusal = %s, perhaps a duplicate = %s', (ret_code, ret_msg, refused, duplicate) => {
  const word = answer({}, { ret_code, ret_msg, result: null });
  expect([isRefusal(word), mayBeDuplicate(word)]).toEqual([refused, duplicate]);
});
