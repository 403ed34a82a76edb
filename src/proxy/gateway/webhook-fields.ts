/**
 * The fields of a webhook, form or JSON (pockyt.md §3), read so that one signature has one reading. What is signed is
 * `name=value&…` with raw values: it does not say where a value ends, so whoever has one signed message could cut it
 * anew. Refused are therefore names twice, names with other signs, values that hold what looks like a further field,
 * and nested values, whose text the gateway's documents leave open.
 */
import type { Fields } from './signature.ts';

/** Documented are ten. */
const MOST_FIELDS = 40;
const NAME = /^[A-Za-z]\w{0,63}$/;
const HIDDEN_FIELD = /&[A-Za-z]\w*=/;

/** Reads the body; null where it is no webhook or can be read in two ways. */
export function readWebhookFields(contentType: string, body: string): Fields | null {
  const [type = ''] = contentType.toLowerCase().split(';');
  const pairs = readPairs(type.trim(), body);
  if (pairs === null || pairs.length > MOST_FIELDS) return null;
  const names = new Set(pairs.map(([name]) => name));
  const isPlain = ([name, value]: Pair): boolean => NAME.test(name) && !HIDDEN_FIELD.test(value);
  return names.size === pairs.length && pairs.every(isPlain) ? Object.fromEntries(pairs) : null;
}

type Pair = readonly [name: string, value: string];

function readPairs(type: string, body: string): Pair[] | null {
  switch (type) {
    case 'application/json':
      return readFlatJson(body);
    case 'application/x-www-form-urlencoded':
    case '': // a client that names no type sends a form
      return [...new URLSearchParams(body)];
    default:
      return null;
  }
}

const STRING = '"(?:[^"\\\\]|\\\\.)*"';
const MEMBER = new RegExp(`\\s*(${STRING})\\s*:\\s*(${STRING}|-?[\\d.eE+-]+|true|false|null)\\s*([,}])`, 'y');

/** One object without nesting, member by member: `JSON.parse` would hide a name that stands twice. */
function readFlatJson(body: string): Pair[] | null {
  const start = /^\s*\{/.exec(body);
  if (start === null) return null;
  const pairs: Pair[] = [];
  MEMBER.lastIndex = start[0].length;
  for (let member = MEMBER.exec(body); member !== null; member = MEMBER.exec(body)) {
    const [whole, name = '', value = '', sign] = member;
    const isNull = value === 'null'; // the vendor's SDKs leave null out of what they sign
    const pair = [readText(name), readValue(value)] as const;
    if (pair[0] === null || pair[1] === null) return null;
    if (!isNull) pairs.push([pair[0], pair[1]]);
    if (sign === '}') return body.slice(member.index + whole.length).trim() === '' ? pairs : null;
  }
  return null;
}

/** A number counts as the digits it was written with. */
function readValue(text: string): string | null {
  if (text.startsWith('"')) return readText(text);
  return readNumber(text) ? text : null;
}

function readNumber(text: string): boolean {
  return /^(?:true|false|null|-?\d+(?:\.\d+)?)$/.test(text);
}

function readText(quoted: string): string | null {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return null; // an escape that is none, or a control character
  }
}
