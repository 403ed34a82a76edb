/** A gateway that answers at once, in a process of its own: what is measured is the proxy. Prints its port. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Orders by their number, as far as an answer needs them. */
const orders = new Map<string, { reference: string; amount: string; status: string }>();
const counts = { add: 0, pay: 0, 'tran-query': 0 };
let number = 300_000_000_000_000_000n;

const server = createServer((request, response) => {
  void readAll(request).then((text) => {
    const call = (request.url ?? '').split('/').at(-1) ?? '';
    const body = call === 'counts' ? counts : answer(call, JSON.parse(text) as Record<string, string>);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});

async function readAll(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function answer(call: string, fields: Record<string, string>): object {
  if (call === 'add') return add(fields);
  const order = orders.get(fields['transactionNo'] ?? '');
  if (order === undefined) return { ret_code: '000021', ret_msg: 'no record' };
  if (call === 'pay') {
    counts.pay += 1;
    // A code that ends in 7 is one whose customer has to confirm.
    order.status = fields['paymentBarcode']?.endsWith('7') === true ? 'pending' : 'success';
  } else {
    counts['tran-query'] += 1;
  }
  return done(fields['transactionNo'] ?? '', order);
}

function add({ reference = '', amount = '' }: Record<string, string>): object {
  counts.add += 1;
  number += 1n;
  const order = { reference, amount, status: 'init' };
  orders.set(String(number), order);
  return done(String(number), order);
}

function done(
  transactionNo: string,
  { reference, amount, status }: { reference: string; amount: string; status: string },
) {
  const money = { amount, currency: 'USD', settleCurrency: 'USD' };
  return {
    ret_code: '000100',
    ret_msg: 'success',
    result: { ...money, reference, transactionNo, status, transactionType: 'payment' },
  };
}
