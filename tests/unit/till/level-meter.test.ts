/** How long each step took: measured by the clock that never jumps, and only what this till did itself. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttemptSnapshot } from '../../../src/core/attempt-snapshot.ts';
import { applySaleEvent } from '../../../src/core/sale-fold.ts';
import type { Sale, SaleEvent } from '../../../src/core/sale.ts';
import { LevelMeter, type Span } from '../../../src/till/level-meter.ts';
import { makeManualClock, SHOP_MORNING } from '../../fakes/clock.ts';
import { referenceOf, saleAfter, sentSale, snapshotOf, takenOverSale } from '../../fakes/sales.ts';

const reference = referenceOf(1);
const OPENED: SaleEvent = { type: 'attempt-opened', reference };
const READ: SaleEvent = { type: 'code-read', reference, wallet: 'alipay', codeLifeMs: 60_000, sendBy: null };
const BEGUN: SaleEvent = { type: 'pay-begun', reference };
const CODE = [READ, BEGUN];

/** A meter over one sale that is written step by step. */
function setup(first: Sale = saleAfter([])) {
  const clock = makeManualClock();
  const spans: Span[] = [];
  const meter = new LevelMeter({ clock, onspan: (span) => spans.push({ ...span, ms: Math.round(span.ms) }) });
  let sale = first;
  const write = (...events: readonly SaleEvent[]): void => {
    const before = sale;
    sale = events.reduce((now, event) => applySaleEvent(now, event, clock.now()), sale);
    meter.onsale(before, sale);
  };
  const tell = (state: AttemptSnapshot['state']['name'], change: Partial<AttemptSnapshot> = {}): void =>
    write({ type: 'news', snapshot: snapshotOf(1, { state: { name: state } as never, ...change }) });
  const doubt = (): void => meter.look(sale.attempts);
  const told = (): string[] => spans.map(({ kind, wallet, ms }) => `${kind} ${wallet} ${ms}`);
  return { clock, meter, spans, write, tell, doubt, told };
}

describe('a charge that goes well', () => {
  it('has a time to read and a time to answer', async () => {
    const { clock, meter, spans, write, tell } = setup();
    write(OPENED);
    clock.pass(3_000);
    await meter.during('wedge', async () => write(...CODE));
    clock.pass(640);
    tell('paid');
    expect(spans).toEqual([
      { kind: 'read', ms: 3_000, wallet: 'alipay', source: 'wedge' },
      { kind: 'answer', ms: 640, wallet: 'alipay', source: null },
    ]);
  });

  it('does not count the customer at the phone as a slow answer', () => {
    const { clock, write, tell, told } = setup();
    write(OPENED);
    write(...CODE);
    clock.pass(700);
    tell('waiting');
    clock.pass(9_000);
    tell('paid', { version: 2 });
    expect(told()).toEqual(['read alipay 0', 'answer alipay 700', 'confirm alipay 9000']);
  });

  it('has the wallet that the gateway names, once it does', () => {
    const { write, tell, told } = setup();
    write(OPENED);
    write(...CODE);
    tell('declined', { wallet: 'alipay-plus' });
    expect(told()).toEqual(['read alipay 0', 'answer alipay-plus 0']);
  });

  it('counts no code that waits for the network as a slow answer', () => {
    const { clock, write, tell, told } = setup();
    write(OPENED);
    write(READ);
    clock.pass(20_000);
    write(BEGUN);
    clock.pass(500);
    tell('paid');
    expect(told()).toEqual(['read alipay 0', 'answer alipay 500']);
  });

  it.each(['cancelling', 'unresolved'] as const)('has no time to answer where it ends as %s', (name) => {
    const { clock, write, tell, told } = setup();
    write(OPENED);
    write(...CODE);
    clock.pass(16_000);
    tell(name, { state: { name, charged: false, before: { name: 'sent' } } as never });
    tell('paid', { version: 2 });
    expect(told()).toEqual(['read alipay 0']);
  });

  it('is measured for each attempt anew, once', () => {
    const { clock, write, tell, told } = setup();
    write(OPENED);
    write(...CODE);
    tell('paid');
    clock.pass(5_000);
    tell('paid', { version: 2, giveBack: 'owed' });
    expect(told()).toEqual(['read alipay 0', 'answer alipay 0']);
  });
});

describe('a clock that is set', () => {
  it.each([-3_600_000, 3_600_000])('by %i ms changes no time', (jump) => {
    const { clock, write, tell, told, doubt, meter } = setup();
    const set = (): void => clock.setWall(clock.now() + jump);
    write(OPENED);
    clock.pass(2_000);
    set();
    write(...CODE);
    clock.pass(6_000);
    doubt();
    set();
    clock.pass(1_000);
    meter.look([]);
    tell('waiting');
    expect(told()).toEqual(['read alipay 2000', 'doubt alipay 2000', 'answer alipay 7000']);
  });

  it.each([
    ['an earlier run has begun is measured by the wall', 4_000, ['answer alipay 4000']],
    ['would have taken less than nothing is left out', -4_000, []],
    ['would have taken hours is left out', 9_000_000, []],
  ])('what %s', (_what, later, expected) => {
    const { clock, tell, told } = setup(sentSale());
    clock.setWall(SHOP_MORNING + later);
    tell('paid');
    expect(told()).toEqual(expected);
  });
});

describe('a sale that stands open', () => {
  it('for more than ten minutes says nothing of how fast codes are read', () => {
    const { clock, write, told } = setup();
    write(OPENED);
    clock.pass(600_001);
    write(...CODE);
    expect(told()).toEqual([]);
  });
});

describe('doubt', () => {
  it('lasts from five seconds of silence until something is known', () => {
    const { clock, meter, write, tell, told, doubt } = setup();
    write(OPENED);
    write(...CODE);
    clock.pass(5_010);
    doubt();
    clock.pass(2_990);
    doubt();
    meter.look([]);
    tell('paid');
    expect(told()).toEqual(['read alipay 0', 'doubt alipay 3000', 'answer alipay 8000']);
  });

  it('is one time, in whatever order the meter hears of its end', () => {
    const { clock, meter, write, tell, told, doubt } = setup();
    write(OPENED);
    write(...CODE);
    clock.pass(6_000);
    doubt();
    tell('paid');
    meter.look([]);
    expect(told()).toEqual(['read alipay 0', 'answer alipay 6000', 'doubt alipay 1000']);
  });

  it('while the customer confirms leaves the customer’s time untold', () => {
    const { clock, meter, write, tell, told, doubt } = setup();
    write(OPENED);
    write(...CODE);
    tell('waiting');
    clock.pass(7_000);
    doubt();
    clock.pass(4_000);
    meter.look([]);
    tell('paid', { version: 2 });
    expect(told()).toEqual(['read alipay 0', 'answer alipay 0', 'doubt alipay 4000']);
  });

  it('that an earlier run has begun goes on after a reload', () => {
    const { clock, meter, told, doubt } = setup(sentSale());
    clock.setWall(SHOP_MORNING + 12_000);
    doubt();
    clock.pass(1_000);
    meter.look([]);
    expect(told()).toEqual(['doubt alipay 8000']);
  });
});

describe('another till’s sale', () => {
  it('is measured only from when it is here', () => {
    const { clock, meter, told, tell } = setup(takenOverSale(1, { state: { name: 'sent' } }));
    clock.pass(2_000);
    tell('waiting', { version: 2 });
    clock.pass(3_000);
    tell('paid', { version: 3 });
    meter.look([]);
    expect(told()).toEqual(['confirm alipay 3000']);
  });
});

/** A code that is read a second time is refused before it is written. */
function writeOnce(write: (...events: readonly SaleEvent[]) => void): void {
  try {
    write(...CODE);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}

describe('whatever happens in whatever order', () => {
  const states = ['sent', 'waiting', 'paid', 'declined'] as const;
  const step = fc.oneof(
    fc.constantFrom('code' as const, 'doubt' as const, 'no doubt' as const, ...states),
    fc.record({ pass: fc.integer({ min: 0, max: 400_000 }) }),
    fc.record({ set: fc.integer({ min: -90_000_000, max: 90_000_000 }) }),
  );

  it('each time is told once at most, never below zero and never longer than what passed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { clock, meter, spans, write, tell, doubt } = setup();
        write(OPENED);
        let version = 0;
        for (const each of steps) {
          if (typeof each !== 'string')
            if ('pass' in each) clock.pass(each.pass);
            else clock.setWall(SHOP_MORNING + each.set);
          else if (each === 'doubt') doubt();
          else if (each === 'no doubt') meter.look([]);
          else if (each !== 'code') tell(each, { version: (version += 1) });
          else if (version === 0 && !spans.some(({ kind }) => kind === 'read')) writeOnce(write);
        }
        for (const { ms } of spans) {
          expect(ms).toBeGreaterThanOrEqual(0);
          expect(ms).toBeLessThanOrEqual(Math.ceil(clock.monotonic()));
        }
        for (const kind of ['read', 'answer', 'confirm'] as const)
          expect(spans.filter((span) => span.kind === kind).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
