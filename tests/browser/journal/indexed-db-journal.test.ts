/** The journal in a real browser: the contract, and what only a real IndexedDB can do to it. */
import { deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Timers } from '../../../src/core/ports.ts';
import { openIndexedDbJournal } from '../../../src/journal/indexed-db-journal.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { batchOf, describeJournal } from '../../fakes/journal-contract.ts';
import { makeSeededRandom } from '../../fakes/random.ts';
import { referenceOf, sentSale } from '../../fakes/sales.ts';

const realTimers: Timers = {
  after: (ms, run) => {
    const id = setTimeout(run, ms);
    return () => clearTimeout(id);
  },
};
const opened: Journal[] = [];
let count = 0;
/** A name nobody has used, also not an earlier run that left its database behind. */
const run = performance.timeOrigin.toFixed(0);
const freshName = (): string => `pling-test-${run}-${(count += 1)}`;

async function open(name: string, subtle: SubtleCrypto | undefined = crypto.subtle, timers = realTimers) {
  const journal = await openIndexedDbJournal({ name, timers, random: makeSeededRandom(++count), subtle });
  opened.push(journal);
  return journal;
}

afterEach(() => {
  vi.restoreAllMocks();
  for (const journal of opened.splice(0)) journal.close();
});

describeJournal('IndexedDB journal', async () => {
  const name = freshName();
  return { journal: await open(name), reopen: () => open(name) };
});

/** Lets `spoil` replace the next transactions of a kind; the prototype is put back after the test. */
function onTransaction(spoil: (make: () => IDBTransaction, mode: string | undefined) => IDBTransaction) {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- bound again by every call below
  const real = IDBDatabase.prototype.transaction;
  return vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
    this: IDBDatabase,
    stores,
    mode,
    options,
  ) {
    return spoil(() => real.call(this, stores, mode, options), mode);
  });
}

describe('IndexedDB journal: a connection that fails', () => {
  it('is reopened once when the browser took it away, and the commit is repeated', async () => {
    const journal = await open(freshName());
    let failures = 1;
    onTransaction((make) => {
      if (failures-- > 0) throw new DOMException('connection lost', 'InvalidStateError');
      return make();
    });
    const sale = sentSale(1);
    await journal.commit(batchOf(sale));
    expect(await journal.entriesOf(sale.id)).toHaveLength(1);
  });

  it('does not write twice when the first commit arrived after all', async () => {
    const journal = await open(freshName());
    let lies = 1;
    onTransaction((make, mode) => {
      const tx = make();
      if (mode === 'readwrite' && lies-- > 0) reportCompleteAsAbort(tx);
      return tx;
    });
    const sale = sentSale(1);
    await journal.commit(batchOf(sale));
    expect(await journal.entriesOf(sale.id)).toHaveLength(1);
    expect(await journal.totals(sale.day)).toEqual({ count: 1, paidMinor: 0, unfinished: 1 });
  });

  it('says cannot-save when it is lost again, and has written nothing', async () => {
    const journal = await open(freshName());
    onTransaction(() => {
      throw new DOMException('connection lost', 'UnknownError');
    });
    const sale = sentSale(1);
    await expect(journal.commit(batchOf(sale))).rejects.toMatchObject({ problem: 'cannot-save' });
    vi.restoreAllMocks();
    expect(await journal.sale(sale.id)).toBeNull();
  });

  it('says cannot-save when a commit hangs twice for two seconds, and has written nothing', async () => {
    const hasty: Timers = { after: (ms, run) => realTimers.after(ms === 2_000 ? 60 : ms, run) };
    const name = freshName();
    const journal = await open(name, undefined, hasty);
    const blocker = await openDB(name);
    const hold = blocker.transaction('sales', 'readwrite');
    const release = keepBusy(hold.store);
    const sale = sentSale(1);
    await expect(journal.commit(batchOf(sale))).rejects.toMatchObject({ problem: 'cannot-save' });
    release();
    await hold.done;
    expect(await journal.sale(sale.id)).toBeNull();
    blocker.close();
  });

  it('says cannot-save at once when the disk is full', async () => {
    const journal = await open(freshName());
    const spy = onTransaction(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(journal.commit(batchOf(sentSale(1)))).rejects.toMatchObject({ problem: 'cannot-save' });
    expect(spy).toHaveBeenCalledTimes(1);
  });
});

describe('IndexedDB journal: other tabs and other versions', () => {
  it('lets a newer Pling in another tab upgrade, says so, and refuses to go on', async () => {
    const name = freshName();
    const journal = await open(name);
    const said = new Promise((resolve) => journal.onclosed(resolve));
    const newer = await openDB(name, 2);
    expect(await said).toBe('newer');
    await expect(journal.commit(batchOf(sentSale(1)))).rejects.toMatchObject({ problem: 'newer' });
    newer.close();
  });

  it('refuses a newer database and leaves it as it is', async () => {
    const name = freshName();
    const newer = await openDB(name, 7, { upgrade: (db) => void db.createObjectStore('future') });
    await newer.put('future', 'kept', 'fact');
    newer.close();
    await expect(open(name)).rejects.toMatchObject({ problem: 'newer' });
    const after = await openDB(name);
    expect([after.version, await after.get('future', 'fact')]).toEqual([7, 'kept']);
    after.close();
  });

  it('names a database that lacks a part and leaves it as it is', async () => {
    const name = freshName();
    (await openDB(name, 1, { upgrade: (db) => void db.createObjectStore('facts') })).close();
    await expect(open(name)).rejects.toMatchObject({ problem: 'corrupt' });
    const after = await openDB(name);
    expect([...after.objectStoreNames]).toEqual(['facts']);
    after.close();
  });

  it('names a row that cannot be read and leaves it as it is', async () => {
    const name = freshName();
    const journal = await open(name);
    const sale = sentSale(1);
    await journal.commit(batchOf(sale));
    const raw = await openDB(name);
    await raw.put('sales', { sale: { ...sale, amount: 12.5 }, open: 1 });
    await expect(journal.openSales()).rejects.toMatchObject({ problem: 'corrupt' });
    await expect(journal.commit(batchOf(sale))).rejects.toMatchObject({ problem: 'corrupt' });
    expect(await raw.get('sales', sale.id)).toMatchObject({ sale: { amount: 12.5 } });
    raw.close();
  });

  it('closes when somebody deletes the database', async () => {
    const name = freshName();
    const journal = await open(name);
    const said = new Promise((resolve) => journal.onclosed(resolve));
    await deleteDB(name);
    expect(await said).toBe('closed');
  });

  it('serves two tabs: each sees what the other committed', async () => {
    const name = freshName();
    const [one, two] = [await open(name), await open(name)];
    const sale = sentSale(1);
    await one.commit(batchOf(sale));
    expect(await two.sale(sale.id)).toEqual(sale);
  });
});

describe('IndexedDB journal: durability and secrecy', () => {
  const held = { reference: referenceOf(1), code: '281234567890123456', dropBy: 9e12 };

  it('asks for strict durability at every write', async () => {
    const spy = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const journal = await open(freshName());
    await journal.commit({ ...batchOf(sentSale(1)), hold: held });
    await journal.dropHeldBefore(1);
    const writes = spy.mock.calls.filter(([, mode]) => mode === 'readwrite');
    expect(writes.length).toBeGreaterThanOrEqual(3);
    for (const [, , options] of writes) expect(options).toEqual({ durability: 'strict' });
  });

  it('keeps no code readable in the store, and its key cannot be taken out', async () => {
    const name = freshName();
    const journal = await open(name);
    await journal.commit({ ...batchOf(sentSale(1)), hold: held });
    const raw = await openDB(name);
    const everything = await Promise.all([...raw.objectStoreNames].map((store) => raw.getAll(store)));
    const bytes = await new Blob([JSON.stringify(everything, bytesAsText)]).text();
    expect(bytes).not.toContain(held.code);
    const key = (await raw.get('keys', 'held-codes')) as CryptoKey;
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
    expect(await journal.heldCode(held.reference)).toEqual(held);
    raw.close();
  });

  it('treats a sealed code moved to another attempt as gone', async () => {
    const name = freshName();
    const journal = await open(name);
    await journal.commit({ entries: [], sales: [], hold: held });
    const raw = await openDB(name);
    const row = (await raw.get('held', held.reference)) as object;
    await raw.put('held', { ...row, reference: referenceOf(2) });
    expect(await journal.heldCode(referenceOf(2))).toBeNull();
    raw.close();
  });

  it('keeps codes in memory only where the browser gives no cryptography', async () => {
    const name = freshName();
    const journal = await open(name, undefined);
    const bare = await openIndexedDbJournal({
      name,
      timers: realTimers,
      random: makeSeededRandom(9),
      subtle: undefined,
    });
    await bare.commit({ entries: [], sales: [], hold: held });
    expect(await bare.heldCode(held.reference)).toEqual(held);
    expect(await journal.heldCode(held.reference)).toBeNull();
    bare.close();
  });
});

/** Binary as characters, so that a code hidden in a buffer would be found. */
function bytesAsText(_key: string, value: unknown): unknown {
  if (value instanceof ArrayBuffer) return new TextDecoder('latin1').decode(value);
  if (value instanceof Uint8Array) return new TextDecoder('latin1').decode(value);
  return value;
}

/** What iOS does: the transaction is durable, and the page is told that it failed. */
function reportCompleteAsAbort(tx: IDBTransaction): void {
  const real = tx.addEventListener.bind(tx);
  tx.addEventListener = (type: string, listener: EventListenerOrEventListenerObject): void => {
    if (type === 'abort') real('complete', listener);
    else if (type !== 'complete') real(type, listener);
  };
}

/** Holds a transaction open with one request after another until the returned function is called. */
function keepBusy(store: { get(key: string): Promise<unknown> }): () => void {
  let isBusy = true;
  const spin = async (): Promise<void> => {
    while (isBusy) await store.get('nothing');
  };
  void spin();
  return () => {
    isBusy = false;
  };
}
