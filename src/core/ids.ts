/** Names of things, made by the till from given randomness. */
import type { Random } from './ports.ts';

declare const saleBrand: unique symbol;
declare const referenceBrand: unique symbol;
/** Identity of a sale: 26 characters of `[0-9a-z]`, 130 random bits. */
export type SaleId = string & { readonly [saleBrand]: true };
/** Identity of an attempt, at the till, the ledger and the gateway: 26 characters of `[0-9a-z]`, 130 random bits. */
export type Reference = string & { readonly [referenceBrand]: true };

/** 32 digits and letters without i, l, o, u: five bits each. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 26;
const ID = /^[0-9a-z]{1,32}$/;

/** `length` random characters of five bits each. */
export function randomText(random: Random, length: number): string {
  return Array.from(random.bytes(length), (byte) => ALPHABET[byte & 31]).join('');
}

/** A fresh sale identity. */
export function makeSaleId(random: Random): SaleId {
  return randomText(random, LENGTH) as SaleId;
}

/** A fresh attempt reference. */
export function makeReference(random: Random): Reference {
  return randomText(random, LENGTH) as Reference;
}

/** True for what may stand as a sale identity on the wire. */
export function isSaleId(text: string): text is SaleId {
  return ID.test(text);
}

/** True for what may stand as a reference on the wire (at most 32 of `[0-9a-z]`, DESIGN §4). */
export function isReference(text: string): text is Reference {
  return ID.test(text);
}
