/** A new version never takes a sale away. */
import { describe, expect, it } from 'vitest';
import { mayReload, Update } from '../../../src/app/state/update.svelte.ts';
import { money } from '../../../src/core/money/money.ts';
import type { TillView } from '../../../src/till/view.ts';
import { EMPTY_VIEW, type FakeTill, makeFakeTill } from './fake-till.ts';
import { COUNTERS, DETAIL, RECEIPT } from './views.ts';

interface World {
  readonly till: FakeTill;
  readonly log: string[];
  readonly update: Update;
  readonly emit: (type: 'waiting' | 'controlling') => void;
}

/** A page with a registered service worker; `log` tells what the page did. */
async function openPage(view: Partial<TillView>): Promise<World> {
  const till = makeFakeTill(view);
  const log: string[] = [];
  const listeners = new Map<string, () => void>();
  const update = new Update({
    till,
    timers: { after: () => () => undefined },
    reload: () => void log.push('reload'),
    onfailure: () => undefined,
  });
  await update.start({
    addEventListener: (type, listener) => void listeners.set(type, listener),
    register: () => Promise.resolve(),
    messageSkipWaiting: () => void log.push('let in'),
    update: () => Promise.resolve(),
  });
  return { till, log, update, emit: (type) => listeners.get(type)?.() };
}

describe('an update', () => {
  it('comes in at once on an idle till and reloads when it has control', async () => {
    const { log, emit } = await openPage({});
    emit('waiting');
    emit('controlling');
    expect(log).toEqual(['let in', 'reload']);
  });

  it('waits while anything is unfinished, and comes in when the counter is free', async () => {
    const { till, log, update, emit } = await openPage({ busy: true, counter: COUNTERS.waiting });
    emit('waiting');
    expect(update.isWaiting).toBe(true);
    till.show({ counter: COUNTERS.paid });
    till.show({ counter: COUNTERS.amount });
    expect(log).toEqual([]);
    till.show({ busy: false });
    till.show({ busy: false });
    expect(log).toEqual(['let in']);
  });

  it('does not reload when the very first worker takes control', async () => {
    const { log, emit } = await openPage({});
    emit('controlling');
    expect(log).toEqual([]);
  });

  it.each([
    ['a typed amount', { counter: { ...COUNTERS.amount, amount: money(5, 'USD') } }],
    ['a typed note', { counter: { ...COUNTERS.amount, note: 'cake' } }],
    ['a result on the counter', { counter: COUNTERS.paid }],
    ['an open sheet', { detail: DETAIL }],
    ['an open receipt', { receipt: RECEIPT }],
    ['something unfinished', { busy: true }],
  ] as const)('waits for %s', (_, change) => {
    expect(mayReload(EMPTY_VIEW)).toBe(true);
    expect(mayReload({ ...EMPTY_VIEW, ...change })).toBe(false);
  });
});
