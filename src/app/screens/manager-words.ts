/** What the sheet of a manager's act says. */
import type { Money } from '../../core/money/money.ts';
import type { Catalogue } from '../../i18n/catalogue.ts';
import type { ManagerStep, ManagerWish } from '../state/manager-wish.ts';
import type { Words } from '../state/words.svelte.ts';

/** What the act means, in one sentence; null where the question says it. */
export function actMeans(wish: ManagerWish, words: Words): string | null {
  const { act } = words.text.manager;
  switch (wish.kind) {
    case 'refund':
      return act.refund.means(words.money(wish.left));
    case 'override':
      return act.override.means(wish.number);
    case 'close-by-hand':
      return act['close-by-hand'].means(wish.number);
    case 'close-stray':
      return act['close-stray'].means(wish.transactionNo);
    case 'move-till':
    case 'revoke-till':
      return act[wish.kind].means(wish.name);
    case 'add-till':
      return act['add-till'].means;
    case 'rename-till':
    case 'audit':
    case 'set-pin':
      return null;
  }
}

/** Reasons to choose from. */
export function actReasons(wish: ManagerWish, { manager }: Catalogue): readonly string[] {
  const act = manager.act[wish.kind];
  return 'reasons' in act ? act.reasons : [];
}

/** The key that does it: a verb, and the amount where money moves. */
export function actKey(wish: ManagerWish, words: Words, amount: Money): string {
  const { act } = words.text.manager;
  if (wish.kind === 'refund') return act.refund.key(words.money(amount));
  return wish.kind === 'set-pin' ? words.text.pin.save : act[wish.kind].key;
}

/** The question of a step. */
export function questionOf(step: ManagerStep, { manager, pin }: Catalogue): string {
  const questions: Readonly<Record<ManagerStep, string>> = {
    amount: manager.amount,
    reason: manager.reason,
    name: manager.name,
    pin: pin.enter,
    old: pin.old,
    new: pin.choose,
    again: pin.again,
  };
  return questions[step];
}
