/** The words of `npm start` and `npm run pair`: addresses, pairing code, QR. Pure text. */
import { renderUnicodeCompact } from 'uqr';
import type { Seal } from '../proxy/ledger/seal.ts';
import type { PairingInvitation } from '../setup/control-deeds.ts';

/** What a person has to know about the running server. */
export interface Announcement {
  readonly mode: 'practice' | 'live';
  /** where the till is opened on this machine or the network */
  readonly origin: string;
  /** further addresses of the same till */
  readonly others: readonly string[];
  /** every shop, with what keeps it shut */
  readonly shops: readonly { readonly name: string; readonly seal: Seal | null }[];
  /** one a shop that takes tablets */
  readonly invitations: readonly (PairingInvitation & { readonly shopName: string })[];
  /** address of the authority's certificate; null without `--lan` */
  readonly trustUrl: string | null;
  /** a browser gives camera and offline start only to https and to this machine */
  readonly isSecureContext: boolean;
}

/** The text of a start. */
export function announce(about: Announcement): string[] {
  const { mode, origin, others, invitations } = about;
  const shops = about.shops.map(({ name }) => name).join(', ');
  return [
    '',
    mode === 'practice'
      ? `Pling is open for ${shops}. Practice: no real money moves.`
      : `Pling is open for ${shops}. Live: charges are real.`,
    '',
    `  Till     ${origin}/`,
    ...others.map((other) => `           ${other}/`),
    ...(mode === 'practice' && invitations.every(({ wallet }) => wallet === undefined)
      ? [
          `  Wallet   ${origin}/wallet   plays the customer: open it in a second window, or with --lan on a phone`,
        ]
      : []),
    '',
    ...about.shops.flatMap(sealLines),
    ...invitations.flatMap((invitation) => [
      ...(invitations.length > 1 ? [`  ${invitation.shopName}`] : []),
      ...invitationLines(invitation),
    ]),
    ...(about.trustUrl === null ? [] : trustLines(about.trustUrl)),
    ...(about.isSecureContext ? [] : insecureLines()),
  ];
}

function sealLines({ name, seal }: { readonly name: string; readonly seal: Seal | null }): string[] {
  if (seal === 'moved')
    return [`  ${name} has moved: what is here is an old copy, and every till is told so.`, ''];
  if (seal === null) return [];
  return [
    `  ${name} has just arrived and is shut. Once the old one is off, a manager opens it with the PIN at a till,`,
    '  or you do: npm run import -- --open',
    '',
  ];
}

/** The text of a pairing code: link, what to type, QR. */
export function invitationLines({ code, link, wallet }: PairingInvitation): string[] {
  const qr = renderUnicodeCompact(link, { border: 2 });
  return [
    ...(wallet === undefined ? [] : [`  Wallet   ${wallet}   plays the customer: only this link opens it`]),
    `  Pair     ${link}`,
    `           or type ${code.slice(0, 4)} ${code.slice(4)} in the till. One tablet, within ten minutes; another: npm run pair`,
    '',
    ...qr.split('\n').map((line) => `  ${line}`),
    '',
  ];
}

function trustLines(trustUrl: string): string[] {
  return [
    '  A tablet must trust this machine once, or its browser gives no camera and no offline start:',
    `  1. open ${trustUrl} on the tablet (pass the warning) and install the certificate it offers;`,
    '  2. iPad: Settings → General → VPN & Device Management → install, then General → About →',
    '     Certificate Trust Settings → switch on “Pling on this shop’s machine”.',
    '     Android: Settings → Security → Encryption & credentials → Install a certificate → CA certificate.',
    '  3. Close the page and open the till’s address again: no warning is left.',
    '',
  ];
}

function insecureLines(): string[] {
  return [
    '  This address is plain http: a tablet’s browser gives no camera there. Use --lan, or TLS_CERT and TLS_KEY.',
    '',
  ];
}
