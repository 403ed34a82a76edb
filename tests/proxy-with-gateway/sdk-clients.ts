/** The official SDKs as they stand on the wire: field order, encoding and signer of each, read from their sources. */
import { createHash } from 'node:crypto';

/** The published sandbox store (pockyt.md §1); its token has 33 characters. */
export const STORE = {
  merchantNo: '200043',
  storeNo: '300014',
  token: '5cbfb079f15b150122261c8537086d77a',
};

/** Fields in the order the client writes them; undefined ones it does not send. */
export type Fields = Readonly<Record<string, string | undefined>>;

/** One request, ready to send. */
export interface Wire {
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

/** One SDK. `pay` null: it has no in-store pay (PHP). */
export interface Sdk {
  readonly name: string;
  add(reference: string): Wire;
  pay(transactionNo: string, code: string): Wire | null;
  query(transactionNo: string): Wire;
  refund(transactionNo: string, amount: string, refundReference: string): Wire;
  cancel(transactionNo: string): Wire;
  qr(reference: string): Wire;
}

const INSTORE = '/app-instore/v3';
const SEARCH = '/app-data-search/v3';
const OWN = { merchantNo: STORE.merchantNo, storeNo: STORE.storeNo };
const USD = { currency: 'USD', settleCurrency: 'USD' };

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const sorted = (fields: Fields): [string, string][] => sent(fields).sort(([a], [b]) => (a < b ? -1 : 1));
const sent = (fields: Fields): [string, string][] =>
  Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
const signPairs = (pairs: readonly [string, string][]): string =>
  md5(`${pairs.map(([name, value]) => `${name}=${value}`).join('&')}&${md5(STORE.token)}`);
/** Go and JS leave empty values out of what they sign, and send them all the same. */
const signFilled = (fields: Fields): string => signPairs(sorted(fields).filter(([, value]) => value !== ''));
const signAll = (fields: Fields): string => signPairs(sorted(fields));

const formUrl = (pairs: [string, string][]): string => new URLSearchParams(pairs).toString();

/** yuansfer-python-sdk: requests' form of the caller's dict, store and signature appended. */
function python(path: string, fields: Fields): Wire {
  const all = { ...fields, ...OWN };
  const body = formUrl([...sent(all), ['verifySign', signAll(all)]]);
  return { path, contentType: 'application/x-www-form-urlencoded', body };
}

/** yuansfer-php-sdk: ksort in place, then http_build_query with the signature last. */
function php(path: string, fields: Fields): Wire {
  const all = { ...fields, ...OWN };
  const body = formUrl([...sorted(all), ['verifySign', signAll(all)]]);
  return { path, contentType: 'application/x-www-form-urlencoded', body };
}

/** yuansfer-jssdk: axios and qs, which write a blank as %20 and undefined not at all. */
function js(path: string, fields: Fields): Wire {
  const all = { ...fields, ...OWN };
  const pairs = [...sent(all), ['verifySign', signFilled(all)] as [string, string]];
  const body = pairs
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  return { path, contentType: 'application/x-www-form-urlencoded;charset=UTF-8', body };
}

/** yuansfer-java-sdk: a TreeMap with the signature in its place, compact JSON. */
function java(path: string, fields: Fields): Wire {
  const all = { ...fields, ...OWN };
  const body = JSON.stringify(Object.fromEntries(sorted({ ...all, verifySign: signAll(all) })));
  return { path, contentType: 'application/json; charset=utf-8', body };
}

/** yuansfer-csharp-sdk: the same, but JObject.ToString() indents, with the line ends of Windows. */
function csharp(path: string, fields: Fields): Wire {
  const all = { ...fields, ...OWN };
  const json = JSON.stringify(Object.fromEntries(sorted({ ...all, verifySign: signAll(all) })), null, 2);
  return { path, contentType: 'application/json; charset=utf-8', body: json.replaceAll('\n', '\r\n') };
}

/** golang_sdk: the struct's own order, store and signature first; encoding/json escapes & < >. */
function go(path: string, fields: Fields): Wire {
  const verifySign = signFilled({ ...OWN, ...fields });
  const json = JSON.stringify(Object.fromEntries(sent({ ...OWN, verifySign, ...fields })));
  const escaped = json.replaceAll(/[&<>]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
  return { path, contentType: 'application/json; charset=UTF-8', body: escaped };
}

/** All six. Where an SDK always sends a field empty, it is empty here. */
export const SDKS: readonly Sdk[] = [
  {
    name: 'Python',
    add: (reference) => python(`${INSTORE}/add`, { amount: '13', ...USD, reference }),
    pay: (transactionNo, paymentBarcode) =>
      python(`${INSTORE}/pay`, { transactionNo, paymentBarcode, vendor: 'wechat' }),
    query: (transactionNo) => python(`${SEARCH}/tran-query`, { transactionNo }),
    refund: (transactionNo, refundAmount, refundReference) =>
      python(`${SEARCH}/refund`, { refundAmount, ...USD, transactionNo, refundReference }),
    cancel: (transactionNo) => python(`${SEARCH}/cancel`, { transactionNo }),
    qr: (reference) =>
      python(`${INSTORE}/create-trans-qrcode`, { amount: '13', ...USD, reference, vendor: 'wechatpay' }),
  },
  {
    name: 'PHP',
    add: (reference) => php(`${INSTORE}/add`, { amount: '13', ...USD, reference }),
    pay: () => null,
    query: (transactionNo) => php(`${SEARCH}/tran-query`, { transactionNo }),
    refund: (transactionNo, refundAmount, refundReference) =>
      php(`${SEARCH}/refund`, { refundAmount, ...USD, transactionNo, refundReference }),
    cancel: (transactionNo) => php(`${SEARCH}/cancel`, { transactionNo }),
    qr: (reference) =>
      php(`${INSTORE}/create-trans-qrcode`, {
        amount: '13',
        ...USD,
        reference,
        vendor: 'wechatpay',
        ipnUrl: 'https://shop.example/ipn?till=1&day=2',
        needQrcode: 'true',
        timeout: '120',
      }),
  },
  {
    name: 'JavaScript',
    add: (reference) =>
      js(`${INSTORE}/add`, { storeAdminNo: '', amount: '13', ...USD, reference, description: undefined }),
    pay: (transactionNo, paymentBarcode) =>
      js(`${INSTORE}/pay`, {
        storeAdminNo: '',
        transactionNo,
        reference: undefined,
        paymentBarcode,
        vendor: 'wechatpay',
      }),
    query: (transactionNo) => js(`${SEARCH}/tran-query`, { transactionNo, reference: '' }),
    refund: (transactionNo, refundAmount, refundReference) =>
      js(`${SEARCH}/refund`, { refundAmount, ...USD, transactionNo, reference: '', refundReference }),
    cancel: (transactionNo) =>
      js(`${INSTORE}/reverse`, { storeAdminNo: '', transactionNo, reference: undefined }),
    qr: (reference) =>
      js(`${INSTORE}/create-trans-qrcode`, {
        storeAdminNo: '',
        amount: '13',
        ...USD,
        vendor: 'wechatpay',
        reference,
        ipnUrl: '',
        needQrcode: 'true',
        timeout: '120',
      }),
  },
  {
    name: 'Java',
    add: (reference) => java(`${INSTORE}/add`, { amount: '13', ...USD, reference }),
    pay: (transactionNo, paymentBarcode) => java(`${INSTORE}/prepay`, { transactionNo, paymentBarcode }),
    query: (transactionNo) => java(`${SEARCH}/tran-query`, { transactionNo }),
    refund: (transactionNo, refundAmount, refundReference) =>
      java(`${SEARCH}/refund`, { refundAmount, ...USD, transactionNo, refundReference }),
    cancel: (transactionNo) => java(`${SEARCH}/cancel`, { transactionNo }),
    qr: (reference) =>
      java(`${INSTORE}/create-trans-qrcode`, {
        amount: '13',
        ...USD,
        reference,
        vendor: 'wechatpay',
        ipnUrl: 'https://shop.example/ipn',
        needQrcode: 'true',
        timeout: '120',
      }),
  },
  {
    name: 'Go',
    add: (reference) => go(`${INSTORE}/add`, { amount: '13.00', storeAdminNo: '', ipnUrl: '', reference }),
    pay: (transactionNo, paymentBarcode) =>
      go(`${INSTORE}/pay`, { paymentBarcode, storeAdminNo: '', transactionNo, vendor: 'wechatpay' }),
    query: (transactionNo) => go(`${SEARCH}/tran-query`, { transactionNo }),
    refund: (transactionNo, refundAmount, refundReference) =>
      go(`${SEARCH}/refund`, {
        refundAmount,
        currency: 'USD',
        transactionNo,
        refundReference,
        settleCurrency: 'USD',
      }),
    cancel: (transactionNo) => go(`${SEARCH}/cancel`, { transactionNo }),
    qr: (reference) =>
      go(`${INSTORE}/create-trans-qrcode`, {
        amount: '13.00',
        storeAdminNo: '',
        currency: 'USD',
        vendor: 'wechatpay',
        reference,
        ipnUrl: 'https://shop.example/ipn?till=1&day=2',
      }),
  },
  {
    name: 'C#',
    add: (reference) => csharp(`${INSTORE}/add`, { amount: '13', ...USD, reference }),
    pay: (transactionNo, paymentBarcode) =>
      csharp(`${INSTORE}/pay`, { transactionNo, paymentBarcode, vendor: 'wechatpay' }),
    query: (transactionNo) => csharp(`${SEARCH}/tran-query`, { transactionNo }),
    refund: (transactionNo, refundAmount, refundReference) =>
      csharp(`${SEARCH}/refund`, { refundAmount, ...USD, transactionNo, refundReference }),
    cancel: (transactionNo) => csharp(`${SEARCH}/cancel`, { transactionNo }),
    qr: (reference) =>
      csharp(`${INSTORE}/create-trans-qrcode`, {
        amount: '13',
        ...USD,
        reference,
        vendor: 'wechatpay',
        timeout: '120',
      }),
  },
];
