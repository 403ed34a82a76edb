/** What the two people at a counter will do: the customer's wallet and temper, the cashier's acts, as plain data. */
import type { Behaviour, WalletName } from '../../src/gateway-sim/wallets.ts';
import type { Dice } from '../fakes/dice.ts';

/** What a cashier can do about a sale. */
export type Deed =
  | 'double-charge'
  | 'scan'
  | 'scan-same'
  | 'scan-other'
  /** a tap on a key that has just gone */
  | 'scan-again'
  | 'back'
  | 'cancel'
  | 'extend'
  | 'cash'
  | 'abandon'
  | 'next'
  | 'send-now'
  | 'trust'
  | 'keep'
  | 'give-back'
  | 'override'
  | 'by-hand'
  | 'refund'
  /** the same customer again, as if the first sale had never been */
  | 'again'
  /** another till goes on with the sale */
  | 'take'
  | 'reload'
  | 'finish';

/** One deed, `after` ms from the beginning of the sale. */
export interface Act {
  readonly after: number;
  readonly do: Deed;
}

/** How the customer answers the wallet's question. */
export interface Answer {
  readonly yes: boolean;
  /** After the code was shown, ms. */
  readonly after: number;
}

/** One customer at one till. */
export interface SalePlan {
  readonly customer: number;
  readonly till: number;
  readonly at: number;
  readonly amountMinor: number;
  readonly wallet: WalletName;
  readonly behaviour: Behaviour;
  /** Null: the customer never answers. */
  readonly answer: Answer | null;
  readonly acts: readonly Act[];
}

const WALLETS: readonly WalletName[] = [
  'alipay',
  'alipay',
  'wechat',
  'alipay-plus',
  'unionpay',
  'paypal',
  'venmo',
  'cashapp',
];

/** Draws one customer and the cashier's way with them. */
export function drawSale(dice: Dice, place: { till: number; at: number; customer: number }): SalePlan {
  const behaviour = dice.weigh<Behaviour>({ pay: 45, confirm: 30, 'no-funds': 8, risk: 3, slow: 7, late: 7 });
  return {
    ...place,
    amountMinor: dice.pick([450, 1250, 1250, 9_999, 20_000]),
    wallet: dice.pick(WALLETS),
    behaviour,
    answer: drawAnswer(dice),
    acts: drawActs(dice),
  };
}

function drawAnswer(dice: Dice): Answer | null {
  if (dice.chance(0.12)) return null;
  const after = dice.chance(0.6) ? dice.between(1_000, 12_000) : dice.between(12_000, 110_000);
  return { yes: dice.chance(0.85), after };
}

/** The plain way: charge, scan, see how it ends. Around it everything a hurried person does. */
function drawActs(dice: Dice): Act[] {
  const acts: Act[] = [{ after: dice.between(700, 4_000), do: 'scan' }];
  if (dice.chance(0.15)) acts.push({ after: 0, do: 'double-charge' });
  const extra = dice.chance(0.35) ? 0 : dice.between(1, 4);
  for (let count = 0; count < extra; count += 1)
    acts.push({
      after: dice.chance(0.6) ? dice.between(500, 9_000) : dice.between(9_000, 80_000),
      do: dice.weigh({
        'double-charge': 0,
        scan: 2,
        'scan-same': 3,
        'scan-other': 3,
        'scan-again': 2,
        back: 2,
        cancel: 5,
        extend: 3,
        cash: 5,
        abandon: 2,
        next: 4,
        'send-now': 1,
        trust: 2,
        keep: 1,
        'give-back': 1,
        override: 1,
        'by-hand': 1,
        refund: 2,
        again: 3,
        take: 2,
        reload: 3,
        finish: 0,
      }),
    });
  if (dice.chance(0.12))
    acts.push(
      { after: dice.between(20_000, 90_000), do: 'refund' },
      { after: dice.between(30_000, 150_000), do: 'refund' },
    );
  if (dice.chance(0.15))
    acts.push({
      after: dice.between(130_000, 300_000),
      do: dice.pick(['override', 'by-hand', 'give-back', 'keep']),
    });
  for (let after = 12_000; after < 80_000; after += dice.between(8_000, 25_000))
    acts.push({ after, do: 'finish' });
  return acts.sort((a, b) => a.after - b.after);
}
