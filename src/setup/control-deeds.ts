/** What whoever runs the server may ask of it, at its console or from afar: a pairing code, a till shut out, and no PIN any more. */
import * as v from 'valibot';
import { Refusal } from '../proxy/refusal.ts';
import { walletLink } from './practice-door.ts';

/** What the server gives out. */
export interface PairingInvitation {
  /** 8 characters */
  readonly code: string;
  /** `<origin>/#pair=<shop>.<code>` */
  readonly link: string;
  /** where the practice wallet opens, with its key; absent where it is open, and live */
  readonly wallet?: string | undefined;
}

/** A shop by the names a person may call it. */
export interface NamedShop {
  readonly name: string;
  readonly realm: string;
}

/** The deeds themselves. */
export interface ControlDeeds {
  /** what there is to choose from */
  readonly shops: readonly NamedShop[];
  /** `letter`: for a tablet that takes the place of that till. Throws a Refusal where there is none. */
  invite(realm: string, letter?: string): PairingInvitation;
  forgetPin(realm: string): void;
  /** Shuts a till out. Throws a Refusal where there is none. */
  revoke(realm: string, letter: string): void;
  /** Resolves once what was done survives a power cut. */
  flushed(realm: string): Promise<void>;
}

/** Where each is asked for, by POST, and how it is answered. */
export const DEEDS = {
  invite: {
    path: '/control/pairing-code',
    answer: v.object({ code: v.string(), link: v.string(), wallet: v.optional(v.string()) }),
  },
  forgetPin: {
    path: '/control/forget-pin',
    answer: v.object({ forgotten: v.literal(true) }),
  },
  revoke: {
    path: '/control/revoke',
    answer: v.object({ revoked: v.literal(true) }),
  },
} as const;

/** A refusal in one sentence. */
export const deedProblemSchema = v.object({ problem: v.string() });

/** True for where a deed is asked for. */
export function isDeedPath(pathname: string): boolean {
  return Object.values(DEEDS).some(({ path }) => path === pathname);
}

/** Does what is asked, for one who may. */
export async function answerDeed(url: string, deeds: ControlDeeds): Promise<Response> {
  const realm = chooseShop(deeds.shops, url);
  if (realm === null) return refuseDeed(400, whichShop(deeds.shops));
  const { pathname, searchParams } = new URL(url);
  try {
    const done = doDeed(pathname, realm, searchParams.get('till'), deeds);
    await deeds.flushed(realm);
    return Response.json(done);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refuseDeed(404, error.message);
  }
}

/** `till`: the letter of the one that is meant. */
function doDeed(path: string, realm: string, till: string | null, deeds: ControlDeeds): object {
  if (path === DEEDS.invite.path) return deeds.invite(realm, till ?? undefined);
  if (path === DEEDS.revoke.path) deeds.revoke(realm, till ?? '');
  else deeds.forgetPin(realm);
  return path === DEEDS.revoke.path ? { revoked: true } : { forgotten: true };
}

/** Says no in one sentence. */
export function refuseDeed(status: number, problem: string): Response {
  return Response.json({ problem }, { status });
}

/** The shop that `?shop=` means, by name or realm; none need be named where there is one. Null: not one of them, or several. */
export function chooseShop(shops: readonly NamedShop[], url: string): string | null {
  const named = new URL(url).searchParams.get('shop');
  const meant = named === null ? shops : shops.filter(({ name, realm }) => named === name || named === realm);
  return meant.length === 1 ? (meant[0]?.realm ?? null) : null;
}

/** The question to one who has named none of several. */
export function whichShop(shops: readonly NamedShop[]): string {
  return `Which shop? Add -- --shop and a name: ${shops.map(({ name }) => `“${name}”`).join(', ')}.`;
}

/** The invitation to one tablet. */
export function makeInvitation(
  code: string,
  origin: string,
  { realm, walletKey }: { readonly realm: string; readonly walletKey: string | null },
): PairingInvitation {
  const wallet = walletKey === null ? {} : { wallet: walletLink(origin, walletKey) };
  return { code, link: `${origin}/#pair=${realm}.${code}`, ...wallet };
}
