/** What the gateway answers (pockyt.md §2), read tolerantly: extra fields, nulls, numbers for texts, `retMsg`. */
import * as v from 'valibot';

/** A text, or a number where a sample shows one (`"amount":0.01`). Anything else counts as absent. */
const looseText = v.fallback(
  v.nullable(
    v.pipe(
      v.union([v.string(), v.number()]),
      v.transform((value) => String(value)),
    ),
  ),
  null,
);

/** `transactionNo` has 18 digits, more than a number holds: one that came as a number has lost its end and is not read. */
const idText = v.fallback(v.nullable(v.string()), null);

/** One thing that went back; what is not an object there is no evidence of anything. */
const refundInfoSchema = v.object({
  refundReference: v.optional(looseText, null),
  refundAmount: v.optional(looseText, null),
});

const gatewayResultSchema = v.object({
  transactionNo: v.optional(idText, null),
  reference: v.optional(idText, null),
  amount: v.optional(looseText, null),
  currency: v.optional(looseText, null),
  /** add, pay */
  transactionStatus: v.optional(looseText, null),
  /** tran-query, refund, cancel, webhook */
  status: v.optional(looseText, null),
  transactionType: v.optional(looseText, null),
  refundAmount: v.optional(looseText, null),
  voidAmount: v.optional(looseText, null),
  /** refund */
  refundReference: v.optional(looseText, null),
  /** tran-query, once something went back */
  refundInfo: v.optional(v.fallback(v.nullable(v.array(refundInfoSchema)), null), null),
});
/** The business part of an answer. */
export type GatewayResult = v.InferOutput<typeof gatewayResultSchema>;

const envelopeSchema = v.object({
  ret_code: looseText,
  ret_msg: v.optional(looseText, null),
  retMsg: v.optional(looseText, null),
  result: v.optional(v.fallback(v.nullable(gatewayResultSchema), null), null),
});

/** An answer that is the gateway's own JSON. `000100` means processed, never "money received". */
export interface GatewayWord {
  readonly retCode: string;
  readonly retMsg: string;
  readonly result: GatewayResult | null;
}

/** ret_code of a processed request. */
export const ACCEPTED = '000100';
/** ret_code of "no record for the parameter". */
export const NO_RECORD = '000021';
/** ret_code of a fault on the wallet's side. */
export const WALLET_FAULT = '000080';

/** Reads an answer's body; null for anything that is not the gateway's JSON (HTML, a captive portal, half a body). */
export function readGatewayWord(body: string): GatewayWord | null {
  const json = parseJson(body);
  const envelope = v.safeParse(envelopeSchema, json);
  if (!envelope.success || envelope.output.ret_code === null) return null;
  const { ret_code: retCode, ret_msg: retMsg, retMsg: otherMsg, result } = envelope.output;
  return { retCode, retMsg: (retMsg ?? otherMsg ?? '').trim(), result };
}

/** Reads the fields of a webhook as if they were a result. */
export function readWebhookResult(fields: Readonly<Record<string, string>>): GatewayResult {
  return v.parse(gatewayResultSchema, fields);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null; // not JSON is an expected answer: it is no news
  }
}
