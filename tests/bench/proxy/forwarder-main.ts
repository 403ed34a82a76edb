/**
 * The yardstick, in a process of its own: a bare `http.request` forwarder that signs with the same MD5 and does nothing
 * else. No cookie, no check, no ledger. Prints its port. Argument: the gateway's port.
 */
import { createHash } from 'node:crypto';
import { Agent, createServer, request as forward, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const gatewayPort = Number(process.argv[2]);
const agent = new Agent({ keepAlive: true });
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

const server = createServer((asked, response) => {
  const transactionNo = (asked.url ?? '').split('/').at(-1) ?? '';
  const fields: Record<string, string> = { merchantNo: '200043', storeNo: '300014', transactionNo };
  const text = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');
  ask(JSON.stringify({ ...fields, verifySign: md5(`${text}&${md5('bench-token')}`) }), response);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});

function ask(body: string, response: ServerResponse): void {
  const options = {
    agent,
    host: '127.0.0.1',
    port: gatewayPort,
    path: '/app-data-search/v3/tran-query',
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
  };
  forward(options, (answer) => {
    response.writeHead(answer.statusCode ?? 502, { 'content-type': 'application/json' });
    answer.pipe(response);
  })
    .on('error', () => response.writeHead(502).end())
    .end(body);
}
