/** Bad luck of one tablet: its page, its lid, its tabs, its disk and its clock. */
import type { Fault, FaultKind } from './faults.ts';
import type { Route } from './route.ts';
import type { Scheduler } from './scheduler.ts';
import type { Tablet } from './tablet.ts';
import type { Story } from './trace.ts';

/** What it can reach. */
export interface TabletLuckDeps {
  readonly scheduler: Scheduler;
  readonly route: Route;
  readonly story: Story;
  /** Bad luck has ended. */
  readonly isCalm: () => boolean;
}

/** The till may be busy for long: look again whether it can be loaded anew, ms. */
const UPDATE_LOOK_MS = 3_000;

const TABLET_FAULTS: ReadonlySet<string> = new Set([
  'till-kill',
  'till-sleep',
  'till-hidden',
  'till-tab',
  'till-update',
  'till-leaves',
  'till-clock',
]);

/** True for what strikes a tablet itself, not its letters. */
export function isOfTablet(kind: FaultKind): boolean {
  return kind.startsWith('store-') || kind.startsWith('stream-') || TABLET_FAULTS.has(kind);
}

/** Every stream of every page breaks. */
export function cutStreams(tablet: Tablet): void {
  for (const { streams } of tablet.pages) for (const cut of [...streams]) cut();
}

/** The tablets' own faults. */
export class TabletLuck {
  readonly #deps: TabletLuckDeps;

  constructor(deps: TabletLuckDeps) {
    this.#deps = deps;
  }

  /** One fault strikes one tablet. */
  strike(tablet: Tablet, { kind, ms, n }: Fault): void {
    const { scheduler, story, isCalm } = this.#deps;
    if (kind !== 'till-kill') story.count(`fault ${kind}`);
    const later = (run: () => void): void => void scheduler.after(ms, () => (isCalm() ? undefined : run()));
    switch (kind) {
      case 'till-kill':
        return tablet.doom(n, ms);
      case 'till-sleep':
        return tablet.machine.sleep(ms, n % 2 === 0);
      case 'till-clock':
        return tablet.machine.jump(ms);
      case 'store-full':
        return tablet.disk.fill(ms);
      case 'store-slow':
        return tablet.disk.slow(ms * 4, ms / 4);
      case 'till-hidden':
        tablet.page?.till.setVisible(false);
        return later(() => tablet.page?.till.setVisible(true));
      case 'till-tab':
        if (tablet.pages.length !== 1) return;
        tablet.open();
        return later(() =>
          tablet.pages.length === 2 ? tablet.close(n % 2 === 0 ? 'front' : 'behind') : undefined,
        );
      case 'till-update':
        return this.#update(tablet);
      case 'till-leaves':
        void tablet.page?.till.leaveShop();
        void scheduler.after(ms, () => this.pairAgain(tablet));
        return;
      case 'stream-stall':
        for (const line of tablet.page?.lines ?? []) line.stall();
        return;
      default:
        return cutStreams(tablet);
    }
  }

  /** A tablet without a shop gets one again; one that has it says nothing. */
  pairAgain(tablet: Tablet): void {
    const { route } = this.#deps;
    const { page } = tablet;
    const isOut =
      page?.isReady === true && ['unpaired', 'failed', 'lost'].includes(page.till.view().pairing.name);
    if (isOut && route.main.isUp) void page.till.pair(route.main.makePairingCode());
  }

  /** A new version waits until nothing is unfinished, and then loads. */
  #update(tablet: Tablet): void {
    const { scheduler, isCalm } = this.#deps;
    if (isCalm()) return;
    const { page } = tablet;
    if (page?.isReady === true && !page.till.view().busy) {
      tablet.close('front');
      tablet.open();
    } else scheduler.after(UPDATE_LOOK_MS, () => this.#update(tablet));
  }
}
