/** What a till owes about one sale, state by state. */
import { describe, expect, it } from 'vitest';
import type { AttemptSnapshot } from '../../../src/core/attempt-snapshot.ts';
import type { AttemptState } from '../../../src/core/attempt.ts';
import { money } from '../../../src/core/money/money.ts';
import type { Sale, SaleEvent } from '../../../src/core/sale.ts';
import { duties, type Circumstances, type Duty } from '../../../src/sync/duties.ts';
import { SHOP_MORNING } from '../../fakes/clock.ts';
import { referenceOf, refundOf, saleAfter, snapshotOf } from '../../fakes/sales.ts';

const reference = referenceOf(1);
const opened: SaleEvent = { type: 'attempt-opened', reference };
const sendBy = SHOP_MORNING + 60_000;
const read: SaleEvent = { type: 'code-read', reference, wallet: 'alipay', codeLifeMs: 60_000, sendBy };
const readWithoutTime: SaleEvent = { ...read, sendBy: null };
const begun: SaleEvent = { type: 'pay-begun', reference };
const says = (state: AttemptState, more: Partial<AttemptSnapshot> = {}): SaleEvent => ({
  type: 'news',
  snapshot: snapshotOf(1, { state, ...more }),
});
const sent = [opened, read, begun, says({ name: 'sent' })];
const paid = [opened, read, begun, says({ name: 'paid' })];
const keptThenAsked = [
  ...paid,
  says({ name: 'differs', found: money(1, 'USD') }, { epoch: 'e2', version: 1 }),
];
const trust: SaleEvent = { type: 'settled', how: 'trust' };

const up: Circumstances = {
  wall: SHOP_MORNING + 1_000,
  serverNow: SHOP_MORNING + 1_000,
  isUp: true,
  isVisible: true,
  holdsCode: () => true,
  isForgotten: () => false,
};
const noCode = { holdsCode: () => false };
const down = { isUp: false };
const late = { wall: sendBy + 1, serverNow: sendBy + 1 };

function owed(events: readonly SaleEvent[], now: Partial<Circumstances> = {}): string[] {
  return words(saleAfter(events), { ...up, ...now });
}
function words(sale: Sale, now: Circumstances): string[] {
  return duties(sale, now).map((duty: Duty) => {
    if (duty.do === 'close') return `close ${duty.why}`;
    return duty.do === 'settle' ? `settle ${duty.how}` : duty.do;
  });
}

describe('a till owes', () => {
  it.each<[string, readonly SaleEvent[], Partial<Circumstances>, string[]]>([
    ['an opening attempt its add', [opened], noCode, ['open']],
    ['nothing of it while the network is down', [opened], { ...noCode, ...down }, []],
    ['a look at one the ledger has', [opened, says({ name: 'ready' })], noCode, ['ask']],
    ['a held code its pay', [opened, read], {}, ['begin-pay']],
    ['its server time first, when it was read without one', [opened, readWithoutTime], down, ['send-by']],
    ['the pay of such a code, once the network is up', [opened, readWithoutTime], {}, ['begin-pay']],
    ['no pay while no server time was ever heard', [opened, readWithoutTime], { serverNow: null }, ['open']],
    ['nothing of a held code while the network is down', [opened, read], down, []],
    ['no pay of a held code while the page is hidden', [opened, read], { isVisible: false }, ['open']],
    ['the end of a held code that is too old', [opened, read], { ...late, ...down }, ['too-old']],
    [
      'the end by the server clock, whatever the wall says',
      [opened, read],
      { serverNow: sendBy + 1 },
      ['too-old'],
    ],
    [
      'the end by the wall, whatever the server clock says',
      [opened, read],
      { wall: sendBy + 1 },
      ['too-old'],
    ],
    ['the end of a held code that is gone', [opened, read], noCode, ['too-old']],
    [
      'the end when the wall was set back past the read',
      [opened, read],
      { wall: SHOP_MORNING - 9_000 },
      ['too-old'],
    ],
    [
      'the pay when the wall was corrected by a little',
      [opened, read],
      { wall: SHOP_MORNING - 500 },
      ['begin-pay'],
    ],
    ['an unanswered pay the same pay', [opened, read, begun], {}, ['pay']],
    [
      'it also when the ledger knows only the order',
      [opened, says({ name: 'ready' }), read, begun],
      {},
      ['pay'],
    ],
    ['no repeat from a hidden page', [opened, read, begun], { isVisible: false }, []],
    [
      'an unanswered pay whose code is too old the dropping of it',
      [opened, read, begun],
      late,
      ['drop-code'],
    ],
    ['and then the fence', [opened, read, begun], { ...late, ...noCode }, ['close expired']],
    [
      'the add again of one the ledger has forgotten',
      [opened, says({ name: 'ready' })],
      { ...noCode, isForgotten: () => true },
      ['open'],
    ],
    ['no add of a sent one, forgotten or not', sent, { ...noCode, isForgotten: () => true }, ['ask']],
    ['the settling of trust', [...sent, trust], noCode, ['settle trust', 'ask']],
    [
      'nothing of trust that was told, but the look',
      [...sent, trust, { type: 'settle-told' }],
      noCode,
      ['ask'],
    ],
    [
      'the settling of cash that ended a trust',
      [...sent, trust, { type: 'settle-told' }, { type: 'settled', how: 'cash' }],
      noCode,
      ['settle cash', 'ask'],
    ],
    [
      'a look at a refund it asked for',
      [
        ...paid,
        { type: 'refund-asked', reference, n: 1, amount: money(100, 'USD'), reason: 'cup', sendBy: 9 },
      ],
      noCode,
      ['ask'],
    ],
    [
      'a look at a refund that is under way',
      [...sent, says({ name: 'paid' }, { version: 2, refunds: [refundOf(100, { state: 'sent' })] })],
      noCode,
      ['ask'],
    ],
    [
      'nothing of a refund that is done',
      [...sent, says({ name: 'paid' }, { version: 2, refunds: [refundOf(100)] })],
      noCode,
      [],
    ],
    [
      'a look at one a person must decide about',
      [...sent, says({ name: 'paid' }, { version: 2, cancelAsked: true })],
      noCode,
      ['ask'],
    ],
    ['the word to keep again, where a ledger that was set back asks anew', keptThenAsked, noCode, ['keep']],
    ['the dropping of a code once the ledger has it', sent, {}, ['drop-code']],
    ['a look at a sent one', sent, noCode, ['ask']],
    ['a look at a waiting one', [opened, read, begun, says({ name: 'waiting' })], noCode, ['ask']],
    [
      'the cancel somebody asked for',
      [...sent, { type: 'cancel-asked', reference }],
      noCode,
      ['cancel', 'ask'],
    ],
    [
      'no repeat of a cancelled unanswered pay',
      [opened, read, begun, { type: 'cancel-asked', reference }],
      {},
      ['drop-code'],
    ],
    [
      'its fence instead',
      [opened, read, begun, { type: 'cancel-asked', reference }],
      noCode,
      ['close withdrawn'],
    ],
    [
      'the extension somebody asked for',
      [...sent, { type: 'extension-asked', reference }],
      noCode,
      ['extend', 'ask'],
    ],
    ['the fence of one taken back', [opened, { type: 'backed-out', reference }], noCode, ['close withdrawn']],
    [
      'the fence of one that was too old',
      [opened, read, { type: 'code-too-old', reference }],
      noCode,
      ['close expired'],
    ],
    [
      'the settling of cash, before anything else',
      [...sent, { type: 'settled', how: 'cash' }],
      noCode,
      ['settle cash', 'ask'],
    ],
    [
      'nothing of a settling the ledger has heard',
      [
        ...sent,
        says({ name: 'returned' }, { version: 2 }),
        { type: 'settled', how: 'cash' },
        { type: 'settle-told' },
      ],
      noCode,
      [],
    ],
    ['nothing of a paid one', [opened, read, begun, says({ name: 'paid' })], noCode, []],
    [
      'nothing of a declined one',
      [opened, read, begun, says({ name: 'declined', reason: 'funds' })],
      noCode,
      [],
    ],
    [
      'a look at one whose money is owed back',
      [
        opened,
        read,
        begun,
        says({ name: 'paid' }),
        { type: 'settled', how: 'cash' },
        { type: 'settle-told' },
      ],
      noCode,
      ['ask'],
    ],
  ])('%s', (_name, events, now, expected) => {
    expect(owed(events, now)).toEqual(expected);
  });

  it('no cancel again once the ledger has written it', () => {
    const events = [opened, read, begun, says({ name: 'sent' }, { cancelAsked: true })];
    expect(owed([...events, { type: 'cancel-asked', reference }], noCode)).toEqual(['ask']);
  });

  it('no cancel of a charge that differs, and no more time behind a cancel that has left', () => {
    const cancelAsked: SaleEvent = { type: 'cancel-asked', reference };
    const extensionAsked: SaleEvent = { type: 'extension-asked', reference };
    const differs: AttemptState = { name: 'differs', found: money(1, 'USD') };
    const cancelling: AttemptState = { name: 'cancelling', charged: false };
    expect(owed([...sent, cancelAsked, says(differs, { version: 9 })], noCode)).toEqual(['ask']);
    const late = [...sent, says({ name: 'waiting' }, { version: 8 }), extensionAsked];
    expect(owed(late, noCode)).toEqual(['extend', 'ask']);
    expect(owed([...late, says(cancelling, { version: 9 })], noCode)).toEqual(['ask']);
  });

  it('no extension more than were asked for', () => {
    const events = [opened, read, begun, { type: 'extension-asked', reference } as const];
    expect(owed([...events, says({ name: 'waiting' }, { extensionsLeft: 1 })], noCode)).toEqual(['ask']);
  });

  it('the pay of the next attempt before the fence of the one before', () => {
    const second = referenceOf(2);
    const sale = saleAfter([
      opened,
      { type: 'backed-out', reference },
      { type: 'attempt-opened', reference: second },
      { ...read, reference: second },
      { type: 'pay-begun', reference: second },
    ]);
    expect(words(sale, { ...up, holdsCode: (held) => held === second })).toEqual(['pay', 'close withdrawn']);
  });
});
