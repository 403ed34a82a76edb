/** The shop's tills, as a manager sees and changes them, and what managers did. */
import type { Money } from '../core/money/money.ts';
import type { EpochMs } from '../core/ports.ts';
import type { Outcome } from './till.ts';
import type { Page } from './view.ts';

/** One till of the shop; times are wall times of this tablet. */
export interface TillItem {
  readonly id: string;
  readonly letter: string;
  readonly name: string;
  /** null: not since the shop's record was begun or it was paired */
  readonly lastSeenAt: EpochMs | null;
  /** null: it may sell */
  readonly revokedAt: EpochMs | null;
  readonly isMe: boolean;
}

/** A code to pair a tablet with. */
export interface TillCode {
  readonly code: string;
  /** address that carries it */
  readonly link: string;
  readonly endsAt: EpochMs;
  /** the till whose place the tablet takes; null: it becomes a new one */
  readonly forTill: TillItem | null;
  /** the till that came in meanwhile */
  readonly joined: TillItem | null;
}

/** One thing a manager did. */
export interface AuditLine {
  readonly n: number;
  readonly at: EpochMs;
  /** null: at the server's console */
  readonly till: { readonly letter: string; readonly name: string } | null;
  readonly deed: string;
  readonly about: string | null;
  readonly amount: Money | null;
  readonly reason: string | null;
}

/** What managers did, newest first. */
export interface AuditView {
  readonly lines: readonly AuditLine[];
  /** nothing is older */
  readonly isLast: boolean;
}

/** What the sheet shows. `code` or `audit` stand before the list. */
export interface ShopTillsView {
  readonly tills: Page<TillItem>;
  readonly code: TillCode | null;
  readonly audit: AuditView | null;
}

/** The tills while somebody looks at them. */
export interface ShopTills {
  view(): ShopTillsView;
  /** Calls `listener` after every change of the view; returns its undo. */
  subscribe(listener: () => void): () => void;
  /** Reads the list, anew. */
  reload(): Promise<void>;
  /** Manager: makes a code for a new till, or for another tablet in the place of `forTill`. */
  makeCode(forTill: TillItem | null, pin: string): Promise<Outcome>;
  hideCode(): void;
  rename(id: string, name: string, pin: string): Promise<Outcome>;
  /** Manager: shuts a till out at once. */
  revoke(id: string, pin: string): Promise<Outcome>;
  /** Manager: reads the newest of what managers did. */
  showAudit(pin: string): Promise<Outcome>;
  /** Reads a page of what was before. */
  showEarlier(): Promise<Outcome>;
  hideAudit(): void;
  /** Nobody looks any more. */
  close(): void;
}
