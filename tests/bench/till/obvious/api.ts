/** The obvious till's three requests. */

/** What the gateway calls the state of an order. */
export type Status = string;

/** Makes the order; its number at the gateway. */
export async function add(amount: string): Promise<string> {
  const { transactionNo } = await send('/api/add', { amount });
  return transactionNo ?? '';
}

/** Charges the code that was scanned. */
export async function pay(transactionNo: string, code: string): Promise<Status> {
  const { status } = await send('/api/pay', { transactionNo, code });
  return status ?? 'unknown';
}

/** How the order stands. */
export async function askStatus(transactionNo: string): Promise<Status> {
  const response = await fetch(`/api/status/${transactionNo}`);
  const { status } = (await response.json()) as Record<string, string>;
  return status ?? 'unknown';
}

async function send(path: string, body: Record<string, string>): Promise<Record<string, string>> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The server answered ${response.status}`);
  return (await response.json()) as Record<string, string>;
}
