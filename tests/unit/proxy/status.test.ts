/** What is counted for a manager: calls, durations, and where the time of a request went. */
import { describe, expect, it } from 'vitest';
import type { GatewayAnswer, GatewayClient } from '../../../src/proxy/gateway/client.ts';
import { CallMeter } from '../../../src/proxy/status/call-meter.ts';
import { Latencies } from '../../../src/proxy/status/latencies.ts';
import { Legs } from '../../../src/proxy/status/legs.ts';
import { makeManualTime } from '../../fakes/timers.ts';

const WORD = { code: '000100' } as unknown as GatewayAnswer;

function setup() {
  const time = makeManualTime();
  const paid: string[] = [];
  const meter = new CallMeter({
    clock: time.clock,
    onpay: (wallet, ms) => void paid.push(`${wallet} ${Math.round(ms)}`),
  });
  const after = (ms: number, answer: GatewayAnswer): Promise<GatewayAnswer> =>
    new Promise((resolve) => void time.timers.after(ms, () => resolve(answer)));
  let next: GatewayAnswer = WORD;
  const answer = (): Promise<GatewayAnswer> => after(300, next);
  const client: GatewayClient = {
    add: answer,
    pay: answer,
    query: answer,
    cancel: answer,
    refund: answer,
    stop: () => undefined,
  };
  const say = (word: GatewayAnswer): void => void (next = word);
  return { time, meter, paid, say, counted: meter.count(client) };
}
const order = { transactionNo: null, reference: 'r1' };

describe('the calls to the gateway', () => {
  it('are counted by their answers: silence in a row, until one is heard', async () => {
    const { time, meter, counted, say } = setup();
    say('silent');
    for (const call of [counted.query(order), counted.cancel(order)]) void call;
    await time.advance(300);
    expect([meter.silentInARow, meter.lastAnswerAt]).toEqual([2, null]);
    say(WORD);
    void counted.query(order);
    await time.advance(300);
    expect([meter.silentInARow, meter.lastAnswerAt]).toEqual([0, time.clock.now()]);
  });

  it('tell how long an answered pay took; a silent one is no answer', async () => {
    const { time, paid, counted, say } = setup();
    void counted.pay(order, 'c', 'alipay');
    say('silent');
    void counted.pay(order, 'c', 'wechat');
    await time.advance(300);
    expect(paid).toEqual(['alipay 300']);
  });

  it('are timed for who waits: also one that was on its way already, each moment once, no other attempt’s', async () => {
    const { time, meter, counted } = setup();
    void counted.query(order);
    await time.advance(100);
    const asked = meter.watch('r1');
    void counted.cancel(order);
    void counted.query({ ...order, reference: 'r2' });
    await time.advance(100);
    expect(meter.watch('r3')()).toBe(0);
    await time.advance(1_000);
    expect(Math.round(asked())).toBe(300);
  });
});

describe('durations', () => {
  it('give a median and a 95th percentile of the last two hundred', () => {
    const kept = new Latencies<string>();
    expect(kept.of('pay alipay')).toBeNull();
    for (let ms = 1; ms <= 300; ms += 1) kept.add('pay alipay', ms);
    expect(kept.of('pay alipay')).toEqual({ count: 200, p50: 200, p95: 290 });
    kept.add('pay line', 7);
    expect(kept.of('pay line')).toEqual({ count: 1, p50: 7, p95: 7 });
    expect(kept.names()).toEqual(['pay alipay', 'pay line']);
  });
});

describe('the legs of a request', () => {
  it('name only what took time, in milliseconds', async () => {
    const { time, meter, counted } = setup();
    const legs = new Legs(time.clock, meter);
    legs.ledger(() => undefined);
    expect(legs.header()).toBe('total;dur=0');
    const call = counted.query(order).then(() => undefined);
    const held = legs.wait(
      'r1',
      Promise.all([call, new Promise((resolve) => void time.timers.after(500, () => resolve(null)))]).then(
        () => undefined,
      ),
    );
    await time.advance(500);
    await held;
    expect(legs.header()).toBe('gateway;dur=300, wait;dur=500, total;dur=500');
  });
});
