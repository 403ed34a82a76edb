/** Sends one duty and follows its verdict: what the ledger said is written, what it did not say is planned again. Loaded by late-sender.ts. */
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import { isUnsent } from '../core/attempt.ts';
import type { Reference, SaleId } from '../core/ids.ts';
import type { EpochMs } from '../core/ports.ts';
import type { Sale } from '../core/sale.ts';
import { callsOf, type Calls } from './calls.ts';
import type { Codes } from './codes.ts';
import { deliver } from './deliver.ts';
import type { Epochs } from './epochs.ts';
import type { Looks } from './looks.ts';
import type { News } from './news.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import { answerBy } from './transport.ts';
import { askedRefund, judgeRefund } from './refund-looks.ts';
import type { Tries } from './tries.ts';
import { judgeResult, provesCodeRefused, type SentDuty, type Verdict } from './verdict.ts';
import type { Writer } from './writer.ts';

/** Between two looks at an attempt while the live feed is down. */
export const POLL_MS = 3_000;
/** A duty that was done and is owed all the same is not repeated at the speed of the network. */
const AGAIN_MS = 1_000;

/** What it shares with the outbox. */
export interface SenderParts {
  readonly deps: OutboxDeps;
  readonly write: Writer;
  readonly tries: Tries;
  readonly codes: Codes;
  readonly looks: Looks;
  readonly news: News;
  readonly epochs: Epochs;
  /** Unsent attempts the ledger has said it does not know. */
  readonly unknown: Set<Reference>;
  readonly unpaired: () => void;
  /** True while the ledger must hear of a cancel that came after the success. */
  readonly owesCancel: (sale: Sale, reference: Reference) => boolean;
  /** Takes in the ledger's word. */
  readonly takeNews: (snapshot: AttemptSnapshot) => Promise<void>;
}

/** One per outbox. */
export class Sender {
  readonly #parts: SenderParts;
  readonly #calls: Calls;
  /** How often a ledger has said of an attempt that it does not know it. */
  readonly #unknowns = new Map<Reference, number>();

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#calls = callsOf(parts.deps.transport);
  }

  /** Sends; resolves when what came of it is written. `key`: what its tries are counted under. */
  async send(sale: Sale, duty: SentDuty, key: string): Promise<void> {
    const { deps, tries, codes, looks, epochs } = this.#parts;
    const { reference } = duty;
    const askGateway = duty.do === 'ask' && looks.take(reference);
    const ledger = { realm: deps.realm, epoch: epochs.known() };
    const result = await deliver(this.#calls, sale, duty, {
      ledger,
      code: codes.of(reference),
      askGateway,
      sendBy: answerBy(deps.serverClock),
    });
    const monotonic = deps.clock.monotonic();
    if (result === null) return tries.done(key, monotonic, 0);
    const verdict = judgeResult(duty, result);
    deps.log.info('delivery', { duty: duty.do, number: sale.number, verdict: verdict.kind });
    this.#plan(duty, key, verdict, monotonic);
    const isUnheard = verdict.kind === 'later' || verdict.kind === 'unknown';
    if (duty.do === 'ask' && isUnheard) looks.want(reference, askGateway);
    await this.#follow(sale, duty, verdict);
    if (duty.do === 'ask' && result.kind === 'answer' && verdict.kind === 'news')
      await this.#lookForRefund(sale, verdict.snapshots, result.serverTime);
  }

  /** A refund that is asked for and not there: the answer decides, or the next one does. */
  async #lookForRefund(
    sale: Sale,
    snapshots: readonly AttemptSnapshot[],
    serverTime: EpochMs,
  ): Promise<void> {
    const { deps, write, epochs, looks } = this.#parts;
    for (const snapshot of snapshots) {
      const { reference, epoch } = snapshot;
      if (askedRefund(sale, reference) === null || !epochs.knows(epoch)) continue;
      if (await judgeRefund({ write, events: deps.events }, snapshot, serverTime)) looks.want(reference);
    }
  }

  #plan(duty: SentDuty, key: string, verdict: Verdict, monotonic: number): void {
    const { tries } = this.#parts;
    // Another shop answers for a while: what it refuses is its own shop's to hear, by and by.
    if (verdict.kind === 'refused' && verdict.code !== 'other-realm') tries.park(key);
    else if (verdict.kind === 'news') tries.done(key, monotonic, duty.do === 'ask' ? POLL_MS : AGAIN_MS);
    else tries.failed(key, monotonic);
  }

  async #follow(sale: Sale, duty: SentDuty, verdict: Verdict): Promise<void> {
    const { deps, looks, epochs, news, unpaired } = this.#parts;
    const { reference } = duty;
    if (duty.do === 'pay' && provesCodeRefused(verdict)) await this.#dropCode(sale.id, reference);
    switch (verdict.kind) {
      case 'unpaired':
        return unpaired();
      case 'refused':
        return deps.events.refused(sale, reference, duty.do, verdict.code);
      case 'look':
        return looks.want(reference);
      case 'unknown':
        return this.#onunknown(sale, duty);
      case 'other-ledger':
        return epochs.doubt();
      case 'taken':
        return news.takenAway(sale.id);
      case 'news':
        return this.#onnews(sale, duty, verdict.snapshots);
      case 'later':
        return;
    }
  }

  async #onnews(sale: Sale, duty: SentDuty, snapshots: readonly AttemptSnapshot[]): Promise<void> {
    if (duty.do === 'open') this.#parts.unknown.delete(duty.reference);
    for (const snapshot of snapshots) await this.#parts.takeNews(snapshot);
    // Asked after it had said more: somebody put an old record back without a word.
    if (snapshots.some((snapshot) => isBehind(sale, snapshot))) this.#parts.epochs.doubt();
    if (duty.do === 'cancel') await this.#cancelTold(sale.id, duty.reference);
    // Trust may have become cash while its settling was told: then only the trust was.
    if (duty.do === 'settle')
      await this.#parts.write(sale.id, (now) =>
        now && !now.settleTold && now.settled === duty.how ? { events: [{ type: 'settle-told' }] } : null,
      );
  }

  /** Whatever the ledger says to a cancel that came after the success: it knows, and it is not told again. */
  async #cancelTold(id: SaleId, reference: Reference): Promise<void> {
    await this.#parts.write(id, (now) => {
      return now && this.#parts.owesCancel(now, reference)
        ? { events: [{ type: 'cancel-told', reference }] }
        : null;
    });
  }

  /** Nothing of an unsent attempt can be lost with the ledger's memory: it is opened again. */
  #onunknown(sale: Sale, { do: what, reference }: SentDuty): void {
    const { epochs } = this.#parts;
    const attempt = sale.attempts.find((each) => each.reference === reference);
    // It had told of it, and an old record was put back without a word; or another ledger had, and it came to the journal
    // while this one was being told. One that will not hear of it is told ever less often: at the first, second, fourth answer.
    const times = (this.#unknowns.get(reference) ?? 0) + 1;
    this.#unknowns.set(reference, times);
    if (attempt?.ledger && !sale.takenAway && Number.isInteger(Math.log2(times))) epochs.doubt();
    if (what === 'ask' && attempt && isUnsent(attempt.state)) this.#parts.unknown.add(reference);
  }

  async #dropCode(id: SaleId, reference: Reference): Promise<void> {
    this.#parts.codes.drop([reference]);
    await this.#parts.write(id, () => ({ events: [], drop: [reference] }));
  }
}

/** The ledger knows less of the attempt than it had said before it was asked, `sale` being as it was then. */
function isBehind(sale: Sale, { reference, epoch, version }: AttemptSnapshot): boolean {
  const known = sale.attempts.find((attempt) => attempt.reference === reference)?.ledger;
  return known?.epoch === epoch && version < known.version;
}
