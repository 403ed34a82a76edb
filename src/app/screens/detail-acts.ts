/** What the sheet of a sale can do, and one line of what it means where money hangs on it. */
import { isReference } from '../../core/ids.ts';
import type { Till } from '../../till/till.ts';
import type { Action, SaleDetail, TillView } from '../../till/view.ts';
import type { Asking } from '../state/asking.svelte.ts';
import type { Sheets } from '../state/sheets.svelte.ts';
import type { Words } from '../state/words.svelte.ts';

/** One key of the sheet. */
export interface DetailAct {
  readonly action: Action;
  readonly act: () => void;
}

/** What the acts need. */
export interface DetailActParts {
  readonly detail: SaleDetail;
  readonly till: Till;
  readonly sheets: Sheets;
  readonly asking: Asking;
}

/** Everything that may be done now, in the till's order; what only the counter can do is left out. */
export function detailActs({ detail, till, sheets, asking }: DetailActParts): readonly DetailAct[] {
  const { saleId, number, refundable, reference } = detail;
  const isNamed = reference !== null && isReference(reference);
  const acts: Partial<Record<Action, () => void>> = {
    cancel: () => void till.cancel(saleId),
    extend: () => void till.extend(saleId),
    cash: () => void till.tookCash(saleId),
    trust: () => void till.letGo(saleId),
    abandon: () => void till.abandon(saleId),
    receipt: () => void till.showReceipt(saleId),
    'send-now': () => till.sendNow(),
    keep: () => void asking.run('keep', () => till.decide(saleId, 'keep')),
    'give-back': () => void asking.run('return', () => till.decide(saleId, 'return')),
    override: () => sheets.ask({ kind: 'override', saleId, number }),
    'take-over': () => void asking.run('take', () => till.takeOver(saleId)),
    ...(refundable && { refund: () => sheets.ask({ kind: 'refund', saleId, number, left: refundable }) }),
    ...(isNamed && { 'close-by-hand': () => sheets.ask({ kind: 'close-by-hand', reference, number }) }),
  };
  return detail.actions.flatMap((action) => {
    const act = acts[action];
    return act ? [{ action, act }] : [];
  });
}

/** One line of what `action` means; null where its name says enough. */
export function detailHint(
  action: Action,
  { line, number, amount, steps }: SaleDetail,
  words: Words,
  shop: TillView['shop'],
): string | null {
  const { hint } = words.text;
  switch (action) {
    case 'cancel':
      return hint.cancel;
    case 'cash':
      return line.live && line.state !== 'owed' ? hint.anyChargeBack : hint.cashCloses(number);
    case 'abandon':
      return hint.abandonCloses(number);
    case 'trust':
      return shop && hint.trust(words.money(shop.trustLimit));
    case 'keep':
      return hint.keep;
    case 'give-back':
      return hint.giveBack(words.money(steps.findLast(({ what }) => what === 'differs')?.amount ?? amount));
    case 'override':
      return hint.override;
    default:
      return null;
  }
}
