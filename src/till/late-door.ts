/** Commands whose code is fetched when it is first needed (DESIGN §7). What cannot be fetched is told as silence. */
import { loadLate, loadOrTell } from '../sync/load-late.ts';
import type { TillContext } from './context.ts';
import type { LateActs } from './late-acts.ts';
import { refuse } from './refuse.ts';
import type { Outcome, Till } from './till.ts';
import { showTrouble } from './troubles.ts';

const code = loadLate(() => import('./late-acts.ts'));

/** Fetches the code before anybody waits for it. Rejects as `import` does. */
export async function warmTill(): Promise<void> {
  await code.load();
}

type NotDone = Extract<Outcome, { isDone: false }>;

/** Runs what needs the late code: at once where it is here, or as soon as it is. */
type Door = <T>(run: (late: LateActs) => Promise<T>, otherwise: () => T) => Promise<T>;

/** The till's commands behind the door. */
export function makeLateCommands(context: TillContext) {
  const door = makeDoor(context);
  const show = (run: (late: LateActs) => Promise<void>): Promise<void> =>
    door(run, () => {
      refuse(context, 'silent');
      context.changed();
    });
  const act = <T>(run: (late: LateActs) => Promise<T | NotDone>): Promise<T | NotDone> =>
    door(run, () => ({ isDone: false, code: 'silent' }));
  const orNull = <T>(run: (late: LateActs) => Promise<T | null>): Promise<T | null> => door(run, () => null);
  return {
    ...pageCommands(context, door),
    readCode: (...given) => show((late) => late.readCode(...given)),
    back: () => show((late) => late.back()),
    scanAgain: () => show((late) => late.scanAgain()),
    cancel: (saleId) => show((late) => late.cancel(saleId)),
    extend: (saleId) => show((late) => late.extend(saleId)),
    tookCash: (saleId) => show((late) => late.tookCash(saleId)),
    abandon: (saleId) => show((late) => late.abandon(saleId)),
    letGo: (saleId) => show((late) => late.letGo(saleId)),
    nextCustomer: () => show((late) => late.nextCustomer()),
    nextSale: () => show((late) => late.nextSale()),
    showSale: (saleId) => show((late) => late.showSale(saleId)),
    showReceipt: (saleId) => show((late) => late.showReceipt(saleId)),
    decide: (...given) => act((late) => late.decide(...given)),
    override: (...given) => act((late) => late.override(...given)),
    closeByHand: (...given) => act((late) => late.closeByHand(...given)),
    refund: (...given) => act((late) => late.refund(...given)),
    closeStray: (...given) => act((late) => late.closeStray(...given)),
    setPin: (...given) => act((late) => late.setPin(...given)),
    readStatus: (pin) => act((late) => late.readStatus(pin)),
    openShop: (pin) => act((late) => late.openShop(pin)),
    takeOver: (saleId) => act((late) => late.takeOver(saleId)),
    exportJournal: () =>
      door(
        (late) => late.exportJournal(),
        () => {
          throw new Error('The code that reads the journal could not be fetched');
        },
      ),
    leaveShop: () => act((late) => late.leaveShop()),
    shopTills: () => orNull((late) => late.shopTills()),
    level: () => orNull((late) => late.level()),
  } satisfies Partial<Till>;
}

/** Those that show at once that something is on its way. */
function pageCommands(context: TillContext, door: Door) {
  const { state } = context;
  const silent = (page: 'list' | 'others') => (): void => {
    if (state[page] !== null) state[page] = 'silent';
    context.changed();
  };
  return {
    pair: (text) =>
      door(
        (late) => late.pair(text),
        () => {
          if (state.pairing.name !== 'paired') state.pairing = { name: 'failed', code: 'silent' };
          context.changed();
        },
      ),
    showList: () => {
      state.list ??= 'loading';
      context.changed();
      return door((late) => late.reloadList(), silent('list'));
    },
    showOthers: async () => {
      if (!state.shop) return;
      state.others ??= 'loading';
      context.changed();
      await door((late) => late.reloadOthers(), silent('others'));
    },
  } satisfies Partial<Till>;
}

/** A journal that is not known to be whole may have been lost: nobody waits for the answer. */
export function recoverIfLost(context: TillContext): void {
  if (context.state.count?.isWhole) return;
  makeDoor(context)(
    (late) => late.recover(),
    () => undefined,
  ).catch((error: unknown) => showTrouble(context, error));
}

function makeDoor(context: TillContext): Door {
  return async (run, otherwise) => {
    const here = code.now() ?? (await loadOrTell(code, context.deps.log, 'till'));
    return here ? run((context.late ??= here.makeLateActs(context))) : otherwise();
  };
}
