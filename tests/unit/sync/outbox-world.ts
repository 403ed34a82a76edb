/** An outbox in a test's hand: real journal, real clocks of a test, and a ledger that answers as the test says. */
import type { AttemptSnapshot } from '../../../src/core/attempt-snapshot.ts';
import type { OfferRequest } from '../../../src/contract/offer-api.ts';
import type { ProblemCode } from '../../../src/contract/problem-codes.ts';
import { silentLog } from '../../../src/core/ports.ts';
import type { SaleEvent } from '../../../src/core/sale.ts';
import { JournalError } from '../../../src/journal/journal.ts';
import { emptyStore, openMemoryJournal } from '../../../src/journal/memory-journal.ts';
import { OpenSales } from '../../../src/journal/open-sales.ts';
import { Connectivity } from '../../../src/sync/connectivity.ts';
import { warmOffer } from '../../../src/sync/epochs.ts';
import { warmSending } from '../../../src/sync/late-sender.ts';
import { Outbox } from '../../../src/sync/outbox.ts';
import { ServerClock } from '../../../src/sync/server-clock.ts';
import type { Result, Transport } from '../../../src/sync/transport.ts';
import { makeSeededRandom } from '../../fakes/random.ts';
import { OWN_TILL, referenceOf, saleIdOf, saleOpened, snapshotOf } from '../../fakes/sales.ts';
import { makeManualTime } from '../../fakes/timers.ts';

/** What the ledger says. `silent`: no news; `never`: the request hangs. */
export type Told = Partial<AttemptSnapshot> | ProblemCode | 'silent' | 'never';

/** A read at the start that can fail. */
export type Unread = 'epoch' | 'held codes';

/** An outbox that believes in its network and has a live feed. `unread`: the reads its journal fails at the start. */
export async function setupOutbox({
  unread = [],
  ...kept
}: { unread?: readonly Unread[]; epoch?: string } = {}) {
  await Promise.all([warmOffer(), warmSending()]);
  const time = makeManualTime();
  const random = makeSeededRandom(3);
  const store = emptyStore();
  if (kept.epoch !== undefined) store.facts.set('epoch', kept.epoch);
  let isFailing = false;
  let failing = unread;
  let fails = 0;
  const memory = openMemoryJournal(store);
  const journal = {
    ...memory,
    commit: (batch: Parameters<typeof memory.commit>[0]) =>
      isFailing || (fails -= 1) >= 0
        ? Promise.reject(new JournalError('cannot-save', 'full'))
        : memory.commit(batch),
    fact: (key: string) =>
      failing.includes('epoch') ? Promise.reject(new JournalError('cannot-save', 'slow')) : memory.fact(key),
    dropHeldBefore: (wall: number) =>
      failing.includes('held codes')
        ? Promise.reject(new JournalError('cannot-save', 'slow'))
        : memory.dropHeldBefore(wall),
  };
  const sales = new OpenSales(journal, time.clock);
  await sales.load('2026-10-12');
  const serverClock = new ServerClock(time.clock);
  serverClock.heard(time.clock.now(), 0);
  const connectivity = new Connectivity({
    ...time,
    random,
    hasLink: () => true,
    probe: async () => undefined,
  });
  const asked: string[] = [];
  const replies = new Map<string, Told>();
  const told: string[] = [];
  const offers: OfferRequest[] = [];
  const transport = makeLedger(asked, offers, replies, connectivity);
  const outbox = new Outbox({
    ...time,
    realm: '0123456789abcdef',
    ownTill: () => OWN_TILL,
    timeZone: () => 'UTC',
    sales,
    journal,
    transport,
    serverClock,
    connectivity,
    random,
    log: silentLog,
    events: {
      refused: (_sale, _reference, duty, code) => void told.push(`refused ${duty} ${code}`),
      unpaired: () => void told.push('unpaired'),
      troubled: (error) => void told.push(error instanceof JournalError ? error.problem : String(error)),
      refundLost: (sale) => void told.push(`refund lost ${sale.number}`),
      counted: () => undefined,
    },
  });
  connectivity.heard({ kind: 'answer', answer: {}, serverTime: 1, roundTripMs: 1 });
  await outbox.start();
  outbox.setFeedLive(true);
  const write = (seed: number, ...events: readonly SaleEvent[]) =>
    sales.write(saleIdOf(seed), (sale) => ({
      events: [...(sale ? [] : [saleOpened(`A-000${seed}`)]), ...events],
    }));
  const open = (seed: number) => write(seed, { type: 'attempt-opened', reference: referenceOf(seed) });
  const read = async (seed: number) => {
    const reference = referenceOf(seed);
    outbox.codes.hold(reference, '281234567890123456');
    const sendBy = time.clock.now() + 60_000;
    await sales.write(saleIdOf(seed), () => ({
      events: [
        { type: 'code-read', reference, wallet: 'alipay', codeLifeMs: 60_000, sendBy },
        { type: 'pay-begun', reference },
      ],
      hold: { reference, code: '281234567890123456', dropBy: sendBy },
    }));
  };
  return {
    time,
    store,
    sales,
    outbox,
    asked,
    offers,
    told,
    connectivity,
    write,
    open,
    read,
    reply: (what: string, reply: Told) => void replies.set(what, reply),
    failSaves: (next: boolean) => void (isFailing = next),
    failNextSave: () => void (fails = 1),
    mendReads: () => void (failing = []),
  };
}

/** A ledger that says what the test told it to, and nothing new otherwise. */
function makeLedger(
  asked: string[],
  offers: OfferRequest[],
  replies: ReadonlyMap<string, Told>,
  connectivity: Connectivity,
): Transport {
  let version = 1;
  const seedOfSale = (id: string): number => [1, 2, 3].find((seed) => saleIdOf(seed) === id) ?? 0;
  const seedOf = (reference: string): number =>
    [1, 2, 3].find((seed) => referenceOf(seed) === reference) ?? 0;
  const answer = async (verb: string, reference: string): Promise<Result<never>> => {
    asked.push(`${verb} ${seedOf(reference)}`);
    const reply = replies.get(`${verb} ${seedOf(reference)}`) ?? replies.get(verb) ?? {};
    if (reply === 'never') return new Promise(() => undefined);
    const result = resultOf(reply, seedOf(reference), (version += 1));
    connectivity.heard(result);
    return result as Result<never>;
  };
  const get = (path: string): Promise<Result<never>> =>
    answer('ask', path.match(/^\/api\/attempts\/(\w+)/)?.[1] ?? '');
  const post = (path: string, body: unknown): Promise<Result<never>> => {
    const { reference = '', how = '', decision = '' } = body as Record<string, string>;
    const [what = '', id = '', verb = ''] = path.replace('/api/', '').split('/');
    if (what === 'offer') offers.push(body as OfferRequest);
    if (what === 'offer') return answer('offer', referenceOf(0));
    if (verb === 'settle') return answer(`settle ${how}`, referenceOf(seedOfSale(id)));
    return verb === '' ? answer('open', reference) : answer(verb === 'decide' ? decision : verb, id);
  };
  return {
    get,
    post,
    shop: () => Promise.reject(new Error('not asked here')),
    live: () => Promise.reject(new Error('not asked here')),
  };
}

function resultOf(reply: Exclude<Told, 'never'>, seed: number, version: number): Result<unknown> {
  if (reply === 'silent') return { kind: 'silent', why: 'garbage' };
  if (typeof reply === 'string') return { kind: 'problem', code: reply, serverTime: 1, roundTripMs: 1 };
  const attempt = snapshotOf(seed, { version, ...reply });
  // An offer names its attempts; the one of seed 0 is nobody's.
  const attempts = seed === 0 ? [] : [attempt];
  const answer = { attempt, attempts, epoch: attempt.epoch, head: `${attempt.epoch}:1`, serverTime: 1 };
  return { kind: 'answer', answer, serverTime: 1, roundTripMs: 1 };
}
