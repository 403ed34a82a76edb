/** Where a blow falls: a seeded point of a sale, and how long after it. */
import type { Moment } from './cashier.ts';
import type { Manner } from './customers.ts';
import type { Dice } from './dice.ts';

/** Where and how late the blow falls. */
export interface Blow {
  readonly moment: Moment;
  readonly delayMs: number;
  /** the tablet starts again without a network */
  readonly isOffline: boolean;
}

/** Points of a sale; the first ones come in every sale, the others where the customer's manner brings them. */
const MOMENTS = [
  'charge',
  'ready',
  'scan',
  'scan',
  'charging',
  'waiting',
  'confirm',
  'paid',
  'held',
  'declined',
  'press cancel',
  'press cash',
  'press scan-again',
  'press next-customer',
  'press refund',
] as const satisfies readonly Moment[];

/** Draws the next blow: half of them follow their moment at once. */
export function drawBlow(dice: Dice): Blow {
  return {
    moment: dice.pick(MOMENTS),
    delayMs: dice.chance(0.5) ? dice.between(0, 30) : dice.between(0, 250),
    isOffline: dice.chance(0.3),
  };
}

/** A customer whose sale comes to the moment at all. */
export function mannerFor(moment: Moment): Partial<Manner> {
  switch (moment) {
    case 'waiting':
      return { behaviour: 'confirm' };
    case 'confirm':
      return { behaviour: 'confirm', inWaiting: 'confirm' };
    case 'held':
      return { isHeld: true };
    case 'declined':
      return { behaviour: 'no-funds' };
    case 'press scan-again':
      return { behaviour: 'no-funds', prefersCash: false };
    case 'press cancel':
      return { behaviour: 'confirm', inWaiting: 'cancel' };
    case 'press cash':
      return { behaviour: 'confirm', inWaiting: 'cash' };
    case 'press refund':
      return { behaviour: 'pay', isHeld: false };
    case 'press next-customer':
      return { behaviour: 'confirm', inWaiting: 'leave' };
    default:
      return {};
  }
}
