/** The shop's tills and the audit, read from the ledger while somebody looks; nothing of it is kept. */
import type { AuditLine as ToldLine, ListedTill, TillsAnswer } from '../contract/tills-api.ts';
import { callsOf, type Calls } from '../sync/calls.ts';
import type { Result } from '../sync/transport.ts';
import type { TillContext } from './context.ts';
import { DONE, failed } from './outcome.ts';
import type { AuditLine, ShopTills, ShopTillsView, TillItem } from './shop-tills.ts';
import type { Outcome } from './till.ts';

/** While a code is on the screen, the list is read this often, to see who came in by it. */
const LOOK_MS = 3_000;

function pairings(tills: readonly ListedTill[]): ReadonlyMap<string, number> {
  return new Map(tills.map(({ id, pairedAt }) => [id, pairedAt]));
}

/** Makes it; nothing is asked before `reload`. */
export function makeShopTills(context: TillContext): ShopTills {
  return new LedgerTills(context);
}

class LedgerTills implements ShopTills {
  readonly #context: TillContext;
  readonly #calls: Calls;
  readonly #listeners = new Set<() => void>();
  /** null: never read */
  #told: readonly ListedTill[] | null = null;
  /** Who was there when the code was made, and since when; null: not known yet. */
  #before: ReadonlyMap<string, number> | null = null;
  #view: ShopTillsView = { tills: { name: 'loading' }, code: null, audit: null };
  /** Asked for once, and forgotten with the page. */
  #auditPin = '';
  #stopLooking: () => void = () => undefined;

  constructor(context: TillContext) {
    this.#context = context;
    this.#calls = callsOf(context.link.transport);
  }

  view(): ShopTillsView {
    return this.#view;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async reload(): Promise<void> {
    this.#show({ tills: { name: 'loading' } });
    const result = await this.#calls.tills();
    if (result.kind === 'answer') this.#take(result.answer.tills);
    else this.#show({ tills: { name: 'silent' } });
  }

  async makeCode(forTill: TillItem | null, pin: string): Promise<Outcome> {
    const result = await this.#calls.tillCode(pin, forTill?.id ?? null);
    if (result.kind !== 'answer') return failed(this.#context, null, result);
    const { code, link, expiresAt } = result.answer;
    this.#show({ code: { code, link, endsAt: this.#toWall(expiresAt), forTill, joined: null } });
    this.#before = this.#told && pairings(this.#told);
    this.#look();
    return DONE;
  }

  hideCode(): void {
    this.#stopLooking();
    this.#show({ code: null });
  }

  async rename(id: string, name: string, pin: string): Promise<Outcome> {
    const outcome = await this.#change(this.#calls.renameTill(id, name, pin));
    // This till's own name stands on its screen: the probe brings it.
    if (outcome.isDone) this.#context.link.connectivity.probe();
    return outcome;
  }

  revoke(id: string, pin: string): Promise<Outcome> {
    return this.#change(this.#calls.revokeTill(id, pin));
  }

  showAudit(pin: string): Promise<Outcome> {
    this.#auditPin = pin;
    return this.#readAudit([]);
  }

  showEarlier(): Promise<Outcome> {
    return this.#readAudit(this.#view.audit?.lines ?? []);
  }

  hideAudit(): void {
    this.#auditPin = '';
    this.#show({ audit: null });
  }

  close(): void {
    this.#auditPin = '';
    this.#stopLooking();
    this.#listeners.clear();
  }

  async #change(asked: Promise<Result<TillsAnswer>>): Promise<Outcome> {
    const result = await asked;
    if (result.kind !== 'answer') return failed(this.#context, null, result);
    this.#take(result.answer.tills);
    return DONE;
  }

  async #readAudit(lines: readonly AuditLine[]): Promise<Outcome> {
    const result = await this.#calls.audit(this.#auditPin, lines.at(-1)?.n ?? null);
    if (result.kind !== 'answer') return failed(this.#context, null, result);
    const { lines: more, isLast } = result.answer;
    this.#show({ audit: { lines: [...lines, ...more.map((line) => this.#lineOf(line))], isLast } });
    return DONE;
  }

  /** Looks who comes in while the code is on the screen. */
  #look(): void {
    this.#stopLooking();
    const { timers, clock } = this.#context.deps;
    this.#stopLooking = timers.after(LOOK_MS, () => {
      void this.#calls.tills().then((result) => {
        const { code } = this.#view;
        if (code === null || code.joined !== null) return;
        this.#takeJoined(result);
        if (clock.now() < code.endsAt) this.#look();
      });
    });
  }

  #takeJoined(result: Result<TillsAnswer>): void {
    const { code } = this.#view;
    if (result.kind !== 'answer' || code === null) return;
    const { tills } = result.answer;
    this.#take(tills);
    const before = (this.#before ??= pairings(tills));
    const isMeant = ({ id }: ListedTill): boolean => code.forTill === null || code.forTill.id === id;
    const joined = tills.find((till) => isMeant(till) && before.get(till.id) !== till.pairedAt);
    if (joined) this.#show({ code: { ...code, joined: this.#itemOf(joined) } });
  }

  #take(tills: readonly ListedTill[]): void {
    this.#told = tills;
    // Revoked ones last; the sort is stable, so that each kind stays in order of its letters.
    const items = tills
      .map((till) => this.#itemOf(till))
      .sort((one, other) => Number(one.revokedAt !== null) - Number(other.revokedAt !== null));
    this.#show({ tills: { name: 'ready', items } });
  }

  #itemOf({ id, letter, name, lastSeenAt, revokedAt, isMe }: ListedTill): TillItem {
    const toWall = (at: number | null): number | null => (at === null ? null : this.#toWall(at));
    return { id, letter, name, lastSeenAt: toWall(lastSeenAt), revokedAt: toWall(revokedAt), isMe };
  }

  #lineOf({ n, at, till, deed, about, amount, reason }: ToldLine): AuditLine {
    return { n, at: this.#toWall(at), till, deed, about, amount, reason };
  }

  #toWall(serverTime: number): number {
    return this.#context.link.serverClock.toWall(serverTime);
  }

  #show(change: Partial<ShopTillsView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}
