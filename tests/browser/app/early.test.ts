/** The keypad of the last start: shown only where it still holds, and its digits are the till's. */
import fc from 'fast-check';
import { tick } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { EarlyKeypad, typeEarly, writeEarly } from '../../../src/app/early/early-keypad.ts';
import { keepEarly, markSale, readEarly, type EarlyMarkup } from '../../../src/app/early/early-markup.ts';
import { keepEarlyPage } from '../../../src/app/early/keep-early-page.ts';
import { pressKey, type AmountKey } from '../../../src/core/money/keypad.ts';
import { money } from '../../../src/core/money/money.ts';
import type { Keep } from '../../../src/till/deps.ts';
import { EMPTY_VIEW } from './fake-till.ts';

const KEYS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '00', 'back'] as const;
const BUILD = 'one en';
const MARKUP: EarlyMarkup = {
  html: '<h1 class="amount empty" style="--n: 6" data-fit="1">$0.00<i></i></h1><div class="act"><button>Charge</button></div><button data-key="7">7</button><button data-key="00">00</button><button data-key="back">del</button>',
  language: 'en',
  theme: 'dark',
  zero: '$0.00',
  most: 6,
};

function shelf(): Keep {
  const kept = new Map<string, string>();
  return {
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => void (value === null ? kept.delete(key) : kept.set(key, value)),
  };
}

describe('an early amount', () => {
  it.each([
    ['', '$0.00', '$0.00'],
    ['5', '$0.00', '$0.05'],
    ['725', '$0.00', '$7.25'],
    ['123456', '$0.00', '$1234.56'],
    ['12', '¥0', '¥12'],
    ['725', '0,00 US$', '7,25 US$'],
  ])('%s is written like %s: %s', (digits, zero, text) => {
    expect(writeEarly(digits, zero)).toBe(text);
  });

  it('is what the till makes of the same keys', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<AmountKey>(...KEYS), { maxLength: 20 }),
        fc.integer({ min: 1, max: 12 }),
        (keys, most) => {
          const digits = keys.reduce((now, key) => typeEarly(now, key, most), '');
          const amount = keys.reduce(
            (now, key) => pressKey(now, key, 10 ** most - 1).amount,
            money(0, 'USD'),
          );
          expect(Number(digits)).toBe(amount.minor);
        },
      ),
    );
  });
});

describe('what is kept for the next start', () => {
  it('is shown again by the same build, in the same looks', () => {
    const keep = shelf();
    expect(readEarly(keep, BUILD)).toBeNull();
    keepEarly(keep, BUILD, MARKUP);
    expect(readEarly(keep, BUILD)).toMatchObject({ language: 'en', theme: 'dark', zero: '$0.00' });
  });

  it.each<[string, (keep: Keep) => unknown]>([
    ['of another build, or in a browser that speaks another language', (keep) => readEarly(keep, 'two en')],
    ['once another theme was chosen', (keep) => (keep.set('pling.theme', 'light'), readEarly(keep, BUILD))],
    [
      'once the shop has another name',
      (keep) => (keep.set('pling.shop', '{"name":"Corner"}'), readEarly(keep, BUILD)),
    ],
    ['while a sale is on the counter', (keep) => (markSale(keep, true), readEarly(keep, BUILD))],
    ['where it is damaged', (keep) => (keep.set('pling.early', '{"html":1'), readEarly(keep, BUILD))],
    ['where it is something else', (keep) => (keep.set('pling.early', '[]'), readEarly(keep, BUILD))],
  ])('is not shown %s', (_when, read) => {
    const keep = shelf();
    keepEarly(keep, BUILD, MARKUP);
    expect(read(keep)).toBeNull();
  });

  it('is shown whatever the ledger has told of the shop meanwhile', () => {
    const keep = shelf();
    keep.set('pling.shop', '{"name":"Corner","serverTime":1}');
    keepEarly(keep, BUILD, MARKUP);
    keep.set('pling.shop', '{"name":"Corner","serverTime":2}');
    expect(readEarly(keep, BUILD)).not.toBeNull();
  });

  it('is shown again once the sale is over', () => {
    const keep = shelf();
    keepEarly(keep, BUILD, MARKUP);
    markSale(keep, true);
    markSale(keep, false);
    expect(readEarly(keep, BUILD)).not.toBeNull();
  });
});

describe('the till', () => {
  const words = { language: 'en', money: () => '$0.00' } as const;
  const target = document.createElement('div');
  const keepWith = async (change: Partial<typeof EMPTY_VIEW>): Promise<string | null> => {
    const keep = shelf();
    keepEarlyPage({
      build: 'one',
      isKept: false,
      till: { view: () => ({ ...EMPTY_VIEW, ...change }), subscribe: () => () => undefined },
      keep,
      words,
      target,
    });
    await tick();
    return keep.get('pling.early');
  };
  const unread = { ...EMPTY_VIEW.roll, isRead: false };

  it('keeps the keypad as it is before the journal is read, and never a day with its sales', async () => {
    expect(await keepWith({ roll: unread })).not.toBeNull();
    expect(await keepWith({ roll: EMPTY_VIEW.roll })).toBeNull();
  });

  it('keeps none without a shop, or while something is wrong', async () => {
    expect(await keepWith({ roll: unread, shop: null })).toBeNull();
    expect(await keepWith({ roll: unread, trouble: 'cannot-save' })).toBeNull();
  });
});

describe('an early keypad', () => {
  const place = document.createElement('div');
  afterEach(() => place.remove());
  const show = (): EarlyKeypad => {
    const keep = shelf();
    keepEarly(keep, BUILD, MARKUP);
    document.body.append(place);
    return new EarlyKeypad(place, readEarly(keep, BUILD) ?? MARKUP);
  };
  const press = (key: string): void =>
    place.querySelector<HTMLButtonElement>(`button[data-key="${key}"]`)?.click();

  it('shows the digits it takes, and hands its keys on when it goes', () => {
    const keypad = show();
    for (const key of ['7', '7', 'back', '00']) press(key);
    const figure = place.querySelector<HTMLElement>('h1');
    expect(figure?.textContent).toBe('$7.00');
    expect(figure?.className).toBe('amount');
    expect(figure?.style.getPropertyValue('--n')).toBe('6');
    expect(keypad.leave()).toEqual(['7', '7', 'back', '00']);
    expect(place.isConnected).toBe(false);
  });

  it('takes nothing but digits: what charges is not there yet', () => {
    show();
    expect(place.querySelector<HTMLElement>('.act')?.inert).toBe(true);
  });
});
