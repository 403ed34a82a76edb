/** Money and the keypad: digits to integers and back, with no float on the way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pressKey, type AmountKey } from '../../../src/core/money/keypad.ts';
import {
  currencies,
  exponentOf,
  formatMoney,
  isCurrency,
  MAX_MINOR,
  money,
  parseDecimal,
  sameMoney,
  toDecimal,
} from '../../../src/core/money/money.ts';

describe('reading a decimal text', () => {
  it.each([
    ['13', 'USD', 1300],
    ['13.00', 'USD', 1300],
    ['0.5', 'USD', 50],
    ['0.01', 'USD', 1],
    ['00012.30', 'USD', 1230],
    ['0', 'USD', 0],
    ['1250', 'JPY', 1250],
    ['1250.00', 'JPY', 1250],
    ['100.10', 'CNY', 10010],
    ['0.10', 'USD', 10],
    ['90071992.54', 'USD', 9007199254],
  ] as const)('reads %s %s as %i minor units', (text, currency, minor) => {
    expect(parseDecimal(text, currency)).toEqual({ ok: true, money: { minor, currency } });
  });

  it.each([
    ['', 'USD', 'not-a-number'],
    ['-1', 'USD', 'not-a-number'],
    ['+1', 'USD', 'not-a-number'],
    ['1,000', 'USD', 'not-a-number'],
    [' 1', 'USD', 'not-a-number'],
    ['1.', 'USD', 'not-a-number'],
    ['.5', 'USD', 'not-a-number'],
    ['1e3', 'USD', 'not-a-number'],
    ['0x10', 'USD', 'not-a-number'],
    ['１２', 'USD', 'not-a-number'],
    ['12.505', 'USD', 'too-many-decimals'],
    ['12.5', 'JPY', 'too-many-decimals'],
    ['10000000000.00', 'USD', 'too-large'],
  ] as const)('refuses %j in %s: %s', (text, currency, problem) => {
    expect(parseDecimal(text, currency)).toEqual({ ok: false, problem });
  });
});

const anyMoney = fc
  .tuple(fc.integer({ min: 0, max: MAX_MINOR }), fc.constantFrom(...currencies()))
  .map(([minor, currency]) => money(minor, currency));

describe('any amount', () => {
  it('survives the wire', () => {
    fc.assert(
      fc.property(anyMoney, (amount) => {
        expect(parseDecimal(toDecimal(amount), amount.currency)).toEqual({ ok: true, money: amount });
      }),
    );
  });

  it('is written with exactly its currency’s digits', () => {
    fc.assert(
      fc.property(anyMoney, (amount) => {
        expect(toDecimal(amount).split('.')[1]?.length ?? 0).toBe(exponentOf(amount.currency));
      }),
    );
  });

  it('is shown with the same digits as it has', () => {
    fc.assert(
      fc.property(anyMoney, (amount) => {
        expect(Number(formatMoney(amount, 'en-US').replace(/\D/g, ''))).toBe(amount.minor);
      }),
    );
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, MAX_MINOR + 1])('cannot be made of %d', (minor) => {
    expect(() => money(minor, 'USD')).toThrow(RangeError);
  });
});

describe('showing an amount', () => {
  it.each([
    [1250, 'USD', 'en-US', '$12.50'],
    [123456789, 'USD', 'en-US', '$1,234,567.89'],
    [1250, 'JPY', 'en-US', '¥1,250'],
    [1250, 'CNY', 'zh-CN', '¥12.50'],
    [0, 'USD', 'en-US', '$0.00'],
  ] as const)('%i minor %s in %s is %s', (minor, currency, locale, text) => {
    expect(formatMoney(money(minor, currency), locale)).toBe(text);
  });

  it('tells currencies apart', () => {
    expect(isCurrency('USD')).toBe(true);
    expect(isCurrency('toString')).toBe(false);
    expect(sameMoney(money(1, 'USD'), money(1, 'CNY'))).toBe(false);
    expect(sameMoney(money(1, 'USD'), money(1, 'USD'))).toBe(true);
  });
});

describe('the keypad', () => {
  const type = (keys: readonly AmountKey[], max?: number) =>
    keys.reduce((state, key) => pressKey(state.amount, key, max), {
      amount: money(0, 'USD'),
      refused: false,
    });

  it.each<[string, AmountKey[], number, boolean]>([
    ['digits shift in from the right', ['1', '2', '5', '0'], 1250, false],
    ['00 shifts two places', ['1', '2', '00'], 1200, false],
    ['a leading zero does nothing', ['0', '00', '5'], 5, false],
    ['back takes the last digit', ['1', '2', 'back'], 1, false],
    ['back on nothing is nothing', ['back'], 0, false],
    ['clear empties', ['9', '9', 'clear'], 0, false],
  ])('%s', (_name, keys, minor, refused) => {
    const result = type(keys);
    expect(result.amount.minor).toBe(minor);
    expect(result.refused).toBe(refused);
  });

  it('refuses a digit that would not fit, and keeps the amount', () => {
    expect(type(['9', '9', '9', '1'], 9999)).toEqual({ amount: money(9991, 'USD'), refused: false });
    expect(type(['9', '9', '9', '1', '1'], 9999)).toEqual({ amount: money(9991, 'USD'), refused: true });
  });

  it('never leaves the range of money', () => {
    const key = fc.constantFrom<AmountKey>(
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '00',
      'back',
      'clear',
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
        const { minor } = type(keys).amount;
        expect(Number.isSafeInteger(minor) && minor >= 0 && minor <= MAX_MINOR).toBe(true);
      }),
    );
  });
});
