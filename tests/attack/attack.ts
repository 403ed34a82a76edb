/** One request of an attacker, and what came of it. */

/** A request, or raw bytes for a socket, and what a house that holds does with it. */
export interface Attack {
  readonly kind: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Sent as it stands over a socket of its own, in place of all the above. */
  readonly raw?: string;
  /** `be-refused`: a 4xx. `change-nothing`: any answer but an error, for what everybody may ask. */
  readonly must: 'be-refused' | 'change-nothing';
}

/** Everything that was said to it. Status 0: it was cut off without a word. */
export interface Got {
  readonly status: number;
  /** headers and body */
  readonly text: string;
}

/** An attack with a JSON body. */
export function jsonAttack(
  kind: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Attack {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const all = { 'content-type': 'application/json', ...headers };
  return { kind, method: 'POST', path, headers: all, body: text, must: 'be-refused' };
}
