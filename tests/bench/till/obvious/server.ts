/**
 * The obvious till's server, in a process of its own: its files, and a proxy of three routes that signs. No cookie, no
 * ledger, no check. Prints its port. Arguments: the built folder, the gateway's address.
 */
import { createHash } from 'node:crypto';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { serveFiles } from '../../../../src/server/files.ts';
import { PRACTICE_ACCOUNT } from '../../../../src/setup/shops.ts';

const [folder = '', gateway = ''] = process.argv.slice(2);
const { merchantNo, storeNo, token } = PRACTICE_ACCOUNT;
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
type Order = Record<string, string | null>;

/** The signed call, as the gateway's documents show it. */
async function call(path: string, fields: Record<string, string>): Promise<Order> {
  const all: Record<string, string> = { merchantNo, storeNo, ...fields };
  const text = Object.keys(all)
    .sort()
    .map((name) => `${name}=${all[name]}`)
    .join('&');
  const response = await fetch(gateway + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...all, verifySign: md5(`${text}&${md5(token)}`) }),
  });
  const { result } = (await response.json()) as { result?: Order };
  return result ?? {};
}

const app = new Hono();

app.post('/api/add', async (c) => {
  const { amount } = await c.req.json<{ amount: string }>();
  const reference = crypto.randomUUID().replaceAll('-', '');
  const order = await call('/app-instore/v3/add', {
    amount,
    currency: 'USD',
    settleCurrency: 'USD',
    reference,
  });
  return c.json({ transactionNo: order['transactionNo'] ?? null });
});

app.post('/api/pay', async (c) => {
  const { transactionNo, code } = await c.req.json<{ transactionNo: string; code: string }>();
  const order = await call('/app-instore/v3/pay', { transactionNo, paymentBarcode: code });
  return c.json({ status: order['transactionStatus'] ?? null });
});

app.get('/api/status/:transactionNo', async (c) => {
  const order = await call('/app-data-search/v3/tran-query', { transactionNo: c.req.param('transactionNo') });
  return c.json({ status: order['status'] ?? null });
});

// The same files, headers and compression as the till beside it.
const files = serveFiles(folder, false);
app.get('*', (c) => files(c.req.raw));

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.stdout.write(`${port}\n`);
});
