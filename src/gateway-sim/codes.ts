/** Payment codes the wallets have shown. Only codes minted here are ever honoured. */
import type { Sql, SqlRow } from '../sql/sql.ts';
import { randomLetters } from './ids.ts';
import type { SimPorts } from './ports.ts';
import { int, intOrNull, text, textOrNull } from './rows.ts';
import type { SimSettings } from './settings.ts';
import {
  isBehaviour,
  isWalletName,
  WALLETS,
  type Behaviour,
  type CodeForm,
  type WalletName,
} from './wallets.ts';

/** One code. Times are epoch ms; `afterMs` is how long a slow or late wallet takes. */
export interface Code {
  readonly id: string;
  readonly code: string;
  readonly wallet: WalletName;
  readonly behaviour: Behaviour;
  readonly afterMs: number;
  readonly mintedAt: number;
  readonly expiresAt: number;
  readonly usedAt: number | null;
  readonly transactionNo: string | null;
}

/** What the customer chose. `lifeMs` and `afterMs` replace the settings' (tests cannot wait a minute). */
export interface Wish {
  readonly wallet: WalletName;
  readonly behaviour: Behaviour;
  readonly form: CodeForm;
  readonly lifeMs: number | null;
  readonly afterMs: number | null;
}

/** Mints one code, never shown before. */
export function mintCode(ports: SimPorts, settings: SimSettings, wish: Wish): Code {
  for (;;) {
    const code = makeCode(ports, settings, wish, WALLETS[wish.wallet].mint(ports.random, wish.form));
    if (insertCode(ports.sql, code)) return code;
  }
}

/** A code of that text, not written yet. */
export function makeCode(ports: SimPorts, settings: SimSettings, wish: Wish, code: string): Code {
  const now = ports.clock.now();
  return {
    id: randomLetters(ports.random, 16),
    code,
    wallet: wish.wallet,
    behaviour: wish.behaviour,
    afterMs: wish.afterMs ?? (wish.behaviour === 'slow' ? settings.slowMs : settings.lateMs),
    mintedAt: now,
    expiresAt: now + (wish.lifeMs ?? settings.codeLifeMs[wish.wallet]),
    usedAt: null,
    transactionNo: null,
  };
}

/** Writes a code. False where one of that text was shown before. */
export function insertCode(sql: Sql, code: Code): boolean {
  const { changes } = sql.run(
    `INSERT INTO codes (id, code, wallet, behaviour, after_ms, minted_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO NOTHING`,
    [code.id, code.code, code.wallet, code.behaviour, code.afterMs, code.mintedAt, code.expiresAt],
  );
  return changes === 1;
}

/** The code with this id, or null. */
export function codeById(sql: Sql, id: string): Code | null {
  return first(sql.all('SELECT * FROM codes WHERE id = ?', [id]));
}

/** The code a till has read, or null for one no wallet has shown. */
export function codeByText(sql: Sql, code: string): Code | null {
  return first(sql.all('SELECT * FROM codes WHERE code = ?', [code]));
}

/** Spends a code for an order: true once in its life, whatever becomes of the order. */
export function spendCode(sql: Sql, code: Code, transactionNo: string, now: number): boolean {
  const spent = sql.run('UPDATE codes SET used_at = ?, transaction_no = ? WHERE id = ? AND used_at IS NULL', [
    now,
    transactionNo,
    code.id,
  ]);
  return spent.changes === 1;
}

function first(rows: readonly SqlRow[]): Code | null {
  const [row] = rows;
  if (row === undefined) return null;
  const wallet = text(row, 'wallet');
  const behaviour = text(row, 'behaviour');
  if (!isWalletName(wallet) || !isBehaviour(behaviour)) throw new TypeError('A code row is damaged.');
  return {
    id: text(row, 'id'),
    code: text(row, 'code'),
    wallet,
    behaviour,
    afterMs: int(row, 'after_ms'),
    mintedAt: int(row, 'minted_at'),
    expiresAt: int(row, 'expires_at'),
    usedAt: intOrNull(row, 'used_at'),
    transactionNo: textOrNull(row, 'transaction_no'),
  };
}
