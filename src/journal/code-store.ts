/** Where held codes lie: encrypted in the database, or in memory where the browser gives no cryptography. */
import type { Reference } from '../core/ids.ts';
import type { Random } from '../core/ports.ts';
import { READ_LIMIT_MS, SAVE_LIMIT_MS, type Connection } from './connection.ts';
import { makeHeldKey, openCode, sealCode } from './held-codes.ts';
import type { Batch, HeldCode } from './journal.ts';
import type { HeldRow, PlingDatabase } from './schema.ts';

const KEY_NAME = 'held-codes';

/** The held codes of one journal. */
export interface CodeStore {
  /** The row to write in the commit, made before its transaction begins; null when codes stay in memory. */
  seal(held: HeldCode): Promise<HeldRow | null>;
  /** The batch is durable: memory follows. */
  committed(batch: Batch): void;
  get(reference: Reference): Promise<HeldCode | null>;
  dropBefore(wall: number): Promise<void>;
}

/** Makes the store; `subtle` is missing outside a secure context. */
export function makeCodeStore(
  subtle: SubtleCrypto | undefined,
  random: Random,
  connection: Connection,
): CodeStore {
  return subtle ? encryptedCodes(subtle, random, connection) : memoryCodes();
}

function encryptedCodes(subtle: SubtleCrypto, random: Random, connection: Connection): CodeStore {
  let known: CryptoKey | null = null;
  const key = async (): Promise<CryptoKey> => (known ??= await findKey(subtle, connection));
  return {
    seal: async (held) => sealCode(subtle, await key(), random, held),
    committed: () => undefined,
    get: async (reference) => {
      const row = await connection.use((db) => db.get('held', reference), READ_LIMIT_MS);
      return row ? openCode(subtle, await key(), reference, row) : null;
    },
    dropBefore: (wall) => connection.use((db) => dropOld(db, wall), SAVE_LIMIT_MS),
  };
}

async function dropOld(db: PlingDatabase, wall: number): Promise<void> {
  const tx = db.transaction('held', 'readwrite', { durability: 'strict' });
  const old = await tx.store.index('dropBy').getAllKeys(IDBKeyRange.upperBound(wall, true));
  for (const reference of old) await tx.store.delete(reference);
  await tx.done;
}

/** The key in the store, made at the first need. Two tabs that make one at once keep the first. */
async function findKey(subtle: SubtleCrypto, connection: Connection): Promise<CryptoKey> {
  const fresh = await makeHeldKey(subtle);
  return connection.use(async (db) => {
    const tx = db.transaction('keys', 'readwrite', { durability: 'strict' });
    const kept = await tx.store.get(KEY_NAME);
    if (!kept) await tx.store.put(fresh, KEY_NAME);
    await tx.done;
    return kept ?? fresh;
  }, SAVE_LIMIT_MS);
}

function memoryCodes(): CodeStore {
  const held = new Map<Reference, HeldCode>();
  return {
    seal: async () => null,
    committed: ({ hold, drop }) => {
      if (hold) held.set(hold.reference, { ...hold });
      for (const reference of drop ?? []) held.delete(reference);
    },
    get: async (reference) => held.get(reference) ?? null,
    dropBefore: async (wall) => {
      for (const { reference, dropBy } of [...held.values()]) if (dropBy < wall) held.delete(reference);
    },
  };
}
