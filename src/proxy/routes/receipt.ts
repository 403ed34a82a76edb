/** `/r/:token`: the receipt a customer opens on a phone. One small page, no script, nothing about a person. */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Context } from 'hono';
import { formatMoney } from '../../core/money/money.ts';
import type { EpochMs } from '../../core/ports.ts';
import { refundedSum } from '../../core/refund.ts';
import type { ShopSettings } from '../../core/settings.ts';
import type { Wallet } from '../../core/wallet.ts';
import type { AttemptRow } from '../ledger/attempt-row.ts';
import type { Parts } from '../parts.ts';
import { Refusal } from '../refusal.ts';

const STYLE = `:root{color-scheme:light dark;font:17px/1.45 system-ui,sans-serif}
body{max-width:26rem;margin:0 auto;padding:2rem 1.25rem}
h1{font-size:1.15rem;margin:0}p{margin:.25rem 0}
.sum{font-size:2.6rem;font-weight:650;font-variant-numeric:tabular-nums;margin:1.25rem 0 .25rem}
dl{display:grid;grid-template-columns:auto 1fr;gap:.35rem 1rem;margin:1.5rem 0 0}
dt{opacity:.7}dd{margin:0;text-align:right;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.mark{border:2px solid;border-radius:.5rem;padding:.4rem .75rem;margin:1rem 0;font-weight:650}`;

/** The page allows its own style by hash and nothing else. */
const POLICY = `default-src 'none'; style-src 'sha256-${btoa(
  String.fromCharCode(...sha256(utf8ToBytes(STYLE))),
)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Names as the wallets write them; no name where the gateway told it from the code. */
const WALLET_NAMES: Readonly<Record<Wallet, string | null>> = {
  alipay: 'Alipay',
  'alipay-plus': 'Alipay+',
  wechat: 'WeChat Pay',
  unionpay: 'UnionPay',
  paypal: 'PayPal',
  venmo: 'Venmo',
  cashapp: 'Cash App',
  line: 'LINE Pay',
  unknown: null,
};

const HEADERS = {
  'content-security-policy': POLICY,
  'cache-control': 'private, no-cache',
  'x-robots-tag': 'noindex, nofollow',
};

/** Answers with the page; a token that is not a receipt's is not found, which a browser is told in a page, too. */
export function answerReceipt(c: Context, { ledger, settings, limits }: Parts): Response {
  limits.countStranger(c.req.raw, 'receipt');
  const token = c.req.param('token') ?? '';
  const row = /^[0-9a-z]{26}$/.test(token) ? ledger.findReceipt(token) : null;
  if (row !== null) return c.html(receiptPage(row, settings), 200, HEADERS);
  if (!c.req.header('accept')?.includes('text/html')) throw new Refusal('not-found');
  return c.html(NO_RECEIPT, 404, HEADERS);
}

const NO_RECEIPT = page(
  'No receipt',
  `<h1>There is no receipt here</h1>
<p>A letter of the address may be wrong or missing. Open the link again as you got it, or ask the shop.</p>`,
);

/** The page's text. Everything that is not ours is escaped. */
export function receiptPage(row: AttemptRow, settings: ShopSettings): string {
  const lines: readonly (readonly [string, string | null])[] = [
    ['Sale', row.number],
    ['Time', formatTime(row.endedAt ?? row.openedAt, settings.timeZone)],
    ['Paid with', row.wallet === null ? null : WALLET_NAMES[row.wallet]],
    ['Payment', row.transactionNo === null ? null : `…${row.transactionNo.slice(-4)}`],
    ['Transaction', row.transactionNo],
    ['Reference', row.reference],
  ];
  const shown = lines.flatMap(([name, value]) =>
    value === null ? [] : [`<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`],
  );
  return page(
    `Receipt ${escapeHtml(row.number)}`,
    `<h1>${escapeHtml(settings.name)}</h1>
${settings.address === null ? '' : `<p>${escapeHtml(settings.address)}</p>`}
${settings.mode === 'practice' ? '<p class="mark">Practice. No money moved.</p>' : ''}
<p class="sum">${escapeHtml(formatMoney(row.taken ?? row.amount, 'en'))}</p>
<p>${standing(row)}</p>
<dl>${shown.join('')}</dl>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${title}</title>
<style>${STYLE}</style></head><body><main>
${body}
</main></body></html>
`;
}

function standing(row: AttemptRow): string {
  const back = refundedSum(row);
  const isAllBack = back.minor >= (row.taken ?? row.amount).minor;
  if (row.giveBack === 'done' || isAllBack) return 'Paid, and given back';
  if (row.giveBack !== 'none') return 'Paid; it is being given back';
  return back.minor === 0 ? 'Paid' : `Paid; ${escapeHtml(formatMoney(back, 'en'))} given back`;
}

function formatTime(at: EpochMs, timeZone: string): string {
  return new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(at);
}

/** Escapes a text for HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': 'amp',
    '<': 'lt',
    '>': 'gt',
    '"': 'quot',
    "'": '#39',
  };
  return text.replace(/[&<>"']/g, (sign) => `&${names[sign] ?? ''};`);
}
