/** What the till asks of the proxy, one typed call a route. Only late code calls: the first load knows the shop and the feed. */
import {
  doneAnswerSchema,
  listAnswerSchema,
  type DecideRequest,
  type DoneAnswer,
  type ListAnswer,
  type PinRequest,
  type RefundRequest,
  type StrayCloseRequest,
} from '../contract/manager-api.ts';
import type { UnsealRequest } from '../contract/moving-api.ts';
import {
  auditAnswerSchema,
  tillCodeAnswerSchema,
  tillsAnswerSchema,
  type AuditAnswer,
  type TillCodeAnswer,
  type TillsAnswer,
} from '../contract/tills-api.ts';
import { offerAnswerSchema, type OfferAnswer, type OfferRequest } from '../contract/offer-api.ts';
import { statusAnswerSchema, type StatusAnswer, type StatusRequest } from '../contract/status-api.ts';
import {
  attemptAnswerSchema,
  pairAnswerSchema,
  salesAnswerSchema,
  settleAnswerSchema,
  takeAnswerSchema,
  type AttemptAnswer,
  type ChangeRequest,
  type CloseRequest,
  type OpenRequest,
  type PairAnswer,
  type PairRequest,
  type PayRequest,
  type SalesAnswer,
  type SettleAnswer,
  type SettleRequest,
  type TakeAnswer,
} from '../contract/till-api.ts';
import type { Reference, SaleId } from '../core/ids.ts';
import type { Result, Transport } from './transport.ts';

/** Every call but the shop and the feed. A repeat is safe only with the same reference (the outbox sees to it). */
export interface Calls {
  pair(body: PairRequest): Promise<Result<PairAnswer>>;
  open(body: OpenRequest): Promise<Result<AttemptAnswer>>;
  pay(reference: Reference, body: PayRequest): Promise<Result<AttemptAnswer>>;
  /** `now`: forces one question to the gateway (at most one an attempt in 3 s). */
  ask(reference: Reference, now: boolean): Promise<Result<AttemptAnswer>>;
  extend(reference: Reference, body: ChangeRequest): Promise<Result<AttemptAnswer>>;
  cancel(reference: Reference, body: ChangeRequest): Promise<Result<AttemptAnswer>>;
  close(reference: Reference, body: CloseRequest): Promise<Result<AttemptAnswer>>;
  settle(saleId: SaleId, body: SettleRequest): Promise<Result<SettleAnswer>>;
  /** A person's word on an attempt. */
  decide(reference: Reference, body: DecideRequest): Promise<Result<AttemptAnswer>>;
  refund(reference: Reference, body: RefundRequest): Promise<Result<AttemptAnswer>>;
  /** Makes this till the sale's. */
  take(saleId: SaleId, realm: string): Promise<Result<TakeAnswer>>;
  /** This till's sales of today, and its unfinished ones of any day. */
  ownSales(): Promise<Result<SalesAnswer>>;
  /** The shop's sales of a day (`YYYY-MM-DD`), and unfinished ones of any. */
  sales(day: string): Promise<Result<SalesAnswer>>;
  /** The manager's list. */
  list(): Promise<Result<ListAnswer>>;
  closeStray(transactionNo: string, body: StrayCloseRequest): Promise<Result<DoneAnswer>>;
  /** Tells a ledger of another epoch what this till knows. */
  offer(body: OfferRequest): Promise<Result<OfferAnswer>>;
  /** Checks or sets the manager's PIN. */
  pin(body: PinRequest): Promise<Result<DoneAnswer>>;
  /** How the shop's computer fares. */
  status(body: StatusRequest): Promise<Result<StatusAnswer>>;
  /** Opens a shop that has just moved here. */
  unseal(body: UnsealRequest): Promise<Result<DoneAnswer>>;
  /** Every till of the shop. */
  tills(): Promise<Result<TillsAnswer>>;
  /** A code for a new tablet, or for one that takes the place of `till`. */
  tillCode(pin: string, till: string | null): Promise<Result<TillCodeAnswer>>;
  renameTill(id: string, name: string, pin: string): Promise<Result<TillsAnswer>>;
  revokeTill(id: string, pin: string): Promise<Result<TillsAnswer>>;
  /** What managers did, newest first, from before the line `before`; null: from the newest. */
  audit(pin: string, before: number | null): Promise<Result<AuditAnswer>>;
}

/** The calls over a transport. */
export function callsOf({ get, post }: Pick<Transport, 'get' | 'post'>): Calls {
  const attempt = (reference: Reference, verb = ''): string => `/api/attempts/${reference}${verb}`;
  return {
    pair: (body) => post('/api/pair', body, pairAnswerSchema),
    open: (body) => post('/api/attempts', body, attemptAnswerSchema),
    pay: (reference, body) => post(attempt(reference, '/pay'), body, attemptAnswerSchema),
    ask: (reference, now) => get(attempt(reference, now ? '?ask=1' : ''), attemptAnswerSchema),
    extend: (reference, body) => post(attempt(reference, '/extend'), body, attemptAnswerSchema),
    cancel: (reference, body) => post(attempt(reference, '/cancel'), body, attemptAnswerSchema),
    close: (reference, body) => post(attempt(reference, '/close'), body, attemptAnswerSchema),
    settle: (saleId, body) => post(`/api/sales/${saleId}/settle`, body, settleAnswerSchema),
    decide: (reference, body) => post(attempt(reference, '/decide'), body, attemptAnswerSchema),
    refund: (reference, body) => post(attempt(reference, '/refunds'), body, attemptAnswerSchema),
    take: (saleId, realm) => post(`/api/sales/${saleId}/take`, { realm }, takeAnswerSchema),
    ownSales: () => get('/api/sales?mine=1', salesAnswerSchema),
    sales: (day) => get(`/api/sales?day=${day}`, salesAnswerSchema),
    list: () => get('/api/list', listAnswerSchema),
    closeStray: (transactionNo, body) =>
      post(`/api/strays/${encodeURIComponent(transactionNo)}/close`, body, doneAnswerSchema),
    offer: (body) => post('/api/offer', body, offerAnswerSchema),
    pin: (body) => post('/api/pin', body, doneAnswerSchema),
    status: (body) => post('/api/status', body, statusAnswerSchema),
    unseal: (body) => post('/api/unseal', body, doneAnswerSchema),
    tills: () => get('/api/tills', tillsAnswerSchema),
    tillCode: (pin, till) =>
      post('/api/tills/codes', { pin, ...(till === null ? {} : { till }) }, tillCodeAnswerSchema),
    renameTill: (id, name, pin) =>
      post(`/api/tills/${encodeURIComponent(id)}/rename`, { name, pin }, tillsAnswerSchema),
    revokeTill: (id, pin) => post(`/api/tills/${encodeURIComponent(id)}/revoke`, { pin }, tillsAnswerSchema),
    audit: (pin, before) =>
      post('/api/audit', { pin, ...(before === null ? {} : { before }) }, auditAnswerSchema),
  };
}
