/** Small parts of the wallet page: its address, its words. */
import { describe, expect, test } from 'vitest';
import { readAddress } from '../../../../src/gateway-sim/wallet/address.ts';
import { inFours, readableMoney } from '../../../../src/gateway-sim/wallet/words.ts';

describe('the address', () => {
  test('opens a wallet with a behaviour', () => {
    expect(readAddress('?wallet=alipay&behaviour=confirm')).toEqual({
      wallet: 'alipay',
      behaviour: 'confirm',
      form: 'bar',
      lifeMs: undefined,
      afterMs: undefined,
    });
  });

  test('without anything it asks whose phone it is; nonsense is left out', () => {
    expect(readAddress('')).toMatchObject({ wallet: null, behaviour: 'pay' });
    expect(readAddress('?form=nfc&lifeMs=-1&afterMs=2000')).toMatchObject({
      form: 'bar',
      lifeMs: undefined,
      afterMs: 2000,
    });
  });
});

describe('the words', () => {
  test.each([
    ['12.50', 'USD', '$12.50'],
    ['1250', 'JPY', '¥1,250'],
    ['1250.00', 'JPY', '¥1,250'],
    ['7', 'XTS', '7 XTS'],
  ])('%s %s is shown as %s', (amount, currency, shown) => {
    expect(readableMoney(amount, currency)).toBe(shown);
  });

  test.each([
    ['281234567890123456', '2812 3456 7890 1234 56'],
    ['12345678', '1234 5678'],
  ])('%s is printed as %s', (code, printed) => {
    expect(inFours(code)).toBe(printed);
  });
});
