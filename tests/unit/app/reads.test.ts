/** Where a read goes: to the check of the scanners while that is open, else to the pairing or the sale. */
import { describe, expect, it } from 'vitest';
import { amountKeys, pairingInHash, takeRead } from '../../../src/app/state/reads.ts';
import type { ScanRead } from '../../../src/scan/scanner.ts';
import type { TillView } from '../../../src/till/view.ts';

function setup(pairing: TillView['pairing']['name']) {
  const went: string[] = [];
  const till = {
    view: () => ({ pairing: { name: pairing } }) as TillView,
    pair: async (text: string) => void went.push(`pair ${text}`),
    readCode: async (text: string, source: string) => void went.push(`sale ${text} ${source}`),
  };
  return { till, went };
}

const read = (atMonotonic: number): ScanRead => ({ text: 'X', source: 'wedge', atMonotonic });

describe('a read', () => {
  it('goes to the sale, or to the pairing while there is no shop', async () => {
    const paired = setup('paired');
    await takeRead(paired.till, { onread: null, checkedUntil: -Infinity }, read(1));
    const unpaired = setup('unpaired');
    await takeRead(unpaired.till, { onread: null, checkedUntil: -Infinity }, read(1));
    expect([paired.went, unpaired.went]).toEqual([['sale X wedge'], ['pair X']]);
  });

  it('is the check’s alone while that is open, and what was read then is no sale’s later', async () => {
    const { till, went } = setup('paired');
    const checked: string[] = [];
    await takeRead(till, { onread: ({ text }) => void checked.push(text), checkedUntil: -Infinity }, read(1));
    await takeRead(till, { onread: null, checkedUntil: 500 }, read(480));
    expect([went, checked]).toEqual([[], ['X']]);
    await takeRead(till, { onread: null, checkedUntil: 500 }, read(501));
    expect(went).toEqual(['sale X wedge']);
  });
});

describe('typed characters', () => {
  it('are amount keys where they are digits', () => {
    expect(amountKeys(['1', 'a', '0', '٣'])).toEqual(['1', '0']);
  });
});

describe('the address', () => {
  it.each([
    ['#pair=shop.ABCD2345', 'shop.ABCD2345'],
    ['#pair=', null],
    ['#pair=<script>', null],
    ['', null],
  ])('%s', (hash, code) => {
    expect(pairingInHash(hash)).toBe(code);
  });
});
