/** Reads a call's body: official clients send JSON (Java, Go, C#) or a form (Python, PHP, JS) to the same paths. */
import type { Fields } from './signature.ts';

/** Far beyond any call; this gateway may stand open to a whole Wi-Fi. */
export const MAX_BODY_BYTES = 64 * 1024;

/** The body as text, or null where it is beyond any call: no more is read than shows that. Rejects where it breaks off. */
export async function readText(request: Request): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) return null;
  const reader = request.body?.getReader();
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      await reader?.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/**
 * The fields as they were signed, or null for a body that is neither a JSON object nor a form. Nested values become
 * their JSON text, null an empty one. A JSON number is read as written by JavaScript: clients send texts.
 */
export function readFields(contentType: string, text: string): Fields | null {
  if (contentType.includes('json') || text.trimStart().startsWith('{')) return readJson(text);
  return new Map(new URLSearchParams(text));
}

function readJson(text: string): Fields | null {
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return new Map(Object.entries(value).map(([name, field]) => [name, asText(field)]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a body that is no JSON is an answerable mistake of the caller
  }
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
