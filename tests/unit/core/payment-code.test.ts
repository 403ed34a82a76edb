/** Payment codes: every wallet's format is taken, everything else is named for what it is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isPaymentCode,
  normaliseCode,
  readPaymentCode,
  type RefusedRead,
  type ScanSource,
} from '../../../src/core/payment-code.ts';
import { CODE_LIFE_MS, type Wallet, WALLETS } from '../../../src/core/wallet.ts';

/** BER-TLV with lengths below 256. */
function tlv(tag: number, value: readonly number[]): number[] {
  return [tag, ...(value.length > 127 ? [0x81] : []), value.length, ...value];
}

/** An EMVCo consumer-presented code for the application with this identifier, plus `filler` bytes of data. */
function emvco(applicationId: string, filler = 40): string {
  const opening = tlv(0x85, Array.from(Buffer.from('CPV01')));
  const data = tlv(
    0x57,
    Array.from({ length: filler }, (_, index) => index % 256),
  );
  const application = tlv(0x61, [...tlv(0x4f, Array.from(Buffer.from(applicationId, 'hex'))), ...data]);
  return Buffer.from([...opening, ...application]).toString('base64');
}

const UNIONPAY = 'a000000333010101';
const VISA = 'a0000000031010';

describe('a code from a wallet', () => {
  it.each<[string, string, Wallet]>([
    ['Alipay, the usual 18 digits', '284312345678901234', 'alipay'],
    ["Alipay, the gateway's own sample", '286498530672949108', 'alipay'],
    ['Alipay, shortest and lowest prefix', '2512345678901234', 'alipay'],
    ['Alipay, highest prefix', '301234567890123456', 'alipay'],
    ['Alipay+, 24 digits with issuer and 02', '281001021234567890123456', 'alipay-plus'],
    ["Alipay+, its own documents' example", '251001020123456789012345', 'alipay-plus'],
    ['Alipay+, legacy 17 digits', '28431234567890123', 'alipay-plus'],
    ['Alipay+, legacy 19 digits', '2843123456789012345', 'alipay-plus'],
    ['Alipay+, legacy 19 digits with 289', '2893123456789012345', 'alipay-plus'],
    ['Alipay+, the longest', '28100102123456789012345678901234', 'alipay-plus'],
    ["WeChat, the gateway's own sample", '134668918993771844', 'wechat'],
    ['WeChat, lowest prefix', '101234567890123456', 'wechat'],
    ['WeChat, Hong Kong', '151234567890123456', 'wechat'],
    ['WeChat, newer prefix', '160123456789012345', 'wechat'],
    ['UnionPay, 19 digits', '6212345678901234567', 'unionpay'],
    ['UnionPay, 20 digits', '62123456789012345678', 'unionpay'],
    ['UnionPay, EMVCo', emvco(UNIONPAY), 'unionpay'],
    ['UnionPay, EMVCo with a two-byte length', emvco(UNIONPAY, 170), 'unionpay'],
    ['another EMVCo application', emvco(VISA), 'unknown'],
    ['EMVCo whose padding got lost', emvco(VISA, 39).replace(/=+$/, ''), 'unknown'],
    ['LINE, Thailand', '123456789013', 'line'],
    ['PayPal, Venmo or Cash App: opaque', '7K2M9QWX4PZ81BTN', 'unknown'],
    ['opaque with lower case', 'aB3dE6gH9jK2', 'unknown'],
    ['18 digits nobody claims', '993412345678901234', 'unknown'],
    ['leading zeros', '0012345678901234', 'unknown'],
  ])('%s is taken', (_, text, wallet) => {
    expect(readPaymentCode(text, 'camera')).toEqual({ kind: 'payment-code', code: text, wallet });
  });

  it.each<[string, string]>([
    ['blanks between groups', '2843 1234 5678 9012 34'],
    ['a line end of the scanner', '284312345678901234\r\n'],
    ['the symbology the scanner names', ']C0284312345678901234'],
    ['full-width digits of a Chinese keyboard', '２８４３１２３４５６７８９０１２３４'],
    ['invisible characters of a copied text', '\ufeff284312345678901234\u200b'],
  ])('%s does not change the code', (_, text) => {
    const code = '284312345678901234';
    expect(readPaymentCode(text, 'wedge')).toEqual({ kind: 'payment-code', code, wallet: 'alipay' });
  });
});

describe('anything else is named', () => {
  const whole = emvco(UNIONPAY);
  it.each<[string, string, RefusedRead]>([
    ['an EAN-13', '4006381333931', 'product-barcode'],
    ['an EAN-8', '96385074', 'product-barcode'],
    ['a GTIN-14', '10614141000415', 'product-barcode'],
    ["a carton's GS1-128", '0109501101530003172612311012345', 'product-barcode'],
    ["a parcel's GS1-128", '00340123450000000000', 'product-barcode'],
    ['a merchant-presented EMVCo code', '00020101021126360014hk.com.hkicl5802HK6304ABCD', 'merchant-qr'],
    ["the shop's Alipay code", 'https://qr.alipay.com/bax05773sia4dshxhw7100f3', 'merchant-qr'],
    ["the shop's WeChat code", 'wxp://f2f0abcDEF', 'merchant-qr'],
    ['a WeChat order code', 'weixin://wxpay/bizpayurl?pr=abc', 'merchant-qr'],
    ["the shop's UnionPay code", 'https://qr.95516.com/00010000/6212', 'merchant-qr'],
    ["a friend's PayPal code", 'https://www.paypal.com/qrcodes/p2pqrc/ABC', 'merchant-qr'],
    ["a friend's Venmo code", 'HTTPS://VENMO.COM/code?user_id=1', 'merchant-qr'],
    ["a friend's Cash App code", 'https://cash.app/$someone', 'merchant-qr'],
    ['a web page', 'https://example.com/menu', 'web-link'],
    ['a page whose name only resembles a wallet', 'https://cash.app.example.com/', 'web-link'],
    ['a web address without a scheme', 'www.example.com', 'web-link'],
    ['a coupon', 'SAVE-20', 'coupon-or-other'],
    ['a Wi-Fi card', 'WIFI:S:shop;T:WPA;P:secret;;', 'coupon-or-other'],
    ['33 digits', '1'.repeat(33), 'coupon-or-other'],
    ['129 letters', 'A'.repeat(129), 'coupon-or-other'],
    ['base64 of something else', 'aGVsbG8gd29ybGQ+/+==', 'coupon-or-other'],
    ['a product number with a wrong check digit', '4006381333930', 'too-short'],
    ['digits cut short', '28431234567890', 'too-short'],
    ['two digits', '28', 'too-short'],
    ['an EMVCo code cut at the end', whole.slice(0, -8), 'damaged'],
    ['an EMVCo code cut after its opening', whole.slice(0, 12), 'damaged'],
    ['an EMVCo code read with caps lock on', whole.toLowerCase(), 'damaged'],
    ['an EMVCo code with a foreign letter', `${whole.slice(0, 20)}*${whole.slice(21)}`, 'damaged'],
    ['a character that was lost', '28431234\ufffd5678901234', 'damaged'],
    ['nothing', '', 'empty'],
    ['blanks only', ' \r\n\t', 'empty'],
  ])('%s', (_, text, why) => {
    expect(readPaymentCode(text, 'camera')).toEqual({ kind: 'refused', why });
  });

  it.each<[ScanSource, string]>([
    ['wedge', 'refused'],
    ['hid', 'refused'],
    ['camera', 'payment-code'],
    ['typed', 'payment-code'],
  ])('twelve digits with a valid check digit from the %s: %s', (source, kind) => {
    expect(readPaymentCode('036000291452', source).kind).toBe(kind);
  });

  it('an EAN-13 is a product whatever it comes from', () => {
    for (const source of ['camera', 'wedge', 'hid', 'photo', 'typed'] as const) {
      expect(readPaymentCode('4006381333931', source)).toEqual({ kind: 'refused', why: 'product-barcode' });
    }
  });
});

describe('whatever is scanned', () => {
  const source = fc.constantFrom<ScanSource>('camera', 'wedge', 'hid', 'photo', 'typed');
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.stringMatching(/^[0-9]{0,40}$/),
    fc.stringMatching(/^hQVDUFYwM[A-Za-z0-9+/=]{0,60}$/),
    fc.stringMatching(/^(\][A-Z][0-9]){0,3}[\]0-9 ]{0,20}$/),
  );
  const code = fc.oneof(
    fc.stringMatching(/^28[0-9]{16}$/),
    fc.stringMatching(/^0[2-9][0-9]{16}$/),
    fc.stringMatching(/^[0-9A-Z]{15}[A-Z]$/),
    fc.nat(120).map((filler) => emvco(UNIONPAY, filler)),
  );

  it('never throws', () => {
    fc.assert(
      fc.property(anyText, source, (text, from) => {
        expect(['payment-code', 'refused']).toContain(readPaymentCode(text, from).kind);
      }),
    );
  });

  it('reads a normalised text as the text itself', () => {
    fc.assert(
      fc.property(anyText, source, (text, from) => {
        const once = normaliseCode(text);
        expect(normaliseCode(once)).toBe(once);
        expect(readPaymentCode(once, from)).toEqual(readPaymentCode(text, from));
      }),
    );
  });

  it('does not mind blanks anywhere, and keeps case and leading zeros', () => {
    const blank = fc.constantFrom(' ', '\t', '\r', '\n', '\u00a0');
    fc.assert(
      fc.property(code, fc.array(fc.tuple(fc.nat(), blank)), source, (text, blanks, from) => {
        let spaced = text;
        for (const [place, letter] of blanks) {
          const at = place % (spaced.length + 1);
          spaced = spaced.slice(0, at) + letter + spaced.slice(at);
        }
        expect(readPaymentCode(spaced, from)).toMatchObject({ kind: 'payment-code', code: text });
      }),
    );
  });

  it('takes an EMVCo code whole or not at all', () => {
    fc.assert(
      fc.property(fc.nat(150), fc.nat(), (filler, cut) => {
        const whole = emvco(VISA, filler);
        const bytes = Math.floor((whole.replace(/=+$/, '').length * 3) / 4);
        const kept = Buffer.from(whole, 'base64').subarray(0, 7 + (cut % (bytes - 7)));
        expect(readPaymentCode(kept.toString('base64'), 'camera')).toEqual({
          kind: 'refused',
          why: 'damaged',
        });
      }),
    );
  });

  it('every code taken passes the check for stored codes', () => {
    fc.assert(
      fc.property(fc.oneof(code, anyText), source, (text, from) => {
        const reading = readPaymentCode(text, from);
        if (reading.kind === 'payment-code') expect(isPaymentCode(reading.code)).toBe(true);
      }),
    );
  });
});

describe('every code the practice wallets mint is readable', () => {
  const minted: readonly [Wallet, RegExp][] = [
    ['alipay', /^28[0-9]{16}$/],
    ['wechat', /^13[0-9]{16}$/],
    ['unionpay', /^62[0-9]{17}$/],
    ['alipay-plus', /^28100102[0-9]{16}$/],
    ['unknown', /^[0-9A-Z]{16}[A-Z]$/],
  ];
  it.each(minted)('%s', (wallet, format) => {
    fc.assert(
      fc.property(fc.stringMatching(format), (text) => {
        expect(readPaymentCode(text, 'wedge')).toMatchObject({ kind: 'payment-code', wallet });
      }),
    );
  });
});

describe('wallets', () => {
  it('give every code a life of a minute, and LINE five', () => {
    for (const wallet of WALLETS) {
      expect(CODE_LIFE_MS[wallet]).toBe(wallet === 'line' ? 300_000 : 60_000);
    }
  });
});
