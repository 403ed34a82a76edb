/** Proof that the judge can see: a house with one hole planted, which a short attack must find. */
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { md5 } from '@noble/hashes/legacy.js';
import type { Deliver } from './deliver.ts';
import type { Finding } from './judge.ts';
import type { Victim } from './victim.ts';

/** A hole: what is done to the attacks of a house that has it, and what must be found. */
export interface Hole {
  readonly name: string;
  readonly what: Finding['what'];
  plant(victim: Victim, deliver: Deliver): Deliver;
}

/** All of them. */
export const HOLES: readonly Hole[] = [
  {
    name: 'any signature is taken',
    what: 'let in',
    plant:
      ({ shop }, deliver) =>
      (attack) => {
        const isForm = attack.kind === 'webhook unsigned' && attack.body !== null;
        return deliver(
          isForm ? { ...attack, body: signed(attack.body, shop.settings.gateway.token) } : attack,
        );
      },
  },
  {
    name: 'no cookie is asked for',
    what: 'let in',
    plant: (victim, deliver) => (attack) =>
      deliver(
        attack.kind === 'without a till’s cookie'
          ? { ...attack, headers: { ...attack.headers, cookie: victim.cookie } }
          : attack,
      ),
  },
  {
    name: 'any PIN will do',
    what: 'let in',
    plant: (victim, deliver) => (attack) =>
      deliver(
        attack.kind === 'PIN guessed'
          ? { ...attack, body: (attack.body ?? '').replace(/"pin":"\d+"/, `"pin":"${victim.pin}"`) }
          : attack,
      ),
  },
  {
    name: 'a refusal tells the token',
    what: 'leak',
    plant:
      ({ shop }, deliver) =>
      async (attack) => {
        const got = await deliver(attack);
        return got.status === 403 ? { ...got, text: `${got.text} ${shop.settings.gateway.token}` } : got;
      },
  },
  {
    name: 'the log tells a payment code',
    what: 'leak',
    plant: (victim, deliver) => (attack) => {
      if (attack.kind === 'a field of another type')
        victim.shop.server.log.push(`warn ${victim.secrets.at(-1) ?? ''}`);
      return deliver(attack);
    },
  },
  {
    name: 'an error shows its stack',
    what: 'leak',
    plant: (_victim, deliver) => async (attack) => {
      const got = await deliver(attack);
      return attack.kind === 'a body that is none' ? { ...got, text: new Error('x').stack ?? '' } : got;
    },
  },
  {
    name: 'a deep body breaks the server',
    what: 'server error',
    plant: (_victim, deliver) => async (attack) => {
      const got = await deliver(attack);
      return (attack.body ?? '').startsWith('[[[[') ? { ...got, status: 500 } : got;
    },
  },
];

function signed(body: string | null, token: string): string {
  const hex = (text: string): string => bytesToHex(md5(utf8ToBytes(text)));
  const fields = Object.fromEntries(new URLSearchParams(body ?? ''));
  const pairs = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name] ?? ''}`);
  return new URLSearchParams({ ...fields, verifySign: hex([...pairs, hex(token)].join('&')) }).toString();
}
