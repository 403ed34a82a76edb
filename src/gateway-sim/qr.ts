/** `create-trans-qrcode`: the shop shows a code and the customer scans it. The order is the same, paid the other way round. */
import { renderSVG } from 'uqr';
import { placeOrder, readOrder } from './add.ts';
import { refusal, wireAmount, type Answer } from './answer.ts';
import type { Sim } from './context.ts';
import { no, type Checked, type SignedCall } from './request.ts';

/** Wallets whose code can be scanned (pockyt.md §2: "unionpay not yet"); the SDKs say `wechatpay`. */
const VENDORS: readonly string[] = ['alipay', 'wechatpay', 'wechat'];

/** Handles one `create-trans-qrcode`. `base`: this gateway's own address, where the picture can be fetched. */
export function createQr(sim: Sim, call: SignedCall, base: string): Answer {
  const wish = readQr(sim, call);
  if (!wish.ok) return wish.answer;
  const asked = readOrder(sim, call, true);
  if (!asked.ok) return asked.answer;
  const link = `${base}/sim/qr/${asked.value.transactionNo}`;
  const placed = placeOrder(sim, { ...asked.value, vendor: wish.value.vendor, deepLink: link });
  if (!placed.ok) return placed.answer;
  const order = placed.value;
  return {
    result: {
      reference: order.reference,
      amount: wireAmount(sim, order.amount),
      deepLink: link,
      transactionNo: order.transactionNo,
      settleCurrency: order.settleCurrency,
      currency: order.amount.currency,
      timeout: String((order.closesAt - order.createdAt) / 60_000),
      qrcodeUrl: wish.value.isPictured ? `${link}.svg` : null,
    },
    ret_code: '000100',
    ret_msg: 'add success',
  };
}

/** The picture under `qrcodeUrl`. */
export function drawQr(deepLink: string): string {
  return renderSVG(deepLink, { ecc: 'M', border: 4 });
}

function readQr(sim: Sim, call: SignedCall): Checked<{ vendor: string; isPictured: boolean }> {
  const vendor = call.value('vendor');
  const missing = vendor === null ? 'vendor' : call.value('reference') === null ? 'reference' : null;
  if (vendor === null || missing !== null) return no(refusal('000020', `parameter missing : ${missing}`));
  if (!VENDORS.includes(vendor)) return no(refusal('000023', 'format : vendor'));
  const wanted = call.value('needQrcode') ?? String(sim.settings.needQrcode);
  if (wanted !== 'true' && wanted !== 'false') return no(refusal('000023', 'format : needQrcode'));
  return { ok: true, value: { vendor, isPictured: wanted === 'true' } };
}
