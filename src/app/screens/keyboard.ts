/** The whole sale by keyboard: Enter is the primary key, Escape is back, Backspace takes a digit back. */
import type { Till } from '../../till/till.ts';
import { runAction, type PlainAction, type SaleCounter } from './run-action.ts';

/** Keys that may be primary, first one wins; a question of money is never among them. */
const PRIMARY: readonly PlainAction[] = ['scan-again', 'next-sale', 'next-customer'];

/** True when the key was for a field, a button or a dialog, or a scanner's. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return true;
  return event.target instanceof Element && event.target.closest('input, textarea, button, dialog') !== null;
}

/**
 * Does what `event` asks for on the counter; true when it was one of ours. Digits are not: they come through the
 * wedge's recogniser, which tells a person from a scanner.
 */
export function pressScreenKey(event: KeyboardEvent, till: Till): boolean {
  const { counter } = till.view();
  // Escape is back from a button too: no button has another use for it.
  if (event.key === 'Escape') return pressBack(event, till);
  if (isTaken(event)) return false;
  switch (event.key) {
    case 'Enter':
      return pressPrimary(till);
    case 'Backspace':
      if (counter.name !== 'amount') return false;
      till.pressKey('back');
      return true;
    default:
      return false;
  }
}

function pressPrimary(till: Till): boolean {
  const { counter } = till.view();
  if (counter.name === 'amount') {
    if (counter.problem === null) void till.charge();
    return true;
  }
  if (isQuestion(counter)) return false;
  return press(
    till,
    counter,
    PRIMARY.find((action) => counter.actions.includes(action)),
  );
}

function pressBack(event: KeyboardEvent, till: Till): boolean {
  const { counter } = till.view();
  const isInside =
    event.target instanceof Element && event.target.closest('input, textarea, dialog') !== null;
  if (event.defaultPrevented || isInside || counter.name === 'amount') return false;
  return press(till, counter, counter.actions.includes('back') ? 'back' : undefined);
}

/** Keep it or give it back? No key answers that by itself, nor leads past it. */
function isQuestion({ actions }: SaleCounter): boolean {
  return actions.includes('keep') || actions.includes('give-back');
}

function press(till: Till, counter: SaleCounter, action: PlainAction | undefined): boolean {
  if (action === undefined) return false;
  void runAction(till, action, counter);
  return true;
}
