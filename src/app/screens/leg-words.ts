/** Names of the links from tablet to wallet, and what is said when one does not answer. */
import type { Wallet } from '../../core/wallet.ts';
import type { Catalogue } from '../../i18n/catalogue.ts';
import type { LegName, Legs, LegState } from '../../till/view.ts';

/** The chain in order. */
const CHAIN: readonly LegName[] = ['wifi', 'internet', 'proxy', 'gateway', 'wallet'];

/** A wallet's name; "Wallet" while it is not known. */
export function walletWord(wallet: Wallet | null, words: Catalogue): string {
  return words.wallet[wallet ?? 'unknown'];
}

/** A link's name: the last one is called by its wallet. */
export function legWord(leg: LegName, wallet: Wallet | null, words: Catalogue): string {
  return leg === 'wallet' ? walletWord(wallet, words) : words.legs[leg];
}

/** "No Wi-Fi", "Alipay is silent". */
export function brokenWord(leg: LegName, wallet: Wallet | null, words: Catalogue): string {
  if (leg === 'wifi' || leg === 'internet') return words.network[leg];
  return words.network.silent(legWord(leg, wallet, words));
}

/** One link to draw. */
export interface LegView {
  readonly name: LegName;
  readonly state: LegState;
  readonly word: string;
  /** for ears: "is silent" */
  readonly said: string;
}

/**
 * The chain of a sale in doubt: `silent` is the link its answer is lost behind. Links after it are not known, whatever
 * they said before.
 */
export function legViews(
  legs: Legs,
  silent: LegName,
  wallet: Wallet | null,
  words: Catalogue,
): readonly LegView[] {
  const end = CHAIN.indexOf(silent);
  return CHAIN.map((name, index) => {
    const own = legs.states[name];
    const broken = own === 'down' ? 'down' : 'silent';
    const state: LegState = index < end ? 'ok' : index === end ? broken : 'unknown';
    return { name, state, word: legWord(name, wallet, words), said: words.network.state[state] };
  });
}
